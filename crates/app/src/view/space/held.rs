//! Where the points are at each place of the network, along axes that are held from one look to the next.

use neuroglass_core::analysis::{Hold, Station, hold};

/// All places.
#[derive(Default)]
pub struct Held {
    stations: Vec<Still>,
}

/// Where the points are at one place.
#[derive(Default)]
pub struct Still {
    values: usize,
    share: f32,
    axes: [Vec<f32>; 2],
    /// `[example][2]`
    pub points: Vec<[f32; 2]>,
    /// `[row][column][2]`
    pub grid: Vec<[f32; 2]>,
    /// How far the picture reaches from its centre.
    pub reach: f32,
    /// The centre.
    pub centre: [f32; 2],
}

impl Held {
    /// Takes over what was found. Where axes are held, they go on from those of before.
    pub fn learn(&mut self, stations: &[Station<'_>], is_held: bool) {
        self.stations.resize_with(stations.len(), Still::default);
        for (still, station) in self.stations.iter_mut().zip(stations) {
            still.learn(station, is_held);
        }
    }

    /// Units, and the share of their spread that is shown, where not all of it is.
    pub fn share(&self, index: usize) -> Option<(usize, f32)> {
        let still = self.stations.get(index)?;
        (still.values > 2).then_some((still.values, still.share))
    }

    /// The places before and after, and the share of the way between them.
    pub fn between(&self, at: f64) -> Option<(&Still, &Still, f32)> {
        let from = (at.max(0.0) as usize).min(self.stations.len().checked_sub(1)?);
        let to = (from + 1).min(self.stations.len() - 1);
        Some((
            &self.stations[from],
            &self.stations[to],
            (at - from as f64).clamp(0.0, 1.0) as f32,
        ))
    }
}

impl Still {
    fn learn(&mut self, station: &Station<'_>, is_held: bool) {
        let goes_on = is_held && self.values == station.values && station.values > 2;
        let turn = if goes_on {
            hold(station.axes, [&self.axes[0], &self.axes[1]])
        } else {
            Hold::default()
        };
        let places = |numbers: &[f32]| -> Vec<[f32; 2]> {
            let (pairs, _) = numbers.as_chunks::<2>();
            pairs.iter().map(|&pair| turn.place(pair)).collect()
        };
        self.points = places(station.examples);
        self.grid = places(station.grid);
        self.axes = turn.axes(station.axes);
        (self.values, self.share) = (station.values, station.share);
        self.frame();
    }

    /// Frames the points. What holds them well is left as it is, so that pictures do not breathe while it trains.
    fn frame(&mut self) {
        let finite = || {
            self.points
                .iter()
                .filter(|[x, y]| x.is_finite() && y.is_finite())
        };
        let bounds = |axis: usize| {
            finite().fold([f32::INFINITY, f32::NEG_INFINITY], |[low, high], point| {
                [low.min(point[axis]), high.max(point[axis])]
            })
        };
        let [x, y] = [0, 1].map(bounds);
        if x[0] > x[1] {
            return;
        }
        let half = ((x[1] - x[0]).max(y[1] - y[0]) / 2.0).max(1e-6);
        let centre = [f32::midpoint(x[0], x[1]), f32::midpoint(y[0], y[1])];
        let is_inside = |axis: usize, [low, high]: [f32; 2]| {
            low >= self.centre[axis] - self.reach && high <= self.centre[axis] + self.reach
        };
        if !is_inside(0, x) || !is_inside(1, y) || half < self.reach * 0.55 {
            self.centre = centre;
            self.reach = half * 1.18;
        }
    }

    /// Whether it is a line of numbers.
    pub const fn is_line(&self) -> bool {
        self.values == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn station<'a>(axes: [&'a [f32]; 2], examples: &'a [f32]) -> Station<'a> {
        Station {
            values: axes[0].len(),
            share: 0.9,
            mean: &[0.0; 3],
            axes,
            examples,
            grid: &[],
        }
    }

    #[test]
    fn axes_that_turn_over_do_not_turn_the_picture() {
        let (x, y, minus): (&[f32], &[f32], &[f32]) =
            (&[1.0, 0.0, 0.0], &[0.0, 1.0, 0.0], &[-1.0, 0.0, 0.0]);
        let mut held = Held::default();
        held.learn(&[station([x, y], &[2.0, 3.0])], true);
        held.learn(&[station([y, minus], &[3.0, -2.0])], true);
        assert_eq!(held.stations[0].points, [[2.0, 3.0]]);
        held.learn(&[station([y, minus], &[3.0, -2.0])], false);
        assert_eq!(held.stations[0].points, [[3.0, -2.0]]);
    }

    #[test]
    fn nothing_finite_breaks_nothing() {
        let axes: [&[f32]; 2] = [&[1.0, 0.0], &[0.0, 1.0]];
        let mut held = Held::default();
        held.learn(&[station(axes, &[f32::NAN, f32::INFINITY])], true);
        assert!(held.between(7.5).is_some());
        assert!(Held::default().between(0.0).is_none());
    }
}
