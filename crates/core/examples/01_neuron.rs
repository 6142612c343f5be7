//! One neuron, by hand.
//!
//! A neuron weighs its inputs, adds a bias, and bends the sum: z = w x + b, a = f(z). A loss says how far a is
//! from what it should be, the chain rule says which way to turn w and b, and that is all there is to learning.
//!
//! `cargo run -p neuroglass-core --example 01_neuron`

use neuroglass_core::{Activation, Loss};

fn main() {
    let (x, target) = (2.0, 0.5);
    let (mut w, mut b) = (-0.6, 0.1);
    let (activation, loss, rate) = (Activation::Tanh, Loss::Squared, 0.5);

    println!("step       w       b       z       a    loss   dL/dz   dL/dw   dL/db");
    for step in 0..8 {
        // Forwards.
        let z = w * x + b;
        let a = activation.value(z);
        let error = loss.value(activation, &[z], &[target]);

        // Backwards: dL/dz = dL/da · da/dz, and from there to what made z.
        let dz = (a - target) * activation.derivative(z);
        let (dw, db) = (dz * x, dz);
        assert!((dz - loss.gradient(activation, &[z], &[target])[0]).abs() < 1e-6);

        println!("{step:4}{w:8.3}{b:8.3}{z:8.3}{a:8.3}{error:8.4}{dz:8.3}{dw:8.3}{db:8.3}");
        w -= rate * dw;
        b -= rate * db;
    }
}
