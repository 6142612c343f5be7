//! What can be found out about a network, beyond what it says: each a file, in bounded pieces.
//!
//! An [`Inquiry`] is about the network as it was when it began, of which it has a copy; the run goes on meanwhile.

mod braid;
mod descent;
mod diagnosis;
pub(crate) mod diary;
mod examples;
mod flow;
mod flowing;
mod gradient;
mod histogram;
mod honesty;
mod influence;
mod jacobi;
mod landscape;
mod pca;
mod plane;
mod power;
mod pruning;
mod slices;
mod space;
mod station;
mod tracks;

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use crate::run::Run;

pub use braid::{Braid, Distribution, Distributions};
pub use diagnosis::Symptom;
pub use examples::Examples;
pub use flow::{Flow, Health, LayerFlow};
pub use histogram::BARS;
pub use honesty::{Change, NextStep};
pub use influence::Influence;
pub use landscape::Landscape;
pub use pca::{Axes, Hold, hold};
pub use plane::Plane;
pub use pruning::SHARES;
pub use slices::Slices;
pub use station::Station;
pub use tracks::{TRACK, track};

/// What somebody wants to know.
///
/// What is out of range is left out, so that a study may be older than the network: parameters that it does not
/// have, and examples. Sizes are brought within their bounds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Study {
    /// The loss along parameters, with the slope at where they are. The numbers: the present loss; then of each
    /// parameter its slope and the losses at [`TRACK`] values from −reach to +reach.
    Tracks {
        /// Their places in the order of [`crate::Shape`].
        parameters: Vec<u32>,
        /// The greatest value that is tried.
        reach: f32,
    },
    /// What each parameter is good for. The numbers: of each its slope ∂L/∂θ; then, where that is affordable, of
    /// each what the loss would go up by if it were zero.
    Impact,
    /// What each layer does to the plane, or to pictures. The numbers are read by [`Station::all`].
    Space {
        /// Points in a row of the grid that is laid over the plane, and rows; 64 at most.
        grid: u32,
    },
    /// How signals and gradients go through the layers. The numbers are read by [`Flow::read`].
    Flow,
    /// The loss over a plane through the parameters. The numbers are read by [`Landscape::read`].
    Landscape {
        /// Which plane.
        plane: Plane,
        /// Points in a row, and rows: from 2 to 128, or to fewer where there is no time for so many.
        side: u32,
        /// α and β go from −reach to +reach.
        reach: f32,
    },
    /// The paths of parameters over the run, as far as it has ever been. The numbers are read by [`Braid::read`].
    Braid {
        /// How many parameters, 4,096 at most: those that moved most. Of a network of more than 16,384 only an even
        /// sample is known.
        most: u32,
    },
    /// How weights, biases, values and gradients were distributed over the run, as far as it has ever been: values and
    /// gradients of the first 16 training examples, and since [`Run::keep_distributions`]; and all four since then in
    /// a network of another shape, or of more than 16,384 parameters. The numbers are read by [`Distributions::all`].
    Distributions,
    /// What is left of what was learned when a share of the connections is cut. The numbers: the losses at shares from
    /// 0 to 1 in [`SHARES`] steps, those of the least weights first; and the same where those of the least impact go
    /// first.
    Pruning,
    /// How the loss would go down in the next steps. The numbers: the mean loss over the training examples now, and
    /// after each of so many steps; none, where there are too many examples to copy.
    Descent {
        /// How many steps; 256 at most.
        steps: u32,
    },
    /// What the gradient promises for the next step, and what the step gives. The numbers are read by
    /// [`NextStep::read`].
    NextStep,
    /// What one training example does in a step over all of them. The numbers are read by [`Influence::read`].
    Influence {
        /// Its number.
        sample: u32,
        /// Pixels in a row of the map, and rows; 256 at most, and none for no map.
        side: u32,
    },
}

impl Study {
    /// Whether two are of one kind.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Whether it is about distributions, which a run keeps only where that is wanted.
    pub const fn wants_distributions(&self) -> bool {
        matches!(self, Self::Distributions)
    }

    /// Begins to find it out.
    fn begin(&self, run: &Run) -> Box<dyn Work> {
        match self {
            Self::Tracks { parameters, reach } => Box::new(tracks::tracks(run, parameters, *reach)),
            Self::Impact => Box::new(tracks::impact(run)),
            Self::Space { grid } => Box::new(space::Space::new(run, *grid)),
            Self::Flow => Box::new(flowing::Flowing::new(run)),
            &Self::Landscape { plane, side, reach } => {
                Box::new(landscape::Surveying::new(run, plane, side, reach))
            }
            Self::Braid { most } => Box::new(Known(braid::braid(run, *most))),
            Self::Distributions => Box::new(Known(braid::distributions(run))),
            Self::Pruning => Box::new(pruning::Pruning::new(run)),
            &Self::Descent { steps } => Box::new(descent::Descending::new(run, steps)),
            Self::NextStep => Box::new(honesty::Stepping::new(run)),
            &Self::Influence { sample, side } => {
                Box::new(influence::Pushing::new(run, sample, side))
            }
        }
    }
}

/// A study on its way.
#[derive(Debug)]
pub struct Inquiry(Box<dyn Work>);

/// The work of a study.
trait Work: Debug {
    /// Does one piece; `true` when nothing is left to do.
    fn work(&mut self) -> bool;

    /// How much of it is done, from 0 to 1.
    fn progress(&self) -> f32;

    /// How many examples are asked, and how many there are.
    fn examples(&self) -> [usize; 2];

    /// What was found, once all is done.
    fn numbers(&self) -> Vec<f32>;
}

/// What need not be found out.
#[derive(Debug)]
struct Known(Vec<f32>);

impl Work for Known {
    fn work(&mut self) -> bool {
        true
    }

    fn progress(&self) -> f32 {
        1.0
    }

    fn examples(&self) -> [usize; 2] {
        [0, 0]
    }

    fn numbers(&self) -> Vec<f32> {
        self.0.clone()
    }
}

impl Inquiry {
    /// Begins a study of a run as it is now.
    pub fn new(run: &Run, study: &Study) -> Self {
        Self(study.begin(run))
    }

    /// Does one piece; gives what was found with the last one.
    pub fn work(&mut self) -> Option<Vec<f32>> {
        self.0.work().then(|| self.0.numbers())
    }

    /// How much of it is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        self.0.progress()
    }

    /// How many examples are asked, and how many there are.
    pub fn examples(&self) -> [usize; 2] {
        self.0.examples()
    }
}

#[cfg(test)]
mod tests;

/// All that a study of a run finds.
#[cfg(test)]
fn find(run: &Run, study: &Study) -> Vec<f32> {
    let mut inquiry = Inquiry::new(run, study);
    let mut progress = 0.0;
    loop {
        if let Some(numbers) = inquiry.work() {
            return numbers;
        }
        assert!((progress..=1.0).contains(&inquiry.progress()));
        progress = inquiry.progress();
    }
}
