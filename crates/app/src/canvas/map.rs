//! Response maps: values to colours, and the lines through them.

use wasm_bindgen::{Clamped, JsCast as _};
use web_sys::{CanvasRenderingContext2d, Document, HtmlCanvasElement, ImageData};

use super::contour::contour;
use super::scale::Scale;

/// What a value of a map means: how far it is from the middle of its range, in half-ranges.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    pub centre: f32,
    pub half: f32,
    /// Where the contour runs.
    pub level: f32,
}

impl Range {
    /// The range of a picture's pixels, from 0 to 1.
    pub const PIXELS: Self = Self {
        centre: 0.5,
        half: 0.5,
        level: 0.5,
    };

    /// The range of an activation; one without bounds is widened to the values at hand.
    pub fn of(activation: neuroglass_core::Activation, values: &[f32]) -> Self {
        let (centre, half) = activation.range();
        if activation.is_bounded() {
            return Self {
                centre,
                half,
                level: centre,
            };
        }
        let range = Self::around(centre, half, values);
        // A ReLU is exactly zero over half of the plane: just above it, the contour is as straight as the kink.
        let above = if activation == neuroglass_core::Activation::Relu {
            0.02 * range.half
        } else {
            0.0
        };
        Self {
            level: centre + above,
            ..range
        }
    }

    /// At least `half` around `centre`, widened to the finite ones of `values`.
    pub fn around(centre: f32, half: f32, values: &[f32]) -> Self {
        let widest = values
            .iter()
            .map(|value| (value - centre).abs())
            .filter(|distance| distance.is_finite())
            .fold(half, f32::max);
        Self {
            centre,
            half: widest,
            level: centre,
        }
    }

    /// Where `value` stands on the scale.
    pub fn place(self, value: f32) -> f32 {
        (value - self.centre) / self.half
    }
}

/// Maps that stand one above the other; the next ones stand beside them, as no canvas may be ever so high.
const STACK: usize = 128;

/// Square maps in stacks on a canvas of their own size, from which they are drawn scaled.
pub struct Atlas {
    canvas: HtmlCanvasElement,
    ctx: CanvasRenderingContext2d,
    side: usize,
    pixels: Vec<u8>,
}

impl Atlas {
    /// An empty atlas.
    pub fn new(document: &Document) -> Option<Self> {
        let canvas: HtmlCanvasElement = document.create_element("canvas").ok()?.dyn_into().ok()?;
        let ctx = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self {
            canvas,
            ctx,
            side: 0,
            pixels: Vec::new(),
        })
    }

    /// Starts a new set of maps of `side` × `side` values each.
    pub fn begin(&mut self, side: usize) {
        self.side = side;
        self.pixels.clear();
    }

    /// Adds a map.
    pub fn push(&mut self, values: &[f32], range: Range, scale: &Scale) {
        self.pixels.reserve(values.len() * 4);
        for &value in values {
            self.pixels
                .extend_from_slice(&scale.colour(range.place(value)));
        }
    }

    /// Brings the maps onto the canvas.
    pub fn finish(&mut self) {
        let stack = self.side * self.side * STACK * 4;
        let stacks = self.pixels.len().div_ceil(stack.max(1));
        let rows = self.pixels.len().min(stack) / 4 / self.side.max(1);
        let (width, height) = ((self.side * stacks) as u32, rows as u32);
        if width == 0 || height == 0 {
            return;
        }
        if self.canvas.width() != width || self.canvas.height() != height {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        for (number, pixels) in self.pixels.chunks(stack).enumerate() {
            let image = ImageData::new_with_u8_clamped_array(Clamped(pixels), self.side as u32);
            if let Ok(image) = image {
                let x = (self.side * number) as f64;
                let _ = self.ctx.put_image_data(&image, x, 0.0);
            }
        }
    }

    /// Draws map number `index` into a square of `size` at (x, y).
    pub fn draw(&self, ctx: &CanvasRenderingContext2d, index: usize, x: f64, y: f64, size: f64) {
        let side = self.side as f64;
        let (left, top) = (index / STACK, index % STACK);
        let _ = ctx.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            &self.canvas,
            side * left as f64,
            side * top as f64,
            side,
            side,
            x,
            y,
            size,
            size,
        );
    }
}

/// Makes the contour of a map at `level` the current path, the map lying in a square of `size` at (x, y).
pub fn trace_contour(
    ctx: &CanvasRenderingContext2d,
    values: &[f32],
    side: usize,
    level: f32,
    (x, y, size): (f64, f64, f64),
) {
    let cell = size / side as f64;
    ctx.begin_path();
    contour(values, side, level, |a, b| {
        ctx.move_to(x + f64::from(a[0]) * cell, y + f64::from(a[1]) * cell);
        ctx.line_to(x + f64::from(b[0]) * cell, y + f64::from(b[1]) * cell);
    });
}
