//! One instance: its signals, its worker, its picture. Every component gets it from the context.

mod ahead;
mod dress;
mod fold;
mod hand;
mod hearing;
mod options;
mod panels;
mod studies;

use std::cell::{Cell, RefCell};
use std::ops::Deref;
use std::rc::Rc;

use leptos::prelude::*;
use neuroglass_core::{Divergence, Edit, Experiment, Refusal, RunDocument, Shape};
use neuroglass_protocol::{Command, Frame, Pace, Scores, Watch};
use web_sys::{CssStyleSheet, HtmlElement};

use crate::bridge::Bridge;
use crate::canvas::painter::Painter;
use crate::canvas::palette::Palette;
use crate::js::{dispatch, refusal_error};
use crate::scene::Scene;
use crate::view::graph::Overlay;

pub use self::fold::Fold;
pub use self::options::{Layout, Options};
pub use self::panels::{Panel, Panels};

/// A column of the network and, where one is meant, a unit in it. Column 0 is the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    pub column: u32,
    pub unit: Option<u32>,
}

/// One line to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    /// Whether something is wrong, rather than merely worth knowing.
    pub alert: bool,
    /// The last good step, where numbers have ceased to be finite.
    pub good_step: Option<u64>,
}

/// The handle on an instance: copied into every closure, and therefore no more than a reference.
///
/// What it refers to is never freed: some 260 bytes for each element that was ever mounted, against as many copied
/// by each of hundreds of closures. The signals themselves end with the instance.
#[derive(Clone, Copy)]
pub struct Glass(&'static Signals);

impl Deref for Glass {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

/// What an instance is about, as signals.
pub struct Signals {
    pub step: RwSignal<u64>,
    pub end: RwSignal<u64>,
    pub epoch: RwSignal<f64>,
    pub examples: RwSignal<f64>,
    pub playing: RwSignal<bool>,
    pub target: RwSignal<Option<u64>>,
    pub scores: RwSignal<Option<Scores>>,
    pub speed: RwSignal<f64>,
    pub divergence: RwSignal<Option<Divergence>>,
    pub settings: RwSignal<Experiment>,
    pub run: RwSignal<RunDocument>,
    /// Changes when written-out parameters are worth reading again.
    pub numbers: RwSignal<(bool, u64)>,
    /// What the open panel writes on the network.
    pub overlay: RwSignal<Option<Rc<dyn Overlay>>, LocalStorage>,
    /// Whether the graph shows what each weight is good for.
    pub impact_lens: RwSignal<bool>,
    /// Changes when something was found out.
    pub found: RwSignal<u64>,
    pub pace: RwSignal<Pace>,
    pub selection: RwSignal<Selection>,
    /// A unit that is being pointed at, shown in place of the output.
    pub preview: RwSignal<Option<Selection>>,
    /// The point of the plane whose values are written out.
    pub probe: RwSignal<Option<[f32; 2]>>,
    /// The training example that is looked at, by its number.
    pub sample: RwSignal<u32>,
    /// Whether its number was chosen on the map, which then rings it.
    pub picked: RwSignal<bool>,
    /// Whether both its passes are followed, and the operation that one is at.
    pub tracing: RwSignal<bool>,
    pub operation: RwSignal<usize>,
    pub watch: RwSignal<Watch>,
    pub notice: RwSignal<Option<Notice>>,
    pub dark: RwSignal<bool>,
    /// Whether someone has chosen the theme, so that the system's preference no longer counts.
    pub theme_chosen: RwSignal<bool>,
    pub layout: RwSignal<Layout>,
    /// The parts of panels that are open.
    pub folds: RwSignal<Vec<Fold>>,
    inner: StoredValue<Rc<Inner>, LocalStorage>,
}

/// What cannot be copied.
struct Inner {
    host: HtmlElement,
    root: HtmlElement,
    options: Options,
    bridge: RefCell<Option<Rc<Bridge>>>,
    painter: Rc<Painter>,
    scene: RefCell<Scene>,
    palette: RefCell<Option<Palette>>,
    arrived: RefCell<Option<Box<Frame>>>,
    /// Parameter edits of the hand that wait for the next animation frame.
    turning: RefCell<Vec<Edit>>,
    turned: Cell<bool>,
    /// Edits that the worker has not confirmed yet.
    sent: RefCell<Vec<Edit>>,
    /// Styles of panels that have been opened.
    dress: RefCell<Vec<(&'static str, CssStyleSheet)>>,
    /// What each of the hand's edits leads to, until frames have shown it.
    ahead: RefCell<Vec<Experiment>>,
}

impl Glass {
    /// An instance in `root`, which lies in the shadow of `host`. Nothing runs before [`Glass::open`].
    pub fn new(host: HtmlElement, root: HtmlElement, options: Options) -> Self {
        let (settings, panels) = (Experiment::default(), options.panels);
        let slot: Rc<RefCell<Option<Self>>> = Rc::default();
        let in_frame = Rc::clone(&slot);
        let painter = Painter::new(move || {
            if let Some(glass) = *in_frame.borrow() {
                glass.before_paint();
            }
        });
        let inner = Rc::new(Inner {
            host,
            root,
            options,
            bridge: RefCell::new(None),
            painter,
            scene: RefCell::new(Scene::new(settings.clone())),
            palette: RefCell::new(None),
            arrived: RefCell::new(None),
            turning: RefCell::new(Vec::new()),
            turned: Cell::new(false),
            sent: RefCell::new(Vec::new()),
            ahead: RefCell::default(),
            dress: RefCell::default(),
        });
        let glass = Self(Box::leak(Box::new(Signals {
            step: RwSignal::new(0),
            end: RwSignal::new(0),
            epoch: RwSignal::new(0.0),
            examples: RwSignal::new(0.0),
            playing: RwSignal::new(false),
            target: RwSignal::new(None),
            scores: RwSignal::new(None),
            speed: RwSignal::new(0.0),
            divergence: RwSignal::new(None),
            settings: RwSignal::new(settings),
            run: RwSignal::new(RunDocument::default()),
            numbers: RwSignal::new((false, 0)),
            overlay: RwSignal::new_local(None),
            impact_lens: RwSignal::new(false),
            found: RwSignal::new(0),
            // Slow enough to watch: at full speed the first picture would be the last.
            pace: RwSignal::new(Pace::StepsPerSecond(1000.0)),
            selection: RwSignal::new(first_selection(panels)),
            preview: RwSignal::new(None),
            probe: RwSignal::new(None),
            sample: RwSignal::new(0),
            picked: RwSignal::new(false),
            tracing: RwSignal::new(false),
            operation: RwSignal::new(0),
            watch: RwSignal::new(Watch {
                visible: true,
                scores: true,
                ..Watch::default()
            }),
            notice: RwSignal::new(None),
            dark: RwSignal::new(false),
            theme_chosen: RwSignal::new(false),
            layout: RwSignal::new(Layout::Wide),
            folds: RwSignal::new(Vec::new()),
            inner: StoredValue::new_local(inner),
        })));
        slot.replace(Some(glass));
        let bridge = Bridge::new(glass.base(), move |news| glass.hear(news));
        glass.inner().bridge.replace(Some(bridge));
        Effect::new(move || glass.send(Command::Watch(glass.watch.get())));
        Effect::new(move || {
            let sample = glass.sample.get();
            if glass.watch.with_untracked(|watch| watch.sample != sample) {
                glass.watch.update(|watch| watch.sample = sample);
            }
        });
        glass
    }

    fn inner(self) -> Rc<Inner> {
        self.inner.get_value()
    }

    pub fn host(self) -> HtmlElement {
        self.inner().host.clone()
    }

    pub fn root(self) -> HtmlElement {
        self.inner().root.clone()
    }

    /// The folder of our files.
    pub fn base(self) -> String {
        self.inner().options.base.clone()
    }

    /// Whether this instance is a whole page.
    pub fn is_page(self) -> bool {
        self.inner().options.page
    }

    pub fn panels(self) -> Panels {
        self.inner().options.panels
    }

    /// Looks at the last frame.
    pub fn with_scene<T>(self, look: impl FnOnce(&Scene) -> T) -> T {
        look(&self.inner().scene.borrow())
    }

    /// Looks at the colours in force, once there are some.
    pub fn with_palette<T>(self, look: impl FnOnce(&Palette) -> T) -> Option<T> {
        self.inner().palette.borrow().as_ref().map(look)
    }

    /// Reads the colours again, after the theme or the host's style changed.
    pub fn refresh_palette(self) {
        let inner = self.inner();
        inner.palette.replace(Palette::read(&inner.root));
        self.repaint();
    }

    /// Paints `part` whenever the picture may have changed, until the present owner is cleaned up.
    pub fn on_paint(self, mut part: impl FnMut(&Scene, &Palette) + 'static) {
        let inner = self.inner();
        let weak = Rc::downgrade(&inner);
        let id = inner.painter.add(move || {
            if let Some(inner) = weak.upgrade()
                && let Some(palette) = &*inner.palette.borrow()
            {
                part(&inner.scene.borrow(), palette);
            }
        });
        on_cleanup(move || {
            if let Some(inner) = self.inner.try_get_value() {
                inner.painter.remove(id);
            }
        });
    }

    /// Changes with every frame at rest, and with every third one while it trains: digits and curves that change sixty
    /// times a second are read by nobody. What beats at another `offset` changes in another frame, so that no frame has
    /// it all to do.
    pub fn beat(self, version: u64, offset: u64) -> (bool, u64) {
        let training = self.playing.get_untracked();
        (
            training,
            if training {
                (version + offset) / BEAT
            } else {
                version
            },
        )
    }

    /// Asks for a paint on the next animation frame.
    pub fn repaint(self) {
        if let Some(inner) = self.inner.try_get_value() {
            inner.painter.request();
        }
    }

    /// Sends a command to the worker.
    pub fn send(self, command: Command) {
        self.turn_first(&command);
        if let Some(bridge) = &*self.inner().bridge.borrow() {
            bridge.send(command);
        }
    }

    /// Sends a command to the worker; the promise is settled when it is done or refused.
    pub fn ask(self, command: Command) -> js_sys::Promise {
        self.turn_first(&command);
        match &*self.inner().bridge.borrow() {
            Some(bridge) => bridge.ask(command),
            None => js_sys::Promise::resolve(&wasm_bindgen::JsValue::UNDEFINED),
        }
    }

    /// Opens a run at a step.
    pub fn open(self, run: RunDocument, at: u64) {
        self.forget_checkpoint();
        self.look_up();
        self.run.set(run.clone());
        self.settings.set(run.experiment.clone());
        self.send(Command::Open {
            run: Box::new(run),
            at,
            checkpoint: None,
        });
    }

    /// Plays or pauses.
    pub fn toggle(self) {
        self.hush();
        self.send(
            if self.playing.get_untracked() || self.target.get_untracked().is_some() {
                Command::Pause
            } else {
                Command::Play(self.pace.get_untracked())
            },
        );
    }

    /// What was said stands until the next thing is done.
    fn hush(self) {
        if self.notice.with_untracked(Option::is_some) {
            self.notice.set(None);
        }
    }

    /// Goes to a step. The target is known here at once, so that the next key press goes on from it.
    pub fn seek(self, step: u64) {
        self.hush();
        self.target.set(Some(step));
        self.send(Command::Seek(step));
    }

    /// Where the run is, or where it is going.
    pub fn place(self) -> u64 {
        self.target
            .get_untracked()
            .unwrap_or_else(|| self.step.get_untracked())
    }

    pub fn forget_checkpoint(self) {
        if let Some(bridge) = &*self.inner().bridge.borrow() {
            bridge.forget_checkpoint();
        }
    }

    /// Says one line to the person.
    pub fn say(self, text: impl Into<String>, alert: bool) {
        self.notice.set(Some(Notice {
            text: text.into(),
            alert,
            good_step: None,
        }));
    }

    /// Says what was refused, to the person and to the host page.
    pub fn refuse(self, refusal: &Refusal) {
        self.inner().sent.borrow_mut().clear();
        self.look_up();
        self.say(refusal.to_string(), true);
        dispatch(&self.host(), "error", &refusal_error(refusal));
    }

    /// Ends the worker, listeners and frames of this instance.
    pub fn shut(self) {
        if let Some(inner) = self.inner.try_get_value() {
            inner.bridge.replace(None);
            inner.undress();
        }
    }
}

/// Frames between two changes of what need not change with every frame.
const BEAT: u64 = 3;

/// What is selected at first: something to show, where there is a panel that shows it.
const fn first_selection(panels: Panels) -> Selection {
    if panels.has(Panel::Weights) {
        Selection {
            column: 2,
            unit: Some(1),
        }
    } else {
        Selection {
            column: 0,
            unit: None,
        }
    }
}

/// The units, or channels, of a column of the network; column 0 is the inputs, the last one the output.
pub fn column_units(settings: &Experiment, column: u32) -> u32 {
    let shape = Shape::new(settings);
    match column.checked_sub(1) {
        None => shape.input().channels,
        Some(layer) => {
            let layer = shape.layers().get(layer as usize);
            layer.map_or(1, |layer| layer.output.channels)
        }
    }
}

/// The instance that the present component belongs to.
pub fn use_glass() -> Glass {
    // Every view is mounted under an instance; there is no other way to reach a component.
    use_context::<Glass>().unwrap_or_else(|| unreachable!("a view is mounted under an instance"))
}
