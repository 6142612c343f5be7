//! Random numbers that never change.
//!
//! The same seed gives the same numbers in every version of this program: shared links and golden hashes
//! depend on it. So the generator is a named one, [`Xoshiro256PlusPlus`] of Blackman and Vigna
//! (<https://prng.di.unimi.it>), and the samplers on top of its 64-bit output are written out here instead
//! of taken from a library that may improve them.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng as _, SeedableRng as _};

/// What a stream of random numbers is for. Streams of different purposes share nothing, so that drawing one
/// number more here changes nothing there.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    /// Where a point lies; the index is the point's.
    Point = 1,
    /// Which points are trained on.
    Split = 2,
    /// The weights of a layer; the index is the layer's.
    Layer = 3,
    /// The order of the examples; the index is the epoch's.
    Order = 4,
    /// Weights that an edit brings; the index is the edit's, then the layer's.
    Edit = 5,
    /// The biases of a layer; the index is the layer's.
    Bias = 6,
    /// Biases that an edit brings; the index is the edit's, then the layer's.
    EditBias = 7,
    /// Which values are dropped; the index is made of step, layer and example.
    Dropout = 8,
    /// The noise that a hand adds; the index is the parameter's.
    Nudge = 9,
    /// A direction of a landscape; the index is made of layer and axis.
    Landscape = 10,
}

/// One stream of random numbers.
#[derive(Clone, Debug)]
pub(crate) struct Rng(Xoshiro256PlusPlus);

impl Rng {
    /// The stream number `index` of a purpose under a seed.
    pub fn new(seed: u32, purpose: Purpose, index: u64) -> Self {
        let key = (u64::from(seed) << 8) | purpose as u64;
        let mut state = [0; 32];
        let mut word = mix(mix(key) ^ index);
        for bytes in state.as_chunks_mut::<8>().0 {
            word = word.wrapping_add(GOLDEN);
            *bytes = mix(word).to_le_bytes();
        }
        Self(Xoshiro256PlusPlus::from_seed(state))
    }

    /// Uniform in [0, 1): the top 24 bits of the next output.
    pub fn uniform(&mut self) -> f32 {
        (self.0.next_u64() >> 40) as f32 * (1.0 / 16_777_216.0)
    }

    /// Uniform in [low, high).
    pub fn between(&mut self, low: f32, high: f32) -> f32 {
        low + (high - low) * self.uniform()
    }

    /// A whole number below `bound`, each as likely (Lemire 2019, <https://arxiv.org/abs/1805.10941>).
    pub fn below(&mut self, bound: u32) -> u32 {
        debug_assert!(bound > 0);
        loop {
            let product = (self.0.next_u64() >> 32) * u64::from(bound);
            // The few products that would favour some results over others are drawn again.
            if product as u32 >= bound.wrapping_neg() % bound {
                return (product >> 32) as u32;
            }
        }
    }

    /// Two independent normal numbers of mean 0 and variance 1 (Box and Muller 1958).
    pub fn normal_pair(&mut self) -> [f32; 2] {
        // 1 − u lies in (0, 1], so the logarithm is finite.
        let radius = libm::sqrtf(-2.0 * libm::logf(1.0 - self.uniform()));
        let angle = std::f32::consts::TAU * self.uniform();
        [radius * libm::cosf(angle), radius * libm::sinf(angle)]
    }

    /// Puts the items into an order of which each is as likely (Fisher and Yates, from the back).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u32 + 1) as usize);
        }
    }
}

/// 2⁶⁴ divided by the golden ratio, made odd.
const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// The output function of splitmix64 (Steele, Lea and Flood 2014): every bit in moves every bit out.
fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Links and golden runs depend on these numbers: they never change.
    #[test]
    fn numbers_never_change() {
        let mut rng = Rng::new(1, Purpose::Point, 0);
        let numbers = [rng.uniform(), rng.between(-3.0, 5.0)];
        let [first, second] = rng.normal_pair();
        assert_eq!(
            [numbers[0], numbers[1], first, second],
            [0.159_294_96, -1.185_429_6, 0.530_860_2, 1.231_185]
        );
        assert_eq!([rng.below(10), rng.below(1_000_000)], [5, 880_570]);
        let mut order = [0, 1, 2, 3, 4, 5, 6, 7];
        rng.shuffle(&mut order);
        assert_eq!(order, [7, 5, 4, 3, 2, 0, 1, 6]);
    }

    #[test]
    fn streams_share_nothing() {
        use Purpose::{Bias, Dropout, Edit, EditBias, Landscape, Layer, Order, Point, Split};
        let mut seen = Vec::new();
        for purpose in [
            Point, Split, Layer, Order, Edit, Bias, EditBias, Dropout, Landscape,
        ] {
            for seed in 0..50 {
                for index in 0..50 {
                    seen.push(Rng::new(seed, purpose, index).0.next_u64());
                }
            }
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 9 * 50 * 50);
    }

    #[test]
    fn samplers_are_fair() {
        let mut rng = Rng::new(2, Purpose::Point, 0);
        let mut counts = [0; 7];
        (0..70_000).for_each(|_| counts[rng.below(7) as usize] += 1);
        let fair = 9_500..10_500;
        assert!(
            counts.iter().all(|count| fair.contains(count)),
            "{counts:?}"
        );

        let normals: Vec<f32> = (0..50_000).flat_map(|_| rng.normal_pair()).collect();
        let mean = normals.iter().sum::<f32>() / 1e5;
        let variance = normals.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / 1e5;
        assert!(
            mean.abs() < 0.02 && (variance - 1.0).abs() < 0.02,
            "{mean}, {variance}"
        );
    }
}
