//! Numbers as the shortest decimals that mean them.

use std::fmt::Write as _;

/// An f32, which can be told from a count: `3.0`, `0.03`, `1e-7`. It must be finite.
pub(super) fn push_single(number: f32, out: &mut String) {
    let short = format!("{number:e}");
    let exact = format!("{:e}", f64::from(number));
    push(lower_of_two(&short, &exact).as_ref().unwrap_or(&short), out);
}

/// 175721.12 rather than 175721.13 for 175721.125: where two decimals are as short and as near, `core` takes the upper one,
/// and links have the even one.
fn lower_of_two(short: &str, exact: &str) -> Option<String> {
    let (digits, exponent) = short.split_once('e')?;
    let lower = exact.strip_suffix(exponent)?.strip_suffix("5e")?;
    let is_even = lower.ends_with(['0', '2', '4', '6', '8']);
    (is_even && lower.len() == digits.len()).then(|| format!("{lower}e{exponent}"))
}

/// Any number, and a count as a count: `3`, `0.03`. It must be finite.
pub(super) fn push_number(number: f64, out: &mut String) {
    push(&format!("{number:e}"), out);
    if out.ends_with(".0") {
        out.truncate(out.len() - 2);
    }
}

/// Writes `1.25e-1` as most people would: with an exponent only where many zeros would stand.
fn push(scientific: &str, out: &mut String) {
    let (digits, exponent) = scientific.split_once('e').unwrap_or((scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if !(-5..16).contains(&exponent) {
        // Writing to memory cannot fail.
        let _ = write!(out, "{digits}e{exponent:+}");
        return;
    }
    if digits.starts_with('-') {
        out.push('-');
    }
    let digits = digits.trim_start_matches('-').replace('.', "");
    let zeros = |count: i32| "0".repeat(count.max(0) as usize);
    // So many digits stand before the point.
    let whole = exponent + 1;
    let missing = whole - digits.len() as i32;
    let _ = if whole <= 0 {
        write!(out, "0.{}{digits}", zeros(-whole))
    } else if missing >= 0 {
        write!(out, "{digits}{}.0", zeros(missing))
    } else {
        let (whole, rest) = digits.split_at(whole as usize);
        write!(out, "{whole}.{rest}")
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks how an f32 is written.
    fn check(number: f32, written: &str) {
        let mut out = String::new();
        push_single(number, &mut out);
        assert_eq!(out, written);
    }

    #[test]
    fn there_are_zeros_up_to_sixteen_digits_and_five_places() {
        check(0.0, "0.0");
        check(-0.0, "-0.0");
        check(3.0, "3.0");
        check(-0.03, "-0.03");
        check(1234.5, "1234.5");
        check(1.5e15, "1500000000000000.0");
        check(1e16, "1e+16");
        check(0.000_012, "0.000012");
        check(0.000_001_2, "1.2e-6");
        check(175_721.0 + 0.125, "175721.12");
        check(f32::MIN_POSITIVE, "1.1754944e-38");
    }

    #[test]
    fn a_count_is_written_as_a_count() {
        for (number, written) in [(0.0, "0"), (7.0, "7"), (0.5, "0.5"), (1e300, "1e+300")] {
            let mut out = String::new();
            push_number(number, &mut out);
            assert_eq!(out, written);
        }
        let mut out = String::new();
        push_number((1_u64 << 53) as f64, &mut out);
        assert_eq!(out, "9007199254740992");
    }

    /// The links that are about were written by `serde_json`, and are to stay what they are.
    #[test]
    fn numbers_are_written_as_serde_json_writes_them() {
        for bits in (0..u32::MAX).step_by(9_973) {
            let number = f32::from_bits(bits);
            if number.is_finite() {
                let mut out = String::new();
                push_single(number, &mut out);
                let value: f64 = out.parse().expect("a number");
                assert_eq!(out, serde_json::Value::from(value).to_string());
            }
        }
    }
}
