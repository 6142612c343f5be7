//! Examples as a network sees them.

use std::ops::Range;

use crate::activation::Activation;
use crate::data::{Dataset, Domain, Task};
use crate::input::Input;

/// The inputs and targets of some examples, computed once.
///
/// The numbers of one example lie side by side: in a random order each is then one stretch of memory, and not as
/// many as a picture has pixels.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    len: usize,
    inputs: usize,
    outputs: usize,
    /// `[sample][input]`
    features: Vec<f32>,
    /// `[sample][unit]`
    targets: Vec<f32>,
}

impl Samples {
    /// `len` examples of these features, `[input][sample]`, and targets, `[unit][sample]`, if the numbers can be
    /// parted so.
    pub fn of(len: usize, features: &[f32], targets: &[f32]) -> Option<Self> {
        let is_whole = |numbers: &[f32]| !numbers.is_empty() && numbers.len().is_multiple_of(len);
        (len > 0 && is_whole(features) && is_whole(targets)).then(|| Self {
            len,
            inputs: features.len() / len,
            outputs: targets.len() / len,
            features: by_sample(len, features),
            targets: by_sample(len, targets),
        })
    }

    /// These examples as seen by a network with this output: points through these features, and pictures
    /// pixel by pixel.
    pub(crate) fn new(
        dataset: &Dataset,
        which: Range<usize>,
        inputs: &[Input],
        output: Activation,
    ) -> Self {
        let len = which.len();
        let features = features(dataset, which.clone(), inputs);
        let targets = targets(dataset, which, output);
        Self {
            len,
            inputs: features.len().checked_div(len).unwrap_or(0),
            outputs: targets.len().checked_div(len).unwrap_or(0),
            features,
            targets,
        }
    }

    /// The first of them, at most so many.
    #[must_use]
    pub fn first(&self, most: usize) -> Self {
        let len = self.len.min(most);
        Self {
            len,
            features: self.features[..len * self.inputs].to_vec(),
            targets: self.targets[..len * self.outputs].to_vec(),
            ..*self
        }
    }

    /// Some of them, by their numbers.
    #[must_use]
    pub(crate) fn pick(&self, which: &[u32]) -> Self {
        let which = which.iter().map(|&sample| sample as usize);
        Self {
            len: which.len(),
            features: which
                .clone()
                .flat_map(|at| self.features_of(at))
                .copied()
                .collect(),
            targets: which.flat_map(|at| self.targets_of(at)).copied().collect(),
            ..*self
        }
    }

    /// How many samples there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many inputs each has.
    pub const fn inputs(&self) -> usize {
        self.inputs
    }

    /// How many output units they say something of.
    pub const fn outputs(&self) -> usize {
        self.outputs
    }

    /// A feature of a sample.
    pub fn feature(&self, input: usize, sample: usize) -> f32 {
        self.features_of(sample)[input]
    }

    /// What an output unit should say of a sample.
    pub fn target(&self, unit: usize, sample: usize) -> f32 {
        self.targets_of(sample)[unit]
    }

    /// All features, `[sample][input]`.
    pub(crate) fn features(&self) -> &[f32] {
        &self.features
    }

    /// All targets, `[sample][unit]`.
    pub(crate) fn targets(&self) -> &[f32] {
        &self.targets
    }

    /// All features of a sample.
    #[inline(always)]
    pub(crate) fn features_of(&self, sample: usize) -> &[f32] {
        &self.features[sample * self.inputs..][..self.inputs]
    }

    /// What each output unit should say of a sample.
    #[inline(always)]
    pub(crate) fn targets_of(&self, sample: usize) -> &[f32] {
        &self.targets[sample * self.outputs..][..self.outputs]
    }
}

/// `[row][sample]` as `[sample][row]`.
fn by_sample(len: usize, numbers: &[f32]) -> Vec<f32> {
    let of_sample = |sample: usize| numbers[sample..].iter().step_by(len);
    (0..len).flat_map(of_sample).copied().collect()
}

/// `[sample][input]`
fn features(dataset: &Dataset, which: Range<usize>, inputs: &[Input]) -> Vec<f32> {
    let examples = which.map(|example| dataset.coordinates(example));
    match dataset.domain() {
        Domain::Line | Domain::Plane => examples
            .flat_map(|x| inputs.iter().map(move |input| input.value([x[0], x[1]])))
            .collect(),
        Domain::Picture(volume) => examples
            .flat_map(|pixels| &pixels[..volume.len()])
            .copied()
            .collect(),
    }
}

/// `[sample][unit]`
fn targets(dataset: &Dataset, which: Range<usize>, output: Activation) -> Vec<f32> {
    let examples = which.map(|example| dataset.target(example));
    let task = dataset.task();
    examples
        .flat_map(|target| task.wanted(output, target))
        .collect()
}

impl Task {
    /// What outputs of this activation should be for an example of which this is true, `[unit]`. Values are
    /// their own targets. A class is low or high for the one unit that tells two classes apart; where each class
    /// has a unit, that one is to be high and the others low.
    pub fn wanted(self, output: Activation, target: &[f32]) -> impl Iterator<Item = f32> + '_ {
        let [low, high] = output.targets();
        let first = target.first().copied().unwrap_or(0.0);
        let units = match self {
            Self::Classes(2) if output != Activation::Softmax => 1,
            Self::Classes(count) | Self::Values(count) => count,
        };
        (0..units).map(move |unit| match self {
            Self::Values(_) => target.get(unit as usize).copied().unwrap_or(0.0),
            Self::Classes(_) if units == 1 && first > 0.0 => high,
            Self::Classes(_) if units > 1 && first == unit as f32 => high,
            Self::Classes(_) => low,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Data, DataShape};

    fn dataset(shape: DataShape) -> Dataset {
        Dataset::new(&Data {
            shape,
            ..Data::default()
        })
    }

    fn samples(dataset: &Dataset, output: Activation) -> Samples {
        Samples::new(dataset, 40..300, &[Input::X2, Input::X1x2], output)
    }

    #[test]
    fn points_are_seen_through_features() {
        let dataset = dataset(DataShape::Spiral);
        let samples = samples(&dataset, Activation::Tanh);
        assert_eq!(
            [samples.len(), samples.inputs(), samples.outputs()],
            [260, 2, 1]
        );
        for sample in 0..260 {
            let x = dataset.coordinates(40 + sample);
            assert_eq!(samples.feature(0, sample), x[1]);
            assert_eq!(samples.feature(1, sample), x[0] * x[1]);
        }
    }

    #[test]
    fn pictures_are_seen_pixel_by_pixel() {
        let dataset = dataset(DataShape::Stripes);
        let samples = samples(&dataset, Activation::Tanh);
        assert_eq!([samples.inputs(), samples.outputs()], [144, 4]);
        for sample in 0..260 {
            for (pixel, &value) in dataset.coordinates(40 + sample).iter().enumerate() {
                assert_eq!(samples.feature(pixel, sample), value);
            }
        }
    }

    #[test]
    fn one_unit_tells_two_classes_apart() {
        let dataset = dataset(DataShape::Moons);
        for &output in Activation::ALL {
            let samples = samples(&dataset, output);
            assert_eq!(samples.outputs(), 1);
            for sample in 0..260 {
                let class = dataset.target(40 + sample)[0] as usize;
                assert_eq!(samples.target(0, sample), output.targets()[class]);
            }
        }
    }

    #[test]
    fn more_classes_have_a_unit_each() {
        let dataset = dataset(DataShape::Rings);
        let samples = samples(&dataset, Activation::Tanh);
        assert_eq!(samples.outputs(), 3);
        for sample in 0..260 {
            let class = dataset.target(40 + sample)[0] as usize;
            for unit in 0..3 {
                let target = if unit == class { 1.0 } else { -1.0 };
                assert_eq!(samples.target(unit, sample), target);
            }
        }
    }

    #[test]
    fn values_are_their_own_targets() {
        let dataset = dataset(DataShape::Swirl);
        let samples = samples(&dataset, Activation::Sigmoid);
        assert_eq!(samples.outputs(), 2);
        for sample in 0..260 {
            let target = [samples.target(0, sample), samples.target(1, sample)];
            assert_eq!(target, dataset.target(40 + sample));
        }
    }
}
