//! What each command does.

use neuroglass_core::{Edit, Refusal, Run, RunDocument, limits};
use neuroglass_protocol::{Answer, Checkpoint, Command, Pace, Watch};

use crate::answers::Question;
use crate::keeper::Keeper;
use crate::session::Session;
use crate::slice::Stride;
use crate::told::Told;

/// The greatest side of a map.
const MOST_SIDE: u32 = 512;
/// The most that can be found out at a time.
const MOST_STUDIES: usize = 16;
/// The greatest side of the map of every unit: there may be hundreds of them.
const MOST_TILE_SIDE: u32 = 128;

impl Session {
    /// Carries a command out. `false` means that its letter is answered later.
    pub(crate) fn obey(&mut self, id: Option<u32>, command: Command) -> Result<bool, Refusal> {
        match command {
            Command::Open {
                run,
                at,
                checkpoint,
            } => self.open(id, *run, at, checkpoint),
            Command::Watch(watch) => self.watch(watch),
            Command::Take => {
                self.view.take();
                Ok(true)
            }
            Command::Play(pace) => self.play(pace),
            Command::Pause => {
                self.overtake();
                self.motion.stop();
                self.view.touch();
                Ok(true)
            }
            Command::Advance(steps) => {
                // Two quick presses are two steps, also when the first one has not arrived yet.
                let bound_for = self.motion.target();
                let run = self.opened()?;
                let (step, end) = (bound_for.unwrap_or(run.step()), run.end());
                self.go(id, step.saturating_add(steps), end)
            }
            Command::Seek(step) => {
                let end = self.opened()?.end();
                self.go(id, step, end)
            }
            Command::Reset => {
                self.opened()?.reset();
                self.overtake();
                self.has_changed();
                Ok(true)
            }
            Command::Edit(edit) => self.edit(id, edit),
            Command::Ask(ask) => {
                self.opened()?;
                self.questions.push_back(Question::new(id, ask)?);
                Ok(false)
            }
            Command::Panic => panic!("asked to"),
        }
    }

    fn opened(&mut self) -> Result<&mut Run, Refusal> {
        self.run
            .as_mut()
            .ok_or_else(|| Refusal::new("the run", "not opened yet", "a command after \"open\""))
    }

    fn open(
        &mut self,
        id: Option<u32>,
        document: RunDocument,
        at: u64,
        checkpoint: Option<Box<Checkpoint>>,
    ) -> Result<bool, Refusal> {
        check_step(at)?;
        let run = resume(&document, at, checkpoint).map_or_else(|| Run::new(document), Ok)?;
        self.overtake();
        self.motion.stop();
        if self.eye.is_looking() {
            self.eye.close();
            self.view.give_up();
        }
        self.told = Told::default();
        self.studies.forget();
        self.keeper = Keeper::default();
        self.run = Some(run);
        self.keep_account();
        self.has_changed();
        self.go(id, at, at)
    }

    fn play(&mut self, pace: Pace) -> Result<bool, Refusal> {
        let step = self.opened()?.step();
        self.motion.play(pace)?;
        if !self.motion.is_replaying(step) {
            self.overtake();
        }
        self.view.touch();
        Ok(true)
    }

    fn watch(&mut self, watch: Watch) -> Result<bool, Refusal> {
        let sides = [
            ("watch.tiles", watch.tiles, MOST_TILE_SIDE),
            ("watch.output", watch.output, MOST_SIDE),
            (
                "watch.unit[2]",
                watch.unit.map_or(0, |(_, _, side)| side),
                MOST_SIDE,
            ),
        ];
        for (field, side, most) in sides {
            if side > most {
                let allowed = format!("a whole number from 0 to {most}");
                return Err(Refusal::new(field, side, allowed));
            }
        }
        if watch.studies.len() > MOST_STUDIES {
            let allowed = format!("at most {MOST_STUDIES} studies");
            let given = format!("{} studies long", watch.studies.len());
            return Err(Refusal::new("watch.studies", given, allowed));
        }
        if self.watch != watch {
            self.studies.watch(&watch.studies);
            self.watch = watch;
            self.keep_account();
            self.view.touch();
        }
        Ok(true)
    }

    /// Lets the run keep account of what is looked at.
    fn keep_account(&mut self) {
        if let Some(run) = &mut self.run {
            run.keep_distributions(self.studies.wants_distributions());
        }
    }

    /// Goes to a step and stands still there. The way is known up to the step `known`.
    fn go(&mut self, id: Option<u32>, target: u64, known: u64) -> Result<bool, Refusal> {
        check_step(target)?;
        let run = self.opened()?;
        run.seek(target);
        let step = run.step();
        self.overtake();
        self.motion.go(target, known);
        self.view.touch();
        self.travellers.extend(id);
        if self.motion.is_replaying(step) {
            self.view.be_patient();
        }
        if self.motion.arrive(step) {
            self.arrive();
        }
        Ok(false)
    }

    /// Something else happens before the target is reached.
    fn overtake(&mut self) {
        for id in std::mem::take(&mut self.travellers) {
            self.answer(Some(id), Ok(Answer::Done));
        }
        for (id, _) in std::mem::take(&mut self.waiting) {
            let given = "overtaken by another command before its step was reached";
            self.answer(
                id,
                Err(Refusal::new(
                    "the edit",
                    given,
                    "an edit at a step that is reached",
                )),
            );
        }
        self.motion.forget_target();
    }

    /// The target is reached.
    pub(crate) fn arrive(&mut self) {
        for id in std::mem::take(&mut self.travellers) {
            self.answer(Some(id), Ok(Answer::Done));
        }
        for (id, edit) in std::mem::take(&mut self.waiting) {
            let answer = self.edit_now(edit).map(|()| Answer::Done);
            self.answer(id, answer);
        }
        self.view.touch();
    }

    fn edit(&mut self, id: Option<u32>, edit: Edit) -> Result<bool, Refusal> {
        let step = self.opened()?.step();
        if self.motion.is_replaying(step) {
            self.waiting.push((id, edit));
            return Ok(false);
        }
        self.edit_now(edit)?;
        Ok(true)
    }

    fn edit_now(&mut self, edit: Edit) -> Result<(), Refusal> {
        self.opened()?.edit(edit)?;
        self.has_changed();
        Ok(())
    }

    /// The run is not what it was.
    fn has_changed(&mut self) {
        self.stride = Stride::default();
        self.view.touch();
    }
}

fn check_step(step: u64) -> Result<(), Refusal> {
    if limits::STEPS.contains(&step) {
        return Ok(());
    }
    let allowed = format!("a whole number from 0 to {}", limits::STEPS.max);
    Err(Refusal::new("step", step, allowed))
}

/// The run from its checkpoint, if that is one of it. If not, it is replayed, which only takes longer.
fn resume(document: &RunDocument, at: u64, checkpoint: Option<Box<Checkpoint>>) -> Option<Run> {
    let Checkpoint { step, edits, state } = *checkpoint?;
    if step > at {
        return None;
    }
    Run::resume(document.clone(), step, edits, &state.to_vec()).ok()
}
