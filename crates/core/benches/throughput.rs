//! How fast it trains and looks on this machine, without a browser: `cargo bench -p neuroglass-core`.

// The same networks that are measured in the browser.
#[path = "../../bench/src/workloads.rs"]
mod workloads;

use std::hint::black_box;
use std::time::Duration;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use neuroglass_core::{
    Activation, Conv2d, Dropout, Ground, Input, Layer, Loss, MapJob, MapKind, Pool, Shape, Survey,
    Volume,
};
use workloads::Workload;

type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// Whole steps of the workloads that libraries are measured with beside each other.
fn steps(criterion: &mut Criterion) {
    let mut group = group(criterion, "step");
    let names = [
        "W1 2-8-8-1 tanh, batch 10",
        "W2 2-24-12-1 relu, batch 1",
        "W3 784-128-64-10 relu, batch 64",
        "W4 two convolutions, batch 32",
    ];
    for (number, name) in (1..).zip(names) {
        train(&mut group, name, &Workload::numbered(number));
    }
}

/// Dense layers, one after the other, where rows of weights end with a whole vector and where they do not.
fn dense(criterion: &mut Criterion) {
    let mut group = group(criterion, "dense");
    for (widths, name) in [
        ([8, 8], "2-8-8-1"),
        ([7, 7], "2-7-7-1"),
        ([64, 64], "2-64-64-1"),
    ] {
        for batch in [1, 10, 64] {
            let workload = Workload::dense(2, &widths, batch);
            train(&mut group, &format!("{name}, batch {batch}"), &workload);
        }
    }
}

/// Every other kind of layer, over pictures of 8 channels of 14 × 14: forwards and backwards.
fn layers(criterion: &mut Criterion) {
    let mut group = group(criterion, "layer");
    let conv = |kernel| {
        Layer::Conv2d(Conv2d {
            filters: 8,
            kernel,
            padding: kernel / 2,
            ..Conv2d::DEFAULT
        })
    };
    let pool = Pool::DEFAULT;
    let dropout = Layer::Dropout(Dropout::DEFAULT);
    let norm = Layer::LayerNorm;
    let kinds = [
        ("convolution 3 × 3", conv(3)),
        ("convolution 5 × 5", conv(5)),
        ("max pool", Layer::MaxPool(pool)),
        ("average pool", Layer::AveragePool(pool)),
        ("layer norm", norm),
        ("dropout", dropout),
    ];
    let picture = Volume {
        channels: 8,
        height: 14,
        width: 14,
    };
    for (name, layer) in kinds {
        // A layer that has no layer before it owes none a gradient.
        train(&mut group, name, &workload(picture, &[norm, layer]));
    }
}

/// Every activation, of 256 units with one input each.
fn activations(criterion: &mut Criterion) {
    let mut group = group(criterion, "activation");
    for &activation in Activation::ALL {
        let layer = Layer::dense(256, activation);
        train(
            &mut group,
            activation.id(),
            &workload(Volume::flat(1), &[layer]),
        );
    }
}

/// What is looked at: maps of 100 × 100 of the network of W1.
fn maps(criterion: &mut Criterion) {
    let mut group = group(criterion, "maps");
    let workload = Workload::numbered(1);
    let learner = workload.learner(&workload.settings(0.0));
    let network = learner.network();
    let ground = Ground::Plane([Input::X1, Input::X2].as_slice().into());
    for (name, kind) in [("tiles", MapKind::Tiles), ("output", MapKind::Output)] {
        let mut job = MapJob::new(kind, 100);
        group
            .throughput(Throughput::Elements(1))
            .bench_function(name, |bencher| {
                bencher.iter(|| while !job.work(black_box(network), &ground) {});
            });
    }
    let points = Workload {
        examples: 10_000,
        ..workload
    };
    let (points, mut survey) = (points.samples(), Survey::default());
    group.bench_function("survey", |bencher| {
        bencher.iter(|| survey.answers(black_box(network), &points)[0]);
    });
}

fn group<'a>(criterion: &'a mut Criterion, name: &str) -> Group<'a> {
    let mut group = criterion.benchmark_group(name);
    group
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2));
    group
}

/// These layers before one output, with 32 examples in a step.
fn workload(input: Volume, hidden: &[Layer]) -> Workload {
    Workload {
        shape: Shape::of(input, hidden, Layer::dense(1, Activation::Linear)),
        loss: Loss::Squared,
        examples: 320,
        batch: 32,
    }
}

/// Measures steps over the batches, in turn.
fn train(group: &mut Group<'_>, name: &str, workload: &Workload) {
    let settings = workload.settings(0.001);
    let (mut learner, samples) = (workload.learner(&settings), workload.samples());
    let order: Vec<u32> = (0..workload.examples as u32).collect();
    let mut batches = order.chunks_exact(workload.batch).cycle();
    let mut step = 0;
    group.throughput(Throughput::Elements(workload.batch as u64));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let batch = batches.next().unwrap_or_default();
            while learner.work(&settings, step, &samples, batch).is_none() {}
            step += 1;
        });
    });
}

criterion_group!(throughput, steps, dense, layers, activations, maps);
criterion_main!(throughput);
