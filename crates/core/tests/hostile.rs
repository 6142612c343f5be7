//! Nothing panics on what validates.
#![cfg(not(target_arch = "wasm32"))]

use neuroglass_core::{
    Activation, Conv2d, Data, DataShape, Dropout, Edit, Evaluation, Experiment, Init, Input, Layer,
    Loss, MapJob, MapKind, Number, Optimizer, Output, Part, Pool, Regularization, Run, RunDocument,
    Schedule, Scheme, Symmetry, VERSION,
};
use proptest::prelude::*;

/// Mostly what is allowed; sometimes anything.
fn number(low: f32, high: f32) -> impl Strategy<Value = f32> {
    let edges = vec![low, high, 0.0, 1e-38, 3e38, -3e38, f32::NAN, f32::INFINITY];
    prop_oneof![9 => low..=high, 2 => prop::sample::select(edges)]
}

fn activation() -> impl Strategy<Value = Activation> {
    prop::sample::select(Activation::ALL)
}

fn output() -> impl Strategy<Value = Activation> {
    prop::sample::select(Activation::OUTPUTS)
}

fn loss() -> impl Strategy<Value = Loss> {
    prop::sample::select(Loss::ALL)
}

fn init() -> impl Strategy<Value = Init> {
    let scheme = || {
        prop_oneof![
            8 => prop::sample::select(Scheme::ALL),
            1 => number(0.0, 100.0).prop_map(|reach| Scheme::Uniform { reach }),
            1 => number(0.0, 100.0).prop_map(|deviation| Scheme::Normal { deviation }),
            1 => number(-100.0, 100.0).prop_map(|value| Scheme::Constant { value }),
        ]
    };
    (scheme(), scheme()).prop_map(|(weights, biases)| Init { weights, biases })
}

fn inputs() -> impl Strategy<Value = Vec<Input>> {
    prop_oneof![
        6 => prop::sample::subsequence(Input::ALL, 1..=21),
        1 => prop::collection::vec(prop::sample::select(Input::ALL), 0..6),
    ]
}

fn units() -> impl Strategy<Value = u32> {
    prop_oneof![30 => 1..10_u32, 1 => Just(0), 4 => Just(64), 1 => Just(513)]
}

fn layer() -> impl Strategy<Value = Layer> {
    let side = || 0..5_u32;
    prop_oneof![
        4 => (units(), activation()).prop_map(|(units, activation)| Layer::dense(units, activation)),
        3 => (units(), [side(), side(), side()], activation()).prop_map(
            |(filters, [kernel, stride, padding], activation)| Layer::Conv2d(Conv2d {
                filters,
                kernel,
                stride,
                padding,
                activation,
            })
        ),
        1 => (side(), side()).prop_map(|(size, stride)| Layer::MaxPool(Pool { size, stride })),
        1 => (side(), side()).prop_map(|(size, stride)| Layer::AveragePool(Pool { size, stride })),
        1 => Just(Layer::Flatten),
        1 => Just(Layer::LayerNorm),
        1 => number(0.0, 0.9).prop_map(|rate| Layer::Dropout(Dropout { rate })),
    ]
}

/// Some of these numbers: the index in the table, and the value.
fn numbers(table: &'static [Number]) -> impl Strategy<Value = Vec<(usize, f32)>> {
    let one = (0..table.len()).prop_flat_map(|index| {
        let Number {
            limit, is_whole, ..
        } = table[index];
        // Spans of millions of steps would show nothing in a short run.
        let seen = if is_whole { 8.0 } else { limit.max };
        let value = prop_oneof![limit.min..=seen, number(limit.min, limit.max)];
        (Just(index), value)
    });
    prop::collection::vec(one, 0..4)
}

/// Any of these kinds, with some of its numbers changed.
macro_rules! any_kind {
    ($Choice:ident) => {
        prop::sample::select($Choice::ALL).prop_flat_map(|kind| {
            numbers(kind.numbers()).prop_map(move |numbers| {
                let change = |kind: $Choice, (index, value)| kind.with(index, value);
                numbers.into_iter().fold(kind, change)
            })
        })
    };
}

fn optimizer() -> impl Strategy<Value = Optimizer> {
    any_kind!(Optimizer)
}

fn schedule() -> impl Strategy<Value = Schedule> {
    any_kind!(Schedule)
}

fn regularization() -> impl Strategy<Value = Regularization> {
    numbers(Regularization::NUMBERS).prop_map(|numbers| {
        let none = Regularization::default();
        numbers
            .into_iter()
            .fold(none, |some, (index, value)| some.with(index, value))
    })
}

prop_compose! {
    fn data()(
        shape in prop::sample::select(DataShape::ALL),
        classes in 1..10_u32,
        size in prop_oneof![9 => 10..200_u32, 1 => 0..20_u32, 1 => Just(1_000)],
        noise in number(0.0, 1.0),
        train_share in number(0.1, 0.9),
        seed in any::<u32>(),
    ) -> Data {
        Data { shape, classes, size, noise, train_share, seed }
    }
}

prop_compose! {
    fn experiment()(
        data in data(),
        inputs in inputs(),
        hidden in prop::collection::vec(layer(), 0..5),
        output in output(),
        init in init(),
        loss in loss(),
        optimizer in optimizer(),
        schedule in schedule(),
        regularization in regularization(),
        batch in prop_oneof![9 => 1..100_u32, 1 => 0..2_u32, 1 => Just(10_000)],
        seed in any::<u32>(),
    ) -> Experiment {
        let output = Output { activation: output };
        Experiment {
            version: VERSION, data, inputs, hidden, output, init, loss, optimizer, schedule,
            regularization, batch, seed,
        }
    }
}

fn part() -> impl Strategy<Value = Part> {
    let small = || 0..5_u32;
    prop_oneof![
        Just(Part::All),
        small().prop_map(Part::Layer),
        [small(), small()].prop_map(|[layer, unit]| Part::Unit { layer, unit }),
        [small(), small(), small()].prop_map(|[layer, unit, input]| Part::Weight {
            layer,
            unit,
            input
        }),
        [small(), small()].prop_map(|[layer, unit]| Part::Bias { layer, unit }),
    ]
}

fn symmetry() -> impl Strategy<Value = Symmetry> {
    let small = || 0..5_u32;
    prop_oneof![
        (small(), [small(), small()]).prop_map(|(layer, units)| Symmetry::Swap { layer, units }),
        (small(), small(), number(0.001, 1e3)).prop_map(|(layer, unit, factor)| {
            Symmetry::Rescale {
                layer,
                unit,
                factor,
            }
        }),
        [small(), small()].prop_map(|[layer, unit]| Symmetry::Negate { layer, unit }),
    ]
}

/// What a hand does to a part of the parameters.
fn edit_of_part() -> impl Strategy<Value = Edit> {
    prop_oneof![
        part().prop_map(Edit::Lock),
        part().prop_map(Edit::Unlock),
        Just(Edit::LockZeros),
        part().prop_map(Edit::Mute),
        part().prop_map(Edit::Unmute),
        part().prop_map(Edit::Zero),
        part().prop_map(Edit::Flip),
        (part(), number(0.0, 10.0), any::<u32>()).prop_map(|(part, size, seed)| Edit::Nudge {
            part,
            size,
            seed
        }),
        (part(), any::<u32>()).prop_map(|(part, seed)| Edit::Draw { part, seed }),
        symmetry().prop_map(Edit::Symmetry),
        number(0.0, 1.0).prop_map(Edit::PruneByImpact),
        prop::collection::vec(number(-1e3, 1e3), 1..9).prop_map(Edit::Parameters),
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![2 => edit_of_run(), 1 => edit_of_part()]
}

fn edit_of_run() -> impl Strategy<Value = Edit> {
    let small = || 0..5_u32;
    prop_oneof![
        (small(), small(), small(), number(-1e3, 1e3)).prop_map(|(layer, unit, input, value)| {
            Edit::Weight {
                layer,
                unit,
                input,
                value,
            }
        }),
        (small(), small(), number(-1e3, 1e3)).prop_map(|(layer, unit, value)| Edit::Bias {
            layer,
            unit,
            value
        }),
        number(0.0, 3.0).prop_map(Edit::Rate),
        optimizer().prop_map(Edit::Optimizer),
        schedule().prop_map(Edit::Schedule),
        regularization().prop_map(Edit::Regularization),
        (0..300_u32).prop_map(Edit::Batch),
        data().prop_map(Edit::Data),
        inputs().prop_map(Edit::Inputs),
        (small(), layer()).prop_map(|(at, layer)| Edit::AddLayer { at, layer }),
        (small(), layer()).prop_map(|(layer, to)| Edit::Layer { layer, to }),
        [small(), small(), small()].prop_map(|[layer, unit, input]| Edit::Cut {
            layer,
            unit,
            input
        }),
        [small(), small(), small()].prop_map(|[layer, unit, input]| Edit::Join {
            layer,
            unit,
            input
        }),
        number(0.0, 1.0).prop_map(Edit::Prune),
        small().prop_map(Edit::RemoveLayer),
        (small(), units()).prop_map(|(layer, units)| Edit::Units { layer, units }),
        (small(), activation())
            .prop_map(|(layer, activation)| Edit::Activation { layer, activation }),
        (loss(), output()).prop_map(|(loss, output)| Edit::Loss { loss, output }),
        (any::<u32>(), init()).prop_map(|(seed, init)| Edit::Redraw { seed, init }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_panics_on_what_validates(
        experiment in experiment(),
        edits in prop::collection::vec((edit(), 0..4_u64), 0..12),
    ) {
        let document = RunDocument { experiment, timeline: Vec::new() };
        let Ok(mut run) = Run::new(document) else {
            return Ok(());
        };
        for (mut edit, steps) in edits {
            if let Edit::Parameters(values) = &mut edit && steps > 0 {
                let count = run.network().shape().parameters();
                *values = values.iter().copied().cycle().take(count).collect();
            }
            let before = (run.hash(), run.document().clone());
            if run.edit(edit).is_err() {
                prop_assert_eq!(before, (run.hash(), run.document().clone()));
            }
            let there = run.step() + steps;
            let before = run.network().clone();
            while run.step() < there {
                run.work();
            }
            let network = run.network();
            prop_assert_eq!(before.holds(), network.holds());
            let values = before.parameters().iter().zip(network.parameters());
            for (&hold, (before, after)) in network.holds().iter().zip(values) {
                let is_silent = hold.is_cut() || hold.is_muted();
                prop_assert!(!is_silent || *after == 0.0, "{hold:?}: {after}");
                let stays = before.to_bits() == after.to_bits();
                prop_assert!(!hold.is_locked() || stays, "{before} locked: {after}");
            }
            let is_finite = network.parameters().iter().all(|parameter| parameter.is_finite());
            prop_assert!(is_finite || run.divergence().is_some());
        }
        run.evaluate(&mut Evaluation::new());
        run.map(&mut MapJob::new(MapKind::Tiles, 9));
        run.trace(0);

        // The document that came of it is as good as any, and leads to the same place.
        let (step, hash) = (run.step(), run.hash());
        let json = serde_json::to_string(run.document()).expect("finite numbers");
        let document: RunDocument = serde_json::from_str(&json).expect("what was written can be read");
        let mut again = Run::new(document).expect("what a run recorded validates");
        while again.step() < step {
            again.work();
        }
        prop_assert_eq!(again.hash(), hash);
        prop_assert_eq!(again.settings(), run.settings());
        run.seek(step / 2);
        while run.step() < step {
            run.work();
        }
        prop_assert_eq!(run.hash(), hash);
    }
}
