//! What each parameter is good for, as it was found out.

use neuroglass_core::analysis::Study;

use crate::scene::{Found, Scene};

/// How the worth of a parameter is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// |∂L/∂w|: how much a small change would change the loss.
    Slope,
    /// |w · ∂L/∂w|: how much the loss would change without it, if it went on as it begins.
    FirstOrder,
    /// What the loss would go up by if it were zero.
    IfZero,
}

impl Measure {
    pub const ALL: [Self; 3] = [Self::Slope, Self::FirstOrder, Self::IfZero];

    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Slope => "|∂L/∂w|",
            Self::FirstOrder => "|w ∂L/∂w|",
            Self::IfZero => "ΔL if zero",
        }
    }

    pub const fn id(self) -> &'static str {
        match self {
            Self::Slope => "slope",
            Self::FirstOrder => "first-order",
            Self::IfZero => "if-zero",
        }
    }

    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Slope => {
                "The slope of the loss along the weight: how much a small change matters now."
            }
            Self::FirstOrder => {
                "The weight times its slope: what taking it away would change, if the loss went on as straight as it \
                 begins."
            }
            Self::IfZero => {
                "What the loss really goes up by when this one weight is zero and all others stay as they are."
            }
        }
    }
}

/// What was found out, of the network that is shown.
#[derive(Clone, Copy)]
pub struct Impacts<'a> {
    pub found: &'a Found,
    slopes: &'a [f32],
    /// Empty where there was no time to try each parameter.
    rises: &'a [f32],
    parameters: &'a [f32],
}

impl<'a> Impacts<'a> {
    /// If there is something of a network of this shape.
    pub fn of(scene: &'a Scene) -> Option<Self> {
        let found = scene.finding(|study| *study == Study::Impact)?;
        let (slopes, rises) = found.numbers.split_at_checked(scene.parameters.len())?;
        let is_whole = rises.is_empty() || rises.len() == slopes.len();
        is_whole.then_some(Self {
            found,
            slopes,
            rises,
            parameters: &scene.parameters,
        })
    }

    /// Whether every parameter was tried.
    pub const fn is_exact(&self) -> bool {
        !self.rises.is_empty()
    }

    /// The measure of the parameter at `index`; where none was tried at zero, its estimate.
    pub fn value(&self, measure: Measure, index: usize) -> f32 {
        let at = |numbers: &[f32]| numbers.get(index).copied().unwrap_or(f32::NAN);
        let (slope, value) = (at(self.slopes), at(self.parameters));
        match measure {
            Measure::Slope => slope.abs(),
            Measure::FirstOrder => (slope * value).abs(),
            Measure::IfZero if self.is_exact() => at(self.rises),
            // L(θ − w e) ≈ L(θ) − w ∂L/∂w
            Measure::IfZero => -slope * value,
        }
    }

    /// The largest size of a measure over all parameters.
    pub fn largest(&self, measure: Measure) -> f32 {
        (0..self.slopes.len())
            .map(|index| self.value(measure, index).abs())
            .filter(|size| size.is_finite())
            .fold(0.0, f32::max)
    }

    /// All parameters, the one that matters most first. What is not finite comes last.
    pub fn ranked(&self, measure: Measure) -> Vec<usize> {
        let key = |index| {
            let value = f64::from(self.value(measure, index));
            if value.is_nan() {
                f64::INFINITY
            } else {
                -value
            }
        };
        neuroglass_core::ascending((0..self.slopes.len()).map(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::Experiment;

    fn scene(numbers: Vec<f32>) -> Scene {
        let mut scene = Scene::new(Experiment::default());
        scene.parameters = vec![2.0, -1.0, 0.5];
        scene.keep(Found {
            study: Study::Impact,
            step: 0,
            examples: [10, 10],
            numbers,
        });
        scene
    }

    #[test]
    fn parameters_are_ranked_by_each_measure() {
        let scene = scene(vec![0.1, -3.0, 1.0, 0.2, f32::NAN, -0.4]);
        let impacts = Impacts::of(&scene).unwrap();
        assert!(impacts.is_exact());
        assert_eq!(impacts.ranked(Measure::Slope), [1, 2, 0]);
        assert_eq!(impacts.ranked(Measure::FirstOrder), [1, 2, 0]);
        assert_eq!(impacts.ranked(Measure::IfZero), [0, 2, 1]);
        assert_eq!(impacts.largest(Measure::IfZero), 0.4);
    }

    #[test]
    fn what_was_not_tried_is_estimated() {
        let scene = scene(vec![0.1, -3.0, 1.0]);
        let impacts = Impacts::of(&scene).unwrap();
        assert!(!impacts.is_exact());
        assert_eq!(impacts.value(Measure::IfZero, 1), -3.0);
    }

    #[test]
    fn what_is_of_another_network_is_not_shown() {
        assert!(Impacts::of(&scene(vec![1.0; 5])).is_none());
    }
}
