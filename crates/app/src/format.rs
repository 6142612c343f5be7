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

/// A number of a setting, in few characters: `0.05`, `1e−8`, `10,000`, `1.5M`.
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() >= 1000.0 {
        return if value < 1e6 {
            count(value as u64)
        } else {
            short_count(value)
        };
    }
    let text = exact(value);
    if text.chars().count() <= 7 && value.abs() >= 1e-4 || value == 0.0 {
        return text;
    }
    significant(value)
}

/// The same with its sign: `+0.0314`, `−2.5e−5`, `0`.
pub fn signed_significant(value: f32) -> String {
    let text = significant(f64::from(value));
    if value > 0.0 && value.is_finite() {
        format!("+{text}")
    } else {
        text
    }
}

/// A number with three significant digits: `0.0314`, `2.5e−5`.
pub fn significant(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return exact(value);
    }
    let scientific = format!("{value:.2e}");
    let (digits, power) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let power: i32 = power.parse().unwrap_or(0);
    if (-3..3).contains(&power) {
        let decimals = (2 - power) as usize;
        return format!("{value:.decimals$}").replace('-', "−");
    }
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    format!("{digits}e{power}").replace('-', "−")
}

/// All digits of a number that is kept as a float of 32 bits, or counts something.
pub fn exact(value: f64) -> String {
    let text = if value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        (value as f32).to_string()
    };
    text.replace('-', "−")
}

/// A share as a percentage: `80 %`.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// What any of these say, or a person types: with a true minus, a decimal comma, thousands apart, a unit.
pub fn read(text: &str) -> Option<f64> {
    let text = text.trim().replace('−', "-");
    let (digits, scale) = [('%', 0.01), ('k', 1e3), ('M', 1e6), ('G', 1e9)]
        .into_iter()
        .find_map(|(unit, scale)| Some((text.strip_suffix(unit)?.trim_end(), scale)))
        .unwrap_or((&text, 1.0));
    let mut groups = digits.split(',');
    let first = groups.next().unwrap_or_default();
    // `1,500` has thousands apart, `0,500` and `1,5` a decimal comma.
    let apart = !first.is_empty() && first != "0" && groups.all(|group| group.len() == 3);
    let digits = digits.replace(',', if apart { "" } else { "." });
    let value: f64 = digits.parse().ok()?;
    value.is_finite().then_some(value * scale)
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
    fn numbers_of_settings_are_short() {
        for (value, text) in [
            (0.0, "0"),
            (0.05, "0.05"),
            (-0.5, "−0.5"),
            (0.99999, "0.99999"),
            (0.0001, "0.0001"),
            (1e-8, "1e−8"),
            (2.5e-5, "2.5e−5"),
            (0.123_456_789, "0.123"),
            (300.0, "300"),
            (10_000.0, "10,000"),
            (1_500_000.0, "1.5M"),
        ] {
            assert_eq!(number(value), text);
        }
        assert_eq!(significant(0.031_415_9), "0.0314");
        assert_eq!(significant(12.345), "12.3");
        assert_eq!(exact(f64::from(0.1_f32)), "0.1");
    }

    #[test]
    fn what_is_written_can_be_read() {
        for value in [0.0, 0.05, -0.5, 1e-8, 300.0, 10_000.0, 1_500_000.0] {
            assert_eq!(read(&number(value)), Some(value));
        }
        assert_eq!(read(" 85 % "), Some(0.85));
        assert_eq!(read("0,25"), Some(0.25));
        assert_eq!(read("1,5"), Some(1.5));
        assert_eq!(read("1,234,567"), Some(1_234_567.0));
        assert_eq!(read("2.5k"), Some(2500.0));
        assert_eq!(read("much"), None);
        assert_eq!(read("1e999"), None);
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
