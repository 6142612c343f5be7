// Measures one thing after the other: how many steps of training, grids or floating-point operations are done in a
// second. All in one instance of the module, as the browser takes its time to optimise each new one.

const SIDE = 100;
// Shorter calls would count the clock's coarseness, longer ones would end too late.
const CALL_MS = 20;

const core = WebAssembly.instantiateStreaming(fetch("../pkg/neuroglass_bench.wasm"), {});

onmessage = async ({ data: { job, warm, ms } }) => {
  const { repeat, unit } = open((await core).instance.exports, job);
  let count = 1;
  const run = (length, adapt) => {
    const start = performance.now();
    let done = 0;
    for (let now = start; ; ) {
      repeat(count);
      done += count;
      const end = performance.now();
      if (end - start >= length) return (done * 1000) / (end - start);
      if (adapt && end - now < CALL_MS) count *= 2;
      now = end;
    }
  };
  run(warm, true);
  postMessage(run(ms, false) * unit);
};

// What does the job so many times, and what each of them counts for.
function open(core, { workload, dense, peak }) {
  const send = (numbers) => {
    // First the call, as it may make the memory grow, and the buffer another.
    const place = core.inbox(numbers.length);
    new Float32Array(core.memory.buffer, place, numbers.length).set(numbers);
  };
  const train = { repeat: (steps) => core.train(steps), unit: 1 };
  if (peak) return { repeat: (rounds) => core.peak(rounds), unit: core.peak_flop() };
  if (dense) {
    send(dense.widths);
    core.open_dense(dense.batch);
    return train;
  }
  if (workload < 5) {
    core.open_alone(workload);
    return train;
  }
  core.open_alone(1);
  send(Array.from({ length: 2 * SIDE * SIDE }, (_, i) => ((i % SIDE) * 12) / SIDE - 6));
  core.set_grid();
  const repeat = (grids) => {
    for (let i = 0; i < grids; i += 1) core.grid();
  };
  return { repeat, unit: 1 };
}
