//! What we do by ourselves, in a page of our own in the browser.

use anyhow::{Context as _, Result, ensure};
use serde::Serialize;

use super::Options;
use super::results::{Middle, OURS, Peak, Results, Run};
use crate::test::travel;
use crate::tools::{Tools, lines};

/// One thing to be measured, as `crates/bench/alone/worker.js` understands it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Job {
    /// A workload, by its number.
    Workload(u32),
    /// Training of a dense network with one output.
    Dense {
        /// Inputs, then the units of each hidden layer.
        widths: Vec<u32>,
        /// Examples in a step.
        batch: u32,
    },
    /// Multiplications and additions without any memory.
    Peak {},
}

/// How long to measure.
#[derive(Clone, Copy, Serialize)]
pub struct Span {
    /// Milliseconds before, in which the browser optimises.
    pub warm: u32,
    /// Milliseconds that count.
    pub ms: u32,
}

#[derive(Serialize)]
struct Order<'a> {
    job: &'a Job,
    #[serde(flatten)]
    span: Span,
}

/// Measures each job in turn: what was done of it a second. For [`Job::Peak`] that are operations, otherwise steps
/// or grids.
pub fn measure(tools: &Tools, jobs: &[Job], span: Span) -> Result<Vec<f64>> {
    let orders: Vec<_> = jobs.iter().map(|job| Order { job, span }).collect();
    let mut cargo = travel(tools)?;
    cargo
        .args(["figures_of_the_core", "--", "--ignored", "--nocapture"])
        .env("NEUROGLASS_JOBS", serde_json::to_string(&orders)?);
    let said = lines(&mut cargo)?;
    let rate = |line: &String| {
        let (_, rest) = line.split_once("measured: ")?;
        rest.split(' ').next()?.parse().ok()
    };
    let rates: Vec<f64> = said.iter().filter_map(rate).collect();
    ensure!(
        rates.len() == jobs.len(),
        "{} of {} were measured",
        rates.len(),
        jobs.len()
    );
    Ok(rates)
}

/// The workloads without anything beside them.
pub fn workloads(tools: &Tools, options: &Options) -> Result<Results> {
    let span = Span {
        warm: options.number("--warm", 1000)?,
        ms: options.number("--ms", 1000)?,
    };
    let workloads = options.workloads()?;
    let round = || {
        [Job::Peak {}]
            .into_iter()
            .chain(workloads.iter().copied().map(Job::Workload))
    };
    let reps = options.number("--reps", 5)?;
    let jobs: Vec<Job> = (0..reps).flat_map(|_| round()).collect();
    let rates = measure(tools, &jobs, span)?;
    let mut results = Results::default();
    for (rep, rates) in rates.chunks_exact(1 + workloads.len()).enumerate() {
        let (peak, rates) = rates
            .split_first()
            .context("a round begins with the peak")?;
        results.peaks.push(Peak {
            multiply_and_add: Middle { median: peak / 1e9 },
        });
        results
            .runs
            .extend(workloads.iter().zip(rates).map(|(&number, rate)| Run {
                id: OURS.to_owned(),
                workload: format!("W{number}"),
                rep,
                rate: Some(rate * batch(number)),
            }));
    }
    println!("\n{}", results.table());
    Ok(results)
}

/// Examples in a step of a workload; a grid is counted as one.
fn batch(number: u32) -> f64 {
    [10.0, 1.0, 64.0, 32.0, 1.0][number as usize - 1]
}

#[cfg(test)]
mod tests {
    use super::{Job, Order, Span};

    #[test]
    fn jobs_are_said_as_the_worker_understands_them() {
        let job = Job::Dense {
            widths: vec![2, 8],
            batch: 4,
        };
        let span = Span { warm: 1, ms: 2 };
        let order = Order { job: &job, span };
        let text = serde_json::to_string(&order).unwrap();
        assert_eq!(
            text,
            r#"{"job":{"dense":{"widths":[2,8],"batch":4}},"warm":1,"ms":2}"#
        );
        // An object, as only that is true in JavaScript and has no number.
        assert_eq!(
            serde_json::to_string(&Job::Peak {}).unwrap(),
            r#"{"peak":{}}"#
        );
    }
}
