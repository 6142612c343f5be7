//! One step over all parameters, four at a time.

use std::array;

use wide::f32x4;

/// Runs `kernel` over all parameters: from a parameter, its gradient and what is remembered of it, to the
/// parameter and what is remembered from now on. `memory` has a number of each sort for each parameter.
///
/// The last few, of which there may be less than four, go through the same arithmetic beside lanes of zeros.
#[inline(always)]
pub(super) fn each<const N: usize>(
    parameters: &mut [f32],
    gradient: &[f32],
    memory: [&mut [f32]; N],
    kernel: impl Fn(f32x4, f32x4, [f32x4; N]) -> (f32x4, [f32x4; N]),
) {
    let (fours, rest) = parameters.as_chunks_mut::<4>();
    let (gradients, rest_gradient) = gradient.as_chunks::<4>();
    let mut memory = memory.map(|memory| memory.as_chunks_mut::<4>());
    for (at, (parameters, &gradient)) in fours.iter_mut().zip(gradients).enumerate() {
        let before = array::from_fn(|sort| f32x4::new(memory[sort].0[at]));
        let (after, remembered) = kernel(f32x4::new(*parameters), f32x4::new(gradient), before);
        *parameters = after.to_array();
        for ((fours, _), remembered) in memory.iter_mut().zip(remembered) {
            fours[at] = remembered.to_array();
        }
    }
    let before = array::from_fn(|sort| padded(memory[sort].1));
    let (after, remembered) = kernel(padded(rest), padded(rest_gradient), before);
    keep(rest, after);
    for ((_, rest), remembered) in memory.into_iter().zip(remembered) {
        keep(rest, remembered);
    }
}

/// At most three numbers, and zeros.
fn padded(numbers: &[f32]) -> f32x4 {
    // One by one: a copy of a length that is not known would be a call.
    let number = |index: usize| numbers.get(index).copied().unwrap_or(0.0);
    f32x4::new([number(0), number(1), number(2), 0.0])
}

/// The first lanes, as many as there is room for.
fn keep(numbers: &mut [f32], lanes: f32x4) {
    for (number, lane) in numbers.iter_mut().zip(lanes.to_array()) {
        *number = lane;
    }
}
