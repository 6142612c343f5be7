//! The few controls that every panel is made of. Each has a label and a sentence.

mod fold;
mod numbers;
mod slider;
mod track;

pub use fold::{FoldBody, FoldHead};
pub use numbers::NumberRows;
pub use slider::{Field, Slider};
pub use track::Track;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::icon::{Glyph, Icon};

/// A table of choices as a menu sees it: titles, and the number of the one in force.
///
/// The components below know nothing of what is chosen, so that each exists once.
#[derive(Clone, Copy)]
pub struct Choices {
    titles: StoredValue<Vec<&'static str>>,
    /// A sentence for each, where there are some.
    sentences: StoredValue<Vec<&'static str>>,
    chosen: Signal<usize>,
    choose: Callback<usize>,
    /// Whether a choice goes with the rest.
    fits: Callback<usize, bool>,
}

impl Choices {
    /// Choices between `all`, each called by its `title`.
    pub fn new<T: Copy + PartialEq + Send + Sync + 'static>(
        all: &'static [T],
        title: fn(T) -> &'static str,
        value: impl Fn() -> T + Send + Sync + 'static,
        on_value: impl Fn(T) + Send + Sync + 'static,
    ) -> Self {
        Self::listed(
            all.iter().map(|&choice| title(choice)).collect(),
            move || {
                let value = value();
                all.iter().position(|choice| *choice == value)
            },
            move |index| {
                if let Some(&choice) = all.get(index) {
                    on_value(choice);
                }
            },
        )
    }

    /// Choices that are told by their place in a list.
    pub fn listed(
        titles: Vec<&'static str>,
        chosen: impl Fn() -> Option<usize> + Send + Sync + 'static,
        choose: impl Fn(usize) + Send + Sync + 'static,
    ) -> Self {
        Self {
            titles: StoredValue::new(titles),
            sentences: StoredValue::new(Vec::new()),
            chosen: Signal::derive(move || chosen().unwrap_or(0)),
            choose: Callback::new(choose),
            fits: Callback::new(|_| true),
        }
    }

    /// The same with a sentence for each.
    pub fn explained(self, sentences: Vec<&'static str>) -> Self {
        self.sentences.set_value(sentences);
        self
    }

    /// The same where not each goes with the rest at all times.
    pub fn fitting(self, fits: impl Fn(usize) -> bool + Send + Sync + 'static) -> Self {
        Self {
            fits: Callback::new(fits),
            ..self
        }
    }

    /// What `about` says of all, and the sentence of the one in force.
    fn hint(self, about: &'static str) -> String {
        let chosen = self.chosen.get();
        let of = |all: &Vec<&'static str>| all.get(chosen).copied();
        match (self.titles.with_value(of), self.sentences.with_value(of)) {
            (Some(title), Some(sentence)) => format!("{about} {title}: {sentence}"),
            _ => about.to_owned(),
        }
    }
}

/// A labelled menu.
#[component]
pub fn Choice(
    label: &'static str,
    hint: &'static str,
    name: &'static str,
    choices: Choices,
) -> impl IntoView {
    view! {
        <label class="row chosen">
            <span class="name">{label}</span>
            <Menu name=name label=label hint=hint choices=choices/>
        </label>
    }
}

/// A menu without a visible label.
#[component]
pub fn Menu(
    name: &'static str,
    #[prop(into)] label: Oco<'static, str>,
    hint: &'static str,
    choices: Choices,
) -> impl IntoView {
    let Choices {
        titles,
        chosen,
        choose,
        fits,
        ..
    } = choices;
    let change = move |event: ev::Event| {
        let select = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
        let Some(select) = select else { return };
        if let Ok(index) = usize::try_from(select.selected_index()) {
            choose.run(index);
        }
        // It shows what holds; what was chosen comes with the frame, if it was accepted.
        select.set_selected_index(chosen.get_untracked() as i32);
    };
    let option = move |(index, title): (usize, &'static str)| {
        view! {
            <option prop:selected=move || chosen.get() == index prop:disabled=move || !fits.run(index)>
                {title}
            </option>
        }
    };
    let hint = Memo::new(move |_| choices.hint(hint));
    view! {
        <span class="menu">
            <select data-control=name aria-label=label aria-description=hint data-hint=hint on:change=change>
                {titles.get_value().into_iter().enumerate().map(option).collect_view()}
            </select>
        </span>
    }
}

/// A button with an icon only.
#[component]
pub fn IconButton(
    #[prop(into)] icon: Signal<Icon>,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] hint: Oco<'static, str>,
    action: &'static str,
    #[prop(optional, into)] class: &'static str,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class=format!("icon-button {class}")
            data-action=action
            data-hint=hint.clone()
            aria-label=label
            aria-description=hint
            aria-disabled=move || disabled.get().then_some("true")
            on:click=move |_| {
                if !disabled.get_untracked() {
                    on_press.run(());
                }
            }
        >
            <Glyph icon=icon/>
        </button>
    }
}

/// The number in the input that an event comes from.
pub fn number_of(event: &ev::Event) -> Option<f64> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    // A person may write the true minus that they read.
    let text = input.value().trim().replace('−', "-").replace(',', ".");
    text.parse().ok().filter(|number: &f64| number.is_finite())
}
