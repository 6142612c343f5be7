//! What the loss along single parameters is asked for.

use super::slices::{Slices, affordable};
use super::{Examples, Work};
use crate::run::Run;

/// Values that are tried along a slider's track.
pub const TRACK: usize = 64;

/// The values that are tried along a track, from −reach to +reach.
pub fn track(reach: f32) -> impl Iterator<Item = f32> {
    (0..TRACK).map(move |at| reach * (2.0 * at as f32 / (TRACK - 1) as f32 - 1.0))
}

/// Slices, told in the way of a study.
#[derive(Debug)]
pub(super) struct Told {
    slices: Slices,
    numbers: fn(&Slices) -> Vec<f32>,
}

/// [`super::Study::Tracks`]
pub(super) fn tracks(run: &Run, parameters: &[u32], reach: f32) -> Told {
    let most = affordable(run.network().shape(), parameters.len() * TRACK);
    let parameters = parameters.iter().map(|&index| index as usize);
    let numbers = |slices: &Slices| {
        let losses: Vec<f32> = slices.losses().collect();
        let mut numbers = vec![slices.present()];
        for (&index, losses) in slices.parameters().iter().zip(losses.chunks(TRACK)) {
            numbers.push(slices.gradient()[index]);
            numbers.extend(losses);
        }
        numbers
    };
    Told {
        slices: slices(run, parameters, track(reach).collect(), most),
        numbers,
    }
}

/// [`super::Study::Impact`]
pub(super) fn impact(run: &Run) -> Told {
    let shape = run.network().shape();
    let count = shape.parameters();
    let most = affordable(shape, count);
    let numbers = |slices: &Slices| {
        let present = slices.present();
        let impacts = slices.losses().map(|loss| loss - present);
        slices.gradient().iter().copied().chain(impacts).collect()
    };
    Told {
        slices: if most < 64 {
            slices(run, 0..0, Vec::new(), affordable(shape, 4))
        } else {
            slices(run, 0..count, vec![0.0], most)
        },
        numbers,
    }
}

impl Work for Told {
    fn work(&mut self) -> bool {
        self.slices.work()
    }

    fn progress(&self) -> f32 {
        self.slices.progress()
    }

    fn examples(&self) -> [usize; 2] {
        self.slices.examples()
    }

    fn numbers(&self) -> Vec<f32> {
        (self.numbers)(&self.slices)
    }
}

fn slices(
    run: &Run,
    parameters: impl IntoIterator<Item = usize>,
    values: Vec<f32>,
    most: usize,
) -> Slices {
    let (network, loss) = (run.network().clone(), run.settings().loss);
    Slices::new(network, loss, Examples::of(run, most), parameters, values)
}
