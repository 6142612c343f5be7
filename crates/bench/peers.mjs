// What to measure beside the peers, in the form that their harness reads. `cargo xtask bench --build` builds it.
export default [
  {
    id: "neuroglass",
    title: "Neuroglass, wasm simd128, one thread",
    module: "neuroglass.js",
    params: { url: "@/pkg/neuroglass_bench.wasm" },
    workloads: ["W1", "W2", "W3", "W4", "W5"],
  },
];
