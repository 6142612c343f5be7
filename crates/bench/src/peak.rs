//! What the machine could do at most.

use std::hint::black_box;

use wide::f32x4;

/// Multiplications and additions in a round.
pub const FLOP: u32 = 12 * 4 * 4 * 2;

/// So many rounds of multiplying four lanes and adding to them, in chains enough that none waits for another.
pub fn multiply_and_add(rounds: u32) -> f32 {
    let mut chains: [f32x4; 12] = std::array::from_fn(|chain| f32x4::splat(chain as f32));
    let [factor, term] = black_box([0.999, 0.001]).map(f32x4::splat);
    for _ in 0..rounds {
        for _ in 0..4 {
            for chain in &mut chains {
                *chain = *chain * factor + term;
            }
        }
    }
    chains.into_iter().sum::<f32x4>().reduce_add()
}
