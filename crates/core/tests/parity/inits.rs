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

fn check(case: &Case) {
    let dense =
        [300, 200].map(|units| Layer::dense(units, Experiment::default().output.activation));
    check_layer(
        case.scheme,
        &case.dense,
        &network(DataShape::Spiral, dense, case.scheme),
    );
    let conv2d = [(16, 1), (32, 5)].map(|(filters, kernel)| {
        Layer::Conv2d(Conv2d {
            filters,
            kernel,
            ..Conv2d::DEFAULT
        })
    });
    check_layer(
        case.scheme,
        &case.conv2d,
        &network(DataShape::Stripes, conv2d, case.scheme),
    );
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
    if scheme == Scheme::Orthogonal {
        assert_orthogonal(&name, &weights, layer.rows, layer.fan_in);
    }
}

/// W Wᵀ = 1 of a matrix `[row][column]` that is not higher than wide.
fn assert_orthogonal(name: &str, weights: &[f64], rows: usize, columns: usize) {
    assert!(rows <= columns);
    let row = |index: usize| &weights[index * columns..][..columns];
    for a in 0..rows {
        for b in 0..=a {
            let product: f64 = row(a).iter().zip(row(b)).map(|(a, b)| a * b).sum();
            let wanted = f64::from(u8::from(a == b));
            assert!(
                (product - wanted).abs() < 1e-6,
                "{name}, rows {a} and {b}: {product}"
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
