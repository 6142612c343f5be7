//! What has to change along with the data, so that all still goes together.
//!
//! Whatever goes with the new data is kept. What does not:
//!
//! - Values want a loss of values, and an output that goes below zero.
//! - On a line x₂ is always zero, so only features that see x₁ stay; a plane wants one that sees x₂.
//! - Points and pictures share nothing that was learned: from the ones to the others, network, loss and output become
//!   those to begin with, a small convolutional network for pictures.

use neuroglass_core::{
    Activation, Conv2d, Data, Domain, Edit, Experiment, Input, Layer, Loss, Pool, Task,
};

/// What choosing other data comes to.
pub struct Choice {
    /// Everything that has to be done, in this order.
    pub edits: Vec<Edit>,
    /// The settings after that.
    pub after: Experiment,
}

impl Choice {
    /// From these settings to these data.
    pub fn new(settings: &Experiment, data: Data) -> Self {
        let crosses = is_picture(settings.data.domain()) != is_picture(data.domain());
        let mut after = Experiment {
            inputs: features(settings, data.domain()),
            data,
            ..settings.clone()
        };
        (after.loss, after.output.activation) = aim(&after, crosses);
        after.hidden = layers(&after, crosses);
        Self {
            edits: way(settings, &after),
            after,
        }
    }

    /// What changes besides the data, in a sentence each; empty where nothing does.
    pub fn consequences(&self) -> String {
        let mut words = Vec::new();
        let adds = |edit: &Edit| matches!(edit, Edit::AddLayer { .. });
        if self.edits.iter().any(adds) {
            words.push(if is_picture(self.after.data.domain()) {
                "The network becomes a small convolutional one.".to_owned()
            } else {
                "The network becomes the one to begin with.".to_owned()
            });
        }
        words.extend(self.edits.iter().filter_map(|edit| match edit {
            Edit::Loss { loss, output } => Some(format!(
                "The loss becomes {}, with a {} output.",
                loss.name(),
                output.name()
            )),
            Edit::Inputs(inputs) => {
                let symbols: Vec<_> = inputs.iter().map(|input| input.symbol()).collect();
                Some(format!("The inputs become {}.", symbols.join(", ")))
            }
            _ => None,
        }));
        words.join(" ")
    }
}

/// The edits that lead from one experiment to the other, such that each step on the way makes sense.
fn way(before: &Experiment, after: &Experiment) -> Vec<Edit> {
    let mut edits = Vec::new();
    let rebuilds = before.hidden != after.hidden;
    if rebuilds {
        // From the last one, so that what is left always fits.
        let last_first = (0..before.hidden.len() as u32).rev();
        edits.extend(last_first.map(Edit::RemoveLayer));
    }
    let (loss, output) = (after.loss, after.output.activation);
    let aim = ((loss, output) != (before.loss, before.output.activation))
        .then_some(Edit::Loss { loss, output });
    // A loss of values goes with classes too, but not the other way round.
    let (first, then) = if loss.wants_classes() {
        (None, aim)
    } else {
        (aim, None)
    };
    edits.extend(first);
    if before.inputs != after.inputs {
        edits.push(Edit::Inputs(after.inputs.clone()));
    }
    edits.push(Edit::Data(after.data.clone()));
    edits.extend(then);
    if rebuilds {
        let layers = (0..).zip(&after.hidden);
        edits.extend(layers.map(|(at, &layer)| Edit::AddLayer { at, layer }));
    }
    edits
}

/// Loss and output.
fn aim(after: &Experiment, crosses: bool) -> (Loss, Activation) {
    let (loss, output) = (after.loss, after.output.activation);
    let first = Experiment::default();
    match after.data.task() {
        Task::Classes(2) if crosses => (first.loss, first.output.activation),
        Task::Classes(_) if crosses => (Loss::SoftmaxCrossEntropy, Activation::Softmax),
        Task::Classes(_) => (loss, output),
        Task::Values(_) => {
            let loss = if loss.wants_classes() || crosses {
                Loss::Squared
            } else {
                loss
            };
            let goes_below_zero = |output: &Activation| output.targets()[0] < 0.0;
            let outputs = loss.outputs();
            let kept = [output];
            let fits = |output: &&Activation| outputs.contains(output) && goes_below_zero(output);
            let output = kept.iter().find(fits).or(outputs.iter().find(fits));
            (loss, output.copied().unwrap_or(Activation::Linear))
        }
    }
}

/// What the network sees of a point. For pictures that does not matter.
fn features(settings: &Experiment, domain: Domain) -> Vec<Input> {
    let mut inputs = settings.inputs.clone();
    match domain {
        Domain::Line => {
            inputs.retain(|input| sees(*input, |x| [x, 0.0]));
            if inputs.is_empty() {
                inputs.push(Input::X1);
            }
        }
        // Whoever looks at one side of a plane on purpose goes on doing so.
        Domain::Plane if settings.data.domain() != Domain::Plane => {
            if !inputs.iter().any(|input| sees(*input, |x| [1.0, x])) {
                inputs.push(Input::X2);
            }
        }
        Domain::Plane | Domain::Picture(_) => {}
    }
    inputs
}

/// Whether a feature differs along a way through the plane.
fn sees(input: Input, way: impl Fn(f32) -> [f32; 2]) -> bool {
    let first = input.value(way(-2.3));
    [-1.1, 0.7, 1.9]
        .map(way)
        .iter()
        .any(|&x| input.value(x) != first)
}

/// The layers before the output.
fn layers(after: &Experiment, crosses: bool) -> Vec<Layer> {
    let fit = after
        .hidden
        .iter()
        .try_fold(after.input_volume(), |size, layer| layer.output(size))
        .is_some();
    match (fit && !crosses, is_picture(after.data.domain())) {
        (true, _) => after.hidden.clone(),
        (false, true) => for_pictures(),
        (false, false) => Experiment::default().hidden,
    }
}

/// The network to begin with on pictures: a few small filters, and where each has found something.
fn for_pictures() -> Vec<Layer> {
    let filters = Conv2d {
        filters: 8,
        ..Conv2d::DEFAULT
    };
    vec![Layer::Conv2d(filters), Layer::MaxPool(Pool::DEFAULT)]
}

fn is_picture(domain: Domain) -> bool {
    matches!(domain, Domain::Picture(_))
}

#[cfg(test)]
mod tests {
    use neuroglass_core::{DataShape, RunDocument, TimedEdit};

    use super::*;

    fn data(shape: DataShape) -> Data {
        Data {
            shape,
            ..Data::default()
        }
    }

    /// The experiment after all edits, each of which has to be accepted in its turn.
    fn chosen(experiment: &Experiment, data: &Data) -> Experiment {
        let choice = Choice::new(experiment, data.clone());
        let mut after = experiment.clone();
        for edit in choice.edits {
            let run = RunDocument {
                experiment: after.clone(),
                timeline: vec![TimedEdit {
                    step: 0,
                    edit: edit.clone(),
                }],
            };
            assert_eq!(
                run.check(),
                Ok(()),
                "{edit:?} on the way to {:?}",
                data.shape
            );
            match edit {
                Edit::Data(data) => after.data = data,
                Edit::Inputs(inputs) => after.inputs = inputs,
                Edit::Loss { loss, output } => {
                    after.loss = loss;
                    after.output.activation = output;
                }
                Edit::AddLayer { at, layer } => after.hidden.insert(at as usize, layer),
                Edit::RemoveLayer(at) => {
                    after.hidden.remove(at as usize);
                }
                other => panic!("{other:?} is not needed"),
            }
        }
        assert_eq!(&after.data, data);
        assert_eq!(after, choice.after);
        after
    }

    /// Whatever there is, any data can be chosen, and after that any other.
    #[test]
    fn all_data_can_be_chosen_from_everywhere() {
        for &loss in Loss::ALL {
            for &output in loss.outputs() {
                let mut start = Experiment {
                    loss,
                    ..Experiment::default()
                };
                start.output.activation = output;
                for &shape in DataShape::ALL {
                    let there = chosen(&start, &data(shape));
                    for &other in DataShape::ALL {
                        chosen(&there, &data(other));
                    }
                }
            }
        }
    }

    /// On the way no network is larger than both ends allow.
    #[test]
    fn large_networks_give_way_too() {
        let conv = |filters| {
            Layer::Conv2d(Conv2d {
                filters,
                ..Conv2d::DEFAULT
            })
        };
        let pictures = Experiment {
            data: Data {
                size: 10_000,
                ..data(DataShape::Stripes)
            },
            hidden: vec![conv(64), Layer::MaxPool(Pool::DEFAULT), conv(128)],
            ..Experiment::default()
        };
        let points = Experiment {
            hidden: vec![Layer::dense(512, Activation::Relu); 8],
            ..Experiment::default()
        };
        for start in [pictures, points] {
            assert_eq!(start.check(), Ok(()));
            for &shape in DataShape::ALL {
                chosen(&start, &data(shape));
            }
        }
    }

    #[test]
    fn what_goes_with_the_data_is_kept() {
        let mut start = Experiment {
            loss: Loss::Huber,
            hidden: vec![Layer::dense(3, Activation::Relu), Layer::LayerNorm],
            ..Experiment::default()
        };
        for shape in [DataShape::Rings, DataShape::Ripple, DataShape::Xor] {
            let after = chosen(&start, &data(shape));
            start.data = data(shape);
            assert_eq!(after, start);
        }
    }

    #[test]
    fn values_want_an_output_below_zero() {
        let mut start = Experiment {
            loss: Loss::BinaryCrossEntropy,
            ..Experiment::default()
        };
        start.output.activation = Activation::Sigmoid;
        let after = chosen(&start, &data(DataShape::Ripple));
        assert_eq!(after.loss, Loss::Squared);
        assert_eq!(after.output.activation, Activation::Linear);

        start.loss = Loss::Absolute;
        let after = chosen(&start, &data(DataShape::Ripple));
        assert_eq!(after.loss, Loss::Absolute);
        assert_eq!(after.output.activation, Activation::Linear);
    }

    #[test]
    fn pictures_bring_a_network_of_their_own_and_take_it_along() {
        let start = Experiment::default();
        let pictures = chosen(&start, &data(DataShape::Stripes));
        assert_eq!(pictures.hidden, for_pictures());
        assert_eq!(pictures.loss, Loss::SoftmaxCrossEntropy);
        let again = chosen(&pictures, &start.data);
        assert_eq!(again, start);
    }

    #[test]
    fn a_line_is_seen_from_one_side() {
        let start = Experiment {
            inputs: vec![Input::X2, Input::X1x2, Input::Radius],
            ..Experiment::default()
        };
        let line = chosen(&start, &data(DataShape::Sine));
        assert_eq!(line.inputs, [Input::Radius]);

        let line = chosen(&Experiment::default(), &data(DataShape::Sine));
        assert_eq!(line.inputs, [Input::X1]);
        let plane = chosen(&line, &data(DataShape::Ripple));
        assert_eq!(plane.inputs, [Input::X1, Input::X2]);
    }

    #[test]
    fn a_person_is_told() {
        let start = Experiment::default();
        let told = |shape| Choice::new(&start, data(shape)).consequences();
        assert_eq!(told(DataShape::Xor), "");
        assert_eq!(told(DataShape::Sine), "The inputs become x₁.");
        assert_eq!(
            told(DataShape::Stripes),
            "The network becomes a small convolutional one. The loss becomes softmax cross-entropy, with a softmax \
             output."
        );
    }
}
