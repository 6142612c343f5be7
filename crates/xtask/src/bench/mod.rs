//! How fast it is: the page as it ships, the core beside other libraries, and how the cost of a step grows.

mod alone;
mod document;
mod goals;
mod machine;
mod modules;
mod peers;
mod plot;
mod results;
mod sweep;

use anyhow::{Context as _, Result, bail};

use crate::site;
use crate::test::travel;
use crate::tools::{Tools, lines};
use document::Document;
use results::{Results, WORKLOADS};

/// What `cargo xtask bench` was asked to do.
pub struct Options {
    task: Task,
    /// What is for whoever measures.
    passed: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    /// The page and the workloads.
    Measure,
    /// Only the modules that are measured.
    Build,
    /// Only how the cost grows.
    Sweep,
    /// All of it, written down.
    Write,
}

impl Options {
    /// Reads the words after `cargo xtask bench`.
    pub fn parse(arguments: Vec<String>) -> Result<Self> {
        let mut options = Self {
            task: Task::Measure,
            passed: Vec::new(),
        };
        for argument in arguments {
            let task = match argument.as_str() {
                "--build" => Task::Build,
                "--sweep" => Task::Sweep,
                "--write" => Task::Write,
                _ => {
                    options.passed.push(argument);
                    continue;
                }
            };
            if options.task != Task::Measure {
                bail!("one of --build, --sweep and --write is enough");
            }
            options.task = task;
        }
        Ok(options)
    }

    /// The word after this one.
    fn value(&self, name: &str) -> Option<&str> {
        let at = self.passed.iter().position(|word| word == name)?;
        self.passed.get(at + 1).map(String::as_str)
    }

    fn number(&self, name: &str, usual: u32) -> Result<u32> {
        let Some(word) = self.value(name) else {
            return Ok(usual);
        };
        (word.parse().ok())
            .filter(|&number| number > 0)
            .with_context(|| format!("{name} takes a whole number above 0, not `{word}`"))
    }

    /// The workloads to be measured.
    fn workloads(&self) -> Result<Vec<u32>> {
        let all = || (1..=WORKLOADS.len() as u32).collect();
        let Some(words) = self.value("--workloads") else {
            return Ok(all());
        };
        let number = |word: &str| {
            let number = word
                .strip_prefix('W')
                .and_then(|digits| digits.parse().ok());
            number
                .filter(|number| all().contains(number))
                .with_context(|| format!("there is no workload `{word}`; they are W1 to W5"))
        };
        words.split(',').map(number).collect()
    }

    /// Whether only some workloads or some libraries are of interest, and so not the page.
    fn is_narrow(&self) -> bool {
        ["--workloads", "--only"]
            .iter()
            .any(|name| self.value(name).is_some())
    }
}

/// Measures what was asked for, and prints or writes it.
pub fn bench(options: &Options) -> Result<()> {
    let tools = Tools::new()?;
    modules::build(&tools)?;
    let mut document = Document::open()?;
    match options.task {
        Task::Build => {}
        Task::Sweep => sweep::sweep(&tools, options, &mut document)?,
        Task::Measure => {
            if !options.is_narrow() {
                page(&tools)?;
            }
            workloads(&tools, options)?;
        }
        Task::Write => {
            document.set("about", &machine::line(&tools)?)?;
            if !options.is_narrow() {
                document.set("page", &bullets(&page(&tools)?))?;
            }
            let results = workloads(&tools, options)?;
            document.set("goals", &goals::table(&results))?;
            document.set("workloads", &results.table())?;
            sweep::sweep(&tools, options, &mut document)?;
        }
    }
    document.save()
}

/// Figures of the page as it ships, a sentence each.
fn page(tools: &Tools) -> Result<Vec<String>> {
    site::build()?;
    let mut cargo = travel(tools)?;
    cargo.args(["figures_of_the_page", "--", "--ignored"]);
    cargo.args(["--nocapture", "--test-threads=1"]);
    let said = lines(&mut cargo)?;
    // The runner's own words may stand before it in the line.
    let figure = |line: &String| Some(line.split_once("figure: ")?.1.to_owned());
    Ok(said.iter().filter_map(figure).collect())
}

/// The workloads, beside other libraries where their harness is at hand, and what is aimed at.
fn workloads(tools: &Tools, options: &Options) -> Result<Results> {
    let results = match peers::harness(tools)? {
        Some(harness) => peers::measure(tools, &harness, options)?,
        None => alone::workloads(tools, options)?,
    };
    println!("\n{}", goals::table(&results));
    Ok(results)
}

fn bullets(sentences: &[String]) -> String {
    let line = |sentence| ["- ", sentence, "\n"].concat();
    sentences.iter().map(String::as_str).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::Options;

    fn options(words: &str) -> Options {
        Options::parse(words.split_whitespace().map(str::to_owned).collect()).unwrap()
    }

    #[test]
    fn words_for_whoever_measures_are_passed_on() {
        let options = options("--sweep --reps 3 --workloads W5,W1 --no-peak");
        assert_eq!(options.number("--reps", 5).unwrap(), 3);
        assert_eq!(options.number("--ms", 7).unwrap(), 7);
        assert_eq!(options.workloads().unwrap(), [5, 1]);
        assert_eq!(options.passed.len(), 5);
    }

    #[test]
    fn nonsense_is_refused() {
        assert!(options("--workloads W6").workloads().is_err());
        assert!(options("--reps 0").number("--reps", 5).is_err());
        assert!(Options::parse(vec!["--sweep".into(), "--build".into()]).is_err());
    }
}
