//! From the worker to the signals: what happens when a frame, a refusal or a death arrives.

use leptos::prelude::*;
use neuroglass_core::{Divergence, TimedEdit};
use neuroglass_protocol::{Command, Frame, document_to_js};

use super::{Glass, Inner, Notice, Selection, column_units};
use crate::bridge::News;
use crate::format;
use crate::js::dispatch;
use crate::view::names;

impl Glass {
    /// Takes what the bridge tells.
    pub(super) fn hear(self, news: News) {
        // The worker may still speak while the instance is taken down.
        let Some(inner) = self.inner.try_get_value() else {
            return;
        };
        match news {
            News::Frame(frame) => {
                inner.arrived.replace(Some(frame));
                inner.painter.request();
            }
            News::Finding(finding) => {
                inner.scene.borrow_mut().learn(*finding);
                self.found.update(|version| *version += 1);
                inner.painter.request();
            }
            News::Refused(refusal) => self.refuse(&refusal),
            News::Revived => self.revive(&inner),
            News::Failed(text) => {
                dispatch(&inner.host, "error", &js_sys::Error::new(&text));
                self.playing.set(false);
                self.target.set(None);
                self.say(text, true);
            }
        }
    }

    /// Brings a new worker to where the dead one was.
    fn revive(self, inner: &Inner) {
        let bridge = inner.bridge.borrow().clone();
        let checkpoint = bridge.and_then(|bridge| bridge.checkpoint());
        let at = checkpoint
            .as_ref()
            .map_or(self.step.get_untracked(), |checkpoint| checkpoint.step);
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
    pub(super) fn before_paint(self) {
        let Some(inner) = self.inner.try_get_value() else {
            return;
        };
        inner.turned.set(false);
        self.flush_turns();
        let Some(frame) = inner.arrived.take() else {
            return;
        };
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
        let mut diverged = None;
        if let Some(divergence) = frame.divergence
            && self.divergence.get_untracked().is_none()
        {
            diverged = Some(divergence);
        }
        change(self.divergence, frame.divergence);
        // Ways back are offered only as long as there is something to go back from.
        let offers = |notice: &Option<Notice>| {
            (notice.as_ref()).is_some_and(|notice| notice.good_step.is_some())
        };
        if frame.divergence.is_none() && self.notice.with_untracked(offers) {
            self.notice.set(None);
        }
        if let Some(settings) = frame.settings {
            self.catch_up(&settings);
            change(self.settings, *settings);
            self.clamp_selection();
            let examples =
                self.settings
                    .with_untracked(|settings| settings.data.train_len()) as u32;
            change(
                self.sample,
                self.sample.get_untracked().min(examples.max(1) - 1),
            );
        }
        if let Some(divergence) = diverged {
            self.stop_diverged(divergence);
        }
        if let Some(run) = frame.run {
            self.run.update(|document| run.apply(document));
            self.dispatch_edits(frame.step);
        }
        change(
            self.numbers,
            self.beat(self.with_scene(|scene| scene.version), 0),
        );
        if stepped {
            self.dispatch_step();
        }
    }

    /// Training on numbers that are none changes nothing any more, so it is held, and the person told why.
    fn stop_diverged(self, Divergence { step, place }: Divergence) {
        self.send(Command::Pause);
        let place = self
            .settings
            .with_untracked(|settings| names::place(settings, place));
        self.notice.set(Some(Notice {
            text: format!(
                "Step {}: {place} overflowed first. Each step leapt further than the last.",
                format::count(step)
            ),
            alert: true,
            good_step: step.checked_sub(1),
        }));
    }

    /// Tells the host page of the edits that have become part of the run.
    fn dispatch_edits(self, step: u64) {
        let inner = self.inner();
        let edits = inner.sent.take();
        for edit in edits {
            let detail = document_to_js(&TimedEdit { step, edit });
            dispatch(&inner.host, "edit", &detail);
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
        // A tile that is gone says nothing when the pointer leaves it.
        let gone = |node: Selection| {
            node.unit
                .is_some_and(|unit| unit >= column_units(&settings, node.column))
        };
        if self.preview.get_untracked().is_some_and(gone) {
            self.preview.set(None);
        }
    }
}

/// Sets a signal only where that changes it.
fn change<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}
