//! A canvas that is sharp on any screen.

use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// A canvas with its context, sized in device pixels and drawn on in CSS pixels.
#[derive(Clone)]
pub struct Surface {
    pub canvas: HtmlCanvasElement,
    pub ctx: CanvasRenderingContext2d,
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Device pixels in a CSS pixel.
    pub ratio: f64,
}

impl Surface {
    /// Takes hold of `canvas`, which is `width` × `height` CSS pixels on screen. `None` where there is no 2-D context,
    /// or nothing to draw on.
    pub fn new(canvas: HtmlCanvasElement, width: f64, height: f64, ratio: f64) -> Option<Self> {
        let pixels = |length: f64| (length * ratio).round() as u32;
        let (w, h) = (pixels(width), pixels(height));
        if w == 0 || h == 0 {
            return None;
        }
        // Setting a size clears the canvas, even to the same value.
        if canvas.width() != w || canvas.height() != h {
            canvas.set_width(w);
            canvas.set_height(h);
        }
        let ctx = canvas
            .get_context("2d")
            .ok()??
            .dyn_into::<CanvasRenderingContext2d>()
            .ok()?;
        Some(Self {
            canvas,
            ctx,
            width,
            height,
            ratio,
        })
    }

    /// Empties the surface and sets it to CSS pixels.
    pub fn clear(&self) {
        self.reset();
        self.ctx.clear_rect(0.0, 0.0, self.width, self.height);
    }

    /// Sets the surface to CSS pixels, and to opaque.
    pub fn reset(&self) {
        let Self { ctx, ratio, .. } = self;
        // A context refuses a transform only when it is not finite.
        let _ = ctx.set_transform(*ratio, 0.0, 0.0, *ratio, 0.0, 0.0);
        ctx.set_global_alpha(1.0);
    }

    /// Sets the surface to device pixels, for those who count in them.
    pub fn in_device_pixels(&self) {
        let _ = self.ctx.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
    }

    /// The nearest place at which a line of one device pixel is sharp.
    pub fn sharp(&self, at: f64) -> f64 {
        ((at * self.ratio).round() + 0.5) / self.ratio
    }
}
