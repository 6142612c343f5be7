//! How widely every scheme spreads weights.

use neuroglass_core::{Conv2d, Data, DataShape, Experiment, Init, Layer, Network, Scheme};
use serde::Deserialize;

use crate::support::{assert_complete, cases};

const FILE: &str = include_str!("../../../../tests/parity/inits.json");

#[derive(Deserialize)]
struct Case {
    scheme: Scheme,
    /// 200 units that look at 300.
    dense: Spread,
    /// 32 filters of 5 × 5 over 16 channels.
    conv2d: Spread,
}

#[derive(Deserialize)]
struct Spread {
    mean: f64,
    deviation: f64,
    /// The greatest distance from zero, where there is one.
    reach: Option<f64>,
}

/// A network whose second layer is the one of the case.
fn network(shape: DataShape, hidden: [Layer; 2], weights: Scheme) -> Network {
    Network::new(&Experiment {
        data: Data {
            shape,
            ..Data::default()
        },
        hidden: hidden.to_vec(),
        init: Init {
            weights,
            ..Init::default()
        },
        ..Experiment::default()
    })
}

fn dense(units: [u32; 2], weights: Scheme) -> Network {
    let layer = |units| Layer::dense(units, Experiment::default().output.activation);
    network(DataShape::Spiral, units.map(layer), weights)
}

fn conv2d(filters: [u32; 2], kernels: [u32; 2], weights: Scheme) -> Network {
    let layer = |index: usize| {
        Layer::Conv2d(Conv2d {
            filters: filters[index],
            kernel: kernels[index],
            ..Conv2d::DEFAULT
        })
    };
    network(DataShape::Stripes, [0, 1].map(layer), weights)
}

fn check(case: &Case) {
    let scheme = case.scheme;
    check_layer(scheme, &case.dense, &dense([300, 200], scheme));
    check_layer(scheme, &case.conv2d, &conv2d([16, 32], [1, 5], scheme));
}

fn check_layer(scheme: Scheme, wanted: &Spread, network: &Network) {
    let layer = network.shape().layers()[1];
    let name = format!("{} of a {} layer", scheme.id(), layer.layer.id());
    let weights: Vec<f64> = network.parameters()[layer.weights()]
        .iter()
        .map(|&weight| weight.into())
        .collect();
    let count = weights.len() as f64;
    let mean = weights.iter().sum::<f64>() / count;
    let square = |weight: &f64| (weight - wanted.mean).powi(2);
    let deviation = (weights.iter().map(square).sum::<f64>() / count).sqrt();
    // Five standard errors of a mean; that of a deviation is smaller by √2 or more.
    let most = 5.0 * wanted.deviation / count.sqrt() + 1e-7;
    assert!(
        (mean - wanted.mean).abs() <= most,
        "{name}: its mean is {mean}, not {}",
        wanted.mean
    );
    assert!(
        (deviation - wanted.deviation).abs() <= most,
        "{name}: it deviates by {deviation}, not {}",
        wanted.deviation
    );
    if let Some(reach) = wanted.reach {
        let greatest = weights
            .iter()
            .fold(0.0_f64, |most, weight| most.max(weight.abs()));
        let range = 0.999 * reach..=reach * (1.0 + 1e-6);
        assert!(
            range.contains(&greatest),
            "{name}: it reaches {greatest}, not {reach}"
        );
    }
}

/// W Wᵀ = 1, or Wᵀ W = 1 of a matrix that is higher than wide.
fn check_right_angles(network: &Network) {
    let layer = network.shape().layers()[1];
    let weights = &network.parameters()[layer.weights()];
    let (rows, columns) = (layer.rows, layer.fan_in);
    let vector = |index: usize| -> Vec<f64> {
        let along: Vec<usize> = if rows <= columns {
            (0..columns)
                .map(|column| index * columns + column)
                .collect()
        } else {
            (0..rows).map(|row| row * columns + index).collect()
        };
        along.into_iter().map(|at| weights[at].into()).collect()
    };
    let vectors: Vec<_> = (0..rows.min(columns)).map(vector).collect();
    for (index, a) in vectors.iter().enumerate() {
        for (other, b) in vectors.iter().enumerate() {
            let product: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum();
            let wanted = f64::from(u8::from(index == other));
            assert!(
                (product - wanted).abs() < 1e-6,
                "{rows} × {columns}, vectors {index} and {other}: {product}"
            );
        }
    }
}

#[test]
fn weights_are_spread_as_by_pytorch() {
    let cases: Vec<Case> = cases(FILE);
    cases.iter().for_each(check);
    assert_complete(
        Scheme::ALL.iter().map(|scheme| scheme.id()),
        cases.iter().map(|case| case.scheme.id()),
    );
}

#[test]
fn orthogonal_weights_have_right_angles() {
    let scheme = Scheme::Orthogonal;
    for units in [[300, 200], [200, 300], [128, 128]] {
        check_right_angles(&dense(units, scheme));
    }
    check_right_angles(&conv2d([16, 32], [1, 5], scheme));
    check_right_angles(&conv2d([2, 32], [1, 3], scheme));
}
