//! The style sheets, adopted by the shadow root: a strict content policy refuses `<style>` and `style="…"`, but not these.

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{CssStyleSheet, ShadowRoot};

use crate::js::JsResult;

/// Tokens first, then the frame, then a file a panel.
const SHEETS: [&str; 14] = [
    include_str!("../../../web/styles/tokens.css"),
    include_str!("../../../web/styles/page.css"),
    include_str!("../../../web/styles/controls.css"),
    include_str!("../../../web/styles/bar.css"),
    include_str!("../../../web/styles/data.css"),
    include_str!("../../../web/styles/heads.css"),
    include_str!("../../../web/styles/graph.css"),
    include_str!("../../../web/styles/output.css"),
    include_str!("../../../web/styles/timeline.css"),
    include_str!("../../../web/styles/training.css"),
    include_str!("../../../web/styles/weights.css"),
    include_str!("../../../web/styles/space.css"),
    include_str!("../../../web/styles/flow.css"),
    include_str!("../../../web/styles/landscape.css"),
];

/// Gives `root` our styles, after those that it has.
pub fn adopt(root: &ShadowRoot) -> JsResult<CssStyleSheet> {
    let sheet = CssStyleSheet::new()?;
    js_sys::Reflect::get(&sheet, &"replaceSync".into())?
        .dyn_into::<js_sys::Function>()?
        .call1(&sheet, &SHEETS.concat().into())?;
    let adopted = js_sys::Array::from(&js_sys::Reflect::get(root, &"adoptedStyleSheets".into())?);
    adopted.push(&sheet);
    js_sys::Reflect::set(root, &"adoptedStyleSheets".into(), &adopted)?;
    Ok(sheet)
}

/// Takes them away again.
pub fn abandon(root: &ShadowRoot, sheet: &CssStyleSheet) {
    let (own, name): (&JsValue, _) = (sheet, JsValue::from("adoptedStyleSheets"));
    if let Ok(adopted) = js_sys::Reflect::get(root, &name) {
        let others = js_sys::Array::from(&adopted).filter(&mut |other, _, _| other != *own);
        let _ = js_sys::Reflect::set(root, &name, &others);
    }
}
