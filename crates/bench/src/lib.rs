//! The core as a plain WebAssembly module: a network learns from examples that the page hands over.
//!
//! `neuroglass.js` beside this crate is its other half. All functions are called from one thread, one after the
//! other, on the one [`Bench`] that [`open`] has made.

mod bench;
mod rows;

use std::cell::RefCell;

use bench::{Bench, Job};

thread_local! {
    static BENCH: RefCell<Option<Bench>> = const { RefCell::new(None) };
    /// Numbers on their way in.
    static INBOX: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

fn with<T>(act: impl FnOnce(&mut Bench) -> T) -> T {
    BENCH.with_borrow_mut(|bench| act(bench.as_mut().expect("`open` comes first")))
}

/// Room for so many numbers, to be filled by the page before the next call.
#[unsafe(no_mangle)]
pub extern "C" fn inbox(len: usize) -> *mut f32 {
    INBOX.with_borrow_mut(|inbox| {
        inbox.clear();
        inbox.resize(len, 0.0);
        inbox.as_mut_ptr()
    })
}

/// Begins: the inbox holds the inputs of all examples, then their targets, then the parameters.
#[unsafe(no_mangle)]
pub extern "C" fn open(workload: u32, examples: usize, batch: usize, scored: usize, rate: f32) {
    let numbers = INBOX.with_borrow_mut(std::mem::take);
    let job = Job {
        workload,
        examples,
        batch,
        scored,
        rate,
    };
    let bench = Bench::new(job, &numbers);
    BENCH.with_borrow_mut(|place| *place = Some(bench));
}

/// So many steps over the batches, in turn.
#[unsafe(no_mangle)]
pub extern "C" fn train(steps: u32) {
    with(|bench| bench.train(steps));
}

/// The mean loss over the first examples.
#[unsafe(no_mangle)]
pub extern "C" fn loss() -> f32 {
    with(Bench::loss)
}

/// Takes the points of a grid, `[point][x₁, x₂]`, from the inbox.
#[unsafe(no_mangle)]
pub extern "C" fn set_grid() {
    let points = INBOX.with_borrow_mut(std::mem::take);
    with(|bench| bench.set_grid(&points));
}

/// What every unit answers at every point of the grid, `[unit][point]`.
#[unsafe(no_mangle)]
pub extern "C" fn grid() -> *const f32 {
    with(|bench| bench.grid().as_ptr())
}

/// How many numbers that is.
#[unsafe(no_mangle)]
pub extern "C" fn grid_len() -> usize {
    with(|bench| bench.grid_len())
}
