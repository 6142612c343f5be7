//! Points as a network sees them.

use crate::activation::Activation;
use crate::data::Point;
use crate::input::Input;

/// The features and targets of some points, computed once.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Samples {
    len: usize,
    /// `[input][sample]`
    features: Vec<f32>,
    /// `[sample]`
    targets: Vec<f32>,
}

impl Samples {
    /// These points as seen through these features by a network with this output.
    pub fn new(points: &[Point], inputs: &[Input], output: Activation) -> Self {
        let [low, high] = output.targets();
        Self {
            len: points.len(),
            features: inputs
                .iter()
                .flat_map(|input| points.iter().map(|point| input.value(point.x)))
                .collect(),
            targets: points
                .iter()
                .map(|point| if point.class > 0.0 { high } else { low })
                .collect(),
        }
    }

    pub const fn len(&self) -> usize {
        self.len
    }

    #[inline(always)]
    pub fn feature(&self, input: usize, sample: usize) -> f32 {
        self.features[input * self.len + sample]
    }

    #[inline(always)]
    pub fn target(&self, sample: usize) -> f32 {
        self.targets[sample]
    }
}
