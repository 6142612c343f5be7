use super::*;

const INFINITY: f32 = f32::INFINITY;

/// f as the textbook has it, in double precision.
fn textbook(activation: Activation, z: f64) -> f64 {
    let sigmoid = 1.0 / (1.0 + libm::exp(-z));
    match activation {
        Activation::Relu => z.max(0.0),
        Activation::Sigmoid | Activation::Softmax => sigmoid,
        Activation::Tanh => libm::tanh(z),
        Activation::HardTanh => z.clamp(-1.0, 1.0),
        Activation::LeakyRelu if z < 0.0 => 0.01 * z,
        Activation::Elu if z < 0.0 => libm::expm1(z),
        Activation::Linear | Activation::LeakyRelu | Activation::Elu => z,
        Activation::Softplus => libm::log1p(libm::exp(z)),
        Activation::Silu => z * sigmoid,
        Activation::Gelu => 0.5 * z * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2),
        Activation::Gaussian => libm::exp(-z * z),
        Activation::Sine => libm::sin(z),
        Activation::Gcu => z * libm::cos(z),
    }
}

/// From −20 to 20, never at a kink.
fn sums() -> impl Iterator<Item = f32> {
    (-2_000..2_000_i16).map(|step| f32::from(step) * 0.01 + 0.005)
}

#[test]
fn ids_are_what_documents_say() {
    for &activation in Activation::OUTPUTS {
        let json = serde_json::to_string(&activation).unwrap();
        assert_eq!(json, format!("\"{}\"", activation.id()));
    }
}

#[test]
fn outputs_are_all_and_softmax() {
    let (softmax, all) = Activation::OUTPUTS.split_last().unwrap();
    assert_eq!((*softmax, all), (Activation::Softmax, Activation::ALL));
    assert!(Activation::ALL.iter().all(|one| one.is_elementwise()));
    assert!(!Activation::Softmax.is_elementwise());
}

#[test]
fn values_are_those_of_the_textbook() {
    for &activation in Activation::OUTPUTS {
        for z in sums() {
            let wanted = textbook(activation, f64::from(z));
            let error = (f64::from(activation.value(z)) - wanted).abs();
            // The steps between subnormal numbers are wide.
            let allowed = 4e-7 * wanted.abs() + 1e-43;
            assert!(error <= allowed, "{} at {z}: {error:e}", activation.name());
        }
    }
}

#[test]
fn derivatives_are_the_slopes_of_the_textbook() {
    for &activation in Activation::OUTPUTS {
        for z in sums() {
            let h = 1e-5;
            let [left, right] = [-h, h].map(|h| textbook(activation, f64::from(z) + h));
            let slope = (right - left) / (2.0 * h);
            let error = (f64::from(activation.derivative(z)) - slope).abs();
            let allowed = 1e-6 * slope.abs().max(1.0);
            assert!(error <= allowed, "{} at {z}: {error:e}", activation.name());
        }
    }
}

/// What training sees rises as its derivative says, on either side of a kink and far from any.
#[test]
fn derivatives_agree_with_finite_differences() {
    for &activation in Activation::OUTPUTS {
        for z in (-40..40_i16).map(|step| f32::from(step) * 0.1 + 0.05) {
            let h = 1e-2;
            let kinks = activation.kinks();
            assert!(kinks.iter().all(|kink| (kink - z).abs() > h));
            let slope = (activation.value(z + h) - activation.value(z - h)) / (2.0 * h);
            let error = (activation.derivative(z) - slope).abs();
            assert!(error < 1e-4, "{} at {z}: {error}", activation.name());
        }
    }
}

/// At a kink the slopes of both sides differ, and the derivative is one of them; elsewhere they do not.
#[test]
fn kinks_are_where_the_slope_jumps() {
    for &activation in Activation::OUTPUTS {
        let name = activation.name();
        for z in (-40..=40_i16).map(|step| f32::from(step) * 0.25) {
            let h = 1.0 / 4096.0;
            let [left, right] =
                [-h, h].map(|h| (activation.value(z + h) - activation.value(z)) / h);
            let is_kink = activation.kinks().contains(&z);
            assert_eq!((left - right).abs() > 0.1, is_kink, "{name} at {z}");
            let here = activation.derivative(z);
            let error = (here - left).abs().min((here - right).abs());
            assert!(error < 4e-3, "{name} at {z}: {here}, not {left} or {right}");
        }
    }
}

#[test]
fn kinks_follow_the_usual_convention() {
    assert_eq!(Activation::Relu.derivative(0.0), 0.0);
    assert_eq!(Activation::Relu.derivative(-0.0), 0.0);
    assert_eq!(Activation::LeakyRelu.derivative(0.0), 0.01);
    assert_eq!(Activation::LeakyRelu.derivative(-0.0), 0.01);
    assert_eq!(Activation::HardTanh.derivative(1.0), 0.0);
    assert_eq!(Activation::HardTanh.derivative(-1.0), 0.0);
    assert_eq!(Activation::HardTanh.derivative(1.0_f32.next_down()), 1.0);
    assert_eq!(Activation::Elu.derivative(0.0), 1.0);
    assert_eq!(Activation::Elu.derivative(-0.0), 1.0);
}

#[test]
fn nothing_swallows_a_nan() {
    for &activation in Activation::OUTPUTS {
        for nan in [f32::NAN, -f32::NAN] {
            assert!(activation.value(nan).is_nan(), "{}", activation.name());
        }
        assert!(activation.values(&[0.0, f32::NAN])[1].is_nan());
    }
}

/// f(−∞), f(∞), f′(−∞) and f′(∞). The waves have no limit.
#[test]
fn at_infinity_everything_is_its_limit() {
    const NAN: f32 = f32::NAN;
    let limits = |activation| match activation {
        Activation::Linear => [-INFINITY, INFINITY, 1.0, 1.0],
        Activation::LeakyRelu => [-INFINITY, INFINITY, 0.01, 1.0],
        Activation::Relu | Activation::Softplus | Activation::Silu | Activation::Gelu => {
            [0.0, INFINITY, 0.0, 1.0]
        }
        Activation::Elu => [-1.0, INFINITY, 0.0, 1.0],
        Activation::Sigmoid | Activation::Softmax => [0.0, 1.0, 0.0, 0.0],
        Activation::Tanh | Activation::HardTanh => [-1.0, 1.0, 0.0, 0.0],
        Activation::Gaussian => [0.0, 0.0, 0.0, 0.0],
        Activation::Sine | Activation::Gcu => [NAN; 4],
    };
    for &activation in Activation::OUTPUTS {
        let found = [
            activation.value(-INFINITY),
            activation.value(INFINITY),
            activation.derivative(-INFINITY),
            activation.derivative(INFINITY),
        ];
        for (found, wanted) in found.into_iter().zip(limits(activation)) {
            let is_wanted = found == wanted || found.is_nan() && wanted.is_nan();
            assert!(is_wanted, "{}: {found}, not {wanted}", activation.name());
        }
    }
}

/// On the way to infinity nothing is NaN, and no derivative of a function with a limit runs away.
#[test]
fn large_sums_are_harmless() {
    for &activation in Activation::OUTPUTS {
        for exponent in 0..128 {
            for z in [-1.0, 1.0].map(|sign| sign * libm::ldexpf(1.7, exponent)) {
                let (value, slope) = (activation.value(z), activation.derivative(z));
                let name = activation.name();
                assert!(value.is_finite(), "{name} at {z}: {value}");
                assert!(slope.is_finite(), "{name} at {z}: {slope}");
                assert!(slope.abs() < 1.2 || activation == Activation::Gcu);
            }
        }
    }
}

#[test]
fn what_needs_no_z_does_not_look_at_it() {
    for &activation in Activation::OUTPUTS {
        let looks = sums().any(|z| {
            let a = f32x4::splat(activation.value(z));
            let slope = |z| {
                let mut delta = [f32x4::ONE];
                activation.backward(&[f32x4::splat(z)], &[a], &mut delta);
                delta[0].to_array().map(f32::to_bits)
            };
            slope(z) != slope(f32::NAN)
        });
        assert_eq!(looks, activation.needs_z(), "{}", activation.name());
    }
}

#[test]
fn ranges_hold_what_is_bounded_and_the_targets() {
    for &activation in Activation::OUTPUTS {
        let (name, (centre, reach)) = (activation.name(), activation.range());
        let stays = sums().all(|z| (activation.value(z) - centre).abs() <= reach);
        assert_eq!(stays, activation.is_bounded(), "{name}");
        let [low, high] = activation.targets();
        assert!((centre - reach..high).contains(&low), "{name}");
        assert!(high <= centre + reach, "{name}");
    }
}

/// Both targets can be reached, or come as near as one likes.
#[test]
fn targets_are_within_reach() {
    for &activation in Activation::OUTPUTS {
        for target in activation.targets() {
            let nearest = sums()
                .map(|z| (activation.value(z) - target).abs())
                .fold(INFINITY, f32::min);
            assert!(nearest < 0.01, "{} misses {target}", activation.name());
        }
    }
}

#[test]
fn values_of_a_layer_are_those_of_its_units() {
    let z: Vec<f32> = sums().collect();
    for &activation in Activation::ALL {
        let one_by_one: Vec<f32> = z.iter().map(|&z| activation.value(z)).collect();
        assert_eq!(activation.values(&z), one_by_one);
    }
}
