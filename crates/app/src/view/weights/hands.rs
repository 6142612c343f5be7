//! What a hand can do to the selected unit, or layer, as a whole.

use leptos::prelude::*;
use neuroglass_core::{Edit, Hold, Part, Shape, Symmetry};

use crate::glass::{Glass, Selection, use_glass};
use crate::view::names;
use crate::view::training::fresh_seed;

/// The standard deviation of a nudge.
const NUDGE: f32 = 0.1;
/// What a unit is scaled by.
const FACTOR: f32 = 2.0;

/// Something that can be done.
#[derive(Clone, Copy)]
struct Tool {
    name: &'static str,
    hint: &'static str,
    edit: fn(Target) -> Option<Edit>,
}

/// What it is done to.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Target {
    part: Part,
    layer: u32,
    unit: Option<u32>,
    /// Units of the layer.
    units: u32,
    /// Whether all of it is locked, or muted.
    is_locked: bool,
    is_muted: bool,
}

const TOOLS: [Tool; 6] = [
    Tool {
        name: "Lock",
        hint: "Training leaves its weights and bias as they are. Press again to let them learn.",
        edit: |target| {
            Some(if target.is_locked {
                Edit::Unlock(target.part)
            } else {
                Edit::Lock(target.part)
            })
        },
    },
    Tool {
        name: "Mute",
        hint: "What it says counts as zero; its weights are kept. Press again to hear it.",
        edit: |target| {
            Some(if target.is_muted {
                Edit::Unmute(target.part)
            } else {
                Edit::Mute(target.part)
            })
        },
    },
    Tool {
        name: "Zero",
        hint: "Sets its weights and bias to zero.",
        edit: |target| Some(Edit::Zero(target.part)),
    },
    Tool {
        name: "Flip",
        hint: "Turns the sign of its weights and bias.",
        edit: |target| Some(Edit::Flip(target.part)),
    },
    Tool {
        name: "Nudge",
        hint: "Adds a little chance to each of its weights: normal noise of a standard deviation of 0.1.",
        edit: |target| {
            Some(Edit::Nudge {
                part: target.part,
                size: NUDGE,
                seed: fresh_seed(),
            })
        },
    },
    Tool {
        name: "Redraw",
        hint: "Draws its weights and bias anew, as at the start of another run.",
        edit: |target| {
            Some(Edit::Draw {
                part: target.part,
                seed: fresh_seed(),
            })
        },
    },
];

/// What changes weights and not what the network says.
const SYMMETRIES: [Tool; 3] = [
    Tool {
        name: "Swap",
        hint: "Changes places with the next unit of its layer: all weights move along, and the output stays the same.",
        edit: |target| {
            let (layer, unit) = (target.layer, target.unit?);
            let units = [unit, (unit + 1) % target.units];
            (target.units > 1).then_some(Edit::Symmetry(Symmetry::Swap { layer, units }))
        },
    },
    Tool {
        name: "Scale × 2",
        hint: "Doubles what goes into it and halves what comes out: with ReLU, leaky ReLU or no activation the output stays the same.",
        edit: |target| {
            Some(Edit::Symmetry(Symmetry::Rescale {
                layer: target.layer,
                unit: target.unit?,
                factor: FACTOR,
            }))
        },
    },
    Tool {
        name: "Mirror",
        hint: "Turns every sign into it and out of it: with an odd activation, like tanh, the output stays the same.",
        edit: |target| {
            Some(Edit::Symmetry(Symmetry::Negate {
                layer: target.layer,
                unit: target.unit?,
            }))
        },
    },
];

/// The buttons.
#[component]
pub fn Hands() -> impl IntoView {
    let glass = use_glass();
    let target = Memo::new(move |_| {
        glass.numbers.track();
        target(glass)
    });
    let name = move || {
        glass.settings.with(|settings| match glass.selection.get() {
            Selection { column: 0, .. } => "All".to_owned(),
            Selection { column, unit: None } => names::title(settings, column as usize),
            selection @ Selection { .. } => names::symbol(settings, selection),
        })
    };
    let button = move |tool: Tool| {
        let edit = move || (tool.edit)(target.get()?);
        let fits = Memo::new(move |_| {
            glass
                .settings
                .with(|settings| edit().is_some_and(|edit| edit.after(settings).is_ok()))
        });
        let pressed = move || {
            let is_on = match tool.name {
                "Lock" => target.get()?.is_locked,
                "Mute" => target.get()?.is_muted,
                _ => return None,
            };
            Some(if is_on { "true" } else { "false" })
        };
        let press = move |_| {
            if let Some(edit) = untrack(edit).filter(|_| fits.get_untracked()) {
                glass.edit(edit);
            }
        };
        view! {
            <button
                type="button"
                class="tool"
                data-tool=tool.name
                data-hint=tool.hint
                aria-description=tool.hint
                aria-pressed=pressed
                aria-disabled=move || (!fits.get()).then_some("true")
                on:click=press
            >
                {tool.name}
            </button>
        }
    };
    view! {
        <div class="hands" role="group" aria-label="The selection as a whole">
            <i class="hands-name">{name}</i>
            {TOOLS.map(button)}
            <span class="note" data-hint="Symmetries of the network: weights move, what it says does not.">"same map:"</span>
            {SYMMETRIES.map(button)}
        </div>
    }
}

/// The selection, as what edits call it.
fn target(glass: Glass) -> Option<Target> {
    let Selection { column, unit } = glass.selection.get();
    glass.with_scene(|scene| {
        let shape = Shape::new(&scene.settings);
        let layer = column.saturating_sub(1);
        let layer_shape = shape.layers().get(layer as usize)?;
        let (part, unit) = match (column, unit) {
            (0, _) => (Part::All, None),
            (_, None) => (Part::Layer(layer), None),
            (_, Some(unit)) => (Part::Unit { layer, unit }, Some(unit)),
        };
        Some(Target {
            part,
            layer,
            unit,
            units: layer_shape.output.channels,
            is_locked: scene.are_held(&part.places(&shape), Hold::is_locked),
            is_muted: scene.are_held(&part.voice(&shape), Hold::is_muted),
        })
    })
}
