//! The edges: side by side on each tile, as thick as their weight.

use std::mem;

use neuroglass_core::{Hold, Layer, LayerShape, ascending};

use super::plan::{Column, Plan};
use crate::glass::Selection;
use crate::scene::Scene;
use crate::view::weights::{Impacts, Measure};

/// Width of the edge of the largest weight, and of the strongest bundle.
const WIDEST: f64 = 7.0;
const WIDEST_BUNDLE: f64 = 4.0;
const THINNEST: f64 = 0.6;
/// Strength of a link that has no weight.
const LINK: f64 = 0.12;
/// Between two edges that land on one side.
const GAP: f64 = 4.5;
/// Share of a tile's side that edges may take.
const SHARE: f64 = 0.86;
/// Edges that are drawn at most; of more, the strongest.
pub const MOST_EDGES: usize = 1600;

/// What an edge stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One weight.
    Weight,
    /// A weight that is cut, or many of which all are.
    Cut,
    /// The same of what is muted.
    Muted,
    /// Several weights, by their mean size, or a link without any.
    Bundle,
    /// One weight, by what it is good for.
    Worth,
}

/// One weight, or several, as a line.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// The layer that owns the weight: its target stands in column `layer + 1`.
    pub layer: usize,
    pub unit: usize,
    pub input: usize,
    pub kind: Kind,
    /// Of a bundle, the mean size of its weights.
    pub weight: f32,
    /// Share of the full strength, from 0 to 1.
    pub strength: f64,
    pub width: f64,
    pub from: [f64; 2],
    pub to: [f64; 2],
    /// Whether it stands for all edges between a row of tiles and another one.
    pub is_of_rows: bool,
}

impl Edge {
    /// Whether it leads into or out of this unit.
    pub fn is_of(&self, Selection { column, unit }: Selection) -> bool {
        let column = column as usize;
        match unit {
            _ if self.is_of_rows => false,
            Some(unit) => {
                (self.layer + 1 == column && self.unit == unit as usize)
                    || (self.layer == column && self.input == unit as usize)
            }
            None => self.layer + 1 == column,
        }
    }
}

/// All edges of a network, weakest first. Where a layer is a grid, its edges are bundled by rows, but for those of the
/// selected unit.
///
/// With `worth`, weights are drawn by what the loss would go up by without each.
pub fn edges(
    plan: &Plan,
    scene: &Scene,
    selection: Selection,
    worth: Option<Impacts<'_>>,
) -> Vec<Edge> {
    let mut all = Vec::new();
    let largest = worth.map(|worth| worth.largest(Measure::IfZero));
    for (layer, columns) in plan.columns.windows(2).enumerate() {
        let (sources, targets) = (&columns[0], &columns[1]);
        let Some(shape) = scene.shape.layers().get(layer) else {
            break;
        };
        let mut own = if shape.rows > 0 && shape.layer != Layer::LayerNorm {
            weighted(layer, shape, scene, [sources, targets], selection)
        } else {
            links(layer, shape, [sources, targets])
        };
        if let Some(worth) = worth {
            weigh(&mut own, shape, worth);
        }
        measure(&mut own, largest.unwrap_or(scene.weight_reference));
        lay(&mut own, sources, targets);
        all.append(&mut own);
    }
    let order = ascending(all.iter().map(|edge| edge.strength));
    let weakest = all.len().saturating_sub(MOST_EDGES);
    order[weakest..].iter().map(|&at| all[at]).collect()
}

/// Draws single weights by what they are good for.
fn weigh(edges: &mut [Edge], shape: &LayerShape, worth: Impacts<'_>) {
    for edge in edges.iter_mut().filter(|edge| edge.kind == Kind::Weight) {
        let index = shape.weight_offset + edge.unit * shape.fan_in + edge.input;
        edge.weight = worth.value(Measure::IfZero, index);
        edge.kind = Kind::Worth;
    }
}

fn edge(layer: usize, [unit, input]: [usize; 2], kind: Kind, weight: f32) -> Edge {
    Edge {
        layer,
        unit,
        input,
        kind,
        weight,
        strength: LINK,
        width: THINNEST,
        from: [0.0; 2],
        to: [0.0; 2],
        is_of_rows: false,
    }
}

/// The edges of a layer with weights: one to a weight, or one to all those between two channels.
fn weighted(
    layer: usize,
    shape: &LayerShape,
    scene: &Scene,
    [sources, targets]: [&Column; 2],
    selection: Selection,
) -> Vec<Edge> {
    let mut edges = Vec::new();
    let Some(weights) = scene.parameters.get(shape.weights()) else {
        return edges;
    };
    let holds = scene.holds.get(shape.weights()).unwrap_or_default();
    let block = (shape.fan_in / (shape.input.channels as usize).max(1)).max(1);
    let by_rows = sources.is_grid() || targets.is_grid();
    // Of all edges between two rows, the sum of their sizes and their number.
    let mut rows = vec![(0.0, 0.0); targets.rows * sources.rows];
    for unit in 0..targets.corners.len() {
        for input in 0..sources.corners.len() {
            let own =
                unit * shape.fan_in + input * block..unit * shape.fan_in + (input + 1) * block;
            let Some(weights) = weights.get(own.clone()) else {
                continue;
            };
            let are = |is_held: fn(Hold) -> bool| {
                let codes = holds.get(own.clone());
                codes.is_some_and(|codes| codes.iter().all(|&code| is_held(Hold::from_code(code))))
            };
            let (is_cut, is_muted) = (are(Hold::is_cut), are(Hold::is_muted));
            let mut edge = match weights {
                &[weight] => edge(layer, [unit, input], Kind::Weight, weight),
                several => {
                    let sum: f32 = several.iter().map(|weight| weight.abs()).sum();
                    edge(layer, [unit, input], Kind::Bundle, sum / block as f32)
                }
            };
            if is_cut {
                edge.kind = Kind::Cut;
            } else if is_muted {
                edge.kind = Kind::Muted;
            }
            if by_rows {
                let row = &mut rows[unit % targets.rows * sources.rows + input % sources.rows];
                *row = (row.0 + edge.weight.abs(), row.1 + 1.0);
            }
            if !by_rows || (edge.is_of(selection) && selection.unit.is_some()) {
                edges.push(edge);
            }
        }
    }
    if by_rows {
        let bundle = |(index, (sum, count)): (usize, (f32, f32))| Edge {
            is_of_rows: true,
            ..edge(
                layer,
                [index / sources.rows, index % sources.rows],
                Kind::Bundle,
                sum / count.max(1.0),
            )
        };
        edges.extend(rows.into_iter().enumerate().map(bundle));
    }
    edges
}

/// The edges of a layer without weights: from each channel to what becomes of it.
fn links(layer: usize, shape: &LayerShape, [sources, targets]: [&Column; 2]) -> Vec<Edge> {
    let channels = (shape.output.channels as usize).max(1);
    let mut pairs: Vec<_> = (0..targets.corners.len())
        .map(|unit| [unit, unit * shape.input.channels as usize / channels])
        .filter(|[_, input]| *input < sources.corners.len())
        .collect();
    let by_rows = sources.is_grid() || targets.is_grid();
    if by_rows {
        for [unit, input] in &mut pairs {
            *unit %= targets.rows;
            *input %= sources.rows;
        }
        let mut seen = vec![false; targets.rows * sources.rows];
        pairs.retain(|[unit, input]| !mem::replace(&mut seen[unit * sources.rows + input], true));
    }
    let link = |pair| Edge {
        is_of_rows: by_rows,
        ..edge(layer, pair, Kind::Bundle, 0.0)
    };
    pairs.into_iter().map(link).collect()
}

/// How strong and how wide each edge of a layer is. Weights are measured by one reference for the whole network, bundles
/// by the strongest of their layer.
fn measure(edges: &mut [Edge], reference: f32) {
    let bundles = edges.iter().filter(|edge| edge.kind == Kind::Bundle);
    let strongest = bundles.fold(0.0, |most: f32, edge| most.max(edge.weight));
    for edge in edges {
        let (reference, widest) = match edge.kind {
            Kind::Weight | Kind::Worth => (reference, WIDEST),
            Kind::Bundle => (strongest, WIDEST_BUNDLE),
            Kind::Cut | Kind::Muted => (f32::INFINITY, THINNEST),
        };
        if edge.kind != Kind::Bundle || strongest > 0.0 {
            let share = f64::from(edge.weight.abs() / reference.max(f32::MIN_POSITIVE));
            edge.strength = if share.is_nan() { 1.0 } else { share.min(1.0) };
        }
        edge.width = (widest * edge.strength).max(THINNEST);
    }
}

/// Lets the edges of a layer leave and land side by side.
fn lay(edges: &mut [Edge], sources: &Column, targets: &Column) {
    let leaves = stack(
        edges,
        sources,
        |edge| edge.input % sources.rows,
        |edge| targets.middle(edge.unit),
    );
    let lands = stack(
        edges,
        targets,
        |edge| edge.unit % targets.rows,
        |edge| sources.middle(edge.input),
    );
    for (edge, (leaves, lands)) in edges.iter_mut().zip(leaves.into_iter().zip(lands)) {
        let scale = f64::min(leaves.1, lands.1);
        edge.width = (edge.width * scale).max(THINNEST);
        edge.from = [sources.sides[1], leaves.0];
        edge.to = [targets.sides[0], lands.0];
    }
}

/// Stacks edges on the side of a column, around the middle of the tile that each belongs to, in the order of their
/// partners' height: the height of each, and by how much those of its tile had to shrink.
fn stack(
    edges: &[Edge],
    column: &Column,
    tile: impl Fn(&Edge) -> usize,
    partner: impl Fn(&Edge) -> f64,
) -> Vec<(f64, f64)> {
    let by_partner = ascending(edges.iter().map(&partner));
    let by_tile = ascending(by_partner.iter().map(|&at| tile(&edges[at]) as f64));
    let order: Vec<_> = by_tile.into_iter().map(|at| by_partner[at]).collect();
    let mut places = vec![(0.0, 1.0); edges.len()];
    for own in order.chunk_by(|&a, &b| tile(&edges[a]) == tile(&edges[b])) {
        let total = own.iter().map(|&at| edges[at].width + GAP).sum::<f64>() - GAP;
        let scale = f64::min(1.0, column.tile * SHARE / total.max(1.0));
        let mut y = column.middle(tile(&edges[own[0]])) - total * scale / 2.0;
        for &at in own {
            let height = edges[at].width * scale;
            places[at] = (y + height / 2.0, scale);
            y += height + GAP * scale;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use neuroglass_core::{Activation, Conv2d, Data, DataShape, Dropout, Experiment, Layer, Pool};

    const NOTHING: Selection = Selection {
        column: 0,
        unit: None,
    };

    fn drawn(settings: Experiment, parameters: impl Fn(usize) -> f32) -> (Plan, Scene) {
        let mut scene = Scene::new(settings);
        scene.parameters = (0..scene.shape.parameters()).map(parameters).collect();
        scene.weight_reference = 2.0;
        let layers = scene.shape.layers().iter();
        let columns: Vec<_> = std::iter::once(scene.shape.input())
            .chain(layers.map(|layer| layer.output))
            .map(|volume| volume.channels as usize)
            .collect();
        (Plan::new(761.0, 452.0, &columns, false), scene)
    }

    fn wave(index: usize) -> f32 {
        (index as f32 * 0.7).sin() * 2.0
    }

    fn of_pictures(hidden: Vec<Layer>) -> Experiment {
        Experiment {
            data: Data {
                shape: DataShape::Stripes,
                ..Data::default()
            },
            hidden,
            ..Experiment::default()
        }
    }

    fn between(edges: &[Edge], layer: usize) -> impl Iterator<Item = &Edge> {
        edges.iter().filter(move |edge| edge.layer == layer)
    }

    #[test]
    fn edges_of_one_tile_keep_the_order_of_their_partners_and_stay_on_its_side() {
        let (plan, scene) = drawn(Experiment::default(), wave);
        let edges = edges(&plan, &scene, NOTHING, None);
        assert_eq!(edges.len(), 2 * 6 + 6 * 4 + 4);
        let mut into: Vec<_> = between(&edges, 1).filter(|edge| edge.unit == 2).collect();
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
        let broken = |index| [f32::NAN, f32::INFINITY, 1.0][index % 3];
        let convolution = of_pictures(vec![Layer::Conv2d(Conv2d::DEFAULT)]);
        for settings in [Experiment::default(), convolution] {
            let (plan, scene) = drawn(settings, broken);
            let edges = edges(&plan, &scene, NOTHING, None);
            let is_sound = |edge: &Edge| edge.width.is_finite() && edge.to[1].is_finite();
            assert!(edges.iter().all(is_sound));
        }
    }

    #[test]
    fn of_very_many_only_the_strongest_are_drawn() {
        let hidden = vec![Layer::dense(24, Activation::Tanh); 6];
        let settings = Experiment {
            hidden,
            ..Experiment::default()
        };
        let (plan, scene) = drawn(settings, |index| (index as f32).sin());
        let edges = edges(&plan, &scene, NOTHING, None);
        assert_eq!(edges.len(), MOST_EDGES);
        assert!(edges[0].strength > 0.2);
    }

    #[test]
    fn grids_are_bundled_but_for_the_selected_unit() {
        let settings = Experiment {
            hidden: vec![Layer::dense(512, Activation::Tanh); 2],
            ..Experiment::default()
        };
        let (plan, scene) = drawn(settings, wave);
        let selected = Selection {
            column: 2,
            unit: Some(5),
        };
        let edges = edges(&plan, &scene, selected, None);
        let bundles = between(&edges, 1).filter(|edge| edge.is_of_rows);
        assert_eq!(bundles.count(), plan.columns[1].rows * plan.columns[2].rows);
        let own: Vec<_> = between(&edges, 1).filter(|edge| !edge.is_of_rows).collect();
        assert_eq!(own.len(), 64);
        assert!(
            own.iter()
                .all(|edge| edge.unit == 5 && edge.kind == Kind::Weight)
        );
    }

    #[test]
    fn layers_without_weights_are_linked_channel_by_channel() {
        let (plan, scene) = drawn(
            of_pictures(vec![
                Layer::Conv2d(Conv2d::DEFAULT),
                Layer::MaxPool(Pool { size: 6, stride: 4 }),
                Layer::Dropout(Dropout::DEFAULT),
                Layer::Flatten,
            ]),
            wave,
        );
        let edges = edges(&plan, &scene, NOTHING, None);
        for layer in [1, 2] {
            let pairs: Vec<_> = between(&edges, layer).collect();
            assert_eq!(pairs.len(), 4);
            assert!(pairs.iter().all(|edge| edge.unit == edge.input));
        }
        // Four channels of 2 × 2 values.
        assert_eq!(between(&edges, 3).count(), 16);
        assert!(between(&edges, 3).all(|edge| edge.input == edge.unit / 4));
        assert!(between(&edges, 0).all(|edge| edge.kind == Kind::Bundle && edge.weight >= 0.0));
    }

    #[test]
    fn what_is_cut_is_told_apart() {
        let (plan, mut scene) = drawn(Experiment::default(), wave);
        scene.holds = vec![0.0; scene.parameters.len()];
        scene.holds[3] = 1.0;
        let edges = edges(&plan, &scene, NOTHING, None);
        let cut: Vec<_> = edges.iter().filter(|edge| edge.kind == Kind::Cut).collect();
        assert_eq!(cut.len(), 1);
        assert_eq!((cut[0].layer, cut[0].unit, cut[0].input), (0, 1, 1));
    }
}
