//! What the landscape is of: which plane, how far, how fine.

use leptos::ev;
use leptos::prelude::Track as _;
use leptos::prelude::*;
use neuroglass_core::Shape;
use neuroglass_core::analysis::{Plane, Study};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlSelectElement;

use super::seen::name;
use crate::format;
use crate::glass::{Glass, use_glass};
use crate::view::controls::{Choice, Choices, Field, IconButton, Slider, Track};
use crate::view::icon::Icon;
use crate::view::training::fresh_seed;
use crate::view::weights::{Parameter, groups};

/// Which plane through all parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Pair,
    Random,
    Path,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Pair, Self::Random, Self::Path];

    const fn title(self) -> &'static str {
        match self {
            Self::Pair => "two weights",
            Self::Random => "random",
            Self::Path => "the path’s",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Pair => "one weight goes across, one goes up, all others stay.",
            Self::Random => {
                "two random directions, as long for each unit as its weights are, so that units can be compared."
            }
            Self::Path => {
                "the two directions in which the run has moved most. The path reaches from −1 to 1."
            }
        }
    }
}

/// Points in a row, and rows: odd, so that the network as it is is one of them.
const SIDES: [u32; 3] = [33, 65, 97];
/// Weights to choose from.
const MOST: usize = 128;

/// What is asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    kind: RwSignal<Kind>,
    /// The weights of the selection.
    pub weights: Memo<Vec<Parameter>>,
    /// Which of them go across and up.
    picks: RwSignal<[usize; 2]>,
    seed: RwSignal<u32>,
    /// For each kind.
    reaches: RwSignal<[f64; 3]>,
    side: RwSignal<usize>,
    pub is_log: RwSignal<bool>,
}

impl Asked {
    pub fn new(glass: Glass) -> Self {
        let weights = Memo::new(move |_| {
            let groups = groups(glass).into_iter();
            groups
                .flat_map(|group| group.parameters)
                .take(MOST)
                .collect::<Vec<_>>()
        });
        let picks = RwSignal::new([0, 1]);
        Effect::new(move || {
            weights.track();
            picks.set([0, 1]);
        });
        Self {
            kind: RwSignal::new(Kind::Pair),
            weights,
            picks,
            seed: RwSignal::new(1),
            reaches: RwSignal::new([4.0, 1.0, 1.2]),
            side: RwSignal::new(1),
            is_log: RwSignal::new(true),
        }
    }

    /// The study of it; none, where the selection has no weights.
    pub fn study(self, glass: Glass) -> Option<Study> {
        let kind = self.kind.get();
        let plane = match kind {
            Kind::Pair => {
                let picks = self.picks.get();
                let index = |at: usize| {
                    let weight = self.weights.with(|weights| weights.get(at).copied())?;
                    glass
                        .settings
                        .with(|settings| weight.index(&Shape::new(settings)))
                };
                Plane::Pair {
                    parameters: [index(picks[0])?, index(picks[1])?],
                }
            }
            Kind::Random => Plane::Random {
                seed: self.seed.get(),
            },
            Kind::Path => Plane::Path,
        };
        Some(Study::Landscape {
            plane,
            side: SIDES[self.side.get()],
            reach: self.reaches.get()[kind as usize] as f32,
        })
    }

    fn is(self, kind: Kind) -> Signal<bool> {
        Signal::derive(move || self.kind.get() == kind)
    }
}

/// The column of controls; `children` stand under them.
#[component]
pub fn Controls(asked: Asked, children: Children) -> impl IntoView {
    let reach = move || asked.reaches.get()[asked.kind.get() as usize];
    let (is_pair, is_random) = (asked.is(Kind::Pair), asked.is(Kind::Random));
    view! {
        <div class="landscape-controls">
            <Choice
                label="Plane"
                name="landscape-plane"
                hint="Which plane through all weights and biases is shown."
                choices=Choices::new(&Kind::ALL, Kind::title, move || asked.kind.get(), move |kind| asked.kind.set(kind))
                    .explained(Kind::ALL.map(Kind::sentence).to_vec())
            />
            <Show when=move || is_pair.get()>
                <Picker axis=0 asked=asked/>
                <Picker axis=1 asked=asked/>
            </Show>
            <Show when=move || is_random.get()><SeedRow seed=asked.seed/></Show>
            <Slider
                label="Reach"
                name="landscape-reach"
                hint="How far the plane goes from where the network is, each way."
                track=Track::Log(0.1, 20.0, 2)
                value=Signal::derive(reach)
                text=format::number
                on_value=move |to| asked.reaches.update(|reaches| reaches[asked.kind.get_untracked() as usize] = to)
            />
            <Choice
                label="Losses"
                name="landscape-side"
                hint="How many losses are computed. More take longer."
                choices=Choices::listed(
                    vec!["33 × 33", "65 × 65", "97 × 97"],
                    move || Some(asked.side.get()),
                    move |side| asked.side.set(side),
                )
            />
            <Choice
                label="Greys"
                name="landscape-greys"
                hint="Dark is a high loss. Log shows differences between small losses, linear between large ones."
                choices=Choices::listed(
                    vec!["log", "linear"],
                    move || Some(usize::from(!asked.is_log.get())),
                    move |choice| asked.is_log.set(choice == 0),
                )
            />
            {children()}
        </div>
    }
}

/// A menu of the weights of what is selected.
#[component]
fn Picker(axis: usize, asked: Asked) -> impl IntoView {
    let glass = use_glass();
    let (symbol, label, hint) = [
        (
            "α",
            "Weight that goes across",
            "The weight, or bias, that changes from left to right: one of what is selected above.",
        ),
        (
            "β",
            "Weight that goes up",
            "The weight, or bias, that changes upwards: one of what is selected above.",
        ),
    ][axis];
    let change = move |event: ev::Event| {
        let select = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let Some(index) = select.and_then(|select| usize::try_from(select.selected_index()).ok())
        else {
            return;
        };
        asked.picks.update(|picks| {
            // One weight makes no plane: the two change places.
            if picks[1 - axis] == index {
                picks[1 - axis] = picks[axis];
            }
            picks[axis] = index;
        });
    };
    let option = move |(index, weight): (usize, Parameter)| {
        let text = glass
            .settings
            .with_untracked(|settings| name(weight, settings));
        view! { <option prop:selected=move || asked.picks.get()[axis] == index>{text}</option> }
    };
    view! {
        <label class="row chosen" data-hint=hint>
            <span class="name"><i>{symbol}</i></span>
            <span class="menu">
                <select data-control=["landscape-across", "landscape-up"][axis] aria-label=label aria-description=hint on:change=change>
                    {move || asked.weights.get().into_iter().enumerate().map(option).collect_view()}
                </select>
            </span>
        </label>
    }
}

#[component]
fn SeedRow(seed: RwSignal<u32>) -> impl IntoView {
    view! {
        <div class="row chosen" data-hint="The same seed always gives the same directions.">
            <span class="name" aria-hidden="true">"Seed"</span>
            <IconButton
                icon=Icon::Dice
                label="Other directions"
                hint="Draws two other random directions."
                action="landscape-seed"
                on_press=move |()| seed.set(fresh_seed())
            />
            <Field
                label="Seed of the directions"
                name="landscape-seed"
                value=Signal::derive(move || f64::from(seed.get()))
                text=format::exact
                on_value=Callback::new(move |to| seed.set(to as u32))
            />
        </div>
    }
}
