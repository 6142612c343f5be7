//! The core as a plain WebAssembly module: a network learns from examples that the page hands over, or that are
//! made up here.
//!
//! `neuroglass.js` beside this crate is its other half among other libraries, `alone/` where there are none. All
//! functions are called from one thread, one after the other, on the one [`Bench`] that was opened last.

mod bench;
mod peak;
mod rows;
mod workloads;

use std::cell::RefCell;

use bench::Bench;
use workloads::Workload;

thread_local! {
    static BENCH: RefCell<Option<Bench>> = const { RefCell::new(None) };
    /// Numbers on their way in.
    static INBOX: RefCell<Vec<f32>> = const { RefCell::new(Vec::new()) };
}

fn begin(bench: Bench) {
    BENCH.with_borrow_mut(|place| *place = Some(bench));
}

fn with<T>(act: impl FnOnce(&mut Bench) -> T) -> T {
    BENCH.with_borrow_mut(|bench| act(bench.as_mut().expect("it is opened first")))
}

fn received() -> Vec<f32> {
    INBOX.with_borrow_mut(std::mem::take)
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

/// Opens a workload by its number: the inbox holds the inputs of all examples, then their targets, then the
/// parameters.
#[unsafe(no_mangle)]
pub extern "C" fn open(number: u32, examples: usize, batch: usize, rate: f32) {
    let workload = Workload {
        examples,
        batch,
        ..Workload::numbered(number)
    };
    begin(Bench::given(workload, rate, &received()));
}

/// Opens a workload by its number, with everything else made up.
#[unsafe(no_mangle)]
pub extern "C" fn open_alone(number: u32) {
    begin(Bench::made_up(Workload::numbered(number)));
}

/// Opens a dense network, with everything else made up: the inbox holds how many inputs there are and how many
/// units each hidden layer has.
///
/// # Panics
///
/// If the inbox is empty.
#[unsafe(no_mangle)]
pub extern "C" fn open_dense(batch: usize) {
    let widths: Vec<u32> = received().into_iter().map(|width| width as u32).collect();
    let (inputs, hidden) = widths.split_first().expect("inputs, at least");
    begin(Bench::made_up(Workload::dense(*inputs, hidden, batch)));
}

/// So many steps over the batches, in turn.
#[unsafe(no_mangle)]
pub extern "C" fn train(steps: u32) {
    with(|bench| bench.train(steps));
}

/// The mean loss over the first `count` examples.
#[unsafe(no_mangle)]
pub extern "C" fn loss(count: usize) -> f32 {
    with(|bench| bench.loss(count))
}

/// Takes the points of a grid, `[point][x₁, x₂]`, from the inbox.
#[unsafe(no_mangle)]
pub extern "C" fn set_grid() {
    let points = received();
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

/// Multiplies and adds for so many rounds. What it returns is of no use but to be computed.
#[unsafe(no_mangle)]
pub extern "C" fn peak(rounds: u32) -> f32 {
    peak::multiply_and_add(rounds)
}

/// Multiplications and additions in a round of [`peak`].
#[unsafe(no_mangle)]
pub extern "C" fn peak_flop() -> u32 {
    peak::FLOP
}
