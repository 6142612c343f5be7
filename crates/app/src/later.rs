//! Views whose code is fetched when they are first opened.
//!
//! The site's build cuts the wasm module at these points (`cargo xtask build`, which sets `split`); a plain build has
//! all of it in one piece, and then there is nothing to wait for.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use leptos::prelude::*;
use leptos::task::spawn_local;

/// A view, and the way to its code.
#[derive(Clone, Copy)]
pub struct Part {
    /// Fetches the code; `false` if it cannot be had.
    pub load: fn() -> Pin<Box<dyn Future<Output = bool>>>,
    /// The view, once the code is there.
    pub view: fn() -> Option<AnyView>,
}

/// The code of a view could not be fetched.
#[derive(Clone, Copy, Debug)]
pub struct Missing;

impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}

/// Writes a [`Part`] whose code is apart, under this name, with the style sheets of `web/styles` that only it needs.
macro_rules! later {
    ($(#[$doc:meta])* $PART:ident = $module:ident $(in $($sheet:literal),+)?: $view:expr) => {
        $(#[$doc])*
        pub const $PART: $crate::later::Part = {
            use $crate::later::Missing;

            #[cfg(split)]
            #[::leptos::wasm_split::wasm_split(
                $module,
                wasm_split_path = ::leptos::wasm_split,
                fallible,
                preload(load)
            )]
            fn view() -> Result<::leptos::prelude::AnyView, Missing> {
                $($(
                    $crate::glass::use_glass().dress(include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../web/styles/",
                        $sheet
                    )));
                )+)?
                Ok($view)
            }
            #[cfg(not(split))]
            async fn view() -> Result<::leptos::prelude::AnyView, Missing> {
                $($(
                    $crate::glass::use_glass().dress(include_str!(concat!(
                        env!("CARGO_MANIFEST_DIR"),
                        "/../../web/styles/",
                        $sheet
                    )));
                )+)?
                Ok($view)
            }
            #[cfg(not(split))]
            async fn load() -> Result<(), Missing> {
                Ok(())
            }
            $crate::later::Part {
                load: || Box::pin(async { load().await.is_ok() }),
                view: || $crate::later::now(view()),
            }
        };
    };
}

pub(crate) use later;

/// What a future that need not wait comes to.
pub fn now<T>(future: impl Future<Output = Result<T, Missing>>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result.ok(),
        Poll::Pending => None,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Waiting,
    There,
    Missing,
}

/// A part that is fetched once it is first wanted, and then stays.
#[component]
pub fn OnDemand(part: Part, #[prop(into)] wanted: Signal<bool>) -> impl IntoView {
    let ever = Memo::new(move |before: Option<&bool>| before == Some(&true) || wanted.get());
    move || ever.get().then(|| view! { <Later part=part/> })
}

/// Shows a part as soon as its code is there; if it cannot be had, says so and offers to try again.
#[component]
pub fn Later(part: Part) -> impl IntoView {
    let state = RwSignal::new(State::Waiting);
    let load = move || {
        state.set(State::Waiting);
        spawn_local(async move {
            let found = if (part.load)().await {
                State::There
            } else {
                State::Missing
            };
            // It may have been closed meanwhile.
            let _ = state.try_set(found);
        });
    };
    load();
    move || match state.get() {
        State::Waiting => view! { <p class="note" role="status">"Loading…"</p> }.into_any(),
        State::There => (part.view)().into_any(),
        State::Missing => view! {
            <p class="note" role="alert">
                "This panel could not be loaded. "
                <button type="button" class="link" on:click=move |_| load()>"Try again"</button>
            </p>
        }
        .into_any(),
    }
}
