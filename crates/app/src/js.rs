//! The small border to JavaScript: results, errors, events.

use neuroglass_core::Refusal;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit, HtmlElement};

/// What a call into JavaScript gives.
pub type JsResult<T> = Result<T, JsValue>;

/// What an error says, whatever was thrown.
pub fn sentence(error: &JsValue) -> String {
    js_sys::Reflect::get(error, &"message".into())
        .ok()
        .and_then(|message| message.as_string())
        .unwrap_or_else(|| format!("{error:?}"))
}

/// A refusal as an `Error` with its `field`.
pub fn refusal_error(refusal: &Refusal) -> JsValue {
    let error = js_sys::Error::new(&refusal.to_string());
    for (name, value) in [
        ("field", &refusal.field),
        ("given", &refusal.given),
        ("allowed", &refusal.allowed),
    ] {
        let _ = js_sys::Reflect::set(&error, &name.into(), &value.into());
    }
    error.into()
}

/// Lets the host page hear of something; the event crosses the shadow border.
pub fn dispatch(host: &HtmlElement, kind: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_bubbles(true);
    init.set_composed(true);
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(kind, &init) {
        let _ = host.dispatch_event(&event);
    }
}
