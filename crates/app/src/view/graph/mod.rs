//! The network itself: tiles, edges, and the controls that shape it.

mod edges;
mod heads;
mod inputs;
mod nodes;
mod paint;
mod plan;

use leptos::prelude::*;

pub use self::edges::MOST_EDGES;
pub use self::paint::{tile_range, unit_name};

use self::heads::{Heads, LayerStrip};
use self::inputs::InputPalette;
use self::nodes::Nodes;
use self::paint::Emphasis;
use self::plan::Plan;
use super::drawing::{Drawing, device_ratio};
use crate::canvas::map::Atlas;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::{Glass, column_units, use_glass};
use crate::scene::Scene;

/// Multiply-adds that the maps of all tiles may cost together.
const TILE_BUDGET: f64 = 30e6;

/// The network.
#[component]
pub fn Graph() -> impl IntoView {
    let glass = use_glass();
    let size = RwSignal::new((0.0, 0.0));
    let columns = Memo::new(move |_| glass.settings.with(column_sizes));
    let plan = Memo::new(move |_| {
        let (width, height) = size.get();
        Plan::new(width, height, &columns.get())
    });
    watch_tiles(glass, plan);
    Effect::new(move || {
        plan.track();
        glass.selection.track();
        glass.preview.track();
        glass.repaint();
    });

    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let emphasis = Emphasis {
            selection: glass.selection.get_untracked(),
            hover: glass.preview.get_untracked(),
        };
        if let Some(atlas) = &mut atlas {
            plan.with_untracked(|plan| {
                paint::paint(surface, scene, palette, plan, atlas, emphasis);
            });
        }
    };
    view! {
        <section class="graph" aria-label="Network">
            <Drawing name="graph" size=size paint=paint/>
            <Heads plan=plan/>
            <Nodes plan=plan/>
            <InputPalette plan=plan/>
            <Legend plan=plan/>
            <LayerStrip plan=plan/>
        </section>
    }
}

/// The units of every column.
fn column_sizes(settings: &neuroglass_core::Experiment) -> Vec<usize> {
    let columns = settings.hidden.len() as u32 + 2;
    (0..columns)
        .map(|column| column_units(settings, column) as usize)
        .collect()
}

/// Asks for maps as sharp as the tiles are large, within reason.
fn watch_tiles(glass: Glass, plan: Memo<Plan>) {
    Effect::new(move || {
        let plan = plan.get();
        if plan.width <= 0.0 {
            return;
        }
        let parameters = glass.with_scene(|scene| scene.shape.parameters()).max(1) as f64;
        let wanted = plan.largest_tile() * device_ratio().min(1.25) * 0.9;
        let affordable = (TILE_BUDGET / parameters).sqrt();
        let side = wanted.min(affordable).clamp(8.0, 64.0) as u32;
        if glass.watch.with_untracked(|watch| watch.tiles != side) {
            glass.watch.update(|watch| watch.tiles = side);
        }
    });
}

#[component]
fn Legend(plan: Memo<Plan>) -> impl IntoView {
    let glass = use_glass();
    let text = move || {
        let all = glass.settings.with(|settings| {
            let columns = column_sizes(settings);
            columns
                .windows(2)
                .map(|pair| pair[0] * pair[1])
                .sum::<usize>()
        });
        if all > MOST_EDGES {
            format!("weight − / +, width = size; the strongest {MOST_EDGES} of {all}")
        } else {
            "weight − / +, width = size".to_owned()
        }
    };
    view! {
        <p class="legend" class:aside=move || plan.with(|plan| !plan.is_roomy()) aria-hidden="true">
            <span class="key key-neg"></span>
            <span class="key key-pos"></span>
            {text}
            <span class="key key-bias"></span>
            "bias"
        </p>
    }
}
