//! What a panel writes on the network while it is open.

use super::edges::Edge;
use super::plan::Plan;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::Selection;
use crate::scene::Scene;

/// Something that is written on tiles and edges. The panel's code may come later than the network's, so the network
/// knows no more of it than this.
pub trait Overlay {
    /// Whether it is about the network of a scene, which may be ahead of it.
    fn is_of(&self, scene: &Scene) -> bool;

    /// What is looked at, in place of what is selected.
    fn node(&self, selection: Selection) -> Selection;

    /// Writes all that there is room for.
    fn paint(&self, surface: &Surface, palette: &Palette, plan: &Plan, edges: &[Edge]);
}
