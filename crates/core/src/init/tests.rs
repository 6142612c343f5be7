use super::*;
use crate::edit::{Edit, RunDocument};
use crate::experiment::Experiment;
use crate::network::Network;
use crate::rng::Purpose;
use crate::run::Run;

/// A scheme's numbers for a layer of these fans.
fn drawn(scheme: Scheme, fan_in: usize, fan_out: usize, count: usize) -> Vec<f32> {
    let mut numbers = vec![f32::NAN; count];
    let mut rng = Rng::new(3, Purpose::Layer, 0);
    scheme.draw(fan_in, fan_out, &mut rng, &mut numbers);
    numbers
}

#[test]
fn ids_are_what_documents_say() {
    for &scheme in Scheme::ALL {
        let id = scheme.id();
        match serde_json::to_value(scheme).unwrap() {
            serde_json::Value::String(said) => assert_eq!(said, id),
            said => assert!(said[id].is_object(), "{said}"),
        }
    }
    let normal = Scheme::Normal { deviation: 0.5 };
    let json = serde_json::to_string(&normal).unwrap();
    assert_eq!(json, r#"{"normal":{"deviation":0.5}}"#);
    assert_eq!(serde_json::from_str::<Scheme>(&json).unwrap(), normal);
    assert!(serde_json::from_str::<Scheme>(r#"{"normal":{"deviation":1,"mean":1}}"#).is_err());
}

#[test]
fn numbers_are_what_documents_say() {
    for &scheme in Scheme::ALL {
        let Some(number) = scheme.number() else {
            assert_eq!((scheme.get(), scheme.with(2.0)), (None, scheme));
            continue;
        };
        assert_eq!(scheme.get(), Some(number.default));
        let other = scheme.with(2.0);
        assert!(other.is_same_kind(scheme) && other != scheme);
        let written = serde_json::to_value(other).unwrap();
        assert_eq!(written[scheme.id()][number.id], 2.0, "{written}");
    }
}

#[test]
fn biases_are_zero_unless_something_else_is_said() {
    let init: Init = serde_json::from_str(r#"{"weights":"heNormal"}"#).unwrap();
    assert_eq!(
        (init.weights, init.biases),
        (Scheme::HeNormal, Scheme::Zeros)
    );
    assert_eq!(Init::default().weights, Scheme::XavierUniform);
}

#[test]
fn numbers_are_spread_as_far_as_is_said() {
    let (fan_in, rows) = (300, 200);
    // A dense layer, and one of whose inputs each is heard by many units.
    for fan_out in [rows, 9 * rows] {
        for &scheme in Scheme::ALL {
            let numbers = drawn(scheme, fan_in, fan_out, rows * fan_in);
            let count = numbers.len() as f64;
            let mean = numbers.iter().map(|&w| f64::from(w)).sum::<f64>() / count;
            let square = |w: &f32| (f64::from(*w) - mean).powi(2);
            let deviation = (numbers.iter().map(square).sum::<f64>() / count).sqrt();
            let said = match scheme {
                Scheme::Orthogonal => scheme.deviation(fan_in, rows),
                _ => scheme.deviation(fan_in, fan_out),
            };
            let said = f64::from(said);
            let middle = match scheme {
                Scheme::Constant { value } => f64::from(value),
                _ => 0.0,
            };
            // Five standard errors of a mean of 60,000 numbers; a deviation's is smaller by √2 or more.
            let error = 5.0 * said / count.sqrt() + 1e-9;
            assert!((mean - middle).abs() <= error, "{scheme:?}: mean {mean}");
            assert!(
                (deviation - said).abs() <= error,
                "{scheme:?}: {deviation}, not {said}"
            );
        }
    }
}

#[test]
fn uniform_numbers_fill_their_range() {
    for (scheme, reach) in [
        (Scheme::XavierUniform, 0.1),
        (Scheme::HeUniform, 0.2),
        (Scheme::LecunUniform, 0.02_f32.sqrt()),
        (Scheme::Uniform { reach: 3.0 }, 3.0),
    ] {
        let numbers = drawn(scheme, 150, 450, 30_000);
        let largest = numbers.iter().fold(0.0, |most: f32, w| most.max(w.abs()));
        assert!(
            largest <= reach && largest > 0.999 * reach,
            "{scheme:?}: {largest}"
        );
    }
}

#[test]
fn an_orthogonal_matrix_has_right_angles() {
    for (rows, columns) in [(1, 1), (1, 7), (7, 1), (5, 5), (64, 64), (16, 72), (72, 16)] {
        let w = drawn(Scheme::Orthogonal, columns, rows, rows * columns);
        let vector = |index: usize| -> Vec<f64> {
            let of_row = |column| w[index * columns + column];
            let of_column = |row| w[row * columns + index];
            if rows <= columns {
                (0..columns).map(of_row).map(f64::from).collect()
            } else {
                (0..rows).map(of_column).map(f64::from).collect()
            }
        };
        for a in 0..rows.min(columns) {
            for b in 0..=a {
                let product: f64 = vector(a).iter().zip(vector(b)).map(|(a, b)| a * b).sum();
                let wanted = f64::from(u8::from(a == b));
                assert!(
                    (product - wanted).abs() < 1e-6,
                    "{rows} × {columns}, {a} and {b}: {product}"
                );
            }
        }
    }
}

/// Every rotation is as likely, so is every sign of the diagonal, which without care is always the same.
#[test]
fn an_orthogonal_matrix_points_anywhere() {
    let mut sum = [0.0; 9];
    for seed in 0..2_000 {
        let mut w = [0.0; 9];
        Scheme::Orthogonal.draw(3, 3, &mut Rng::new(seed, Purpose::Layer, 0), &mut w);
        sum.iter_mut().zip(w).for_each(|(sum, w)| *sum += w);
    }
    // Five standard errors of a mean of 2,000 numbers of variance ⅓.
    for sum in sum {
        assert!(
            (sum / 2_000.0).abs() < 5.0 * (1.0_f32 / 6_000.0).sqrt(),
            "{sum}"
        );
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    let refusal = |weights, biases| {
        let init = Init { weights, biases };
        init.check(&|field| format!("init.{field}"))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refusal(Scheme::Normal { deviation: -1.0 }, Scheme::Zeros),
        "init.weights.normal.deviation is -1; allowed is a number from 0 to 100."
    );
    assert_eq!(
        refusal(
            Scheme::Zeros,
            Scheme::Uniform {
                reach: f32::INFINITY
            }
        ),
        "init.biases.uniform.reach is inf; allowed is a number from 0 to 100."
    );
    assert_eq!(
        refusal(Scheme::Constant { value: f32::NAN }, Scheme::Zeros),
        "init.weights.constant.value is NaN; allowed is a number from -100 to 100."
    );
    assert_eq!(
        refusal(Scheme::Orthogonal, Scheme::Orthogonal),
        "init.biases is \"orthogonal\"; allowed is any rule but \"orthogonal\", which is for weights."
    );
    for &weights in Scheme::ALL {
        let init = Init {
            weights,
            ..Init::default()
        };
        assert_eq!(init.check(&str::to_owned), Ok(()));
    }
}

#[test]
fn a_layer_without_weights_takes_any_scheme() {
    for &scheme in Scheme::ALL {
        assert!(drawn(scheme, 0, 0, 0).is_empty());
    }
}

/// Whatever biases are drawn by, the weights stay what they were, also those that an edit brings.
#[test]
fn biases_leave_weights_alone() {
    let [with, without] = [Scheme::Normal { deviation: 0.5 }, Scheme::Zeros].map(network);
    for layer in with.shape().layers() {
        let (weights, biases) = (layer.weights(), layer.bias());
        assert_eq!(
            with.parameters()[weights.clone()],
            without.parameters()[weights]
        );
        assert!(
            with.parameters()[biases.clone()]
                .iter()
                .all(|&bias| bias != 0.0)
        );
        assert!(without.parameters()[biases].iter().all(|&bias| bias == 0.0));
    }
}

/// The default network with biases drawn by this scheme and another two units, before it has learned anything.
fn network(biases: Scheme) -> Network {
    let mut experiment = Experiment::default();
    experiment.init.biases = biases;
    experiment.optimizer = experiment.optimizer.with_rate(0.0);
    let mut run = Run::new(RunDocument {
        experiment,
        ..RunDocument::default()
    })
    .unwrap();
    while run.step() < 1 {
        run.work();
    }
    run.edit(Edit::Units { layer: 0, units: 8 }).unwrap();
    run.network().clone()
}
