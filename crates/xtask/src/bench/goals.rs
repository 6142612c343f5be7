//! What is aimed at, and what was reached.

use std::fmt::Write as _;

use super::results::{Results, digits};

struct Goal {
    workload: &'static str,
    beside: Beside,
    /// How many times as much, at least.
    reach: f64,
}

enum Beside {
    /// The fastest of these contenders.
    BestOf(&'static [&'static str]),
    /// What the machine could do, where a unit of the workload takes so many floating-point operations:
    /// multiplications and additions of forward pass, weight gradients and input gradients.
    Peak { flop: f64 },
}

const GOALS: [Goal; 7] = [
    Goal {
        workload: "W1",
        beside: Beside::BestOf(&["synaptic"]),
        reach: 6.0,
    },
    Goal {
        workload: "W2",
        beside: Beside::BestOf(&["synaptic"]),
        reach: 6.5,
    },
    Goal {
        workload: "W3",
        beside: Beside::BestOf(&["burn-flex"]),
        reach: 1.3,
    },
    Goal {
        workload: "W3",
        beside: Beside::Peak { flop: 454_400.0 },
        reach: 0.6,
    },
    Goal {
        workload: "W4",
        beside: Beside::BestOf(&["ort-training", "tfjs-wasm-tuned", "burn-flex"]),
        reach: 2.5,
    },
    Goal {
        workload: "W4",
        beside: Beside::Peak { flop: 4_437_440.0 },
        reach: 0.5,
    },
    Goal {
        workload: "W5",
        beside: Beside::BestOf(&["jaxjs-wasm"]),
        reach: 6.0,
    },
];

/// Each goal, what was measured, and whether it was reached, in Markdown.
pub fn table(results: &Results) -> String {
    let mut text = "| | measured | goal | |\n|---|---:|---:|---|\n".to_owned();
    for goal in &GOALS {
        let (measured, wanted, verdict) = judge(goal, results);
        _ = writeln!(
            text,
            "| {} | {measured} | {wanted} | {verdict} |",
            goal.workload
        );
    }
    text
}

fn judge(goal: &Goal, results: &Results) -> (String, String, &'static str) {
    let (value, say): (_, Box<dyn Fn(f64) -> String>) = match &goal.beside {
        Beside::BestOf(ids) => {
            let rated = |id| Some((id, results.rate(id, goal.workload)?));
            let best = ids.iter().copied().filter_map(rated);
            let best = best.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(id, _)| id);
            let name = best.map_or_else(|| ids.join(" or "), str::to_owned);
            let value = best.and_then(|id| results.ratio(goal.workload, id));
            (
                value,
                Box::new(move |ratio| format!("{} × {name}", digits(ratio))),
            )
        }
        Beside::Peak { flop } => (
            results.share(goal.workload, *flop),
            Box::new(|share| format!("{:.0} % of the peak", 100.0 * share)),
        ),
    };
    let verdict = match value {
        None => "not measured",
        Some(value) if value >= goal.reach => "reached",
        Some(_) => "missed",
    };
    (value.map_or("–".to_owned(), &say), say(goal.reach), verdict)
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::bench::results::tests::results;

    fn lines(ours: f64) -> Vec<String> {
        let results = results(&[ours], "burn-flex", &[100_000.0], &[59.0]);
        table(&results).lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_goal_is_reached_missed_or_not_measured() {
        let reached = lines(130_000.0);
        assert_eq!(
            reached[4],
            "| W3 | 1.30 × burn-flex | 1.30 × burn-flex | reached |"
        );
        assert_eq!(
            reached[5],
            "| W3 | 100 % of the peak | 60 % of the peak | reached |"
        );
        assert!(lines(129_000.0)[4].ends_with("| missed |"));
        assert_eq!(reached[2], "| W1 | – | 6.00 × synaptic | not measured |");
    }
}
