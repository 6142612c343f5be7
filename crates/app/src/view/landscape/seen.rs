//! A landscape as it was found, and what there is to say about it.

use neuroglass_core::analysis::{Landscape, Plane, Study};
use neuroglass_core::{Edit, Experiment};

use crate::format;
use crate::scene::{Found, Scene};
use crate::view::weights::Parameter;

/// Weights are set to so many decimals: as good as exact, and short in a link.
const DECIMALS: f32 = 1e4;

/// The last landscape that was found of a network of the present shape.
pub struct Seen<'a> {
    scene: &'a Scene,
    found: &'a Found,
    pub land: Landscape<'a>,
    plane: Plane,
    /// α and β go from −reach to +reach.
    pub reach: f32,
}

/// The last landscape of any shape, or that there is no such plane.
pub fn found(scene: &Scene) -> Option<&Found> {
    scene.finding(|study| matches!(study, Study::Landscape { .. }))
}

impl<'a> Seen<'a> {
    /// Reads it from the scene.
    pub fn of(scene: &'a Scene) -> Option<Self> {
        let found = found(scene)?;
        let Study::Landscape { plane, reach, .. } = found.study else {
            return None;
        };
        let land = Landscape::read(&found.numbers)?;
        (land.origin().len() == scene.shape.parameters()).then_some(Self {
            scene,
            found,
            land,
            plane,
            reach,
        })
    }

    /// Whether it was made around the network as it is now.
    pub fn is_current(&self) -> bool {
        let pairs = self.land.origin().iter().zip(&self.scene.parameters);
        self.scene.parameters.len() == self.land.origin().len()
            && pairs.into_iter().all(|(a, b)| a.to_bits() == b.to_bits())
    }

    /// The step of the network that it was made around.
    pub const fn step(&self) -> u64 {
        self.found.step
    }

    /// The α and β of a point, by its column and row.
    pub fn at(&self, [column, row]: [usize; 2]) -> [f32; 2] {
        [
            self.land.alpha(column, self.reach),
            self.land.beta(row, self.reach),
        ]
    }

    /// Where (α, β) lies, in columns and rows.
    pub fn cell(&self, [alpha, beta]: [f32; 2]) -> [f32; 2] {
        let last = (self.land.side - 1) as f32;
        [alpha, -beta].map(|at| f32::midpoint(at / self.reach, 1.0) * last)
    }

    /// The point that is nearest to a place in columns and rows.
    pub fn nearest(&self, cell: [f32; 2]) -> [usize; 2] {
        // A cast saturates.
        cell.map(|at| (at.round() as usize).min(self.land.side - 1))
    }

    /// The loss at a point.
    pub fn loss(&self, [column, row]: [usize; 2]) -> f32 {
        let at = row * self.land.side + column;
        self.land.losses.get(at).copied().unwrap_or(f32::NAN)
    }

    /// Where the network is now, as (α, β): in the middle, where it has not gone on.
    pub fn here(&self) -> Option<[f32; 2]> {
        let here = self.land.place(&self.scene.parameters)?;
        here.iter().all(|at| at.is_finite()).then_some(here)
    }

    /// The point with the least loss.
    pub fn least(&self) -> Option<[usize; 2]> {
        let finite = self.land.losses.iter().enumerate();
        let finite = finite.filter(|(_, loss)| loss.is_finite());
        let (at, _) = finite.min_by(|a, b| a.1.total_cmp(b.1))?;
        Some([at % self.land.side, at / self.land.side])
    }

    /// What an axis is called: a weight, or α or β.
    pub fn axis(&self, axis: usize) -> String {
        self.parameter(axis).map_or_else(
            || ["α", "β"][axis].to_owned(),
            |parameter| name(parameter, &self.scene.settings),
        )
    }

    /// A number on an axis as it is read there: of a weight, its value.
    pub fn number(&self, axis: usize, at: f32) -> String {
        let index = self.index(axis);
        let origin = index.and_then(|index| self.land.origin().get(index));
        format::signed(origin.copied().unwrap_or(0.0) + at, 2)
    }

    /// A point, and the loss there.
    pub fn point_words(&self, point: [usize; 2]) -> String {
        let loss = format::loss(self.loss(point));
        format!("loss {loss} at {}", self.place(point))
    }

    /// What takes the network to a point.
    pub fn edits(&self, point: [usize; 2]) -> Vec<Edit> {
        let [alpha, beta] = self.at(point);
        if self.is_current() && [alpha, beta] == [0.0; 2] {
            return Vec::new();
        }
        let parameters = self.land.at(alpha, beta);
        if !matches!(self.plane, Plane::Pair { .. }) {
            return vec![Edit::Parameters(parameters)];
        }
        let edit = |axis| {
            let value = parameters.get(self.index(axis)?)?;
            let value = (value * DECIMALS).round() / DECIMALS;
            let by = self.at(point)[axis];
            // What the point leaves as it is needs no edit.
            (by != 0.0 || !self.is_current()).then_some(self.parameter(axis)?.set(value))
        };
        [0, 1].into_iter().filter_map(edit).collect()
    }

    /// A weight of the plane that is muted, so that the network does not go where it is set to.
    pub fn muted(&self) -> Option<String> {
        let is_muted = |parameter: &Parameter| {
            let Parameter { layer, unit, input } = *parameter;
            self.scene.hold(layer, unit, input).is_muted()
        };
        let mut parameters = [0, 1].into_iter().filter_map(|axis| self.parameter(axis));
        let muted = parameters.find(is_muted)?;
        Some(name(muted, &self.scene.settings))
    }

    fn place(&self, point: [usize; 2]) -> String {
        let at = self.at(point);
        let axis = |axis: usize| format!("{} = {}", self.axis(axis), self.number(axis, at[axis]));
        format!("{}, {}", axis(0), axis(1))
    }

    fn index(&self, axis: usize) -> Option<usize> {
        match self.plane {
            Plane::Pair { parameters } => Some(parameters[axis] as usize),
            Plane::Random { .. } | Plane::Path => None,
        }
    }

    fn parameter(&self, axis: usize) -> Option<Parameter> {
        Parameter::at(&self.scene.shape, self.index(axis)?)
    }
}

/// What the loss is at the network that it was made around, and what is the least.
pub fn words(seen: &Seen<'_>) -> String {
    let here = format::loss(seen.loss(seen.nearest(seen.cell([0.0; 2]))));
    let Some(least) = seen.least() else {
        return format!("The loss here is {here}, and nowhere on this plane is it finite.");
    };
    let (loss, place) = (format::loss(seen.loss(least)), seen.place(least));
    format!("The loss here is {here}; the least on this plane is {loss} at {place}.")
}

/// What it was found from.
pub fn source(seen: &Seen<'_>) -> String {
    let side = seen.land.side;
    let step = format::count(seen.step());
    let [asked, all] = (seen.found.examples).map(|count| format::count(u64::from(count)));
    let over = if asked == all {
        format!("all {all} points")
    } else {
        format!("{asked} of {all} points")
    };
    format!("step {step}, {side} × {side} losses over {over}")
}

/// A weight by its two ends, or a bias by its unit.
pub fn name(parameter: Parameter, settings: &Experiment) -> String {
    let (source, target) = (
        parameter.source_name(settings),
        parameter.target_name(settings),
    );
    if parameter.input.is_some() {
        format!("{source} → {target}")
    } else {
        format!("{source} of {target}")
    }
}
