//! One instance: its signals, its worker, its picture. Every component gets it from the context.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use neuroglass_core::{Edit, Experiment, Refusal, RunDocument};
use neuroglass_protocol::{Command, Frame, Pace, Report, Scores, Watch};
use web_sys::HtmlElement;

use crate::bridge::{Bridge, News};
use crate::canvas::painter::Painter;
use crate::canvas::palette::Palette;
use crate::js::{dispatch, plain, refusal_error};
use crate::scene::Scene;

/// A column of the network and, where one is meant, a unit in it. Column 0 is the inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    pub column: u32,
    pub unit: Option<u32>,
}

/// How much room there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Everything side by side.
    Wide,
    /// The network beside its output; data and training are tabs.
    Medium,
    /// One column.
    Narrow,
}

impl Layout {
    /// The layout for a width in CSS pixels.
    pub fn of(width: f64) -> Self {
        if width >= 1000.0 {
            Self::Wide
        } else if width >= 620.0 {
            Self::Medium
        } else {
            Self::Narrow
        }
    }
}

/// One line to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: String,
    /// Whether something is wrong, rather than merely worth knowing.
    pub alert: bool,
}

/// What an embedding page decides.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The folder of our files, an absolute URL that ends in a slash.
    pub base: String,
    /// Whether this instance is a whole page: it then owns the address and shows every panel.
    pub page: bool,
    pub panels: Panels,
}

/// What is shown besides the network, the output, the cost and the transport.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panels {
    pub data: bool,
    pub training: bool,
    pub weights: bool,
    pub timeline: bool,
    /// The controls on the graph that change its shape and its inputs.
    pub shape: bool,
}

impl Panels {
    /// All of them, as on a page of our own.
    pub const ALL: Self = Self { data: true, training: true, weights: true, timeline: true, shape: true };

    /// The panels that an attribute names, with anything between the names. Other words are passed over, so that a page
    /// written for a later version still opens.
    pub fn parse(names: &str) -> Self {
        let named = |name: &str| names.split(|c: char| !c.is_alphanumeric()).any(|word| word == name);
        if named("all") {
            return Self::ALL;
        }
        Self {
            data: named("data"),
            training: named("training"),
            weights: named("weights"),
            timeline: named("timeline"),
            shape: named("shape"),
        }
    }

    /// Whether there is anything for a workbench to hold.
    pub const fn any_tab(self) -> bool {
        self.data || self.training || self.weights
    }
}

/// The handle on an instance: copied into every closure.
#[derive(Clone, Copy)]
pub struct Glass {
    pub step: RwSignal<u64>,
    pub end: RwSignal<u64>,
    pub epoch: RwSignal<f64>,
    pub examples: RwSignal<f64>,
    pub playing: RwSignal<bool>,
    pub target: RwSignal<Option<u64>>,
    pub scores: RwSignal<Option<Scores>>,
    pub speed: RwSignal<f64>,
    pub diverged_at: RwSignal<Option<u64>>,
    pub settings: RwSignal<Experiment>,
    pub run: RwSignal<RunDocument>,
    /// Changes when written-out parameters are worth reading again.
    pub numbers: RwSignal<u64>,
    pub pace: RwSignal<Pace>,
    pub selection: RwSignal<Selection>,
    /// A unit that is being pointed at, shown in place of the output.
    pub preview: RwSignal<Option<Selection>>,
    /// The point of the plane whose values are written out.
    pub probe: RwSignal<Option<[f32; 2]>>,
    pub watch: RwSignal<Watch>,
    pub notice: RwSignal<Option<Notice>>,
    pub dark: RwSignal<bool>,
    pub layout: RwSignal<Layout>,
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
        });
        let glass = Self {
            step: RwSignal::new(0),
            end: RwSignal::new(0),
            epoch: RwSignal::new(0.0),
            examples: RwSignal::new(0.0),
            playing: RwSignal::new(false),
            target: RwSignal::new(None),
            scores: RwSignal::new(None),
            speed: RwSignal::new(0.0),
            diverged_at: RwSignal::new(None),
            settings: RwSignal::new(settings),
            run: RwSignal::new(RunDocument::default()),
            numbers: RwSignal::new(0),
            // Slow enough to watch: at full speed the first picture would be the last.
            pace: RwSignal::new(Pace::StepsPerSecond(1000.0)),
            selection: RwSignal::new(first_selection(panels)),
            preview: RwSignal::new(None),
            probe: RwSignal::new(None),
            watch: RwSignal::new(Watch { visible: true, scores: true, ..Watch::default() }),
            notice: RwSignal::new(None),
            dark: RwSignal::new(false),
            layout: RwSignal::new(Layout::Wide),
            inner: StoredValue::new_local(inner),
        };
        slot.replace(Some(glass));
        let bridge = Bridge::new(glass.base(), move |news| glass.hear(news));
        glass.inner().bridge.replace(Some(bridge));
        Effect::new(move || glass.send(Command::Watch(glass.watch.get())));
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

    /// Asks for a paint on the next animation frame.
    pub fn repaint(self) {
        if let Some(inner) = self.inner.try_get_value() {
            inner.painter.request();
        }
    }

    /// Sends a command to the worker.
    pub fn send(self, command: Command) {
        if let Some(bridge) = &*self.inner().bridge.borrow() {
            bridge.send(command);
        }
    }

    /// Sends a command to the worker; the promise is settled when it is done or refused.
    pub fn ask(self, command: Command) -> js_sys::Promise {
        match &*self.inner().bridge.borrow() {
            Some(bridge) => bridge.ask(command),
            None => js_sys::Promise::resolve(&wasm_bindgen::JsValue::UNDEFINED),
        }
    }

    /// Opens a run at a step.
    pub fn open(self, run: RunDocument, at: u64) {
        self.forget_checkpoint();
        self.send(Command::Open { run: Box::new(run), at, checkpoint: None });
    }

    /// Plays or pauses.
    pub fn toggle(self) {
        self.send(if self.playing.get_untracked() || self.target.get_untracked().is_some() {
            Command::Pause
        } else {
            Command::Play(self.pace.get_untracked())
        });
    }

    /// Changes something in the run now.
    pub fn edit(self, edit: Edit) {
        self.flush_turns();
        self.before_edit(&edit);
        self.send(Command::Edit(edit));
    }

    /// What has to happen before an edit is sent, whoever sends it.
    pub fn before_edit(self, edit: &Edit) {
        let inner = self.inner();
        if let Some(bridge) = &*inner.bridge.borrow() {
            // A checkpoint beyond the present step belongs to a future that this edit undoes.
            if bridge.checkpoint().is_some_and(|checkpoint| checkpoint.step > self.step.get_untracked()) {
                bridge.forget_checkpoint();
            }
        }
        if let Ok(detail) = plain(edit) {
            dispatch(&inner.host, "edit", &detail);
        }
    }

    /// Turns a parameter: the first turn goes out at once, further ones at most once a frame.
    pub fn turn(self, edit: Edit) {
        let inner = self.inner();
        let mut turning = inner.turning.borrow_mut();
        turning.retain(|other| !other.replaces(&edit));
        turning.push(edit);
        drop(turning);
        if !inner.turned.replace(true) {
            self.flush_turns();
        }
        inner.painter.request();
    }

    fn flush_turns(self) {
        let edits = self.inner().turning.take();
        for edit in edits {
            self.before_edit(&edit);
            self.send(Command::Edit(edit));
        }
    }

    pub fn forget_checkpoint(self) {
        if let Some(bridge) = &*self.inner().bridge.borrow() {
            bridge.forget_checkpoint();
        }
    }

    /// Says one line to the person.
    pub fn say(self, text: impl Into<String>, alert: bool) {
        self.notice.set(Some(Notice { text: text.into(), alert }));
    }

    /// Says what was refused, to the person and to the host page.
    pub fn refuse(self, refusal: &Refusal) {
        self.say(refusal.to_string(), true);
        dispatch(&self.host(), "error", &refusal_error(refusal));
    }

    fn hear(self, news: News) {
        // The worker may still speak while the instance is taken down.
        let Some(inner) = self.inner.try_get_value() else { return };
        match news {
            News::Report(report) => match *report {
                Report::Frame(frame) => {
                    inner.arrived.replace(Some(frame));
                    inner.painter.request();
                }
                Report::Refused(refusal) => self.refuse(&refusal),
                Report::Ready { .. } | Report::Checkpoint(_) | Report::Answer { .. } => {}
            },
            News::Revived => self.revive(&inner),
            News::Failed(text) => {
                dispatch(&inner.host, "error", &js_sys::Error::new(&text));
                self.playing.set(false);
                self.say(text, true);
            }
        }
    }

    /// Brings a new worker to where the dead one was.
    fn revive(self, inner: &Inner) {
        let bridge = inner.bridge.borrow().clone();
        let checkpoint = bridge.and_then(|bridge| bridge.checkpoint());
        let at = checkpoint.as_ref().map_or(self.step.get_untracked(), |checkpoint| checkpoint.step);
        inner.scene.borrow_mut().kept_history = Some(at);
        self.send(Command::Open {
            run: Box::new(self.run.get_untracked()),
            at,
            checkpoint,
        });
        self.send(Command::Watch(self.watch.get_untracked()));
        if self.playing.get_untracked() {
            self.send(Command::Play(self.pace.get_untracked()));
        }
        self.send(Command::Take);
        self.say(
            format!("The worker stopped unexpectedly. Another one took over from step {at}."),
            true,
        );
    }

    /// The part of an animation frame that comes before painting.
    fn before_paint(self) {
        let Some(inner) = self.inner.try_get_value() else { return };
        inner.turned.set(false);
        self.flush_turns();
        let Some(frame) = inner.arrived.take() else { return };
        inner.scene.borrow_mut().absorb(&frame);
        self.publish(*frame);
        self.send(Command::Take);
    }

    /// Brings the plain numbers of a frame into the signals.
    fn publish(self, frame: Frame) {
        let stepped = self.step.get_untracked() != frame.step;
        change(self.step, frame.step);
        change(self.end, frame.end);
        change(self.epoch, frame.epoch);
        change(self.examples, frame.examples);
        change(self.playing, frame.playing);
        change(self.target, frame.target);
        change(self.scores, frame.scores);
        change(self.speed, frame.steps_per_second);
        change(self.diverged_at, frame.diverged_at);
        if let Some(settings) = frame.settings {
            change(self.settings, *settings);
            self.clamp_selection();
        }
        if let Some(run) = frame.run {
            self.run.update(|document| run.apply(document));
        }
        // Digits that change sixty times a second are read by nobody.
        let version = self.with_scene(|scene| scene.version);
        if !frame.playing || version % 3 == 0 {
            self.numbers.set(version);
        }
        if stepped {
            self.dispatch_step();
        }
    }

    fn dispatch_step(self) {
        let detail = js_sys::Object::new();
        let scores = self.scores.get_untracked();
        for (name, value) in [
            ("step", Some(self.step.get_untracked() as f64)),
            ("epoch", Some(self.epoch.get_untracked())),
            ("examples", Some(self.examples.get_untracked())),
            ("train", scores.map(|scores| f64::from(scores.train.loss))),
            ("test", scores.map(|scores| f64::from(scores.test.loss))),
        ] {
            if let Some(value) = value {
                let _ = js_sys::Reflect::set(&detail, &name.into(), &value.into());
            }
        }
        dispatch(&self.host(), "step", &detail);
    }

    /// Keeps the selection inside the network.
    fn clamp_selection(self) {
        let settings = self.settings.get_untracked();
        let Selection { column, unit } = self.selection.get_untracked();
        let column = column.min(settings.hidden.len() as u32 + 1);
        let units = column_units(&settings, column);
        let unit = unit.map(|unit| unit.min(units - 1));
        change(self.selection, Selection { column, unit });
    }

    /// Ends the worker, listeners and frames of this instance.
    pub fn shut(self) {
        if let Some(inner) = self.inner.try_get_value() {
            inner.bridge.replace(None);
        }
    }
}

/// What is selected at first: something to show, where there is a panel that shows it.
const fn first_selection(panels: Panels) -> Selection {
    if panels.weights { Selection { column: 2, unit: Some(1) } } else { Selection { column: 0, unit: None } }
}

/// The units of a column of the network; column 0 is the inputs, the last one the output.
pub fn column_units(settings: &Experiment, column: u32) -> u32 {
    match column {
        0 => settings.inputs.len() as u32,
        hidden => settings.hidden.get(hidden as usize - 1).map_or(1, |layer| layer.units()),
    }
}

/// Sets a signal only where that changes it.
fn change<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

/// The instance that the present component belongs to.
pub fn use_glass() -> Glass {
    // Every view is mounted under an instance; there is no other way to reach a component.
    use_context::<Glass>().unwrap_or_else(|| unreachable!("a view is mounted under an instance"))
}
