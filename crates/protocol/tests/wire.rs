//! Messages through the real `structuredClone` of a browser.

#![cfg(target_arch = "wasm32")]

use js_sys::{Float32Array, Function, Reflect};
use neuroglass_core::{Edit, RunDocument};
use neuroglass_protocol::{
    Answer, Bulk, Checkpoint, Command, Letter, Message, Pace, Report, Section, SectionKind, Watch,
    document_from_js, from_js, to_js, transfers,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// What arrives at the other side of `postMessage`.
fn post<M: Message + Clone>(message: &M) -> M {
    let sent = to_js(message.clone()).expect("it can be written");
    let clone = Function::new_with_args("message", "return structuredClone(message)");
    let arrived = clone
        .call1(&JsValue::NULL, &sent)
        .expect("it can be cloned");
    from_js(&arrived).expect("it can be read")
}

fn js(code: &str) -> JsValue {
    js_sys::eval(&format!("({code})")).expect("it is JavaScript")
}

#[wasm_bindgen_test]
fn a_letter_arrives_as_it_was_sent() {
    let letter = Letter {
        id: Some(7),
        command: Command::Open {
            run: Box::default(),
            at: (1 << 53) - 1,
            checkpoint: None,
        },
    };
    let Letter { id, command } = post(&letter);
    assert_eq!(id, Some(7));
    let Command::Open {
        run,
        at,
        checkpoint,
    } = command
    else {
        panic!("{command:?}")
    };
    assert_eq!(*run, RunDocument::default());
    assert_eq!(at, (1 << 53) - 1);
    assert!(checkpoint.is_none());
}

#[wasm_bindgen_test]
fn bulk_numbers_stay_a_typed_array() {
    let state = Float32Array::from([1.5, f32::NAN, -0.0].as_slice());
    let checkpoint = Checkpoint {
        step: 3,
        edits: 2,
        state,
    };
    let mut report = Report::Checkpoint(Box::new(checkpoint));
    assert_eq!(transfers(&mut report).length(), 1);
    let Report::Checkpoint(arrived) = post(&report) else {
        panic!("another report")
    };
    let bits: Vec<u32> = arrived.state.to_vec().iter().map(|x| x.to_bits()).collect();
    assert_eq!(bits, [1.5, f32::NAN, -0.0].map(f32::to_bits));
}

#[wasm_bindgen_test]
fn a_frame_is_read_by_section() {
    let mut bulk = Bulk::default();
    bulk.push(SectionKind::Parameters, &[1.0, 2.0]);
    bulk.push(SectionKind::Output, &[3.0]);
    let sections: Vec<Section> = bulk.sections().to_vec();
    let numbers = bulk.to_array();
    let view = numbers.subarray(sections[1].offset, sections[1].offset + sections[1].len);
    assert_eq!(view.to_vec(), [3.0]);
    assert_eq!(numbers.buffer().byte_length(), 12);
}

#[wasm_bindgen_test]
fn results_and_options_arrive() {
    let report = Report::Answer {
        id: 1,
        answer: Ok(Answer::Done),
    };
    assert!(matches!(
        post(&report),
        Report::Answer {
            id: 1,
            answer: Ok(Answer::Done)
        }
    ));
    let refusal = neuroglass_core::Refusal::new("rate", 3, "less");
    let report = Report::Answer {
        id: 2,
        answer: Err(refusal.clone()),
    };
    let Report::Answer {
        answer: Err(arrived),
        ..
    } = post(&report)
    else {
        panic!("another report")
    };
    assert_eq!(arrived, refusal);
    let watched = |command| match post(&Letter::from(command)).command {
        Command::Watch(watch) => watch,
        other => panic!("{other:?}"),
    };
    let watch = Watch {
        unit: Some((1, 2, 3)),
        ..Watch::default()
    };
    assert_eq!(watched(Command::Watch(watch.clone())), watch);
    let pace = Pace::StepsPerSecond(0.5);
    let letter = post(&Letter::from(Command::Play(pace)));
    assert!(matches!(letter.command, Command::Play(arrived) if arrived == pace));
}

#[wasm_bindgen_test]
fn a_number_need_not_be_finite() {
    let predictions = Answer::Predict(vec![f32::NAN, f32::NEG_INFINITY, 0.1]);
    let report = Report::Answer {
        id: 1,
        answer: Ok(predictions),
    };
    let Report::Answer {
        answer: Ok(Answer::Predict(arrived)),
        ..
    } = post(&report)
    else {
        panic!("another report")
    };
    let bits: Vec<u32> = arrived.iter().map(|x| x.to_bits()).collect();
    assert_eq!(bits, [f32::NAN, f32::NEG_INFINITY, 0.1].map(f32::to_bits));
}

#[wasm_bindgen_test]
fn what_is_undefined_is_not_there() {
    let letter: Letter = from_js(&js("{id: undefined, command: 'take', colour: undefined}"))
        .expect("nothing is wrong with it");
    assert_eq!(letter.id, None);
}

#[wasm_bindgen_test]
fn messages_are_plain_objects() {
    let message = to_js(Letter::from(Command::Edit(Edit::Rate(0.5)))).expect("it can be written");
    let command = Reflect::get(&message, &"command".into()).expect("an object");
    let edit = Reflect::get(&command, &"edit".into()).expect("an object");
    let rate = Reflect::get(&edit, &"rate".into()).expect("an object");
    assert_eq!(rate.as_f64(), Some(0.5));
}

/// Checks the sentence that refuses a letter.
fn check_refused(code: &str, sentence: &str) {
    let refusal = from_js::<Letter>(&js(code)).expect_err(code);
    assert_eq!(refusal.to_string(), sentence, "{code}");
}

#[wasm_bindgen_test]
fn a_hostile_letter_is_refused_by_name() {
    check_refused("7", "the message is 7; allowed is an object.");
    check_refused("{}", "command is missing; allowed is a value.");
    check_refused(
        "{command: {advance: -1}}",
        "command.advance is -1; allowed is a whole number from 0 on.",
    );
    check_refused(
        "{command: {advance: 1e15 + 0.5}}",
        "command.advance is 1000000000000000.5; allowed is a whole number from 0 on.",
    );
    check_refused(
        "{command: {edit: {weight: {layer: 1, unit: 0, input: 0, value: 'x'}}}}",
        "command.edit.weight.value is \"x\"; allowed is a number.",
    );
    check_refused(
        "(() => { const a = {}; a.command = a; return a; })()",
        "the message is not a plain value; allowed is a plain object.",
    );
    check_refused(
        "{command: {open: {run: {}, at: 0, checkpoint: {step: 0, edits: 0}}}}",
        "numbers is missing; allowed is a Float32Array.",
    );
    for code in [
        "null",
        "undefined",
        "3n",
        "new Float32Array(3)",
        "[]",
        "new Map()",
        "{command: 3}",
        "{command: {open: {}}}",
        "{command: 'dance'}",
        "{command: {open: {run: {}, at: 0, checkpoint: {step: 0, edits: 0, state: [1]}}}}",
        "{id: -1, command: 'take'}",
    ] {
        assert!(from_js::<Letter>(&js(code)).is_err(), "{code}");
    }
}

#[wasm_bindgen_test]
fn a_document_of_a_person_may_not_have_unknown_fields() {
    let read = |code| document_from_js::<RunDocument>("the run", &js(code));
    assert_eq!(read("{}"), Ok(RunDocument::default()));
    let refusal = read("{experiment: {colour: 3}}").expect_err("there is no colour");
    assert_eq!(refusal.field, "experiment.colour");
    for code in ["undefined", "() => 3", "Symbol()", "3n", "null"] {
        assert_eq!(read(code).expect_err(code).field, "the run", "{code}");
    }
}
