//! A small picture of what there is to be learned.

use leptos::prelude::*;
use neuroglass_core::{Data, DataShape, Dataset, Domain, REACH, Task};

use super::super::drawing::Drawing;
use crate::canvas::map::{Atlas, Range};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::use_glass;
use crate::scene::Scene;

/// Points drawn of classes.
const POINTS: u32 = 90;
const NOISE: f32 = 0.1;
/// Values on a side of a landscape, and along a curve.
const SIDE: usize = 24;
const ALONG: usize = 72;

/// What is drawn.
enum Picture {
    /// Points (x₁, x₂) and what stands for their class, from −1 to 1.
    Points(Vec<([f32; 2], f32)>),
    /// The same of more than two classes.
    Classes(Vec<([f32; 2], f32)>),
    /// Values of a square of the plane, row by row.
    Landscape(Vec<f32>),
    /// Values along the line.
    Curve(Vec<f32>),
    /// Pixels of a picture, from 0 to 1, and how many there are in a row.
    Pixels(Vec<f32>, usize),
}

impl Picture {
    fn new(shape: DataShape, classes: u32) -> Self {
        let data = Data {
            shape,
            classes,
            size: POINTS,
            noise: NOISE,
            seed: 3,
            ..Data::default()
        };
        let value = |x| shape.value(x).unwrap_or(0.0);
        match (data.domain(), data.task()) {
            (Domain::Picture(volume), task) => {
                let dataset = Dataset::new(&data);
                // The last class, as the first ones may be plain.
                let last = |example: &usize| task.shade(dataset.target(*example)) >= 1.0;
                let example = (0..dataset.len()).find(last).unwrap_or(0);
                let pixels = dataset.coordinates(example)[..volume.area()].to_vec();
                Self::Pixels(pixels, volume.width as usize)
            }
            (Domain::Line, _) => Self::Curve(places(ALONG).map(|x| value([x, 0.0])).collect()),
            (Domain::Plane, Task::Values(_)) => {
                let rows = places(SIDE).map(|x2| -x2);
                Self::Landscape(
                    rows.flat_map(|x2| places(SIDE).map(move |x1| value([x1, x2])))
                        .collect(),
                )
            }
            (Domain::Plane, Task::Classes(count)) => {
                let dataset = Dataset::new(&data);
                let points = dataset.points(0..dataset.len());
                let points = points
                    .map(|point| (point.x, dataset.task().shade(point.target)))
                    .collect();
                if count > 2 {
                    Self::Classes(points)
                } else {
                    Self::Points(points)
                }
            }
        }
    }

    fn paint(&self, surface: &Surface, palette: &Palette, atlas: &mut Option<Atlas>) {
        let Surface {
            ctx, width, height, ..
        } = surface;
        let at = |value: f32| f64::midpoint(1.0, f64::from(value / REACH)) * width;
        let dot = |[x, y]: [f32; 2]| {
            ctx.begin_path();
            let _ = ctx.arc(at(x), at(-y), 1.5, 0.0, std::f64::consts::TAU);
            ctx.fill();
        };
        match self {
            Self::Points(points) => {
                for &(x, shade) in points {
                    ctx.set_fill_style_str(palette.signed(shade));
                    dot(x);
                }
            }
            // Colours are for signs, of which there are two.
            Self::Classes(points) => {
                for &(x, shade) in points {
                    // On paper, so that points which overlap do not look darker.
                    for (colour, alpha) in
                        [(&palette.paper, 1.0), (&palette.ink, 0.6 - 0.4 * shade)]
                    {
                        ctx.set_fill_style_str(colour);
                        ctx.set_global_alpha(f64::from(alpha));
                        dot(x);
                    }
                }
                ctx.set_global_alpha(1.0);
            }
            Self::Landscape(values) => {
                let Some(atlas) = atlas else { return };
                atlas.begin(SIDE);
                atlas.push(values, Range::around(0.0, 1.0, values), &palette.scale);
                atlas.finish();
                atlas.draw(ctx, 0, 0.0, 0.0, *width);
            }
            Self::Curve(values) => {
                let y = |value: f32| height * (0.5 - 0.4 * f64::from(value));
                ctx.set_fill_style_str(&palette.tile_border);
                ctx.fill_rect(0.0, height / 2.0 - 0.5, *width, 1.0);
                ctx.begin_path();
                for (x, &value) in places(ALONG).zip(values) {
                    ctx.line_to(at(x), y(value));
                }
                ctx.set_stroke_style_str(&palette.ink);
                ctx.set_line_width(1.5);
                ctx.stroke();
            }
            Self::Pixels(pixels, in_a_row) => {
                let count = *in_a_row as f64;
                // Whole pixels of the screen, or seams would show.
                let edge = |index: usize| {
                    (index as f64 / count * width * surface.ratio).round() / surface.ratio
                };
                ctx.set_fill_style_str(&palette.ink);
                for (index, &pixel) in pixels.iter().enumerate() {
                    let (row, column) = (index / in_a_row, index % in_a_row);
                    ctx.set_global_alpha(f64::from(pixel));
                    let (x, y) = (edge(column), edge(row));
                    ctx.fill_rect(x, y, edge(column + 1) - x, edge(row + 1) - y);
                }
                ctx.set_global_alpha(1.0);
            }
        }
    }
}

/// The middles of so many pieces of the way from −6 to 6.
fn places(count: usize) -> impl Iterator<Item = f32> {
    (0..count).map(move |index| REACH * (2.0 * (index as f32 + 0.5) / count as f32 - 1.0))
}

/// The picture of a shape.
#[component]
pub fn Thumbnail(shape: DataShape) -> impl IntoView {
    let glass = use_glass();
    let classes = move || glass.settings.with(|settings| settings.data.classes);
    Effect::new(move |before: Option<u32>| {
        let classes = classes();
        if before != Some(classes) {
            glass.repaint();
        }
        classes
    });
    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let mut painted = None;
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        // It changes with the classes, the theme and the screen only.
        let classes = scene.settings.data.classes;
        let key = (classes, surface.canvas.width(), palette.ink.clone());
        if painted.as_ref() == Some(&key) {
            return;
        }
        surface.clear();
        Picture::new(shape, classes).paint(surface, palette, &mut atlas);
        painted = Some(key);
    };
    view! { <Drawing name="thumbnail" paint=paint/> }
}
