//! The colours that canvases draw with, read from the same custom properties that the styles use.

use plotters::style::RGBColor;
use wasm_bindgen::JsCast as _;
use web_sys::{CanvasRenderingContext2d, CssStyleDeclaration, HtmlCanvasElement, HtmlElement};

use super::scale::Scale;

/// Colours in force on one instance.
#[derive(Clone)]
pub struct Palette {
    pub paper: String,
    pub well: String,
    pub tile_border: String,
    pub ink: String,
    pub ink2: String,
    pub ink3: String,
    pub needle: String,
    pub needle_wash: String,
    pub negative: String,
    pub positive: String,
    pub negative_text: String,
    pub positive_text: String,
    pub negative_point: String,
    pub positive_point: String,
    pub point_rim: String,
    pub area: String,
    pub area_line: String,
    pub sans: String,
    pub mono: String,
    pub serif: String,
    pub scale: Scale,
    /// From paper to ink: for what has a size, but no sign.
    pub grey: Scale,
    pub plot_ink: RGBColor,
    pub plot_ink3: RGBColor,
    pub plot_rule: RGBColor,
    pub plot_rule2: RGBColor,
}

impl Palette {
    /// Reads the palette from the computed style of `root`. Called when the theme changes, never while training.
    pub fn read(root: &HtmlElement) -> Option<Self> {
        let style = web_sys::window()?.get_computed_style(root).ok()??;
        let names = [
            "--map-neg",
            "--map-neg-half",
            "--map-zero",
            "--map-pos-half",
            "--map-pos",
        ];
        let stops = names.map(|name| rgb(root, &token(&style, name)));
        let ink3 = token(&style, "--ink3");
        let broken = rgb(root, &ink3);
        let ends = ["--paper", "--ink"].map(|name| rgb(root, &token(&style, name)));
        let plot = |css: &str| {
            let [r, g, b] = rgb(root, css);
            RGBColor(r, g, b)
        };
        Some(Self {
            paper: token(&style, "--paper"),
            well: token(&style, "--well"),
            tile_border: token(&style, "--rule2"),
            ink: token(&style, "--ink"),
            ink2: token(&style, "--ink2"),
            needle: token(&style, "--needle"),
            needle_wash: token(&style, "--needle-wash"),
            negative: token(&style, "--neg"),
            positive: token(&style, "--pos"),
            negative_text: token(&style, "--neg-text"),
            positive_text: token(&style, "--pos-text"),
            negative_point: token(&style, "--point-neg"),
            positive_point: token(&style, "--point-pos"),
            point_rim: token(&style, "--point-rim"),
            area: token(&style, "--area"),
            area_line: token(&style, "--area-line"),
            sans: token(&style, "--sans"),
            mono: token(&style, "--mono"),
            serif: token(&style, "--serif"),
            scale: Scale::new(stops, broken),
            grey: Scale::between(ends, broken),
            plot_ink: plot(&token(&style, "--ink")),
            plot_ink3: plot(&ink3),
            plot_rule: plot(&token(&style, "--rule")),
            plot_rule2: plot(&token(&style, "--rule2")),
            ink3,
        })
    }

    /// The stroke of something with this sign.
    pub fn signed(&self, value: f32) -> &str {
        if value < 0.0 {
            &self.negative
        } else if value > 0.0 {
            &self.positive
        } else {
            &self.ink3
        }
    }

    /// The colour of a written number with this sign.
    pub fn signed_text(&self, value: f32) -> &str {
        if value < 0.0 {
            &self.negative_text
        } else if value > 0.0 {
            &self.positive_text
        } else {
            &self.ink2
        }
    }
}

fn token(style: &CssStyleDeclaration, name: &str) -> String {
    style
        .get_property_value(name)
        .unwrap_or_default()
        .trim()
        .to_owned()
}

/// Any CSS colour as numbers: a canvas gives back `#rrggbb` whatever it was given.
fn rgb(root: &HtmlElement, css: &str) -> [u8; 3] {
    let hex = || {
        let canvas: HtmlCanvasElement = root
            .owner_document()?
            .create_element("canvas")
            .ok()?
            .dyn_into()
            .ok()?;
        let ctx: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        ctx.set_fill_style_str(css);
        u32::from_str_radix(ctx.fill_style().as_string()?.strip_prefix('#')?, 16).ok()
    };
    let [_, r, g, b] = hex().unwrap_or(0x0080_8080).to_be_bytes();
    [r, g, b]
}
