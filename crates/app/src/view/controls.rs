//! The few controls that every panel is made of. Each has a label and a sentence.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlInputElement, HtmlSelectElement};

use super::icon::{Glyph, Icon};

/// Positions of a slider's handle; a value lies on it by its [`Track`].
const POSITIONS: f64 = 1000.0;

/// How values lie along a slider.
#[derive(Clone, Copy, PartialEq)]
pub enum Track {
    /// Evenly from the first to the second, in steps of the third.
    Linear(f64, f64, f64),
    /// By factors from the first to the second; rounded to this many significant digits.
    Log(f64, f64, i32),
}

impl Track {
    fn place(self, value: f64) -> f64 {
        let share = match self {
            Self::Linear(min, max, _) => (value - min) / (max - min),
            Self::Log(min, max, _) => (value.max(min) / min).ln() / (max / min).ln(),
        };
        share.clamp(0.0, 1.0) * POSITIONS
    }

    fn value(self, place: f64) -> f64 {
        let share = place / POSITIONS;
        match self {
            Self::Linear(min, max, step) => min + (share * (max - min) / step).round() * step,
            Self::Log(min, max, digits) => {
                let value = min * (max / min).powf(share);
                let unit = 10f64.powi(value.log10().floor() as i32 - digits + 1);
                ((value / unit).round() * unit).clamp(min, max)
            }
        }
    }

    /// The value that an arrow key leads to.
    fn next(self, value: f64, direction: f64) -> f64 {
        match self {
            Self::Linear(min, max, step) => (value + direction * step).clamp(min, max),
            Self::Log(..) => {
                let mut place = self.place(value);
                // Rounding may swallow one position, so go until something changes.
                for _ in 0..POSITIONS as u32 {
                    place = (place + direction * POSITIONS / 100.0).clamp(0.0, POSITIONS);
                    let next = self.value(place);
                    if next != value || place <= 0.0 || place >= POSITIONS {
                        return next;
                    }
                }
                value
            }
        }
    }
}

/// A labelled slider with its value written beside it.
#[component]
pub fn Slider(
    label: &'static str,
    hint: &'static str,
    name: &'static str,
    track: Track,
    #[prop(into)] value: Signal<f64>,
    text: fn(f64) -> String,
    #[prop(into)] on_value: Callback<f64>,
) -> impl IntoView {
    let input = move |event: ev::Event| {
        if let Some(place) = number_of(&event) {
            on_value.run(track.value(place));
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let direction = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => 1.0,
            "ArrowLeft" | "ArrowDown" => -1.0,
            _ => return,
        };
        event.prevent_default();
        on_value.run(track.next(value.get_untracked(), direction));
    };
    let fill = move || format!("{:.1}%", track.place(value.get()) / POSITIONS * 100.0);
    view! {
        <label class="row" data-hint=hint>
            <span class="name">{label}</span>
            <input
                type="range"
                class="range"
                data-control=name
                min="0"
                max=POSITIONS
                step="any"
                prop:value=move || track.place(value.get())
                aria-valuetext=move || text(value.get())
                aria-description=hint
                style:--fill=fill
                on:input=input
                on:keydown=key
            />
            <span class="value" aria-hidden="true">{move || text(value.get())}</span>
        </label>
    }
}

/// A table of choices as a menu sees it: titles, and the number of the one in force.
///
/// The components below know nothing of what is chosen, so that each exists once.
#[derive(Clone, Copy)]
pub struct Choices {
    titles: StoredValue<Vec<&'static str>>,
    chosen: Signal<usize>,
    choose: Callback<usize>,
}

impl Choices {
    /// Choices between `all`, each called by its `title`.
    pub fn new<T: Copy + PartialEq + Send + Sync + 'static>(
        all: &'static [T],
        title: fn(T) -> &'static str,
        value: impl Fn() -> T + Send + Sync + 'static,
        on_value: impl Fn(T) + Send + Sync + 'static,
    ) -> Self {
        Self {
            titles: StoredValue::new(all.iter().map(|&choice| title(choice)).collect()),
            chosen: Signal::derive(move || {
                let value = value();
                all.iter().position(|choice| *choice == value).unwrap_or(0)
            }),
            choose: Callback::new(move |index: usize| {
                if let Some(&choice) = all.get(index) {
                    on_value(choice);
                }
            }),
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
        <label class="row" data-hint=hint>
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
        view! { <option prop:selected=move || chosen.get() == index>{title}</option> }
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_and_its_value_agree() {
        for track in [
            Track::Linear(0.0, 1.0, 0.01),
            Track::Log(1e-4, 10.0, 2),
            Track::Log(10.0, 10_000.0, 2),
        ] {
            for place in [0.0, 250.0, 500.0, 999.0, 1000.0] {
                let value = track.value(place);
                assert!((track.place(value) - place).abs() < 12.0, "{place} {value}");
            }
        }
    }

    #[test]
    fn an_arrow_key_always_moves_until_the_end() {
        let track = Track::Log(1.0, 10_000.0, 2);
        let mut value = 1.0;
        while value < 10_000.0 {
            let next = track.next(value, 1.0);
            assert!(next > value);
            value = next;
        }
    }
}
