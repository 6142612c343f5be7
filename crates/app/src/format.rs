//! Numbers as people read them: a true minus, a sign where the sign matters, never on zero.

/// The typographic minus.
const MINUS: char = '−';

/// A signed number with `digits` decimals: `+0.42`, `−1.30`, `0.00`.
pub fn signed(value: f32, digits: usize) -> String {
    let text = plain(value, digits);
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value > 0.0 && value.is_finite() && !zero {
        format!("+{text}")
    } else {
        text
    }
}

/// A number with `digits` decimals.
pub fn plain(value: f32, digits: usize) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 {
            "∞".to_owned()
        } else {
            format!("{MINUS}∞")
        };
    }
    let text = if value.abs() >= 1e5 {
        format!("{:.1e}", value.abs())
    } else {
        format!("{:.digits$}", value.abs())
    };
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value < 0.0 && !zero {
        format!("{MINUS}{text}")
    } else {
        text
    }
}

/// A loss: three decimals while they say something, then powers of ten.
pub fn loss(value: f32) -> String {
    if value.is_finite() && value > 0.0 && value < 0.000_5 {
        format!("{value:.0e}").replace('-', "−")
    } else if value.is_finite() && value >= 1000.0 {
        format!("{value:.1e}")
    } else {
        plain(value, 3)
    }
}

/// A count with thousands apart: `12,400`.
pub fn count(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count in few characters: `12k`, `1.5M`.
pub fn short_count(value: f64) -> String {
    let (scaled, unit) = match value {
        v if v >= 1e9 => (v / 1e9, "G"),
        v if v >= 1e6 => (v / 1e6, "M"),
        v if v >= 1e3 => (v / 1e3, "k"),
        v => (v, ""),
    };
    let text = format!("{scaled:.1}");
    format!("{}{unit}", text.strip_suffix(".0").unwrap_or(&text))
}

/// An epoch: whole once it is large.
pub fn epoch(value: f64) -> String {
    if value >= 100.0 {
        count(value as u64)
    } else {
        format!("{value:.1}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_true_and_zero_has_none() {
        assert_eq!(signed(0.421, 2), "+0.42");
        assert_eq!(signed(-1.3, 2), "−1.30");
        assert_eq!(signed(-0.001, 2), "0.00");
        assert_eq!(signed(0.0, 1), "0.0");
    }

    #[test]
    fn what_is_not_finite_is_said() {
        assert_eq!(signed(f32::NAN, 2), "NaN");
        assert_eq!(signed(f32::NEG_INFINITY, 2), "−∞");
        assert_eq!(loss(f32::INFINITY), "∞");
    }

    #[test]
    fn counts_and_losses() {
        assert_eq!(count(12_400), "12,400");
        assert_eq!(count(999), "999");
        assert_eq!(short_count(12_000.0), "12k");
        assert_eq!(short_count(1_500.0), "1.5k");
        assert_eq!(loss(0.02), "0.020");
        assert_eq!(loss(0.000_012), "1e−5");
    }
}
