//! The features of a point that a network sees.

use serde::{Deserialize, Serialize};

/// Half the side of the plane: points are looked at where both coordinates are within ±6.
pub const REACH: f32 = 6.0;

/// Writes the enum and its tables, so that a feature is named once.
macro_rules! inputs {
    ($($Name:ident $id:literal $symbol:literal $sentence:literal => |$x1:pat_param, $x2:pat_param| $value:expr;)*) => {
        /// A feature of a point (x₁, x₂) of the plane.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Input {
            $(#[doc = $sentence] $Name,)*
        }

        impl Input {
            /// Every feature, in the order of the page.
            pub const ALL: &[Self] = &[$(Self::$Name),*];

            /// How it is written in a document: `"x1Squared"`.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$Name => $id,)*
                }
            }

            /// Short, for drawing: `"x₁²"`.
            pub const fn symbol(self) -> &'static str {
                match self {
                    $(Self::$Name => $symbol,)*
                }
            }

            /// What it is, in one sentence for someone who learns.
            pub const fn sentence(self) -> &'static str {
                match self {
                    $(Self::$Name => $sentence,)*
                }
            }

            /// The feature of this point.
            pub fn value(self, [x1, x2]: [f32; 2]) -> f32 {
                match self {
                    $(Self::$Name => {
                        let ($x1, $x2) = (x1, x2);
                        $value
                    })*
                }
            }
        }
    };
}

inputs! {
    X1 "x1" "x₁" "How far right the point is." => |x1, _| x1;
    X2 "x2" "x₂" "How far up the point is." => |_, x2| x2;
    X1Squared "x1Squared" "x₁²" "The square of x₁: far from the vertical axis, on either side." => |x1, _| x1 * x1;
    X2Squared "x2Squared" "x₂²" "The square of x₂: far from the horizontal axis, on either side." => |_, x2| x2 * x2;
    X1x2 "x1x2" "x₁x₂" "The product: positive where both have the same sign." => |x1, x2| x1 * x2;
    SinX1 "sinX1" "sin x₁" "A wave from left to right." => |x1, _| libm::sinf(x1);
    SinX2 "sinX2" "sin x₂" "A wave from bottom to top." => |_, x2| libm::sinf(x2);
    Radius "radius" "r" "How far the point is from the middle." => |x1, x2| libm::sqrtf(x1 * x1 + x2 * x2);
    Angle "angle" "θ" "The direction of the point from the middle, from −π to π." => |x1, x2| libm::atan2f(x2, x1);
    Sin1X1 "sin1X1" "sin₁ x₁" "A sine of one cycle from left to right." => |x1, _| libm::sinf(phase(x1, 1.0));
    Cos1X1 "cos1X1" "cos₁ x₁" "A cosine of one cycle from left to right." => |x1, _| libm::cosf(phase(x1, 1.0));
    Sin1X2 "sin1X2" "sin₁ x₂" "A sine of one cycle from bottom to top." => |_, x2| libm::sinf(phase(x2, 1.0));
    Cos1X2 "cos1X2" "cos₁ x₂" "A cosine of one cycle from bottom to top." => |_, x2| libm::cosf(phase(x2, 1.0));
    Sin2X1 "sin2X1" "sin₂ x₁" "A sine of two cycles from left to right." => |x1, _| libm::sinf(phase(x1, 2.0));
    Cos2X1 "cos2X1" "cos₂ x₁" "A cosine of two cycles from left to right." => |x1, _| libm::cosf(phase(x1, 2.0));
    Sin2X2 "sin2X2" "sin₂ x₂" "A sine of two cycles from bottom to top." => |_, x2| libm::sinf(phase(x2, 2.0));
    Cos2X2 "cos2X2" "cos₂ x₂" "A cosine of two cycles from bottom to top." => |_, x2| libm::cosf(phase(x2, 2.0));
    Sin4X1 "sin4X1" "sin₄ x₁" "A sine of four cycles from left to right." => |x1, _| libm::sinf(phase(x1, 4.0));
    Cos4X1 "cos4X1" "cos₄ x₁" "A cosine of four cycles from left to right." => |x1, _| libm::cosf(phase(x1, 4.0));
    Sin4X2 "sin4X2" "sin₄ x₂" "A sine of four cycles from bottom to top." => |_, x2| libm::sinf(phase(x2, 4.0));
    Cos4X2 "cos4X2" "cos₄ x₂" "A cosine of four cycles from bottom to top." => |_, x2| libm::cosf(phase(x2, 4.0));
}

/// The phase of a wave that goes through so many cycles across the plane and is at 0 in the middle.
fn phase(x: f32, cycles: f32) -> f32 {
    std::f32::consts::PI * cycles / REACH * x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_documents_say() {
        assert_eq!(Input::ALL.len(), 21);
        for &input in Input::ALL {
            let json = serde_json::to_string(&input).unwrap();
            assert_eq!(json, format!("\"{}\"", input.id()));
        }
    }

    #[test]
    fn values_are_what_they_say() {
        let value = |input: Input| input.value([-3.0, 4.0]);
        assert_eq!(value(Input::X1), -3.0);
        assert_eq!(value(Input::X2), 4.0);
        assert_eq!(value(Input::X1Squared), 9.0);
        assert_eq!(value(Input::X2Squared), 16.0);
        assert_eq!(value(Input::X1x2), -12.0);
        assert_eq!(value(Input::Radius), 5.0);
        assert!((value(Input::Angle) - 2.214_297).abs() < 1e-6);
        assert!((value(Input::Sin1X1) + 1.0).abs() < 1e-6, "a quarter");
        assert!((value(Input::Cos2X1) + 1.0).abs() < 1e-6, "a half");
        assert!((value(Input::Cos4X1) - 1.0).abs() < 1e-6, "a whole");
    }
}
