//! What the page around an instance decides: its room, its panels.

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Everything side by side.
    Wide,
    /// The network beside its output; data and training are tabs.
    Medium,
    /// One column.
    Narrow,
}

impl Layout {
    /// The layout for a width in CSS pixels.
    pub fn of(width: f64) -> Self {
        if width >= 1000.0 {
            Self::Wide
        } else if width >= 620.0 {
            Self::Medium
        } else {
            Self::Narrow
        }
    }
}

/// What an embedding page decides.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder of our files, an absolute URL that ends in a slash.
    pub base: String,
    /// Whether this instance is a whole page: it then owns the address and shows every panel.
    pub page: bool,
    pub panels: Panels,
}

/// What is shown besides the network, the output, the cost and the transport.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a panel that is there or not"
)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panels {
    pub data: bool,
    pub training: bool,
    pub weights: bool,
    pub backprop: bool,
    pub space: bool,
    pub flow: bool,
    pub sparse: bool,
    pub steps: bool,
    pub history: bool,
    pub landscape: bool,
    pub timeline: bool,
    /// The controls on the graph that change its shape and its inputs.
    pub shape: bool,
}

impl Panels {
    /// All of them, as on a page of our own.
    pub const ALL: Self = Self {
        data: true,
        training: true,
        weights: true,
        backprop: true,
        space: true,
        flow: true,
        sparse: true,
        steps: true,
        history: true,
        landscape: true,
        timeline: true,
        shape: true,
    };

    /// The panels that an attribute names, with anything between the names. Other words are passed over, so that a page
    /// written for a later version still opens.
    pub fn parse(names: &str) -> Self {
        let named = |name: &str| {
            names
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| word == name)
        };
        if named("all") {
            return Self::ALL;
        }
        Self {
            data: named("data"),
            training: named("training"),
            weights: named("weights"),
            backprop: named("backprop"),
            space: named("space"),
            flow: named("flow"),
            sparse: named("sparse"),
            steps: named("steps"),
            history: named("history"),
            landscape: named("landscape"),
            timeline: named("timeline"),
            shape: named("shape"),
        }
    }

    /// Whether there is anything for a workbench to hold.
    pub const fn any_tab(self) -> bool {
        self.data
            || self.training
            || self.weights
            || self.backprop
            || self.space
            || self.flow
            || self.sparse
            || self.steps
            || self.history
            || self.landscape
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_are_named_in_any_order_and_unknown_names_are_passed_over() {
        let panels = Panels::parse("timeline, weights confetti");
        assert_eq!(
            panels,
            Panels {
                timeline: true,
                weights: true,
                ..Panels::default()
            }
        );
        assert_eq!(Panels::parse("all"), Panels::ALL);
        assert!(!Panels::parse("").any_tab());
    }
}
