//! The network itself: tiles, edges, and the controls that shape it.

mod activation;
mod card;
mod edges;
mod heads;
mod inputs;
mod kinds;
mod labels;
mod nodes;
mod numbers;
mod overlay;
mod paint;
mod plan;
mod popover;
mod stepper;

use leptos::prelude::*;
use neuroglass_core::Experiment;
use neuroglass_core::analysis::Study;

pub use self::edges::{Edge, Kind};
pub use self::labels::along;
pub use self::overlay::Overlay;
pub use self::paint::push_tile;
pub use self::plan::{ABOVE_LINES, Column, Plan};

use self::card::{Below, POPOVERS};
use self::edges::MOST_EDGES;
use self::heads::{Heads, LayerStrip};
use self::inputs::InputPalette;
use self::nodes::Nodes;
use self::paint::Emphasis;
use self::popover::{Open, close_elsewhere};
use super::drawing::{Drawing, device_ratio};
use crate::canvas::map::Atlas;
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::{Glass, column_units, use_glass};
use crate::later::OnDemand;
use crate::scene::Scene;

/// Multiply-adds that the maps of all tiles may cost together.
const TILE_BUDGET: f64 = 30e6;

/// The network.
#[component]
pub fn Graph() -> impl IntoView {
    let glass = use_glass();
    let size = RwSignal::new((0.0, 0.0));
    let open = RwSignal::new(None);
    close_elsewhere(glass, open);
    let columns = Memo::new(move |_| glass.settings.with(column_sizes));
    let plan = Memo::new(move |_| {
        let (width, height) = size.get();
        Plan::new(width, height, &columns.get(), glass.tracing.get())
    });
    watch_tiles(glass, plan);
    provide_context(Below { plan, open });
    let of_layers = move || matches!(open.get(), Some(Open::Add(_) | Open::Layer(_)));
    glass.study(move || glass.impact_lens.get().then_some(Study::Impact));
    Effect::new(move || {
        plan.track();
        glass.selection.track();
        glass.preview.track();
        glass.divergence.track();
        glass.overlay.track();
        glass.repaint();
    });

    let mut atlas = glass
        .root()
        .owner_document()
        .and_then(|document| Atlas::new(&document));
    let paint = move |surface: &Surface, scene: &Scene, palette: &Palette| {
        let selection = glass.selection.get_untracked();
        let overlay = glass.overlay.get_untracked();
        let overlay = overlay.as_deref().filter(|overlay| overlay.is_of(scene));
        let emphasis = Emphasis {
            // What is computed is what is looked at.
            selection: overlay.map_or(selection, |overlay| overlay.node(selection)),
            hover: glass.preview.get_untracked(),
            divergence: glass.divergence.get_untracked(),
            worth: glass.impact_lens.get_untracked(),
        };
        if let Some(atlas) = &mut atlas {
            plan.with_untracked(|plan| {
                paint::paint(surface, scene, palette, plan, atlas, emphasis, overlay);
            });
        }
    };
    view! {
        <section class="graph" class:tracing=move || glass.tracing.get() aria-label="Network">
            <Drawing name="graph" size=size paint=paint/>
            <Heads plan=plan open=open/>
            <Nodes plan=plan/>
            <InputPalette plan=plan open=open/>
            <Legend plan=plan/>
            <LayerStrip plan=plan open=open/>
            <OnDemand part=POPOVERS wanted=Signal::derive(of_layers)/>
        </section>
    }
}

/// The units of every column.
fn column_sizes(settings: &Experiment) -> Vec<usize> {
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
        let side = glass.settings.with(|settings| whole_pixels(settings, side));
        if glass.watch.with_untracked(|watch| watch.tiles != side) {
            glass.watch.update(|watch| watch.tiles = side);
        }
    });
}

/// Of pictures, a side that their pixels divide evenly.
fn whole_pixels(settings: &Experiment, side: u32) -> u32 {
    if settings.sees_features() {
        return side;
    }
    let rows = settings.input_volume().height.max(1);
    (side.next_multiple_of(rows)).min(64 / rows * rows).max(8)
}

#[component]
fn Legend(plan: Memo<Plan>) -> impl IntoView {
    let glass = use_glass();
    // Edges that are drawn one by one, and whether there are others.
    let drawn = Memo::new(move |_| {
        let is_picture = glass.settings.with(|settings| !settings.sees_features());
        plan.with(|plan| {
            let single = |pair: &&[Column]| !pair.iter().any(Column::is_grid);
            let pairs = plan.columns.windows(2).filter(single);
            let all = pairs.map(|pair| pair[0].corners.len() * pair[1].corners.len());
            let has_bundles = is_picture || plan.columns.iter().any(Column::is_grid);
            (all.sum::<usize>(), has_bundles)
        })
    });
    let text = move || match drawn.get() {
        _ if glass.impact_lens.get() => "width = rise of the loss without it".to_owned(),
        _ if glass.tracing.get() => "on an edge: weight, and below it ∂L/∂w; δ = ∂L/∂z".to_owned(),
        (all, _) if all > MOST_EDGES => {
            format!("weight − / +, width = size; the strongest {MOST_EDGES} of {all}")
        }
        _ => "weight − / +, width = size".to_owned(),
    };
    view! {
        <p class="legend" class:aside=move || plan.with(|plan| !plan.is_roomy()) aria-hidden="true">
            {move || if glass.impact_lens.get() {
                view! { <span class="key key-bundle"></span> }.into_any()
            } else {
                view! { <span class="key key-neg"></span><span class="key key-pos"></span> }.into_any()
            }}
            {text}
            {move || drawn.get().1.then(|| view! { <span class="key key-bundle"></span>"several" })}
            <span class="key key-bias"></span>
            "bias"
        </p>
    }
}
