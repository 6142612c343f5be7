//! What one example does.
//!
//! A step over all m training examples goes along g = 1/m Σ gᵢ. Without example s it would go along
//! (m g − gₛ) / (m − 1). The difference of the two steps is the push of that example on each parameter, and the
//! difference of the two networks that come of them is what it does to the answer everywhere.
//!
//! Source: Cook, Detection of Influential Observation in Linear Regression, 1977, who leaves out one example and looks
//! again; for a single step of descent there is nothing to approximate.

use super::gradient::Gradient;
use super::slices::affordable;
use super::{Examples, Work};
use crate::experiment::Experiment;
use crate::learner::Learner;
use crate::map::{Ground, MapJob, MapKind};
use crate::run::Run;
use crate::samples::Samples;

/// The most pixels in a row of the map.
const SIDE: u32 = 256;

/// What an example does in a step over all of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Influence<'a> {
    /// Δθ with the example minus Δθ without it, in the order of the parameters.
    pub pushes: &'a [f32],
    /// What the outputs answer after the step without the example minus what they answer after that with it,
    /// `[output][row][column]`, as in a map. Nothing over pictures.
    pub map: &'a [f32],
}

impl<'a> Influence<'a> {
    /// Reads the numbers of [`super::Study::Influence`] for a network of so many parameters: the pushes, then the map.
    /// Nothing, where there was no such example.
    pub fn read(parameters: usize, numbers: &'a [f32]) -> Option<Self> {
        let (pushes, map) = numbers.split_at_checked(parameters)?;
        Some(Self { pushes, map })
    }
}

/// [`super::Study::Influence`]
#[derive(Debug)]
pub(super) struct Pushing {
    settings: Experiment,
    step: u64,
    /// The network that steps with the example, and the one that steps without it.
    learners: [Learner; 2],
    examples: Examples,
    sample: usize,
    /// The example by itself.
    alone: Samples,
    gradient: Gradient,
    ground: Ground<'static>,
    job: MapJob,
    stage: Stage,
    numbers: Vec<f32>,
}

#[derive(Debug)]
enum Stage {
    /// The gradient over all of them is computed.
    All,
    /// That of the example alone, of which all is known.
    Alone(Vec<f32>),
    /// Both steps were done; the map with the example is made.
    With,
    /// And the map without it.
    Without(Vec<f32>),
    Done,
}

impl Pushing {
    pub fn new(run: &Run, sample: u32, side: u32) -> Self {
        let (train, settings) = (run.training_samples(), run.settings());
        let is_there = (sample as usize) < train.len();
        let side = if settings.sees_features() {
            side.min(SIDE)
        } else {
            0
        };
        Self {
            settings: settings.clone(),
            step: run.step(),
            learners: [
                run.trainer().learner().clone(),
                run.trainer().learner().clone(),
            ],
            examples: Examples::of(run, affordable(run.network().shape(), 4)),
            sample: sample as usize,
            alone: train.pick(&[sample][..usize::from(is_there)]),
            gradient: Gradient::default(),
            ground: run.ground(0).into_owned(),
            job: MapJob::new(MapKind::Output, side),
            stage: if is_there { Stage::All } else { Stage::Done },
            numbers: Vec::new(),
        }
    }

    /// Does both steps, from the gradient over all that were asked and that of the example.
    fn step(&mut self, all: &[f32], alone: &[f32]) {
        let is_among = self.sample < self.examples.len();
        let count = self.examples.len() as f32;
        let changed = |sign: f32| -> Vec<f32> {
            let left = count + sign;
            let share = if left > 0.0 { 1.0 / left } else { 0.0 };
            let pairs = all.iter().zip(alone);
            pairs
                .map(|(all, alone)| share * (count * all + sign * alone))
                .collect()
        };
        let [with, without] = if is_among {
            [all.to_vec(), changed(-1.0)]
        } else {
            [changed(1.0), all.to_vec()]
        };
        for (learner, gradient) in self.learners.iter_mut().zip([with, without]) {
            learner.step_along(&self.settings, self.step, &gradient);
        }
        let [with, without] = self.learners.each_ref().map(Learner::network);
        let pairs = with.parameters().iter().zip(without.parameters());
        self.numbers = pairs.map(|(with, without)| with - without).collect();
    }

    /// What comes after this stage, or this one again where it is not done.
    fn next(&mut self, stage: Stage) -> Stage {
        let loss = self.settings.loss;
        let network = self.learners[0].network();
        match stage {
            Stage::All => {
                let samples = self.examples.samples();
                match self.gradient.loss_and_gradient(network, loss, samples) {
                    Some((_, all)) => Stage::Alone(all),
                    None => Stage::All,
                }
            }
            Stage::Alone(all) => {
                match self.gradient.loss_and_gradient(network, loss, &self.alone) {
                    Some((_, alone)) => {
                        self.step(&all, &alone);
                        Stage::With
                    }
                    None => Stage::Alone(all),
                }
            }
            // A map of no pixels is none.
            Stage::With if self.job.side() == 0 => Stage::Done,
            Stage::With => {
                if self.job.work(network, &self.ground) {
                    Stage::Without(self.job.values().to_vec())
                } else {
                    Stage::With
                }
            }
            Stage::Without(with) => {
                if !self.job.work(self.learners[1].network(), &self.ground) {
                    return Stage::Without(with);
                }
                let pairs = self.job.values().iter().zip(&with);
                let map = pairs.map(|(without, with)| without - with);
                self.numbers.extend(map);
                Stage::Done
            }
            Stage::Done => Stage::Done,
        }
    }
}

impl Work for Pushing {
    fn work(&mut self) -> bool {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        self.stage = self.next(stage);
        matches!(self.stage, Stage::Done)
    }

    fn progress(&self) -> f32 {
        match self.stage {
            Stage::All | Stage::Alone(_) => 0.0,
            Stage::With => 0.4,
            Stage::Without(_) => 0.7,
            Stage::Done => 1.0,
        }
    }

    fn examples(&self) -> [usize; 2] {
        [self.examples.len(), self.examples.all()]
    }

    fn numbers(&self) -> Vec<f32> {
        self.numbers.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Study, find};
    use crate::data::DataShape;
    use crate::edit::RunDocument;
    use crate::layer::Layer;
    use crate::map::MapJob;
    use crate::optimizer::{Adam, Momentum, Optimizer, Sgd};

    fn run(optimizer: Optimizer) -> Run {
        let mut document = RunDocument::default();
        document.experiment.optimizer = optimizer;
        document.experiment.regularization.l2 = 0.01;
        let mut run = Run::new(document).unwrap();
        while run.step() < 40 {
            run.work();
        }
        run
    }

    /// The learner after a step over these examples, by its own batches.
    fn stepped(run: &Run, examples: &[u32]) -> Learner {
        let mut learner = run.trainer().learner().clone();
        let mut settings = run.settings().clone();
        settings.batch = u32::MAX;
        let train = run.training_samples();
        while learner
            .work(&settings, run.step(), train, examples)
            .is_none()
        {}
        learner
    }

    #[test]
    fn is_what_a_step_without_the_example_leaves_out() {
        for optimizer in [
            Optimizer::Sgd(Sgd { rate: 0.5 }),
            Optimizer::Momentum(Momentum::DEFAULT),
            Optimizer::Adam(Adam::DEFAULT),
        ] {
            let run = run(optimizer);
            let numbers = find(
                &run,
                &Study::Influence {
                    sample: 17,
                    side: 10,
                },
            );
            let found = Influence::read(51, &numbers).unwrap();
            let all: Vec<u32> = (0..240).collect();
            let others: Vec<u32> = (0..240).filter(|&at| at != 17).collect();
            let [with, without] = [all, others].map(|examples| stepped(&run, &examples));
            let parameters = [&with, &without].map(|learner| learner.network().parameters());
            for (at, push) in found.pushes.iter().enumerate() {
                let wanted = parameters[0][at] - parameters[1][at];
                assert!((push - wanted).abs() < 1e-6, "{push}, {wanted}");
            }
            let [with, without] = [with, without].map(|learner| {
                let mut job = MapJob::new(MapKind::Output, 10);
                while !job.work(learner.network(), &run.ground(0)) {}
                job.values().to_vec()
            });
            assert_eq!(found.map.len(), 100);
            for (at, found) in found.map.iter().enumerate() {
                let wanted = without[at] - with[at];
                assert!((found - wanted).abs() < 2e-5, "{found}, {wanted}");
            }
            let greatest = found
                .pushes
                .iter()
                .fold(0.0_f32, |most, push| most.max(push.abs()));
            assert!(greatest > 1e-5, "{greatest}");
        }
    }

    #[test]
    fn there_is_nothing_of_an_example_that_there_is_not() {
        let run = run(Optimizer::default());
        let numbers = find(
            &run,
            &Study::Influence {
                sample: 240,
                side: 10,
            },
        );
        assert!(numbers.is_empty());
        let numbers = find(&run, &Study::Influence { sample: 0, side: 0 });
        assert_eq!(numbers.len(), 51);
    }

    #[test]
    fn pictures_have_no_map() {
        let mut document = RunDocument::default();
        document.experiment.data.shape = DataShape::Stripes;
        document.experiment.hidden.insert(0, Layer::Flatten);
        let run = Run::new(document).unwrap();
        let numbers = find(
            &run,
            &Study::Influence {
                sample: 3,
                side: 10,
            },
        );
        assert_eq!(numbers.len(), run.network().parameters().len());
    }
}
