//! Where it starts from: how weights and biases are drawn, and from which seed.

use leptos::prelude::*;
use neuroglass_core::{Edit, Init, Scheme};

use super::super::controls::{Choices, Field, FoldBody, FoldHead, IconButton, Menu, NumberRows};
use super::super::icon::Icon;
use crate::format;
use crate::glass::{Fold, Glass, use_glass};

/// Weights or biases.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Weights,
    Biases,
}

impl Of {
    const fn name(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::Biases => "biases",
        }
    }

    fn get(self, init: Init) -> Scheme {
        match self {
            Self::Weights => init.weights,
            Self::Biases => init.biases,
        }
    }

    fn set(self, init: Init, scheme: Scheme) -> Init {
        match self {
            Self::Weights => Init {
                weights: scheme,
                ..init
            },
            Self::Biases => Init {
                biases: scheme,
                ..init
            },
        }
    }

    /// The schemes that suit it.
    fn schemes(self) -> impl Iterator<Item = &'static Scheme> {
        Scheme::ALL
            .iter()
            .filter(move |scheme| self == Self::Weights || scheme.suits_biases())
    }
}

/// How parameters are drawn at the start.
#[component]
pub fn StartRows() -> impl IntoView {
    let glass = use_glass();
    let seed = Signal::derive(move || f64::from(glass.settings.with(|settings| settings.seed)));
    view! {
        <FoldHead fold=Fold::Start label="Start" hint="Where it starts from: how weights and biases are drawn.">
            <SchemeMenu of=Of::Weights/>
            <IconButton
                icon=Icon::Dice
                label="New first weights"
                hint="Draws all weights anew, and another order of the examples."
                action="redraw"
                on_press=move |()| redraw(glass, |init| init, Some(fresh_seed()))
            />
        </FoldHead>
        <FoldBody fold=Fold::Start label="Where it starts from">
            <SchemeNumber of=Of::Weights/>
            <div class="row chosen">
                <span class="name" aria-hidden="true">"Biases"</span>
                <SchemeMenu of=Of::Biases/>
            </div>
            <SchemeNumber of=Of::Biases/>
            <div class="row chosen" data-hint="The same seed always draws the same weights, in the same order of examples.">
                <span class="name" aria-hidden="true">"Seed"</span>
                <Field
                    label="Seed of the weights"
                    name="seed"
                    value=seed
                    text=format::exact
                    on_value=Callback::new(move |seed| redraw(glass, |init| init, Some(seed as u32)))
                />
            </div>
        </FoldBody>
    }
}

/// The rule that weights or biases are drawn by.
#[component]
fn SchemeMenu(of: Of) -> impl IntoView {
    let glass = use_glass();
    let scheme = move || of.get(glass.settings.with(|settings| settings.init));
    let choices = Choices::listed(
        of.schemes().map(|scheme| scheme.name()).collect(),
        move || of.schemes().position(|kind| kind.is_same_kind(scheme())),
        move |index| {
            let Some(&scheme) = of.schemes().nth(index) else {
                return;
            };
            if scheme.number().is_some() {
                glass.open_fold(Fold::Start);
            }
            redraw(glass, |init| of.set(init, scheme), None);
        },
    )
    .explained(of.schemes().map(|scheme| scheme.sentence()).collect());
    view! {
        <Menu
            name=of.name()
            label=format!("First {}", of.name())
            hint="Draws everything anew."
            choices=choices
        />
    }
}

/// Its number, where it has one.
#[component]
fn SchemeNumber(of: Of) -> impl IntoView {
    let glass = use_glass();
    let scheme = move || of.get(glass.settings.with(|settings| settings.init));
    let turn = move |(_, value)| {
        redraw(glass, |init| of.set(init, of.get(init).with(value)), None);
    };
    view! {
        <NumberRows
            setting=of.name()
            table=move |()| scheme().number().map_or(&[][..], std::slice::from_ref)
            get=move |_| scheme().get()
            on_value=turn
        />
    }
}

/// Draws all parameters anew: by other rules, or from another seed.
fn redraw(glass: Glass, init: impl Fn(Init) -> Init, seed: Option<u32>) {
    let settings = glass.ahead();
    glass.turn(Edit::Redraw {
        seed: seed.unwrap_or(settings.seed),
        init: init(settings.init),
    });
}

/// A seed that nobody has chosen, short enough to be read aloud.
pub fn fresh_seed() -> u32 {
    let mut bytes = [0; 2];
    // Without entropy any seed is as good as another.
    let _ = getrandom::fill(&mut bytes);
    u32::from(u16::from_le_bytes(bytes)) % 1000
}
