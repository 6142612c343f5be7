//! The edges: side by side on each tile, as thick as their weight.

use neuroglass_core::Shape;

use super::plan::{Column, Plan};

/// Width of the edge of the largest weight.
const WIDEST: f64 = 7.0;
const THINNEST: f64 = 0.6;
/// Between two edges that land on one side.
const GAP: f64 = 4.5;
/// Share of a tile's side that edges may take.
const SHARE: f64 = 0.86;
/// Edges that are drawn at most; of more, the strongest.
pub const MOST_EDGES: usize = 1600;

/// One weight as a line.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// The layer that owns the weight: its target stands in column `layer + 1`.
    pub layer: usize,
    pub unit: usize,
    pub input: usize,
    pub weight: f32,
    /// Share of the full strength, from 0 to 1.
    pub strength: f64,
    pub width: f64,
    pub from: [f64; 2],
    pub to: [f64; 2],
}

/// All edges of a network, weakest first.
pub fn edges(plan: &Plan, shape: &Shape, parameters: &[f32], reference: f32) -> Vec<Edge> {
    let mut all = Vec::new();
    for (layer, columns) in plan.columns.windows(2).enumerate() {
        let Some(weights) = shape
            .layers()
            .get(layer)
            .and_then(|layer| parameters.get(layer.weights()))
        else {
            return all;
        };
        let (sources, targets) = (&columns[0], &columns[1]);
        if weights.len() == sources.corners.len() * targets.corners.len() {
            between(&mut all, layer, sources, targets, weights, reference);
        }
    }
    if all.len() > MOST_EDGES {
        let cut = all.len() - MOST_EDGES;
        all.select_nth_unstable_by(cut, |a, b| a.strength.total_cmp(&b.strength));
        all.drain(..cut);
    }
    all.sort_by(|a, b| a.strength.total_cmp(&b.strength));
    all
}

/// The edges from one column to the next.
fn between(
    all: &mut Vec<Edge>,
    layer: usize,
    sources: &Column,
    targets: &Column,
    weights: &[f32],
    reference: f32,
) {
    let inputs = sources.corners.len();
    let strength = |weight: f32| {
        let share = f64::from(weight.abs() / reference.max(f32::MIN_POSITIVE));
        if share.is_nan() { 1.0 } else { share.min(1.0) }
    };
    let width = |weight: f32| (WIDEST * strength(weight)).max(THINNEST);

    let by_height = |column: &Column| {
        let mut order: Vec<usize> = (0..column.corners.len()).collect();
        order.sort_by(|&a, &b| column.middle(a).total_cmp(&column.middle(b)));
        order
    };
    let (source_order, target_order) = (by_height(sources), by_height(targets));

    let mut leaves = vec![(0.0, 1.0); weights.len()];
    for input in 0..inputs {
        let own = target_order.iter().map(|&unit| unit * inputs + input);
        stack(
            sources.middle(input),
            sources.tile,
            own,
            |at| width(weights[at]),
            &mut leaves,
        );
    }
    let mut lands = vec![(0.0, 1.0); weights.len()];
    for unit in 0..targets.corners.len() {
        let own = source_order.iter().map(|&input| unit * inputs + input);
        stack(
            targets.middle(unit),
            targets.tile,
            own,
            |at| width(weights[at]),
            &mut lands,
        );
    }

    for (at, &weight) in weights.iter().enumerate() {
        let (unit, input) = (at / inputs, at % inputs);
        let ((leave_y, leave_scale), (land_y, land_scale)) = (leaves[at], lands[at]);
        all.push(Edge {
            layer,
            unit,
            input,
            weight,
            strength: strength(weight),
            width: (width(weight) * f64::min(leave_scale, land_scale)).max(THINNEST),
            from: [sources.sides[1], leave_y],
            to: [targets.sides[0], land_y],
        });
    }
}

/// Stacks edges on one side of a tile around its middle: writes the height of each, and by how much all had to shrink.
fn stack(
    middle: f64,
    tile: f64,
    own: impl Iterator<Item = usize> + Clone,
    width: impl Fn(usize) -> f64,
    places: &mut [(f64, f64)],
) {
    let total = own.clone().map(|at| width(at) + GAP).sum::<f64>() - GAP;
    let scale = f64::min(1.0, tile * SHARE / total.max(1.0));
    let mut y = middle - total * scale / 2.0;
    for at in own {
        let height = width(at) * scale;
        places[at] = (y + height / 2.0, scale);
        y += height + GAP * scale;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::Experiment;

    fn drawn(parameters: impl Fn(usize) -> f32) -> (Plan, Vec<Edge>) {
        let experiment = Experiment::default();
        let shape = Shape::new(&experiment);
        let plan = Plan::new(761.0, 452.0, &[2, 6, 4, 1]);
        let parameters: Vec<f32> = (0..shape.parameters()).map(parameters).collect();
        let edges = edges(&plan, &shape, &parameters, 2.0);
        (plan, edges)
    }

    #[test]
    fn edges_of_one_tile_keep_the_order_of_their_partners_and_stay_on_its_side() {
        let (plan, edges) = drawn(|index| (index as f32 * 0.7).sin() * 2.0);
        assert_eq!(edges.len(), 2 * 6 + 6 * 4 + 4);
        let mut into: Vec<_> = edges
            .iter()
            .filter(|edge| edge.layer == 1 && edge.unit == 2)
            .collect();
        into.sort_by_key(|edge| edge.input);
        for pair in into.windows(2) {
            assert!(pair[0].to[1] < pair[1].to[1]);
        }
        let column = &plan.columns[2];
        for edge in into {
            assert!((edge.to[1] - column.middle(2)).abs() <= column.tile * SHARE / 2.0);
        }
    }

    #[test]
    fn broken_weights_are_drawn_and_break_nothing() {
        let (_, edges) = drawn(|index| {
            if index % 3 == 0 {
                f32::NAN
            } else {
                f32::INFINITY
            }
        });
        assert!(
            edges
                .iter()
                .all(|edge| edge.width.is_finite() && edge.to[1].is_finite())
        );
    }

    #[test]
    fn of_very_many_only_the_strongest_are_drawn() {
        let mut experiment = Experiment::default();
        experiment.hidden =
            vec![neuroglass_core::Layer::dense(64, neuroglass_core::Activation::Tanh); 3];
        let shape = Shape::new(&experiment);
        let plan = Plan::new(761.0, 452.0, &[2, 64, 64, 64, 1]);
        let parameters: Vec<f32> = (0..shape.parameters()).map(|i| (i as f32).sin()).collect();
        let edges = edges(&plan, &shape, &parameters, 1.0);
        assert_eq!(edges.len(), MOST_EDGES);
        assert!(edges[0].strength > 0.5);
    }
}
