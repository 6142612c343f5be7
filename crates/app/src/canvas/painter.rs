//! The one animation frame of an instance: everything that is painted is painted here.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

/// Something that is painted when the picture may have changed.
type Part = Rc<RefCell<dyn FnMut()>>;

/// Runs its parts once on the next animation frame after [`Painter::request`], and not at all otherwise.
pub struct Painter {
    parts: RefCell<Vec<(u32, Part)>>,
    next_id: Cell<u32>,
    pending: Cell<Option<i32>>,
    tick: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl Painter {
    /// A painter that calls `before` ahead of its parts.
    pub fn new(before: impl Fn() + 'static) -> Rc<Self> {
        let painter = Rc::new(Self {
            parts: RefCell::new(Vec::new()),
            next_id: Cell::new(0),
            pending: Cell::new(None),
            tick: RefCell::new(None),
        });
        let weak: Weak<Self> = Rc::downgrade(&painter);
        let tick = Closure::new(move || {
            if let Some(painter) = weak.upgrade() {
                painter.pending.set(None);
                before();
                painter.paint();
            }
        });
        painter.tick.replace(Some(tick));
        painter
    }

    /// Adds a part; the number takes it out again.
    pub fn add(&self, part: impl FnMut() + 'static) -> u32 {
        let id = self.next_id.get();
        self.next_id.set(id + 1);
        self.parts
            .borrow_mut()
            .push((id, Rc::new(RefCell::new(part))));
        self.request();
        id
    }

    /// Takes a part out.
    pub fn remove(&self, id: u32) {
        self.parts.borrow_mut().retain(|(other, _)| *other != id);
    }

    /// Asks for one paint on the next animation frame.
    pub fn request(&self) {
        if self.pending.get().is_some() {
            return;
        }
        if let (Some(window), Some(tick)) = (web_sys::window(), &*self.tick.borrow()) {
            let id = window
                .request_animation_frame(tick.as_ref().unchecked_ref())
                .ok();
            self.pending.set(id);
        }
    }

    fn paint(&self) {
        // A part may add or remove parts while it runs.
        let parts: Vec<_> = self
            .parts
            .borrow()
            .iter()
            .map(|(_, part)| Rc::clone(part))
            .collect();
        for part in parts {
            if let Ok(mut part) = part.try_borrow_mut() {
                part();
            }
        }
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        if let (Some(window), Some(id)) = (web_sys::window(), self.pending.get()) {
            let _ = window.cancel_animation_frame(id);
        }
    }
}
