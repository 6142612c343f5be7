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
    /// Vectors of a chunk.
    width: usize,
}

impl Padding {
    pub fn new(examples: usize) -> Self {
        let Extent { chunks, width } = Extent::of(examples);
        let last_chunk = examples - (chunks - 1) * width * 4;
        let lane = |lane| if lane < last_chunk % 4 { u32::MAX } else { 0 };
        Self {
            from: last_chunk / 4,
            mask: cast([lane(0), lane(1), lane(2), lane(3)]),
            width,
        }
    }

    /// Sets these lanes to zero in every value of a layer: `values` is `[chunk][unit][width]`.
    pub fn clear(&self, values: &mut [f32x4], units: usize) {
        if self.from == self.width {
            return;
        }
        let mut from = values.len() - units * self.width + self.from;
        let empty = self.width - self.from - 1;
        while let Some((vector, rest)) = values.get_mut(from..).and_then(<[_]>::split_first_mut) {
            *vector &= self.mask;
            if empty > 0 {
                rest[..empty].fill(f32x4::ZERO);
            }
            from += self.width;
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
