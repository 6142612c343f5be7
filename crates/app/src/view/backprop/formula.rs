//! A formula, written twice: for the eye as markup, and in words for whoever hears it.

use crate::format;

/// Decimals of the numbers that are put in, and of a result.
pub const DIGITS: usize = 3;
pub const RESULT_DIGITS: usize = 4;

/// A formula, or a piece of one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formula {
    math: String,
    text: String,
}

impl Formula {
    /// A formula that is one symbol, such as w₁₂⁽³⁾. What has no index is given an empty one; layers count from 0.
    pub fn of(base: &str, index: &str, layer: Option<usize>) -> Self {
        let mut math = format!("<mi>{base}</mi>");
        let mut text = base.to_owned();
        let above = layer.map(|layer| {
            let number = layer + 1;
            format!("<mrow><mo stretchy=\"false\">(</mo><mn>{number}</mn><mo stretchy=\"false\">)</mo></mrow>")
        });
        let below = format!("<mn>{index}</mn>");
        math = match (above, index.is_empty()) {
            (None, true) => math,
            (None, false) => format!("<msub>{math}{below}</msub>"),
            (Some(above), true) => format!("<msup>{math}{above}</msup>"),
            (Some(above), false) => format!("<msubsup>{math}{below}{above}</msubsup>"),
        };
        if !index.is_empty() {
            text = format!("{text} {index}");
        }
        if let Some(layer) = layer {
            text = format!("{text} of layer {}", layer + 1);
        }
        Self { math, text }
    }

    /// A number in the colour of its sign.
    pub fn number(value: f32) -> Self {
        Self::digits(value, DIGITS)
    }

    /// A number with so many decimals, or fewer digits and a power of ten where it is too small for them.
    pub fn digits(value: f32, digits: usize) -> Self {
        let text = written(value, digits);
        let class = sign(value);
        Self {
            math: format!("<mn class=\"signed {class}\">{text}</mn>"),
            text,
        }
    }

    /// A number without a sign of its own, such as a share.
    pub fn plain(value: &str) -> Self {
        Self {
            math: format!("<mn>{value}</mn>"),
            text: value.to_owned(),
        }
    }

    /// A sign, or brackets.
    pub fn sign(sign: &str) -> Self {
        Self {
            math: format!("<mo stretchy=\"false\">{sign}</mo>"),
            text: sign.to_owned(),
        }
    }

    /// The name of a function.
    pub fn function(name: &str) -> Self {
        Self {
            math: format!("<mi mathvariant=\"normal\">{name}</mi>"),
            text: name.to_owned(),
        }
    }

    /// What follows from it.
    #[must_use]
    pub fn and(mut self, next: Self) -> Self {
        self.math.push_str(&next.math);
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(&next.text);
        self
    }

    /// Pieces one after the other.
    pub fn all(pieces: impl IntoIterator<Item = Self>) -> Self {
        pieces.into_iter().fold(Self::default(), Self::and)
    }

    /// It in brackets.
    #[must_use]
    pub fn bracketed(self) -> Self {
        Self::all([Self::sign("("), self, Self::sign(")")])
    }

    /// It squared.
    #[must_use]
    pub fn squared(self) -> Self {
        Self {
            math: format!("<msup><mrow>{}</mrow><mn>2</mn></msup>", self.math),
            text: format!("{} squared", self.text),
        }
    }

    /// It with rows and columns exchanged.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self {
            math: format!("<msup><mrow>{}</mrow><mi>T</mi></msup>", self.math),
            text: format!("{} transposed", self.text),
        }
    }

    /// e to the power of it.
    #[must_use]
    pub fn power(self) -> Self {
        Self {
            math: format!("<msup><mi>e</mi><mrow>{}</mrow></msup>", self.math),
            text: format!("e to the {}", self.text),
        }
    }

    /// It over another one.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            math: format!(
                "<mfrac><mrow>{}</mrow><mrow>{}</mrow></mfrac>",
                self.math, below.math
            ),
            text: format!("{} over {}", self.text, below.text),
        }
    }

    /// ∂L/∂ of it.
    #[must_use]
    pub fn slope(self) -> Self {
        Self {
            math: format!(
                "<mrow><mi>∂</mi><mi>L</mi><mo>/</mo><mi>∂</mi>{}</mrow>",
                self.math
            ),
            text: format!("slope of L along {}", self.text),
        }
    }

    /// The markup.
    pub fn markup(&self) -> String {
        format!("<math>{}</math>", self.math)
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// The index of a weight: "12", and with a comma where that would be read wrongly.
pub fn pair(unit: usize, input: usize) -> String {
    let (unit, input) = (unit + 1, input + 1);
    if unit < 10 && input < 10 {
        format!("{unit}{input}")
    } else {
        format!("{unit},{input}")
    }
}

/// A signed number; one that is too small for its decimals is written with a power of ten.
pub fn written(value: f32, digits: usize) -> String {
    let least = [1.0, 0.1, 0.01, 0.001, 0.000_1, 0.000_01][digits.min(5)] * 10.0;
    if value == 0.0 || !value.is_finite() || value.abs() >= least {
        return format::signed(value, digits);
    }
    let sign = if value < 0.0 { "−" } else { "+" };
    format!("{sign}{:.1e}", value.abs()).replace('-', "−")
}

/// The style of a number of this sign.
pub fn sign(value: f32) -> &'static str {
    if value < 0.0 {
        "neg"
    } else if value > 0.0 {
        "pos"
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_marked_up_and_said() {
        let formula = Formula::of("w", &pair(0, 1), Some(2)).and(Formula::number(-0.25));
        assert!(formula.markup().contains("<msubsup><mi>w</mi><mn>12</mn>"));
        assert!(
            formula
                .markup()
                .ends_with("<mn class=\"signed neg\">−0.250</mn></math>")
        );
        assert_eq!(formula.text(), "w 12 of layer 3 −0.250");
    }

    #[test]
    fn small_numbers_keep_their_digits() {
        assert_eq!(written(0.5, 3), "+0.500");
        assert_eq!(written(-0.000_123, 3), "−1.2e−4");
        assert_eq!(written(0.0, 3), "0.000");
        assert_eq!(written(f32::NAN, 3), "NaN");
        assert_eq!(pair(9, 0), "10,1");
    }
}
