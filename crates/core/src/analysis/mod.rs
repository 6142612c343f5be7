//! What can be found out about a network, beyond what it says: each a file, in bounded pieces.
//!
//! An [`Inquiry`] is about the network as it was when it began, of which it has a copy; the run goes on meanwhile.

mod examples;
mod jacobi;
mod pca;
mod power;
mod slices;

use serde::{Deserialize, Serialize};

use crate::run::Run;

pub use examples::Examples;
pub use pca::{Axes, Hold, hold};
pub use slices::Slices;

/// Values that are tried along a slider's track.
pub const TRACK: usize = 64;

/// What somebody wants to know.
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
}

impl Study {
    /// Whether two are of one kind.
    pub fn is_like(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// A study on its way.
#[derive(Debug)]
pub struct Inquiry {
    study: Study,
    /// How many examples are asked, and of how many.
    examples: [usize; 2],
    work: Work,
}

#[derive(Debug)]
enum Work {
    Slices(Box<Slices>),
}

impl Inquiry {
    /// Begins a study of a run as it is now.
    pub fn new(run: &Run, study: &Study) -> Self {
        let (network, loss) = (run.network().clone(), run.settings().loss);
        let slices = |parameters: Vec<usize>, values: Vec<f32>, most: usize| {
            let examples = Examples::of(run, most);
            let asked = [examples.len(), examples.all()];
            let slices = Slices::new(network, loss, examples, parameters, values);
            Self {
                study: study.clone(),
                examples: asked,
                work: Work::Slices(Box::new(slices)),
            }
        };
        let shape = run.network().shape();
        match study {
            Study::Tracks { parameters, reach } => {
                let most = slices::affordable(shape, parameters.len() * TRACK);
                let parameters = parameters.iter().map(|&index| index as usize).collect();
                slices(parameters, track(*reach).collect(), most)
            }
            Study::Impact => {
                let count = shape.parameters();
                let most = slices::affordable(shape, count);
                if most < 64 {
                    return slices(Vec::new(), Vec::new(), slices::affordable(shape, 4));
                }
                slices((0..count).collect(), vec![0.0], most)
            }
        }
    }

    /// Does one piece; gives what was found with the last one.
    pub fn work(&mut self) -> Option<Vec<f32>> {
        match &mut self.work {
            Work::Slices(slices) => slices.work().then(|| numbers(&self.study, slices)),
        }
    }

    /// How much of it is done, from 0 to 1.
    pub fn progress(&self) -> f32 {
        match &self.work {
            Work::Slices(slices) => slices.progress(),
        }
    }

    /// How many examples are asked, and how many there are.
    pub const fn examples(&self) -> [usize; 2] {
        self.examples
    }
}

/// What was found of slices, for each kind of study.
fn numbers(study: &Study, slices: &Slices) -> Vec<f32> {
    let gradient = slices.gradient();
    match study {
        Study::Tracks { .. } => {
            let losses: Vec<f32> = slices.losses().collect();
            let mut numbers = vec![slices.present()];
            for (&index, losses) in slices.parameters().iter().zip(losses.chunks(TRACK)) {
                numbers.push(gradient[index]);
                numbers.extend(losses);
            }
            numbers
        }
        Study::Impact => {
            let present = slices.present();
            let impacts = slices.losses().map(|loss| loss - present);
            gradient.iter().copied().chain(impacts).collect()
        }
    }
}

/// The values that are tried along a track, from −reach to +reach.
pub fn track(reach: f32) -> impl Iterator<Item = f32> {
    (0..TRACK).map(move |at| reach * (2.0 * at as f32 / (TRACK - 1) as f32 - 1.0))
}
