//! The chain rule through a whole network.
//!
//! Two inputs, two layers of two units, two outputs of a softmax. One example goes forwards, and the error finds
//! its way back: layer by layer, what reaches a unit is what its own outgoing weights carry back to it. Then
//! every slope is checked against the plainest way there is, turning one weight a little and looking.
//!
//! `cargo run -p neuroglass-core --example 02_chain_rule`

use neuroglass_core::{Activation, Layer, Loss, Network, Shape, Trace, Volume};

fn main() {
    let tanh = |units| Layer::dense(units, Activation::Tanh);
    let softmax = Layer::dense(2, Activation::Softmax);
    let shape = Shape::of(Volume::flat(2), &[tanh(2), tanh(2)], softmax);
    let numbers = (0..shape.parameters()).map(|index| ((index * 7 % 11) as f32 - 5.0) / 5.0);
    let mut network =
        Network::with_parameters(shape.clone(), numbers.collect()).expect("as many as it has");

    let (loss, x, target) = (Loss::SoftmaxCrossEntropy, [0.8, -0.4], [0.0, 1.0]);
    let trace = Trace::new(&network, loss, &x, &target);
    println!("x = {x:.3?}, target = {target:.0?}");
    for (number, layer) in trace.layers.iter().enumerate() {
        println!(
            "layer {}: z = {:.3?}, a = {:.3?}",
            number + 1,
            layer.z,
            layer.a
        );
    }
    println!("loss = {:.4}", trace.loss);
    for (number, layer) in trace.layers.iter().enumerate().rev() {
        println!(
            "layer {}: dL/dz = {:.3?}, dL/dW = {:.3?}",
            number + 1,
            layer.dz,
            layer.dw
        );
    }

    println!("\nthe first layer's weights, by the chain rule and by looking:");
    let first = shape.layers()[0];
    for (index, slope) in first.weights().zip(&trace.layers[0].dw) {
        let h = 1e-2;
        let mut loss_at = |change: f32| {
            let before = network.parameters()[index];
            network.parameters_mut()[index] = before + change;
            let loss = Trace::new(&network, loss, &x, &target).loss;
            network.parameters_mut()[index] = before;
            loss
        };
        let difference = (loss_at(h) - loss_at(-h)) / (2.0 * h);
        println!("  {slope:9.5} {difference:9.5}");
        assert!((slope - difference).abs() < 1e-3);
    }
}
