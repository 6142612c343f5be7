//! What is drawn over the steps: the braid, or distributions.

use super::braid::Paths;
use super::frame::{Cursor, Frame};
use super::of::Of;
use super::strips::Strips;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::Selection;
use crate::scene::Scene;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Braid,
    Distributions,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    pub shown: Shown,
    /// One layer, or all.
    pub layer: Option<usize>,
    pub of: Of,
    pub selection: Selection,
}

/// A picture over the steps, of one finding.
pub trait Picture {
    /// The steps at which something is known.
    fn steps(&self) -> &[u64];

    /// Draws what does not depend on where one points.
    fn paint(&self, surface: &Surface, palette: &Palette, frame: &Frame);

    /// Draws what is pointed at, and the present where it has a place of its own.
    fn mark(
        &self,
        surface: &Surface,
        palette: &Palette,
        frame: &Frame,
        cursor: Option<Cursor>,
        now: u64,
    );

    /// What is pointed at, in words.
    fn read(&self, frame: &Frame, cursor: Cursor) -> String;

    /// From there to the step number `moment`, and `up` lines or rows up.
    fn walk(&self, frame: &Frame, cursor: Cursor, moment: usize, up: i32) -> f64;

    /// All of it, in words.
    fn words(&self) -> String;
}

/// What was found out of what is asked for.
pub fn picture(scene: &Scene, asked: Asked) -> Option<Box<dyn Picture + '_>> {
    Some(match asked.shown {
        Shown::Braid => Box::new(Paths::of(scene, asked.layer, asked.selection)?),
        Shown::Distributions => Box::new(Strips::of(scene, asked.layer, asked.of)?),
    })
}
