//! The size of what a layer takes or gives.

use serde::{Deserialize, Serialize};

/// Channels of height × width values each, in the order `[channel][row][column]`. A plain list of n values is
/// n channels of 1 × 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Volume {
    /// Pictures that lie on top of each other.
    pub channels: u32,
    /// Rows of each.
    pub height: u32,
    /// Values in a row.
    pub width: u32,
}

impl Volume {
    /// A plain list of `len` values.
    pub const fn flat(len: u32) -> Self {
        Self {
            channels: len,
            height: 1,
            width: 1,
        }
    }

    /// How many values there are.
    pub const fn len(&self) -> usize {
        self.channels as usize * self.area()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Values of one channel.
    pub const fn area(&self) -> usize {
        self.height as usize * self.width as usize
    }

    /// Whether it is a plain list.
    pub const fn is_flat(&self) -> bool {
        self.area() == 1
    }
}
