//! Conversations with a session, in a real browser.

#![allow(clippy::expect_used)] // a test that cannot go on has failed

use neuroglass_core::{Activation, DataShape, Dataset, Edit, Layer, Part, RunDocument};
use neuroglass_protocol::{
    Answer, Ask, Checkpoint, Command, Frame, Letter, Pace, Report, SectionKind, Snapshot, Watch,
};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use crate::clock::Clock;
use crate::session::{Rest, Session};

wasm_bindgen_test_configure!(run_in_browser);

const WATCH: Watch = Watch {
    tiles: 8,
    output: 10,
    sample: 0,
    unit: Some((1, 2, 6)),
    studies: Vec::new(),
    scores: true,
    visible: true,
};

/// A session that is talked to.
struct Talk {
    session: Session,
    clock: Clock,
    next: u32,
}

impl Talk {
    fn begin(watch: Watch) -> Self {
        let performance = web_sys::window().and_then(|window| window.performance());
        let mut talk = Self {
            session: Session::default(),
            clock: Clock::new(performance).expect("a clock"),
            next: 0,
        };
        talk.say(Command::Watch(watch));
        talk
    }

    /// A session with the default run at a step.
    fn open(watch: Watch, at: u64) -> Self {
        let mut talk = Self::begin(watch);
        talk.say(open(RunDocument::default(), at, None));
        talk.work();
        talk
    }

    /// Says something, and returns the number of its letter.
    fn say(&mut self, command: Command) -> u32 {
        self.next += 1;
        self.session.hear(Letter {
            id: Some(self.next),
            command,
        });
        self.next
    }

    /// One slice of work.
    fn slice(&mut self) -> Rest {
        self.session.work(&self.clock)
    }

    /// Works until there is nothing to do at once, and returns what was said.
    fn work(&mut self) -> Vec<Report> {
        while self.slice() == Rest::None {}
        self.session.take_reports()
    }

    /// What a command comes to.
    fn ask(&mut self, command: Command) -> Result<Answer, String> {
        let asked = self.say(command);
        answer(self.work(), asked).expect("an answer")
    }

    fn snapshot(&mut self) -> Snapshot {
        match self.ask(Command::Ask(Ask::Snapshot)) {
            Ok(Answer::Snapshot(snapshot)) => *snapshot,
            other => panic!("{other:?}"),
        }
    }

    fn frame(&mut self) -> Option<Frame> {
        self.say(Command::Take);
        frames(self.work()).pop()
    }
}

fn open(run: RunDocument, at: u64, checkpoint: Option<Box<Checkpoint>>) -> Command {
    Command::Open {
        run: Box::new(run),
        at,
        checkpoint,
    }
}

fn answer(reports: Vec<Report>, asked: u32) -> Option<Result<Answer, String>> {
    reports.into_iter().find_map(|report| match report {
        Report::Answer { id, answer } if id == asked => {
            Some(answer.map_err(|refusal| refusal.to_string()))
        }
        _ => None,
    })
}

fn frames(reports: Vec<Report>) -> Vec<Frame> {
    let frame = |report| match report {
        Report::Frame(frame) => Some(*frame),
        _ => None,
    };
    reports.into_iter().filter_map(frame).collect()
}

fn weight(value: f32) -> Edit {
    Edit::Weight {
        layer: 0,
        unit: 0,
        input: 0,
        value,
    }
}

#[wasm_bindgen_test]
fn a_frame_costs_a_take_and_must_be_new() {
    let mut talk = Talk::begin(WATCH);
    talk.say(open(RunDocument::default(), 0, None));
    assert!(
        frames(talk.work()).is_empty(),
        "nobody has room for a frame"
    );
    let first = talk.frame().expect("everything is new");
    assert!(first.settings.is_some() && first.run.is_some());
    for (kind, len) in [
        (SectionKind::Parameters, 51),
        (SectionKind::Tiles, (2 + 6 + 4 + 1) * 64),
        (SectionKind::Output, 100),
        (SectionKind::Before, 36),
        (SectionKind::After, 36),
        (SectionKind::TrainPoints, 3 * 240),
        (SectionKind::TestPoints, 3 * 60),
    ] {
        assert_eq!(
            first.section(kind).map(|numbers| numbers.length()),
            Some(len),
            "{kind:?}"
        );
    }
    assert!(talk.frame().is_none(), "nothing is new");
    talk.say(Command::Edit(weight(0.5)));
    let second = frames(talk.work()).pop().expect("the weight is new");
    assert_eq!(
        second
            .section(SectionKind::Parameters)
            .map(|numbers| numbers.get_index(0)),
        Some(0.5)
    );
    assert!(second.section(SectionKind::TrainPoints).is_none() && second.settings.is_none());
    assert_eq!(
        second.run.map(|change| (change.kept, change.edits.len())),
        Some((0, 1))
    );
}

#[wasm_bindgen_test]
fn a_frame_says_what_is_held() {
    let mut talk = Talk::open(WATCH, 0);
    let whole = talk.frame().expect("a frame");
    assert!(whole.section(SectionKind::Holds).is_none());
    let numbers = whole.section(SectionKind::Parameters).expect("numbers");
    let (layer, unit) = (0, 0);
    let bias = Part::Bias { layer, unit: 2 };
    for edit in [
        Edit::Cut {
            layer,
            unit,
            input: 1,
        },
        Edit::Lock(bias),
        Edit::Mute(Part::Weight {
            layer,
            unit,
            input: 0,
        }),
    ] {
        talk.say(Command::Edit(edit));
    }
    talk.work();
    let frame = talk.frame().expect("another frame");
    let codes = frame.section(SectionKind::Holds).expect("what is held");
    let codes = codes.to_vec();
    assert_eq!(codes.len(), 51);
    let held: Vec<_> = codes
        .iter()
        .zip(0..)
        .filter(|&(&code, _)| code != 0.0)
        .collect();
    assert_eq!(held, [(&4.0, 0), (&1.0, 1), (&2.0, 14)]);
    let kept = frame.section(SectionKind::Kept).expect("what is kept");
    assert_eq!(kept.get_index(0), numbers.get_index(0));
    let parameters = frame.section(SectionKind::Parameters).expect("numbers");
    assert_eq!(parameters.get_index(0), 0.0);
}

#[wasm_bindgen_test]
fn a_frame_of_pictures_holds_the_one_that_is_looked_at() {
    let mut run = RunDocument::default();
    run.experiment.data.shape = DataShape::Stripes;
    let dataset = Dataset::new(&run.experiment.data);
    let mut talk = Talk::begin(WATCH);
    talk.say(open(run, 0, None));
    talk.work();
    for (sample, shown) in [(0, 0), (7, 7), (9_999, dataset.train_len() - 1)] {
        talk.say(Command::Watch(Watch { sample, ..WATCH }));
        talk.work();
        let frame = talk.frame().expect("a frame");
        let seen = frame.section(SectionKind::Sample).expect("a picture");
        let picture = [dataset.coordinates(shown), dataset.target(shown)].concat();
        assert_eq!(seen.to_vec(), picture);
        assert!(
            frame
                .section(SectionKind::TrainPoints)
                .is_none_or(|points| points.length() == 0)
        );
    }
}

#[wasm_bindgen_test]
fn all_of_a_frame_is_of_one_step() {
    let mut talk = Talk::open(WATCH, 0);
    talk.say(Command::Play(Pace::Max));
    // How far a slice comes is up to the clock, so this waits for a frame of a run on its way.
    let frame = loop {
        talk.say(Command::Take);
        talk.slice();
        let last = frames(talk.session.take_reports()).pop();
        if let Some(frame) = last.filter(|frame| frame.step > 0) {
            break frame;
        }
    };
    talk.say(Command::Pause);
    talk.work();
    talk.ask(Command::Seek(frame.step)).expect("done");
    let snapshot = talk.snapshot();
    assert_eq!(
        frame.scores.map(|scores| (scores.train, scores.test)),
        Some((snapshot.train, snapshot.test))
    );
    let again = talk.frame().expect("a frame");
    for kind in [
        SectionKind::Parameters,
        SectionKind::Tiles,
        SectionKind::Output,
        SectionKind::Before,
    ] {
        let numbers = |frame: &Frame| frame.section(kind).map(|numbers| numbers.to_vec());
        assert_eq!(numbers(&frame), numbers(&again), "{kind:?}");
    }
}

#[wasm_bindgen_test]
fn two_quick_steps_are_two_steps() {
    let mut talk = Talk::open(WATCH, 0);
    talk.say(Command::Advance(1));
    talk.say(Command::Advance(1));
    talk.work();
    assert_eq!(talk.snapshot().step, 2);
}

/// A run that takes many pieces to score.
fn large() -> RunDocument {
    let mut run = RunDocument::default();
    run.experiment.data.size = 10_000;
    run.experiment.hidden = vec![Layer::dense(64, Activation::Tanh); 8];
    run
}

#[wasm_bindgen_test]
fn a_hand_does_not_wait_for_scores_and_scores_come_all_the_same() {
    let mut talk = Talk::begin(WATCH);
    talk.say(open(large(), 0, None));
    talk.say(Command::Take);
    let mut frame = None;
    for turn in 0_u16..1000 {
        talk.slice();
        let edit = talk.say(Command::Edit(weight(f32::from(turn))));
        let reports = talk.session.take_reports();
        if turn == 0 {
            assert!(matches!(
                answer(reports.clone(), edit),
                Some(Ok(Answer::Done))
            ));
        }
        frame = frames(reports).pop();
        if frame.is_some() {
            break;
        }
    }
    let frame = frame.expect("a frame under a hand that never rests");
    let parameters = frame.section(SectionKind::Parameters).expect("parameters");
    talk.work();
    let mut other = Talk::begin(WATCH);
    other.ask(open(large(), 0, None)).expect("done");
    other
        .ask(Command::Edit(weight(parameters.get_index(0))))
        .expect("done");
    assert_eq!(
        frame.scores.map(|scores| scores.train),
        Some(other.snapshot().train)
    );
}

#[wasm_bindgen_test]
fn a_replay_leads_to_the_same_bits() {
    let mut talk = Talk::open(WATCH, 300);
    talk.ask(Command::Edit(Edit::Units { layer: 1, units: 7 }))
        .expect("done");
    talk.ask(Command::Advance(700)).expect("done");
    let there = talk.snapshot();
    talk.ask(Command::Seek(10)).expect("done");
    talk.ask(Command::Seek(1000)).expect("done");
    assert_eq!(talk.snapshot().hash, there.hash);

    let Ok(Answer::Document { run, step }) = talk.ask(Command::Ask(Ask::Document)) else {
        panic!("no document")
    };
    let mut other = Talk::begin(WATCH);
    other.ask(open(*run, step, None)).expect("done");
    assert_eq!(other.snapshot().hash, there.hash);
}

#[wasm_bindgen_test]
fn a_checkpoint_is_enough_to_go_on() {
    let mut talk = Talk::begin(WATCH);
    talk.say(open(RunDocument::default(), 500, None));
    talk.say(Command::Take);
    let reports = talk.work();
    let checkpoint = reports.iter().find_map(|report| match report {
        Report::Checkpoint(checkpoint) if checkpoint.step == 500 => Some(checkpoint.clone()),
        _ => None,
    });
    let there = talk.snapshot();
    let mut other = Talk::begin(WATCH);
    other.say(open(RunDocument::default(), 500, checkpoint));
    // Without a single slice of work.
    let Some(Ok(Answer::Done)) = answer(other.session.take_reports(), 2) else {
        panic!("it is not there")
    };
    assert_eq!(other.snapshot().hash, there.hash);
}

#[wasm_bindgen_test]
fn an_edit_waits_for_the_end_of_a_replay() {
    let mut talk = Talk::open(WATCH, 2000);
    talk.say(Command::Seek(1999));
    // Back to the nearest checkpoint, but not yet there.
    let edit = talk.say(Command::Edit(weight(0.25)));
    assert!(matches!(answer(talk.work(), edit), Some(Ok(Answer::Done))));
    let snapshot = talk.snapshot();
    assert_eq!(
        (snapshot.step, snapshot.layers[0].weights[0][0]),
        (1999, 0.25)
    );
}

#[wasm_bindgen_test]
fn whoever_is_overtaken_is_answered() {
    let mut talk = Talk::open(WATCH, 0);
    let far = talk.say(Command::Advance(1_000_000_000));
    talk.slice();
    assert!(answer(talk.session.take_reports(), far).is_none());
    talk.say(Command::Pause);
    assert!(matches!(
        answer(talk.session.take_reports(), far),
        Some(Ok(Answer::Done))
    ));
    let step = talk.snapshot().step;
    assert!(step > 0);
    talk.work();
    assert_eq!(talk.snapshot().step, step, "it stands still");
}

#[wasm_bindgen_test]
fn what_is_refused_changes_nothing() {
    let mut talk = Talk::begin(WATCH);
    assert!(talk.ask(Command::Advance(1)).is_err(), "there is no run");
    talk.ask(open(RunDocument::default(), 20, None))
        .expect("done");
    let before = talk.snapshot();
    let mut wrong = RunDocument::default();
    wrong.experiment.batch = 0;
    for command in [
        open(wrong, 0, None),
        open(RunDocument::default(), u64::MAX, None),
        Command::Seek(u64::MAX),
        Command::Play(Pace::StepsPerSecond(f64::NAN)),
        Command::Edit(weight(f32::INFINITY)),
        Command::Watch(Watch {
            tiles: 100_000,
            ..WATCH
        }),
        Command::Ask(Ask::Trace { sample: 240 }),
        Command::Ask(Ask::Predict {
            rows: vec![[0.0; 2]; 100_000],
        }),
    ] {
        let said = format!("{command:?}");
        assert!(talk.ask(command).is_err(), "{said}");
        let after = talk.snapshot();
        assert_eq!(
            (&after.hash, after.step),
            (&before.hash, before.step),
            "{said}"
        );
    }
}

#[wasm_bindgen_test]
fn what_is_not_seen_does_not_play_but_can_be_driven() {
    let mut talk = Talk::open(
        Watch {
            visible: false,
            ..WATCH
        },
        0,
    );
    talk.say(Command::Take);
    talk.say(Command::Play(Pace::Max));
    assert_eq!(talk.slice(), Rest::UntilLetter);
    assert!(frames(talk.session.take_reports()).is_empty());
    talk.ask(Command::Advance(50)).expect("done");
    assert_eq!(talk.snapshot().step, 50);
}

#[wasm_bindgen_test]
fn a_run_that_stands_still_costs_nothing() {
    let mut talk = Talk::open(WATCH, 100);
    talk.frame();
    talk.say(Command::Take);
    talk.work();
    // At most one checkpoint is still to come.
    assert!(matches!(talk.slice(), Rest::Until(_) | Rest::UntilLetter));
}
