//! What the page around an instance decides: its room, its panels.

use super::Panels;

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
