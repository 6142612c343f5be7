use neuroglass_core::{Activation, Edit, Layer, Part, Symmetry, TimedEdit};
use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::reading;

/// A link with this patch in it.
fn link_of(patch: &str) -> String {
    format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(patch))
}

/// Checks that a run comes back from its link, and that the link is no longer than `longest`.
fn check(run: &RunDocument, step: u64, longest: usize) {
    let link = encode(run, step);
    assert_eq!(decode(&link), Ok((run.clone(), step)), "{link}");
    assert!(
        link.len() <= longest,
        "{link} has {} characters",
        link.len()
    );
}

/// Checks the sentence that refuses a link.
fn check_refused(link: &str, sentence: &str) {
    let refusal = decode(link).expect_err(link);
    assert_eq!(refusal.to_string(), sentence, "{link}");
}

fn with(change: impl FnOnce(&mut RunDocument)) -> RunDocument {
    let mut run = RunDocument::default();
    change(&mut run);
    run
}

#[test]
fn the_default_run_is_next_to_nothing() {
    check(&RunDocument::default(), 0, 2);
}

#[test]
fn what_a_hand_did_is_written_in_few_words() {
    let run = with(|run| {
        let unit = Part::Unit { layer: 0, unit: 3 };
        let units = [0, 2];
        let edits = [
            Edit::Mute(unit),
            Edit::Lock(Part::All),
            Edit::LockZeros,
            Edit::Prune(0.5),
            Edit::Symmetry(Symmetry::Swap { layer: 1, units }),
        ];
        run.timeline = edits.map(|edit| TimedEdit { step: 4, edit }).to_vec();
    });
    check(&run, 9, 460);
    assert_eq!(
        reading::to_json(&run.timeline),
        concat!(
            r#"[{"step":4,"edit":{"mute":{"unit":{"layer":0,"unit":3}}}},{"step":4,"edit":{"lock":"all"}},"#,
            r#"{"step":4,"edit":"lockZeros"},{"step":4,"edit":{"prune":0.5}},"#,
            r#"{"step":4,"edit":{"symmetry":{"swap":{"layer":1,"units":[0,2]}}}}]"#,
        )
    );
}

/// What stands in people's bookmarks.
#[test]
fn a_link_is_written_as_it_always_was() {
    let run = with(|run| {
        run.experiment.seed = 7;
        run.experiment.hidden = vec![Layer::dense(3, Activation::Relu)];
        run.timeline = [(5, 0.03), (5, 175_721.0 + 0.125), (9, -1e-7)]
            .map(|(step, value)| {
                let edit = Edit::Weight {
                    layer: 0,
                    unit: 1,
                    input: 0,
                    value,
                };
                TimedEdit { step, edit }
            })
            .to_vec();
    });
    let written = [
        r#"{"experiment":{"hidden":[{"dense":{"activation":"relu","units":3}}],"seed":7}"#,
        r#""step":12,"timeline":[{"edit":{"weight":{"input":0,"layer":0,"unit":1,"value":0.03}},"step":5}"#,
        r#"{"edit":{"weight":{"value":175721.12}}},{"edit":{"weight":{"value":-1e-7}},"step":9}]}"#,
    ]
    .join(",");
    assert_eq!(encode(&run, 12), link_of(&written));
}

#[test]
fn an_edited_field_costs_little() {
    check(&with(|run| run.experiment.seed = 7), 0, 38);
    check(&RunDocument::default(), 12_400, 22);
    check(
        &with(|run| run.experiment.hidden[0] = Layer::dense(8, Activation::Tanh)),
        0,
        80,
    );
    check(
        &with(|run| run.experiment.hidden = vec![Layer::dense(64, Activation::Relu); 8]),
        0,
        180,
    );
    check(&with(|run| run.experiment.hidden.clear()), 0, 42);
}

#[test]
fn a_dragged_slider_costs_sixty_characters_a_move() {
    let moves = |count: u64| {
        with(|run| {
            run.timeline = (0..count)
                .map(|i| {
                    let value = -0.731 + i as f32 * 0.017;
                    let edit = Edit::Weight {
                        layer: 1,
                        unit: 2,
                        input: 3,
                        value,
                    };
                    TimedEdit {
                        step: 1000 + 97 * i,
                        edit,
                    }
                })
                .collect();
        })
    };
    let per_move = (encode(&moves(101), 0).len() - encode(&moves(1), 0).len()) / 100;
    assert!(per_move <= 80, "{per_move}");
    assert!(encode(&moves(3000), 0).len() <= LONGEST);
}

#[test]
fn a_broken_link_says_what_is_wrong() {
    check_refused(
        "",
        "the link is not one of this page; allowed is a link that begins with \"1.\".",
    );
    check_refused(
        "7.abc",
        "the link is of version 7; allowed is version 1, which this page reads.",
    );
    check_refused(
        "1.a*c",
        "the link is damaged or cut short; allowed is a link copied whole.",
    );
    let whole = encode(&with(|run| run.experiment.seed = 123_456), 0);
    check_refused(
        &whole[..whole.len() - 3],
        "the link is damaged or cut short; allowed is a link copied whole.",
    );
    check_refused(
        &"1".repeat(LONGEST + 1),
        "the link is 262145 characters long; allowed is at most 262144 characters.",
    );
    check_refused(
        &link_of(&"[".repeat(100_000)),
        "the link is damaged or cut short; allowed is a link copied whole.",
    );
    let bomb = format!(
        "{{\"timeline\":[{{\"x\":\"{}\"}}{}]}}",
        "x".repeat(100_000),
        ",{}".repeat(30_000)
    );
    check_refused(
        &link_of(&bomb),
        "the link is too big when unfolded; allowed is a link made by this page.",
    );
}

#[test]
fn a_wrong_field_is_named() {
    check_refused(
        &link_of(r#"{"experiment":{"batch":-1}}"#),
        "experiment.batch is -1; allowed is a whole number from 0 to 4294967295.",
    );
    check_refused(
        &link_of(r#"{"experiment":{"hidden":[{},{"dense":{"units":"x"}}]}}"#),
        "experiment.hidden[1].dense.units is \"x\"; allowed is a whole number from 0 to 4294967295.",
    );
    check_refused(
        &link_of(r#"{"step":9007199254740992}"#),
        "step is 9007199254740992; allowed is a whole number from 0 to 1000000000000.",
    );
    for (patch, field) in [
        (json!({"experiment": {"colour": 1}}), "experiment.colour"),
        (
            json!({"experiment": {"hidden": [{}, {"dense": {"units": 513}}]}}),
            "hidden[1].dense.units",
        ),
        (json!({"experiment": {"version": 9}}), "version"),
        (json!({"experiment": 3}), "experiment"),
        (json!({"timeline": [{"step": 3}]}), "timeline[0].edit"),
    ] {
        let refusal = decode(&link_of(&patch.to_string())).expect_err("it is wrong");
        assert_eq!(refusal.field, field, "{refusal}");
    }
}

fn finite() -> impl Strategy<Value = f32> {
    any::<u32>()
        .prop_map(f32::from_bits)
        .prop_filter("finite", |x| x.is_finite())
}

fn part() -> impl Strategy<Value = Part> {
    (0_u32..3, 0_u32..4, 0_u32..2, 0..5).prop_map(|(layer, unit, input, kind)| match kind {
        0 => Part::All,
        1 => Part::Layer(layer),
        2 => Part::Unit { layer, unit },
        3 => Part::Weight { layer, unit, input },
        _ => Part::Bias { layer, unit },
    })
}

fn symmetry() -> impl Strategy<Value = Symmetry> {
    (0_u32..3, 0_u32..4, 0.001_f32..1e3, 0..3).prop_map(|(layer, unit, factor, kind)| match kind {
        0 => Symmetry::Swap {
            layer,
            units: [unit, unit + 1],
        },
        1 => Symmetry::Rescale {
            layer,
            unit,
            factor,
        },
        _ => Symmetry::Negate { layer, unit },
    })
}

fn runs() -> impl Strategy<Value = RunDocument> {
    let weight =
        (0_u32..3, 0_u32..4, 0_u32..2, finite()).prop_map(|(layer, unit, input, value)| {
            Edit::Weight {
                layer,
                unit,
                input,
                value,
            }
        });
    let edit = prop_oneof![
        weight,
        (0.0_f32..100.0).prop_map(Edit::Rate),
        (1_u32..99).prop_map(Edit::Batch),
        part().prop_map(Edit::Lock),
        part().prop_map(Edit::Mute),
        Just(Edit::LockZeros),
        (0.0_f32..1.0).prop_map(Edit::PruneByImpact),
        (part(), 0.0_f32..1.0, any::<u32>()).prop_map(|(part, size, seed)| Edit::Nudge {
            part,
            size,
            seed
        }),
        (part(), any::<u32>()).prop_map(|(part, seed)| Edit::Draw { part, seed }),
        symmetry().prop_map(Edit::Symmetry),
        prop::collection::vec(finite(), 0..9).prop_map(Edit::Parameters),
    ];
    let timed = (0_u64..1000, edit).prop_map(|(step, edit)| TimedEdit { step, edit });
    let hidden = (1_u32..=64).prop_map(|units| Layer::dense(units, Activation::Relu));
    (
        any::<u32>(),
        prop::collection::vec(hidden, 0..=8),
        prop::collection::vec(timed, 0..20),
    )
        .prop_map(|(seed, hidden, timeline)| {
            with(|run| {
                run.experiment.seed = seed;
                run.experiment.hidden = hidden;
                run.timeline = timeline;
            })
        })
}

proptest! {
    /// Bit for bit, before any question of whether the run makes sense.
    #[test]
    fn any_run_comes_back(run in runs(), step in 0..=limits::STEPS.max) {
        let place = read(&encode(&run, step)).map_err(|refusal| TestCaseError::fail(refusal.to_string()))?;
        prop_assert_eq!(reading::to_json(&place.timeline), reading::to_json(&run.timeline));
        for (back, there) in place.timeline.iter().zip(&run.timeline) {
            if let (Edit::Weight { value: a, .. }, Edit::Weight { value: b, .. }) = (&back.edit, &there.edit) {
                prop_assert_eq!(a.to_bits(), b.to_bits());
            }
        }
        prop_assert_eq!(place.experiment, run.experiment);
        prop_assert_eq!(place.step, step);
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".*") {
        let _ = decode(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = decode(&format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(bytes)));
    }

    /// A link with a few characters changed is still read or refused.
    #[test]
    fn any_damage_is_survived(run in runs(), damage in prop::collection::vec((any::<prop::sample::Index>(), "[A-Za-z0-9_-]"), 1..4)) {
        let mut link = encode(&run, 3);
        for (place, letter) in damage {
            let at = place.index(link.len());
            link.replace_range(at..=at, &letter);
        }
        let _ = decode(&link);
    }

    /// Well-formed JSON of the wrong kind anywhere.
    #[test]
    fn any_misplaced_value_is_refused_by_name(
        path in prop::sample::select(vec!["experiment", "timeline", "step"]),
        value in prop::sample::select(vec![json!(null), json!(true), json!("x"), json!(-1.5), json!(1e300), json!([[[3]]]), json!({"x": {"y": []}})]),
    ) {
        let patch = json!({path: value});
        let refusal = decode(&link_of(&patch.to_string())).expect_err("it is wrong");
        prop_assert!(refusal.field.starts_with(path), "{refusal}");
    }
}
