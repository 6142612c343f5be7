//! What is drawn rather than laid out: surfaces in device pixels, the palette, maps, contours, plots.

pub mod contour;
pub mod map;
pub mod painter;
pub mod palette;
pub mod plot;
pub mod scale;
pub mod surface;
