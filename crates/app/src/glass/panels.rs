//! What is shown besides the network, the output, the cost and the transport.

/// One thing that is there or not. All but the last two are tabs of the workbench, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    Weights,
    Backprop,
    Space,
    Flow,
    Sparse,
    Steps,
    History,
    Landscape,
    Data,
    Training,
    Timeline,
    /// The controls on the graph that change its shape and its inputs.
    Shape,
}

impl Panel {
    pub const ALL: [Self; 12] = [
        Self::Weights,
        Self::Backprop,
        Self::Space,
        Self::Flow,
        Self::Sparse,
        Self::Steps,
        Self::History,
        Self::Landscape,
        Self::Data,
        Self::Training,
        Self::Timeline,
        Self::Shape,
    ];

    /// How it is called on its tab; in an attribute, in small letters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Weights => "Weights",
            Self::Backprop => "Backprop",
            Self::Space => "Space",
            Self::Flow => "Flow",
            Self::Sparse => "Sparse",
            Self::Steps => "Steps",
            Self::History => "History",
            Self::Landscape => "Landscape",
            Self::Data => "Data",
            Self::Training => "Training",
            Self::Timeline => "Timeline",
            Self::Shape => "Shape",
        }
    }

    const fn is_tab(self) -> bool {
        !matches!(self, Self::Timeline | Self::Shape)
    }
}

/// Those that are there: a bit to each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panels(u16);

impl Panels {
    /// All of them, as on a page of our own.
    pub const ALL: Self = Self(u16::MAX);

    /// The panels that an attribute names, with anything between the names. Other words are passed over, so that a page
    /// written for a later version still opens.
    pub fn parse(names: &str) -> Self {
        let words = names.split(|c: char| !c.is_alphanumeric());
        if words.clone().any(|word| word == "all") {
            return Self::ALL;
        }
        Panel::ALL
            .into_iter()
            .fold(Self::default(), |panels, panel| {
                let name = panel.name().to_lowercase();
                let is_named = words.clone().any(|word| word == name);
                Self(panels.0 | (u16::from(is_named) << panel as u16))
            })
    }

    /// Whether a panel is there.
    pub const fn has(self, panel: Panel) -> bool {
        self.0 >> panel as u16 & 1 == 1
    }

    /// Those that are tabs of the workbench.
    pub fn tabs(self) -> impl Iterator<Item = Panel> {
        Panel::ALL
            .into_iter()
            .filter(move |panel| panel.is_tab() && self.has(*panel))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_are_named_in_any_order_and_unknown_names_are_passed_over() {
        let panels = Panels::parse("timeline, weights confetti");
        for panel in Panel::ALL {
            let is_named = matches!(panel, Panel::Timeline | Panel::Weights);
            assert_eq!(panels.has(panel), is_named, "{panel:?}");
        }
        assert_eq!(Panels::parse("all"), Panels::ALL);
        assert_eq!(Panels::parse("").tabs().count(), 0);
    }

    #[test]
    fn tabs_stand_in_their_order() {
        let tabs: Vec<_> = Panels::parse("flow timeline weights").tabs().collect();
        assert_eq!(tabs, [Panel::Weights, Panel::Flow]);
        assert_eq!(Panels::ALL.tabs().count(), Panel::ALL.len() - 2);
    }
}
