//! Answers to questions about the run as it is.

use neuroglass_core::{Evaluation, LayerShape, Network, Refusal, Run, Scores};
use neuroglass_protocol::{Answer, Ask, Snapshot, SnapshotLayer};

/// The most points that one question may be about.
const MOST_ROWS: usize = 20_000;
/// Points in one piece of an answer.
const ROWS_AT_ONCE: usize = 256;

/// A question that is being answered, piece by piece. The run holds still meanwhile.
pub struct Question {
    /// The letter that it came with.
    pub id: Option<u32>,
    work: Work,
}

enum Work {
    Snapshot(Evaluation),
    Predict {
        rows: Vec<[f32; 2]>,
        done: usize,
        outputs: Vec<f32>,
    },
    Trace(u32),
    Document,
}

impl Question {
    /// Begins to answer.
    ///
    /// # Errors
    /// When it asks for too much.
    pub fn new(id: Option<u32>, ask: Ask) -> Result<Self, Refusal> {
        let work = match ask {
            Ask::Snapshot => Work::Snapshot(Evaluation::new()),
            Ask::Predict { rows } => {
                if rows.len() > MOST_ROWS {
                    let given = format!("{} rows long", rows.len());
                    return Err(Refusal::new(
                        "rows",
                        given,
                        format!("at most {MOST_ROWS} rows"),
                    ));
                }
                Work::Predict {
                    rows,
                    done: 0,
                    outputs: Vec::new(),
                }
            }
            Ask::Trace { sample } => Work::Trace(sample),
            Ask::Document => Work::Document,
        };
        Ok(Self { id, work })
    }

    /// Does one piece; gives the answer with the last one.
    pub fn work(&mut self, run: &Run) -> Option<Result<Answer, Refusal>> {
        let answer = match &mut self.work {
            Work::Snapshot(evaluation) => {
                let scores = run.evaluate(evaluation)?;
                Answer::Snapshot(Box::new(snapshot(run, scores)))
            }
            Work::Predict {
                rows,
                done,
                outputs,
            } => {
                let next = rows.len().min(*done + ROWS_AT_ONCE);
                outputs.extend(run.predict(&rows[*done..next]));
                *done = next;
                if next < rows.len() {
                    return None;
                }
                Answer::Predict(std::mem::take(outputs))
            }
            Work::Trace(sample) => return Some(trace(run, *sample)),
            Work::Document => Answer::Document {
                run: Box::new(run.document().clone()),
                step: run.step(),
            },
        };
        Some(Ok(answer))
    }
}

fn trace(run: &Run, sample: u32) -> Result<Answer, Refusal> {
    let trace = run.trace(sample).ok_or_else(|| {
        let last = run.dataset().train_len() - 1;
        Refusal::new("sample", sample, format!("a whole number from 0 to {last}"))
    })?;
    Ok(Answer::Trace(Box::new(trace)))
}

fn snapshot(run: &Run, scores: Scores) -> Snapshot {
    let network = run.network();
    Snapshot {
        step: run.step(),
        epoch: run.epoch(),
        examples: run.examples(),
        train: scores.train,
        test: scores.test,
        hash: format!("{:016x}", run.hash()),
        layers: network
            .shape()
            .layers()
            .iter()
            .map(|layer| snapshot_of_layer(network, layer))
            .collect(),
    }
}

fn snapshot_of_layer(network: &Network, layer: &LayerShape) -> SnapshotLayer {
    let parameters = network.parameters();
    SnapshotLayer {
        shape: [layer.rows as u32, layer.fan_in as u32],
        weights: parameters[layer.weights()]
            .chunks(layer.fan_in.max(1))
            .map(<[f32]>::to_vec)
            .collect(),
        bias: parameters[layer.bias()].to_vec(),
    }
}
