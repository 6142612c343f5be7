//! How the cost of training grows with a network's width and depth and with the batch.

use std::fmt::Write as _;

use anyhow::Result;

use super::Options;
use super::alone::{Job, Span, measure};
use super::document::Document;
use super::machine;
use super::plot::{Axis, Line, Plot, Style};
use super::results::digits;
use crate::tools::Tools;

/// Arithmetic that runs at less than this share of a smaller neighbour's pace is worth a look.
const DIP: f64 = 0.8;

/// Networks that differ in one thing.
struct Sweep {
    /// Names the part of the document and the picture.
    name: &'static str,
    /// What they differ in.
    axis: Axis,
    /// The same with something else changed.
    rows: Vec<Row>,
}

struct Row {
    name: String,
    points: Vec<Point>,
}

struct Point {
    /// Where it is on the axis.
    at: u32,
    /// Inputs, then the units of each hidden layer.
    widths: Vec<u32>,
    batch: u32,
    /// Nanoseconds for an example.
    ns: f64,
}

impl Point {
    fn new(at: u32, widths: Vec<u32>, batch: u32) -> Self {
        Self {
            at,
            widths,
            batch,
            ns: f64::NAN,
        }
    }

    fn job(&self) -> Job {
        Job::Dense {
            widths: self.widths.clone(),
            batch: self.batch,
        }
    }

    /// Floating-point operations of an example: forward pass, weight gradients and, but for the first layer,
    /// input gradients.
    fn flop(&self) -> f64 {
        let pairs = self.widths.iter().zip(self.widths[1..].iter().chain([&1]));
        let mut weights = pairs.map(|(&inputs, &units)| f64::from(inputs * units));
        let first = weights.next().unwrap_or_default();
        let others: f64 = weights.sum();
        2.0 * (2.0 * first + 3.0 * others)
    }

    /// Billions of them a second.
    fn gflops(&self) -> f64 {
        self.flop() / self.ns
    }
}

/// Measures all, each point as often as `--reps` says, and writes tables and pictures.
pub fn sweep(tools: &Tools, options: &Options, document: &mut Document) -> Result<()> {
    let about = machine::line(tools)?;
    let mut sweeps = [widths(), depths(), batches(), odd_and_even()];
    let peak = fill(tools, options, &mut sweeps)?;
    let [width, depth, batch, odd] = &sweeps;
    for sweep in [width, depth, batch] {
        document.draw(sweep.name, &plot(sweep, peak).svg())?;
        document.set(sweep.name, &table(sweep))?;
    }
    document.set("odd", &format!("{}\n{}", table(odd), evenness(odd)))?;
    document.set("dips", &dips(&sweeps))?;
    let peak = digits(peak);
    let about = format!("{about}; the simd128 mul+add peak was {peak} GFLOP/s.");
    document.set("sweep", &about)
}

/// Measures every point, and returns what the machine could do at most, in billions of operations a second.
fn fill(tools: &Tools, options: &Options, sweeps: &mut [Sweep]) -> Result<f64> {
    let span = Span {
        warm: options.number("--warm", 200)?,
        ms: options.number("--ms", 200)?,
    };
    let mut points: Vec<&mut Point> = sweeps
        .iter_mut()
        .flat_map(|sweep| &mut sweep.rows)
        .flat_map(|row| &mut row.points)
        .collect();
    let jobs = points.iter().map(|point| point.job());
    let round: Vec<Job> = jobs.chain([Job::Peak {}]).collect();
    let reps = options.number("--reps", 3)? as usize;
    let rates = measure(tools, &vec![round.as_slice(); reps].concat(), span)?;
    // Whatever else a machine does only slows, so the best of the rounds is nearest to the cost.
    let best = |job| {
        let rates = rates.iter().skip(job).step_by(round.len());
        rates.copied().fold(0.0, f64::max)
    };
    for (job, point) in points.iter_mut().enumerate() {
        point.ns = 1e9 / (best(job) * f64::from(point.batch));
    }
    Ok(best(points.len()) / 1e9)
}

fn widths() -> Sweep {
    let widths = [2, 3, 5, 7, 8, 16, 31, 32, 64, 100, 128, 256, 512];
    let row = |batch| Row {
        name: format!("batch {batch}"),
        points: widths
            .map(|width| Point::new(width, vec![2, width, width], batch))
            .into(),
    };
    Sweep {
        name: "width",
        axis: Axis::doubling("units in each of two hidden layers", 2, 512),
        rows: [1, 10, 64].map(row).into(),
    }
}

fn depths() -> Sweep {
    let row = |(width, batch): (u32, u32)| {
        let hidden = |depth| [vec![2], vec![width; depth as usize]].concat();
        Row {
            name: format!("{width} units, batch {batch}"),
            points: (1..=8)
                .map(|depth| Point::new(depth, hidden(depth), batch))
                .collect(),
        }
    };
    Sweep {
        name: "depth",
        axis: Axis::counting("hidden layers", 1, 8),
        rows: [(8, 1), (8, 10), (64, 64)].map(row).into(),
    }
}

fn batches() -> Sweep {
    let batches = [1, 2, 3, 4, 5, 8, 10, 16, 17, 32, 64, 100, 256, 1024];
    let row = |widths: &[u32]| Row {
        name: format!("{}-1", dashed(widths)),
        points: batches
            .map(|batch| Point::new(batch, widths.to_vec(), batch))
            .into(),
    };
    Sweep {
        name: "batch",
        axis: Axis::doubling("examples in a step", 1, 1024),
        rows: vec![row(&[2, 8, 8]), row(&[2, 64, 64]), row(&[784, 128, 64])],
    }
}

fn odd_and_even() -> Sweep {
    let row = |widths: &[u32]| Row {
        name: format!("{}-1", dashed(widths)),
        points: [1, 10, 64]
            .map(|batch| Point::new(batch, widths.to_vec(), batch))
            .into(),
    };
    Sweep {
        name: "odd",
        axis: Axis::doubling("examples in a step", 1, 64),
        rows: vec![row(&[2, 7, 5, 3]), row(&[2, 8, 4, 4])],
    }
}

fn dashed(widths: &[u32]) -> String {
    widths
        .iter()
        .map(u32::to_string)
        .collect::<Vec<_>>()
        .join("-")
}

/// Nanoseconds and billions of operations a second, of every point, in Markdown.
fn table(sweep: &Sweep) -> String {
    let mut text = format!("| {} ", sweep.axis.title);
    for row in &sweep.rows {
        _ = write!(text, "| {}, ns (GFLOP/s) ", row.name);
    }
    _ = writeln!(text, "|\n|---:{}|", "|---:".repeat(sweep.rows.len()));
    let points = sweep.rows.first().map_or(0, |row| row.points.len());
    for index in 0..points {
        _ = write!(text, "| {} ", sweep.rows[0].points[index].at);
        for row in &sweep.rows {
            let point = &row.points[index];
            _ = write!(text, "| {} ({}) ", digits(point.ns), digits(point.gflops()));
        }
        text += "|\n";
    }
    text
}

fn plot(sweep: &Sweep, peak: f64) -> Plot<'_> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for row in &sweep.rows {
        let least = |point: &Point| (f64::from(point.at), point.flop() / peak);
        let points = row.points.iter().map(least).collect();
        if lines.iter().all(|line| line.points != points) {
            let name = if lines.is_empty() { "at the peak" } else { "" };
            lines.push(Line {
                name,
                points,
                style: Style::Limit,
            });
        }
    }
    let styles = [Style::Blue, Style::Orange, Style::Grey];
    for (row, style) in sweep.rows.iter().zip(styles) {
        lines.push(Line {
            name: &row.name,
            points: row
                .points
                .iter()
                .map(|point| (f64::from(point.at), point.ns))
                .collect(),
            style,
        });
    }
    Plot {
        x: &sweep.axis,
        y: "time for an example, ns",
        lines,
    }
}

/// What an operation costs in the odd network, beside the even one.
fn evenness(sweep: &Sweep) -> String {
    let mut text = String::new();
    if let [odd, even] = sweep.rows.as_slice() {
        for (odd, even) in odd.points.iter().zip(&even.points) {
            let ratio = digits(even.gflops() / odd.gflops());
            _ = writeln!(
                text,
                "- batch {}: an operation of the odd one takes {ratio} × the time",
                odd.at
            );
        }
    }
    text
}

/// Where more work is done at a worse pace.
fn dips(sweeps: &[Sweep]) -> String {
    let mut text = String::new();
    for sweep in sweeps.iter().filter(|sweep| sweep.name != "odd") {
        for row in &sweep.rows {
            for pair in row.points.windows(2) {
                let share = pair[1].gflops() / pair[0].gflops();
                if share < DIP {
                    let ([from, to], name) = ([pair[0].at, pair[1].at], &row.name);
                    let title = sweep.axis.title;
                    _ = writeln!(
                        text,
                        "- {name}, {title}, {from} → {to}: {} × the pace",
                        digits(share)
                    );
                }
            }
        }
    }
    if text.is_empty() {
        text += "None.\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Point, batches, dips};

    #[test]
    fn operations_are_counted_as_for_the_workloads() {
        assert_eq!(Point::new(0, vec![2, 8, 8], 10).flop(), 496.0);
        assert_eq!(Point::new(0, vec![2, 24, 12], 1).flop(), 1992.0);
    }

    #[test]
    fn a_worse_pace_is_named() {
        let mut sweeps = [batches()];
        for point in sweeps[0].rows.iter_mut().flat_map(|row| &mut row.points) {
            point.ns = 1.0;
        }
        assert_eq!(dips(&sweeps), "None.\n");
        sweeps[0].rows[0].points[1].ns = 2.0;
        assert_eq!(
            dips(&sweeps),
            "- 2-8-8-1, examples in a step, 1 → 2: 0.50 × the pace\n"
        );
    }
}
