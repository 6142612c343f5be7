//! Backpropagation against finite differences, over random networks.
#![cfg(not(target_arch = "wasm32"))]

use neuroglass_core::{Activation, Experiment, Input, Layer, Loss, Network, Output, Trace};
use proptest::prelude::*;

fn activation() -> impl Strategy<Value = Activation> {
    prop::sample::select(Activation::ALL)
}

prop_compose! {
    fn experiment()(
        hidden in prop::collection::vec((1..7_u32, activation()), 0..4),
        inputs in 1..5_usize,
        loss in prop::sample::select(Loss::ALL),
        output in any::<prop::sample::Index>(),
        seed in any::<u32>(),
    ) -> Experiment {
        let hidden = hidden.into_iter().map(|(units, activation)| Layer::dense(units, activation));
        Experiment {
            inputs: Input::ALL[..inputs].to_vec(),
            hidden: hidden.collect(),
            output: Output { activation: *output.get(loss.outputs()) },
            loss,
            seed,
            ..Experiment::default()
        }
    }
}

/// Between which of its kinks each unit is.
fn sides(network: &Network, trace: &Trace) -> Vec<usize> {
    let shapes = network.shape().layers().iter();
    shapes
        .zip(&trace.layers)
        .flat_map(|(shape, layer)| {
            let kinks = shape.activation.kinks();
            let side = move |&z: &f32| kinks.iter().filter(|&&kink| z > kink).count();
            layer.z.iter().map(side)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn backpropagation_is_the_slope_of_the_loss(
        experiment in experiment(),
        x in prop::collection::vec(-1.5..1.5_f32, 4),
        high in any::<bool>(),
    ) {
        let mut network = Network::new(&experiment);
        let inputs = &x[..experiment.inputs.len()];
        let target = experiment.output.activation.targets()[usize::from(high)];
        let trace = |network: &Network| Trace::new(network, experiment.loss, inputs, target);
        let gradient: Vec<f32> = trace(&network)
            .layers
            .iter()
            .flat_map(|layer| layer.dw.iter().chain(&layer.db).copied())
            .collect();

        let h = 1.0 / 256.0;
        for (index, &slope) in gradient.iter().enumerate() {
            let parameter = network.parameters()[index];
            let mut at = |value: f32| {
                network.parameters_mut()[index] = value;
                let trace = trace(&network);
                (trace.loss, sides(&network, &trace))
            };
            let (above, sides_above) = at(parameter + h);
            let (below, sides_below) = at(parameter - h);
            at(parameter);
            // Across a kink the two sides have two slopes, and their mean is neither.
            if sides_above != sides_below {
                continue;
            }
            let difference = (above - below) / (2.0 * h);
            let size = slope.abs().max(above.abs()).max(1.0);
            prop_assert!(
                (difference - slope).abs() < 2e-3 * size,
                "parameter {index}: {slope} by backpropagation, {difference} by differences"
            );
        }
    }
}
