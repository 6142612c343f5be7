// The core as a contender in a harness that measures libraries beside each other: the other half of src/lib.rs.

// Half the square is what we call squared error; others leave out the half, so twice our rate is theirs.
const unitOf = (loss) => (loss === "mse" ? 0.5 : 1);

export async function create({ params, w, data }) {
  const { instance } = await WebAssembly.instantiateStreaming(fetch(params.url), {});
  const core = instance.exports;
  const send = (arrays) => {
    const length = arrays.reduce((sum, array) => sum + array.length, 0);
    // First the call, as it may make the memory grow, and the buffer another.
    const place = core.inbox(length);
    const inbox = new Float32Array(core.memory.buffer, place, length);
    let at = 0;
    for (const array of arrays) {
      inbox.set(array, at);
      at += array.length;
    }
  };

  send([data.x, data.y, ...data.params.map((parameter) => parameter.data)]);
  const unit = unitOf(w.loss);
  core.open(w.num, w.n, w.batch, w.lr / unit);
  if (data.grid) {
    send([data.grid]);
    core.set_grid();
  }
  return {
    info: "neuroglass",
    train(steps) {
      core.train(steps);
    },
    loss: () => core.loss(w.lossN) / unit,
    grid() {
      const place = core.grid();
      return new Float32Array(core.memory.buffer, place, core.grid_len());
    },
  };
}
