//! What a run was like on its way.

use super::histogram::Histogram;
use crate::experiment::Experiment;
use crate::loss::Loss;
use crate::network::Network;
use crate::pass::{BLOCK, Pass};
use crate::samples::Samples;
use crate::shape::Shape;

/// The most entries.
const MOST: usize = 256;
/// The most bytes of all entries.
pub(crate) const MOST_BYTES: usize = 4 << 20;
/// Examples that are asked for each entry.
const EXAMPLES: usize = 16;
/// The most parameters of which each is kept.
pub(crate) const WHOLE: usize = 16_384;
/// How many are kept, at most, of more than that.
const SAMPLE: usize = 4_096;

/// What a run was like at some steps: at most 256 of them, and at most 4 MB.
///
/// At first every step is kept. Where that becomes too many, every other one goes; so the entries always lie evenly
/// over the whole run, and at steps that do not depend on the way that somebody went back and forth in it. Only after
/// an edit in the past what lies before it is as coarse as it had become.
///
/// A copy of the parameters costs next to nothing. How numbers are distributed is asked only while somebody wants it.
#[derive(Clone, Debug)]
pub(crate) struct Diary {
    /// In order of steps.
    entries: Vec<Entry>,
    /// Steps between them, a power of two.
    interval: u64,
    /// The least steps between two with distributions that are affordable, a power of two; 0 while nobody wants
    /// them.
    least: u64,
    probe: Probe,
}

/// What a run was like at one step.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Steps done.
    pub step: u64,
    /// Rows of each layer, and weights in a row: what the parameters mean.
    layout: Vec<[u32; 2]>,
    /// The first parameter, and one in each so many more.
    stride: usize,
    parameters: Vec<f32>,
    /// Of each layer those of its weights, biases, values and gradients; empty, where nobody wanted them.
    pub histograms: Vec<[Histogram; 4]>,
}

impl Diary {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            entries: Vec::new(),
            interval: 1,
            least: 0,
            probe: Probe::default(),
        }
    }

    /// All entries, in order of steps.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entries whose parameters mean the same as in a network of this shape.
    pub fn of_shape(&self, shape: &Shape) -> impl Iterator<Item = &Entry> + Clone {
        let layout = layout(shape);
        let entries = self.entries.iter();
        entries.filter(move |entry| entry.layout == layout)
    }

    /// Goes on under other settings.
    pub fn change(&mut self, settings: &Experiment) {
        if self.least > 0 {
            self.least = least(settings);
        }
    }

    /// Keeps distributions from now on, or no longer. `true` if they are wanted anew, and of this step too.
    pub fn keep_distributions(&mut self, keeps: bool, settings: &Experiment, step: u64) -> bool {
        let is_new = keeps && self.least == 0;
        if is_new {
            self.least = least(settings);
        } else if !keeps {
            self.least = 0;
        }
        is_new && self.entries.pop_if(|last| last.step == step).is_some()
    }

    /// Forgets the entries at this step and beyond.
    pub fn truncate(&mut self, step: u64) {
        self.entries.retain(|entry| entry.step < step);
        // What comes now is a shorter run, with finer steps.
        self.interval = (step / (MOST as u64 / 2)).max(1).next_power_of_two();
    }

    /// Whether there should be an entry at `step` and is none.
    pub fn is_due(&self, step: u64) -> bool {
        step & (self.interval - 1) == 0 && self.entries.last().is_none_or(|last| last.step < step)
    }

    /// Takes down what the network is like at this step, beyond all others.
    pub fn write(&mut self, step: u64, network: &Network, loss: Loss, train: &Samples) {
        let shape = network.shape();
        let stride = stride(shape);
        let histograms = if self.least > 0 && step.is_multiple_of(self.least) {
            self.probe.histograms(network, loss, train)
        } else {
            Vec::new()
        };
        self.entries.push(Entry {
            step,
            layout: layout(shape),
            stride,
            parameters: network
                .parameters()
                .iter()
                .step_by(stride)
                .copied()
                .collect(),
            histograms,
        });
        while self.entries.len() > 2 && self.is_overfull() {
            self.interval *= 2;
            let (interval, first) = (self.interval, self.entries[0].step);
            self.entries
                .retain(|kept| kept.step.is_multiple_of(interval) || kept.step == first);
        }
    }

    fn is_overfull(&self) -> bool {
        let bytes: usize = self.entries.iter().map(Entry::bytes).sum();
        self.entries.len() > MOST || bytes > MOST_BYTES
    }
}

impl Entry {
    /// All parameters, where each is kept.
    pub fn all_parameters(&self) -> Option<&[f32]> {
        (self.stride == 1).then_some(&self.parameters)
    }

    /// The parameters that are kept.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    fn bytes(&self) -> usize {
        let histograms = size_of::<[Histogram; 4]>() + size_of::<[u32; 2]>();
        size_of::<Self>() + 4 * self.parameters.len() + histograms * self.histograms.len()
    }
}

/// Which parameters of a network are kept: the first, and one in each so many more.
pub(crate) fn stride(shape: &Shape) -> usize {
    let count = shape.parameters();
    if count > WHOLE {
        count.div_ceil(SAMPLE)
    } else {
        1
    }
}

fn layout(shape: &Shape) -> Vec<[u32; 2]> {
    let layers = shape.layers().iter();
    layers
        .map(|layer| [layer.rows as u32, layer.fan_in as u32])
        .collect()
}

/// The least steps between two entries with distributions under these settings: beyond what is free, they take at most a
/// hundredth of the work of training.
fn least(settings: &Experiment) -> u64 {
    /// Multiply-adds, a twentieth of a millisecond's worth.
    const FREE: u64 = 50_000;
    let shape = Shape::new(settings);
    let samples = settings.data.train_len().min(settings.batch as usize) as u64;
    let step = 3 * shape.work() * samples;
    let entry = 3 * shape.work() * EXAMPLES as u64 + 8 * shape.parameters() as u64;
    let least = 100 * entry.saturating_sub(FREE) / step.max(1);
    least.max(1).next_power_of_two()
}

/// The memory to ask a network what it is like.
#[derive(Clone, Debug, Default)]
struct Probe {
    pass: Pass,
    gradient: Vec<f32>,
    values: Vec<f32>,
}

impl Probe {
    /// Asks the first training examples, which are in no order.
    fn histograms(
        &mut self,
        network: &Network,
        loss: Loss,
        train: &Samples,
    ) -> Vec<[Histogram; 4]> {
        let (shape, parameters) = (network.shape(), network.parameters());
        let examples = EXAMPLES.min(train.len());
        self.pass.fit(shape);
        self.pass
            .load_examples(train.inputs(), examples, train.features(), |at| at);
        self.pass
            .load_targets_of(train.outputs(), train.targets(), |at| at);
        self.pass.forward(network, 0..shape.layers().len(), None);
        self.gradient.clear();
        self.gradient.resize(shape.parameters(), 0.0);
        let scale = 1.0 / examples as f32;
        self.pass.backward(network, loss, scale, &mut self.gradient);
        let layers = shape.layers().iter().enumerate();
        layers
            .map(|(index, layer)| {
                self.values.clear();
                let mut column = [0.0; BLOCK];
                for unit in 0..layer.units() {
                    self.pass.copy_values(shape, index, unit, &mut column);
                    self.values.extend(&column[..examples]);
                }
                [
                    &parameters[layer.weights()],
                    &parameters[layer.bias()],
                    &self.values,
                    &self.gradient[layer.parameters()],
                ]
                .map(Histogram::of)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activation::Activation;
    use crate::edit::{Edit, RunDocument};
    use crate::layer::Layer;
    use crate::run::Run;

    fn go(run: &mut Run, step: u64) {
        while run.step() < step {
            run.work();
        }
    }

    fn run(hidden: Vec<Layer>) -> Run {
        let mut document = RunDocument::default();
        document.experiment.hidden = hidden;
        Run::new(document).unwrap()
    }

    fn dense(units: u32) -> Layer {
        Layer::dense(units, Activation::Tanh)
    }

    fn steps(run: &Run) -> Vec<u64> {
        run.diary()
            .entries()
            .iter()
            .map(|entry| entry.step)
            .collect()
    }

    #[test]
    fn keeps_every_step_at_first_and_then_fewer() {
        let mut run = run(vec![dense(3)]);
        go(&mut run, 200);
        assert_eq!(steps(&run), (0..=200).collect::<Vec<_>>());
        go(&mut run, 5_000);
        assert_eq!(steps(&run), (0..=5_000).step_by(32).collect::<Vec<_>>());
    }

    #[test]
    fn an_entry_is_what_the_network_was() {
        let mut run = run(vec![dense(3), dense(2)]);
        run.keep_distributions(true);
        go(&mut run, 77);
        let entry = &run.diary().entries()[77];
        assert_eq!(entry.all_parameters(), Some(run.network().parameters()));
        let layers = run.network().shape().layers();
        for (layer, histograms) in layers.iter().zip(&entry.histograms) {
            let weights = &run.network().parameters()[layer.weights()];
            assert_eq!(histograms[0], Histogram::of(weights));
        }
        let values: Vec<f32> = (0..2)
            .flat_map(|unit| (0..16).map(move |at| (unit, at)))
            .map(|(unit, at)| run.trace(at).unwrap().layers[1].a[unit])
            .collect();
        let [mut wanted, mut found] = [Histogram::of(&values), entry.histograms[1][2]]
            .map(|histogram| histogram.numbers().collect::<Vec<_>>());
        for (wanted, found) in wanted.drain(..2).zip(found.drain(..2)) {
            assert!((wanted - found).abs() < 1e-5);
        }
    }

    #[test]
    fn going_back_and_forth_changes_nothing() {
        let mut straight = run(vec![dense(3)]);
        go(&mut straight, 1_000);
        let mut other = run(vec![dense(3)]);
        go(&mut other, 700);
        other.seek(20);
        go(&mut other, 300);
        other.seek(100);
        go(&mut other, 1_000);
        assert_eq!(straight.diary().entries(), other.diary().entries());
    }

    #[test]
    fn an_edit_in_the_past_forgets_what_came_after() {
        let mut run = run(vec![dense(3)]);
        go(&mut run, 1_000);
        run.seek(100);
        go(&mut run, 100);
        run.edit(Edit::Rate(0.5)).unwrap();
        assert_eq!(steps(&run).last(), Some(&100));
        go(&mut run, 130);
        assert_eq!(steps(&run)[25..], (100..=130).collect::<Vec<_>>());
        let layout = |units| Edit::Units { layer: 0, units };
        run.edit(layout(5)).unwrap();
        go(&mut run, 140);
        let count = |run: &Run| run.diary().of_shape(run.network().shape()).count();
        assert_eq!(count(&run), 11);
        run.reset();
        assert_eq!(steps(&run), [0]);
    }

    #[test]
    fn distributions_are_kept_while_somebody_wants_them() {
        let mut run = run(vec![dense(3)]);
        go(&mut run, 10);
        run.keep_distributions(true);
        run.keep_distributions(true);
        go(&mut run, 15);
        run.keep_distributions(false);
        go(&mut run, 20);
        let entries = run.diary().entries();
        assert_eq!(steps(&run), (0..=20).collect::<Vec<_>>());
        for entry in entries {
            let is_kept = (10..=15).contains(&entry.step);
            assert_eq!(entry.histograms.len(), if is_kept { 2 } else { 0 });
        }
    }

    #[test]
    fn is_bounded_whatever_the_network_is() {
        for hidden in [vec![dense(64); 4], vec![dense(512); 2], vec![dense(2); 16]] {
            let run = run(hidden);
            let shape = run.network().shape().clone();
            let (network, loss) = (run.network().clone(), run.settings().loss);
            let train = run.training_samples().clone();
            let diary = &mut Diary::new();
            diary.keep_distributions(true, run.settings(), 0);
            diary.least = 1;
            for step in 0..600 {
                if diary.is_due(step) {
                    diary.write(step, &network, loss, &train);
                }
            }
            let bytes: usize = diary.entries().iter().map(Entry::bytes).sum();
            assert!(bytes <= MOST_BYTES, "{bytes}");
            assert!(
                (28..=MOST).contains(&diary.entries().len()),
                "{}",
                diary.entries().len()
            );
            let is_whole = diary.entries()[0].all_parameters().is_some();
            assert_eq!(is_whole, shape.parameters() <= WHOLE);
        }
    }
}
