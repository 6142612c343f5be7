//! Backpropagation against finite differences, over random networks, batches and numbers.
#![cfg(not(target_arch = "wasm32"))]

use neuroglass_core::{
    Activation, Conv2d, Dropout, Experiment, Layer, Learner, Loss, Network, Pool, Samples, Shape,
    Trace, Volume,
};
use proptest::prelude::*;

fn activation() -> impl Strategy<Value = Activation> {
    prop::sample::select(Activation::ALL)
}

fn layer() -> impl Strategy<Value = Layer> {
    let conv = (1..4_u32, 1..4_u32, 1..3_u32, 0..2_u32, activation());
    prop_oneof![
        4 => (1..6_u32, activation()).prop_map(|(units, activation)| Layer::dense(units, activation)),
        4 => conv.prop_map(|(filters, kernel, stride, padding, activation)| Layer::Conv2d(Conv2d {
            filters,
            kernel,
            stride,
            padding,
            activation,
        })),
        1 => (1..3_u32, 1..3_u32).prop_map(|(size, stride)| Layer::MaxPool(Pool { size, stride })),
        1 => (1..3_u32, 1..3_u32).prop_map(|(size, stride)| Layer::AveragePool(Pool { size, stride })),
        1 => Just(Layer::Flatten),
        1 => Just(Layer::LayerNorm),
        1 => Just(Layer::Dropout(Dropout::DEFAULT)),
    ]
}

fn volume() -> impl Strategy<Value = Volume> {
    let picture = (1..3_u32, 2..6_u32, 2..6_u32).prop_map(|(channels, height, width)| Volume {
        channels,
        height,
        width,
    });
    prop_oneof![(1..5_u32).prop_map(Volume::flat), picture]
}

/// A network and some examples.
#[derive(Clone, Debug)]
struct Case {
    network: Network,
    loss: Loss,
    /// `[example][input]`
    inputs: Vec<Vec<f32>>,
    /// `[example][unit]`
    targets: Vec<Vec<f32>>,
}

prop_compose! {
    fn case()(
        volume in volume(),
        layers in prop::collection::vec(layer(), 0..4),
        loss in prop::sample::select(Loss::ALL),
        output in any::<prop::sample::Index>(),
        units in 1..4_u32,
        examples in 1..6_usize,
    )(
        numbers in prop::collection::vec(-1.0..1.0_f32, 4_000),
        hidden in Just(fitting(volume, &layers)),
        output in Just(*output.get(loss.outputs())),
        (volume, loss, units, examples) in Just((volume, loss, units, examples)),
    ) -> Case {
        let shape = Shape::of(volume, &hidden, Layer::dense(units, output));
        let mut numbers = numbers.into_iter().cycle();
        let mut draw = |count: usize| -> Vec<f32> { numbers.by_ref().take(count).collect() };
        let parameters = draw(shape.parameters());
        let [low, high] = output.targets();
        let target = |example: usize| (0..units as usize)
            .map(|unit| if example % units as usize == unit { high } else { low })
            .collect();
        Case {
            network: Network::with_parameters(shape, parameters).expect("as many as it has"),
            loss,
            inputs: (0..examples).map(|_| draw(volume.len()).iter().map(|x| 1.5 * x).collect()).collect(),
            targets: (0..examples).map(target).collect(),
        }
    }
}

/// Those layers, in their order, that fit onto what is before them.
fn fitting(input: Volume, layers: &[Layer]) -> Vec<Layer> {
    let mut size = input;
    let mut fitting = Vec::new();
    for &layer in layers {
        if let Some(output) = layer.output(size).filter(|output| output.len() <= 200) {
            size = output;
            fitting.push(layer);
        }
    }
    fitting
}

/// `[row][column]` as `[column][row]`
fn transposed(rows: &[Vec<f32>]) -> Vec<f32> {
    (0..rows[0].len())
        .flat_map(|column| rows.iter().map(move |row| row[column]))
        .collect()
}

impl Case {
    /// The mean loss, and its slope along every parameter, as training has it.
    fn gradient(&self) -> (f32, Vec<f32>) {
        let count = self.inputs.len();
        let samples = Samples::of(count, &transposed(&self.inputs), &transposed(&self.targets));
        let batch: Vec<u32> = (0..count as u32).collect();
        Learner::new(&Experiment::default(), self.network.clone()).gradient(
            self.loss,
            &samples.expect("whole examples"),
            &batch,
        )
    }

    /// The mean loss, and on which side of each kink everything is.
    fn look(&self) -> (f64, Vec<u8>) {
        let (mut total, mut sides) = (0.0, Vec::new());
        for (inputs, targets) in self.inputs.iter().zip(&self.targets) {
            let trace = Trace::new(&self.network, self.loss, inputs, targets);
            total += f64::from(trace.loss);
            self.note_sides(&trace, &mut sides);
        }
        (total / self.inputs.len() as f64, sides)
    }

    fn note_sides(&self, trace: &Trace, sides: &mut Vec<u8>) {
        let mut x = &trace.inputs;
        for (shape, layer) in self.network.shape().layers().iter().zip(&trace.layers) {
            match (shape.layer, shape.activation) {
                (Layer::MaxPool(_), _) => {
                    // Which value is the greatest: each result is equal to the one that made it.
                    let of = |z: &f32| x.iter().position(|x| x == z).unwrap_or_default() as u8;
                    sides.extend(layer.z.iter().map(of));
                }
                (_, activation) => {
                    let kinks = activation.kinks();
                    let side = |&z: &f32| kinks.iter().filter(|&&kink| z > kink).count() as u8;
                    sides.extend(layer.z.iter().map(side));
                }
            }
            x = &layer.a;
        }
        let errors = trace.predictions.iter().zip(&trace.targets);
        sides.extend(errors.map(|(a, t)| match self.loss {
            Loss::Absolute => u8::from(a > t),
            Loss::Huber => u8::from(a - t > -1.0) + u8::from(a - t > 1.0),
            Loss::Hinge => u8::from(a * t > 1.0),
            _ => 0,
        }));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn backpropagation_is_the_slope_of_the_loss(case in case()) {
        // A constant input of a layer norm has no scale of its own; its slope is as steep as 1 / √ε.
        let flat = |trace: &Trace, shape: &Shape| {
            let mut x = trace.inputs.clone();
            shape.layers().iter().zip(&trace.layers).any(|(layer, trace)| {
                let x = std::mem::replace(&mut x, trace.a.clone());
                let mean = x.iter().sum::<f32>() / x.len() as f32;
                let variance = x.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / x.len() as f32;
                layer.layer == Layer::LayerNorm && variance < 0.01
            })
        };
        for (inputs, targets) in case.inputs.iter().zip(&case.targets) {
            let trace = Trace::new(&case.network, case.loss, inputs, targets);
            prop_assume!(!flat(&trace, case.network.shape()));
        }
        // Targets that are no single class have another slope than their softmax.
        prop_assume!(case.loss != Loss::SoftmaxCrossEntropy || case.targets.iter().all(|t| t.iter().sum::<f32>() == 1.0));

        let (loss, gradient) = case.gradient();
        prop_assert!((f64::from(loss) - case.look().0).abs() < 1e-4 * f64::from(loss.abs().max(1.0)));
        let h = 1.0 / 512.0;
        for (index, &slope) in gradient.iter().enumerate() {
            let parameter = case.network.parameters()[index];
            let at = |value: f32| {
                let mut moved = case.clone();
                moved.network.parameters_mut()[index] = value;
                moved.look()
            };
            let (above, sides_above) = at(parameter + h);
            let (below, sides_below) = at(parameter - h);
            // Across a kink the two sides have two slopes, and their mean is neither.
            if sides_above != sides_below {
                continue;
            }
            let (wide_above, _) = at(parameter + 2.0 * h);
            let (wide_below, _) = at(parameter - 2.0 * h);
            let h = f64::from(h);
            let near = (above - below) / (2.0 * h);
            let far = (wide_above - wide_below) / (4.0 * h);
            // Where the two differ the loss is too bent, or a kink too near, for either to be the slope.
            let size = f64::from(slope.abs()).max(above.abs()).max(1.0);
            if (near - far).abs() > 2e-3 * size {
                continue;
            }
            let error = (near - f64::from(slope)).abs();
            prop_assert!(
                error < 3e-3 * size,
                "parameter {index}: {slope} by backpropagation, {near} by differences, {far} by wider ones"
            );
        }
    }
}
