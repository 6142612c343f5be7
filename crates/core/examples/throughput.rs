//! How fast it trains: examples a second, one line a workload.
//!
//! `cargo run --release -p neuroglass-core --example throughput`

use std::time::{Duration, Instant};

use neuroglass_core::{Activation, Experiment, Layer, MapJob, MapKind, Run, RunDocument, Work};

fn main() {
    let tanh = Activation::Tanh;
    println!("{:>28}  {:>12}", "workload", "examples/s");
    measure("2-6-4-1 tanh, batch 10", &[6, 4], tanh, 10);
    measure("2-8-8-1 tanh, batch 10", &[8, 8], tanh, 10);
    measure("2-8-8-1 tanh, batch 240", &[8, 8], tanh, 240);
    measure("2-24-12-1 relu, batch 1", &[24, 12], Activation::Relu, 1);
    measure("2-64x8-1 tanh, batch 64", &[64; 8], tanh, 64);
    maps();
}

fn experiment(units: &[u32], activation: Activation, batch: u32) -> Experiment {
    let hidden = units.iter().map(|&units| Layer::dense(units, activation));
    Experiment {
        hidden: hidden.collect(),
        batch,
        ..Experiment::default()
    }
}

fn measure(name: &str, units: &[u32], activation: Activation, batch: u32) {
    let document = RunDocument {
        experiment: experiment(units, activation, batch),
        ..RunDocument::default()
    };
    let mut run = Run::new(document).expect("a valid experiment");
    let mut train = |duration| {
        let (start, examples) = (Instant::now(), run.examples());
        while start.elapsed() < duration {
            for _ in 0..100 {
                while run.work() == Work::Part {}
            }
        }
        (run.examples() - examples) / start.elapsed().as_secs_f64()
    };
    train(Duration::from_millis(300));
    let mut rates: Vec<f64> = (0..5).map(|_| train(Duration::from_millis(300))).collect();
    rates.sort_by(f64::total_cmp);
    println!("{name:>28}  {:>10.2} M", rates[2] / 1e6);
}

fn maps() {
    let run = Run::new(RunDocument {
        experiment: experiment(&[8, 8], Activation::Tanh, 10),
        ..RunDocument::default()
    })
    .expect("a valid experiment");
    let mut job = MapJob::new(MapKind::Tiles, 100);
    let (start, mut grids) = (Instant::now(), 0);
    while start.elapsed() < Duration::from_secs(1) {
        while !run.map(&mut job) {}
        grids += 1;
    }
    let rate = f64::from(grids) / start.elapsed().as_secs_f64();
    println!("{:>28}  {rate:>10.0} grids/s", "2-8-8-1 tiles, 100 × 100");
}
