//! What a document says of each kind of layer.

use serde::{Deserialize, Serialize};

use super::{conv2d, pool};
use crate::activation::Activation;
use crate::volume::Volume;

/// A layer whose every unit looks at every unit of the layer before: a = f(W x + b).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dense {
    /// How many units it has.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::UNITS.min, max = crate::limits::UNITS.max)))]
    pub units: u32,
    /// What they do to their weighted sums.
    pub activation: Activation,
}

impl Dense {
    /// What a document means that says nothing else.
    pub const DEFAULT: Self = Self {
        units: 4,
        activation: Activation::Tanh,
    };
}

impl Default for Dense {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A layer whose filters slide over the channels of the layer before.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Conv2d {
    /// How many filters it has, each of which gives a channel.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::UNITS.min, max = crate::limits::UNITS.max)))]
    pub filters: u32,
    /// Side of the square window.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::WINDOW.min, max = crate::limits::WINDOW.max)))]
    pub kernel: u32,
    /// How far the window moves from one value to the next.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::STRIDE.min, max = crate::limits::STRIDE.max)))]
    pub stride: u32,
    /// Zeros added around each channel.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::PADDING.min, max = crate::limits::PADDING.max)))]
    pub padding: u32,
    /// What is done to the weighted sums.
    pub activation: Activation,
}

impl Conv2d {
    /// What a document means that says nothing else.
    pub const DEFAULT: Self = Self {
        filters: 4,
        kernel: 3,
        stride: 1,
        padding: 1,
        activation: Activation::Relu,
    };

    /// Weights of one filter: `[channel][row][column]`.
    pub const fn fan_in(&self, input: Volume) -> usize {
        (input.channels * self.kernel * self.kernel) as usize
    }

    /// The sizes that its kernels need.
    pub(crate) fn geometry(&self, input: Volume) -> conv2d::Geometry {
        let output = self.output(input).unwrap_or(Volume::flat(0));
        conv2d::Geometry {
            channels: input.channels as usize,
            height: input.height as usize,
            width: input.width as usize,
            filters: self.filters as usize,
            kernel: self.kernel as usize,
            stride: self.stride as usize,
            padding: self.padding as usize,
            out_height: output.height as usize,
            out_width: output.width as usize,
        }
    }

    /// The size of what it gives: ⌊(n + 2 · padding − kernel) / stride⌋ + 1 in each direction.
    pub fn output(&self, input: Volume) -> Option<Volume> {
        let side = |len| windows(len + 2 * self.padding, self.kernel, self.stride);
        Some(Volume {
            channels: self.filters,
            height: side(input.height)?,
            width: side(input.width)?,
        })
    }
}

impl Default for Conv2d {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A layer that makes one value of each window of each channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pool {
    /// Side of the square window.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::WINDOW.min, max = crate::limits::WINDOW.max)))]
    pub size: u32,
    /// How far the window moves from one value to the next.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::STRIDE.min, max = crate::limits::STRIDE.max)))]
    pub stride: u32,
}

impl Pool {
    /// What a document means that says nothing else.
    pub const DEFAULT: Self = Self { size: 2, stride: 2 };

    /// The sizes that its kernels need.
    pub(crate) fn geometry(self, input: Volume) -> pool::Geometry {
        let output = self.output(input).unwrap_or(Volume::flat(0));
        pool::Geometry {
            channels: input.channels as usize,
            height: input.height as usize,
            width: input.width as usize,
            size: self.size as usize,
            stride: self.stride as usize,
            out_height: output.height as usize,
            out_width: output.width as usize,
        }
    }

    /// The size of what it gives: ⌊(n − size) / stride⌋ + 1 in each direction. What is left at the end is
    /// not looked at.
    pub fn output(self, input: Volume) -> Option<Volume> {
        Some(Volume {
            channels: input.channels,
            height: windows(input.height, self.size, self.stride)?,
            width: windows(input.width, self.size, self.stride)?,
        })
    }
}

impl Default for Pool {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// A layer that silences values by chance while training.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dropout {
    /// The share of values that is silenced.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::DROPOUT.min, max = crate::limits::DROPOUT.max)))]
    pub rate: f32,
}

impl Dropout {
    /// What a document means that says nothing else.
    pub const DEFAULT: Self = Self { rate: 0.2 };
}

impl Default for Dropout {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// How many windows of this size fit side by side into `len`, moving on by `stride`.
fn windows(len: u32, size: u32, stride: u32) -> Option<u32> {
    Some(len.checked_sub(size)? / stride.max(1) + 1)
}
