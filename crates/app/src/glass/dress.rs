//! The styles of panels that come later than the rest.

use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, ShadowRoot};

use super::{Glass, Inner};
use crate::styles;

impl Glass {
    /// Gives the instance the styles of a panel, once.
    pub fn dress(self, styles: &'static str) {
        let inner = self.inner();
        let mut dress = inner.dress.borrow_mut();
        if dress.iter().any(|(worn, _)| std::ptr::eq(*worn, styles)) {
            return;
        }
        let sheet = shadow(&inner.root).and_then(|shadow| styles::adopt(&shadow, styles).ok());
        dress.extend(sheet.map(|sheet| (styles, sheet)));
    }
}

impl Inner {
    /// Takes the styles of all panels away.
    pub fn undress(&self) {
        for (_, sheet) in self.dress.take() {
            if let Some(shadow) = shadow(&self.root) {
                styles::abandon(&shadow, &sheet);
            }
        }
    }
}

/// The shadow that an instance's root lies in.
fn shadow(root: &HtmlElement) -> Option<ShadowRoot> {
    root.get_root_node().dyn_into().ok()
}
