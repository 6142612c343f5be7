//! The operations of both passes, in their order: forwards to the loss, then back.

use neuroglass_core::Shape;

use super::lesson::Lesson;

/// What is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// z, the weighted sums.
    Sum,
    /// a, the values.
    Value,
    /// L
    Loss,
    /// δ = ∂L/∂z
    Delta,
    /// ∂L/∂W and ∂L/∂b
    Gradient,
}

/// One operation on a layer, 0 being the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operation {
    pub kind: Kind,
    pub layer: usize,
}

/// A number that an operation reads or writes. Layers count as in an [`Operation`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    Input(usize),
    Z(usize, usize),
    A(usize, usize),
    Delta(usize, usize),
    Weight(usize, usize, usize),
    Slope(usize, usize, usize),
}

/// What an operation has to do with a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    Reads,
    Writes,
}

impl Operation {
    /// All of a network. A layer without an activation has one operation on the way forwards, one without
    /// parameters one on the way back.
    pub fn all(shape: &Shape) -> Vec<Self> {
        let mut all = Vec::new();
        let layers = || shape.layers().iter().enumerate();
        for (layer, of) in layers() {
            if of.layer.has_activation() {
                all.push(Self::new(Kind::Sum, layer));
            }
            all.push(Self::new(Kind::Value, layer));
        }
        all.push(Self::new(
            Kind::Loss,
            shape.layers().len().saturating_sub(1),
        ));
        for (layer, of) in layers().rev() {
            all.push(Self::new(Kind::Delta, layer));
            if of.rows > 0 {
                all.push(Self::new(Kind::Gradient, layer));
            }
        }
        all
    }

    const fn new(kind: Kind, layer: usize) -> Self {
        Self { kind, layer }
    }

    /// Whether it belongs to the way back.
    pub const fn is_backward(self) -> bool {
        matches!(self.kind, Kind::Delta | Kind::Gradient)
    }

    /// Whether it computes the loss, which belongs to no unit.
    pub const fn is_of_loss(self) -> bool {
        matches!(self.kind, Kind::Loss)
    }

    /// What a textbook calls its result, without the number of the layer.
    pub const fn symbol(self, last: usize) -> &'static str {
        match self.kind {
            Kind::Sum => "z",
            Kind::Value if self.layer == last => "ŷ",
            Kind::Value => "a",
            Kind::Loss => "L",
            Kind::Delta => "δ",
            Kind::Gradient => "∇W",
        }
    }

    /// What it computes, in words.
    pub fn words(self) -> String {
        let layer = self.layer + 1;
        match self.kind {
            Kind::Sum => format!("weighted sums z of layer {layer}"),
            Kind::Value => format!("values a of layer {layer}"),
            Kind::Loss => "the loss L".to_owned(),
            Kind::Delta => format!("deltas of layer {layer}, the slope of L along each sum"),
            Kind::Gradient => format!("gradient of the weights and biases of layer {layer}"),
        }
    }

    /// What it does with a number, for one unit of its layer.
    pub fn uses(self, lesson: &Lesson, unit: usize, number: Number) -> Option<Use> {
        let (layer, last) = (self.layer, lesson.last());
        let is_shared = !lesson.activation(layer).is_elementwise();
        // What the unit takes, whichever place it is in.
        let takes = match number {
            Number::Input(_) => layer == 0,
            Number::A(of, _) => of + 1 == layer,
            _ => false,
        };
        let written = match (self.kind, number) {
            (Kind::Sum, Number::Z(of, at))
            | (Kind::Value, Number::A(of, at))
            | (Kind::Delta, Number::Delta(of, at))
            | (Kind::Gradient, Number::Slope(of, at, _)) => (of, at) == (layer, unit),
            _ => false,
        };
        let read = match (self.kind, number) {
            (Kind::Sum, Number::Weight(of, to, _)) => (of, to) == (layer, unit),
            (Kind::Sum | Kind::Gradient, Number::Input(_)) => takes,
            (Kind::Sum | Kind::Gradient, Number::A(..)) if takes => true,
            (Kind::Value, Number::Z(of, at)) => of == layer && (at == unit || is_shared),
            (Kind::Loss, Number::A(of, _)) => of == last,
            (Kind::Delta, Number::Delta(of, _)) => of == layer + 1,
            (Kind::Delta, Number::Weight(of, _, from)) => (of, from) == (layer + 1, unit),
            (Kind::Delta, Number::A(of, at)) | (Kind::Gradient, Number::Delta(of, at)) => {
                (of, at) == (layer, unit)
            }
            _ => false,
        };
        match (written, read) {
            (true, _) => Some(Use::Writes),
            (_, true) => Some(Use::Reads),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Activation, Layer, Pool, Preset, Volume};

    #[test]
    fn a_small_network_has_thirteen_operations_in_the_order_of_the_textbook() {
        let settings = Preset::ALL
            .iter()
            .find(|preset| preset.name == "2-2-2-2")
            .map(|preset| (preset.experiment)())
            .unwrap();
        let names: Vec<_> = Operation::all(&Shape::new(&settings))
            .iter()
            .map(|operation| format!("{}{}", operation.symbol(2), operation.layer + 1))
            .collect();
        let wanted = "z1 a1 z2 a2 z3 ŷ3 L3 δ3 ∇W3 δ2 ∇W2 δ1 ∇W1";
        assert_eq!(names.join(" "), wanted);
    }

    #[test]
    fn layers_without_sums_or_weights_have_fewer() {
        let picture = Volume {
            channels: 1,
            height: 4,
            width: 4,
        };
        let pool = Layer::MaxPool(Pool { size: 2, stride: 2 });
        let output = Layer::dense(1, Activation::Tanh);
        let all = Operation::all(&Shape::of(picture, &[pool], output));
        let kinds: Vec<_> = all.iter().map(|operation| operation.kind).collect();
        let wanted = [
            Kind::Value,
            Kind::Sum,
            Kind::Value,
            Kind::Loss,
            Kind::Delta,
            Kind::Gradient,
            Kind::Delta,
        ];
        assert_eq!(kinds, wanted);
    }
}
