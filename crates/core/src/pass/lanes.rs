//! How the examples of a block lie in lanes.

use wide::bytemuck::cast;
use wide::f32x4;

/// Examples in a block, at most.
pub(crate) const BLOCK: usize = 64;
/// Vectors of four lanes in a full chunk.
pub(super) const VECTORS: usize = 4;

/// How a block is laid out: `chunks` of `width` vectors.
pub(super) struct Extent {
    pub chunks: usize,
    pub width: usize,
}

impl Extent {
    pub const fn of(examples: usize) -> Self {
        let vectors = examples.div_ceil(4);
        if vectors <= VECTORS {
            Self {
                chunks: 1,
                width: vectors,
            }
        } else {
            Self {
                chunks: vectors.div_ceil(VECTORS),
                width: VECTORS,
            }
        }
    }
}

/// The lanes of the last chunk that hold no example.
pub(super) struct Padding {
    /// The first vector of the last chunk with such a lane.
    from: usize,
    /// All bits set where that vector holds an example.
    mask: f32x4,
}

impl Padding {
    pub fn new(examples: usize) -> Self {
        let Extent { chunks, width } = Extent::of(examples);
        let last_chunk = examples - (chunks - 1) * width * 4;
        let lane = |lane| if lane < last_chunk % 4 { u32::MAX } else { 0 };
        Self {
            from: last_chunk / 4,
            mask: cast([lane(0), lane(1), lane(2), lane(3)]),
        }
    }

    /// Sets these lanes to zero in every value of a layer: `values` is `[chunk][unit][C]`.
    #[inline(always)]
    pub fn clear<const C: usize>(&self, values: &mut [f32x4], units: usize) {
        if self.from == C {
            return;
        }
        let last_chunk = values.len() - units * C;
        for unit in values[last_chunk..].as_chunks_mut::<C>().0 {
            unit[self.from] &= self.mask;
            for rest in &mut unit[self.from + 1..] {
                *rest = f32x4::ZERO;
            }
        }
    }
}

/// The values of four examples from `first` on; zero beyond the last.
#[inline(always)]
pub(super) fn gather(first: usize, examples: usize, value: impl Fn(usize) -> f32) -> f32x4 {
    let lane = |example| {
        if example < examples {
            value(example)
        } else {
            0.0
        }
    };
    f32x4::new([
        lane(first),
        lane(first + 1),
        lane(first + 2),
        lane(first + 3),
    ])
}
