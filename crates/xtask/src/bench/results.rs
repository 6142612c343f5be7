//! What was measured of the workloads.

use std::fmt::Write as _;

use serde::Deserialize;

/// How we are called among the contenders.
pub const OURS: &str = "neuroglass";

/// The workloads, and what is counted of each.
pub const WORKLOADS: [(&str, &str); 5] = [
    ("W1", "examples/s"),
    ("W2", "examples/s"),
    ("W3", "images/s"),
    ("W4", "images/s"),
    ("W5", "grids/s"),
];

/// All runs, in the form in which the peers' harness writes them.
#[derive(Default, Deserialize)]
pub struct Results {
    /// The runs.
    pub runs: Vec<Run>,
    /// What the machine could do at most, once a repetition.
    pub peaks: Vec<Peak>,
}

/// One contender at one workload, once.
#[derive(Deserialize)]
pub struct Run {
    /// The contender.
    pub id: String,
    /// The workload.
    pub workload: String,
    /// The repetition.
    pub rep: usize,
    /// What is counted, a second.
    pub rate: Option<f64>,
}

/// The limit of one core.
#[derive(Deserialize)]
pub struct Peak {
    /// Multiplications and additions of four lanes, in billions of operations a second.
    #[serde(rename = "simd_muladd_gflops")]
    pub multiply_and_add: Middle,
}

/// The middle of some measurements.
#[derive(Deserialize)]
pub struct Middle {
    /// The median.
    pub median: f64,
}

impl Results {
    /// The median rate of a contender.
    pub fn rate(&self, id: &str, workload: &str) -> Option<f64> {
        median(self.rates(id, workload).map(|(_, rate)| rate).collect())
    }

    /// How many times as fast as another contender we are: the median over the repetitions, in each of which
    /// both met the same mood of the machine.
    pub fn ratio(&self, workload: &str, other: &str) -> Option<f64> {
        let ratio = |(rep, ours)| {
            let mut others = self.rates(other, workload);
            Some(ours / others.find(|(of, _)| *of == rep)?.1)
        };
        median(self.rates(OURS, workload).filter_map(ratio).collect())
    }

    /// Our share of what the machine could do, where a unit of the workload takes so many operations.
    pub fn share(&self, workload: &str, flop: f64) -> Option<f64> {
        let share = |(rep, rate): (usize, f64)| {
            let peak = self.peaks.get(rep)?.multiply_and_add.median * 1e9;
            Some(rate * flop / peak)
        };
        median(self.rates(OURS, workload).filter_map(share).collect())
    }

    fn rates(&self, id: &str, workload: &str) -> impl Iterator<Item = (usize, f64)> {
        let of = move |run: &&Run| run.id == id && run.workload == workload;
        self.runs
            .iter()
            .filter(of)
            .filter_map(|run| Some((run.rep, run.rate?)))
    }

    /// The median rates of all contenders, ours first, in Markdown.
    pub fn table(&self) -> String {
        let mut text = "| ".to_owned();
        for (workload, unit) in WORKLOADS {
            _ = write!(text, "| {workload}, {unit} ");
        }
        text += "|\n|---|---:|---:|---:|---:|---:|\n";
        let mut ids: Vec<&str> = self.runs.iter().map(|run| run.id.as_str()).collect();
        ids.sort_unstable_by_key(|id| (*id != OURS, *id));
        ids.dedup();
        for id in ids {
            _ = write!(text, "| {id} ");
            for (workload, _) in WORKLOADS {
                let rate = self.rate(id, workload).map_or("–".to_owned(), short);
                _ = write!(text, "| {rate} ");
            }
            text += "|\n";
        }
        text
    }
}

/// The median, if there is anything.
pub fn median(mut numbers: Vec<f64>) -> Option<f64> {
    numbers.sort_unstable_by(f64::total_cmp);
    let middle = numbers.len() / 2;
    let upper = *numbers.get(middle)?;
    let lower = if numbers.len().is_multiple_of(2) {
        numbers[middle - 1]
    } else {
        upper
    };
    Some(f64::midpoint(lower, upper))
}

/// Three digits, and M or k for the rest.
fn short(rate: f64) -> String {
    match rate {
        1e6.. => format!("{} M", digits(rate / 1e6)),
        1e3.. => format!("{} k", digits(rate / 1e3)),
        _ => digits(rate),
    }
}

/// A number with three digits, or more where they stand before the point.
pub fn digits(number: f64) -> String {
    match number {
        99.95.. => format!("{number:.0}"),
        9.995.. => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// Repetitions of runs of W3, by us and by another.
    pub fn results(ours: &[f64], other: &str, rates: &[f64], peaks: &[f64]) -> Results {
        let runs = |id: &str, rates: &[f64]| -> Vec<Run> {
            let run = |(rep, &rate)| Run {
                id: id.to_owned(),
                workload: "W3".to_owned(),
                rep,
                rate: Some(rate),
            };
            rates.iter().enumerate().map(run).collect()
        };
        let peak = |&median| Peak {
            multiply_and_add: Middle { median },
        };
        Results {
            runs: runs(OURS, ours)
                .into_iter()
                .chain(runs(other, rates))
                .collect(),
            peaks: peaks.iter().map(peak).collect(),
        }
    }

    #[test]
    fn what_is_compared_was_measured_in_the_same_repetition() {
        // The machine is half as fast in the second repetition.
        let results = results(
            &[80.0, 40.0, 90.0],
            "x",
            &[40.0, 20.0, 45.0],
            &[8.0, 4.0, 9.0],
        );
        assert_eq!(results.ratio("W3", "x"), Some(2.0));
        assert_eq!(results.share("W3", 1e8), Some(1.0));
        assert_eq!(results.ratio("W1", "x"), None);
    }

    #[test]
    fn results_of_the_harness_are_read() {
        let text = r#"{ "started": "…", "peaks": [{ "simd_muladd_gflops": { "min": 1, "median": 2, "max": 3 },
            "crossOriginIsolated": true }], "runs": [{ "id": "a", "workload": "W1", "rep": 0, "rate": 5.5 },
            { "id": "b", "workload": "W1", "rep": 0 }], "failed": {} }"#;
        let results: Results = serde_json::from_str(text).unwrap();
        assert_eq!(results.rate("a", "W1"), Some(5.5));
        assert_eq!(results.rate("b", "W1"), None);
    }

    #[test]
    fn rates_are_short() {
        assert_eq!(
            [18_644_000.0, 71_200.0, 861.2, 3.9].map(short),
            ["18.6 M", "71.2 k", "861", "3.90"]
        );
    }

    #[test]
    fn the_median_of_an_even_number_lies_between_two() {
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), Some(2.5));
        assert_eq!(median(vec![]), None);
    }
}
