//! Both passes of one example, written on the network: at a unit z, a and δ, on an edge its weight and ∂L/∂w.

use std::sync::Arc;

use neuroglass_core::ascending;
use web_sys::CanvasRenderingContext2d;

use super::{Lesson, Number, Operation, Use, place, written};
use crate::canvas::palette::Palette;
use crate::canvas::surface::Surface;
use crate::glass::Selection;
use crate::scene::Scene;
use crate::view::graph::{ABOVE_LINES, Column, Edge, Kind, Overlay, Plan, along};

/// Half the width of a block of numbers under a tile, and of a plate on an edge; half a plate's height.
const HALF_BLOCK: f64 = 45.0;
const HALF_PLATE: f64 = 32.0;
const HALF_HEIGHT: f64 = 14.0;
/// A block that is narrower has no room for a third decimal.
const NARROW: f64 = 84.0;
/// Where on an edge a plate may lie, as a share of the way; the first that has room is taken.
const PLACES: [f64; 7] = [0.5, 0.76, 0.24, 0.66, 0.34, 0.84, 0.16];
/// The line of a block beside a tile, and how many such a block has: z, a and δ.
const BESIDE: f64 = 13.0;
const LINES_OF_UNIT: usize = 3;
/// How far a name reaches beside its tile.
const NAME: f64 = 36.0;

/// The lesson with where one is in it.
pub struct Traced {
    lesson: Arc<Lesson>,
    operation: Operation,
    unit: usize,
}

/// A part of the picture: left, top, right, bottom.
type Room = [f64; 4];

impl Traced {
    pub fn new(lesson: Arc<Lesson>, at: usize, selection: Selection) -> Option<Self> {
        let (operation, unit) = place(&lesson, at, selection)?;
        Some(Self {
            lesson,
            operation,
            unit,
        })
    }

    fn uses(&self, number: Number) -> Option<Use> {
        self.operation.uses(&self.lesson, self.unit, number)
    }

    /// What is written at a unit: each number with its symbol.
    fn numbers(&self, column: usize, unit: usize) -> Vec<(String, Number, f32)> {
        let lesson = &self.lesson;
        match column.checked_sub(1) {
            None => {
                let feature = lesson.settings.inputs.get(unit);
                let symbol = feature.map_or("x", |feature| feature.symbol()).to_owned();
                let value = lesson.taken(0).get(unit).copied().unwrap_or(f32::NAN);
                vec![(symbol, Number::Input(unit), value)]
            }
            Some(layer) => {
                let value = if layer == lesson.last() { "ŷ" } else { "a" };
                vec![
                    (
                        "z".to_owned(),
                        Number::Z(layer, unit),
                        lesson.z(layer, unit),
                    ),
                    (
                        value.to_owned(),
                        Number::A(layer, unit),
                        lesson.a(layer, unit),
                    ),
                    (
                        "δ".to_owned(),
                        Number::Delta(layer, unit),
                        lesson.delta(layer, unit),
                    ),
                ]
            }
        }
    }

    /// Whether each tile of a column is one value.
    fn is_flat(&self, column: usize) -> bool {
        let layers = self.lesson.layers();
        match column.checked_sub(1) {
            None => layers.first().is_some_and(|layer| layer.input.is_flat()),
            Some(layer) => layers
                .get(layer)
                .is_some_and(|layer| layer.output.is_flat()),
        }
    }
}

impl Overlay for Traced {
    /// Whether it is about the network of a scene, which may be ahead of it.
    fn is_of(&self, scene: &Scene) -> bool {
        self.lesson.network.shape() == &scene.shape
    }

    /// The unit that is computed; of the loss, what is selected anyway.
    fn node(&self, selection: Selection) -> Selection {
        let layer = self.lesson.layers().get(self.operation.layer);
        let area = layer.map_or(1, |layer| layer.output.area().max(1));
        if self.operation.is_of_loss() {
            return selection;
        }
        Selection {
            column: self.operation.layer as u32 + 1,
            unit: Some((self.unit / area) as u32),
        }
    }

    fn paint(&self, surface: &Surface, palette: &Palette, plan: &Plan, edges: &[Edge]) {
        paint_traced(surface, palette, plan, edges, self);
    }
}

/// Writes all numbers that there is room for.
fn paint_traced(
    surface: &Surface,
    palette: &Palette,
    plan: &Plan,
    edges: &[Edge],
    traced: &Traced,
) {
    let ctx = &surface.ctx;
    ctx.set_text_baseline("middle");
    let node = traced.node(Selection {
        column: 0,
        unit: None,
    });
    let mut taken = Vec::new();
    for (number, column) in plan.columns.iter().enumerate() {
        for &[x, y] in &column.corners {
            taken.push([
                x - 3.0,
                y - 3.0,
                x + column.tile + 3.0,
                y + column.tile + 12.0,
            ]);
        }
        if !traced.is_flat(number) {
            continue;
        }
        if column.line > 0.0 {
            for unit in 0..column.corners.len() {
                taken.push(paint_block(ctx, palette, plan, traced, number, unit));
            }
        }
        if number + 1 == plan.columns.len() {
            paint_targets(ctx, palette, plan, traced, column);
        }
    }
    let own = (node.column as usize, node.unit.unwrap_or(0) as usize);
    let is_many = |column: &&Column| column.line == 0.0 && own.1 < column.corners.len();
    if node.unit.is_some()
        && traced.is_flat(own.0)
        && let Some(column) = plan.columns.get(own.0).filter(is_many)
    {
        // Its name stands there already.
        let [right, top] = [column.sides[1], column.corners[own.1][1]];
        taken.push([right + 4.0, top - 9.0, right + NAME, top + 8.0]);
        let room = room_of_block(plan, column, own.1, LINES_OF_UNIT);
        if !taken.iter().any(|other| meet(&room, other)) {
            taken.push(paint_block(ctx, palette, plan, traced, own.0, own.1));
        }
    }
    let single = |edge: &&Edge| edge.kind == Kind::Weight && !edge.is_of_rows;
    let few = |column: usize| {
        plan.columns
            .get(column)
            .is_some_and(|column| column.line > 0.0)
    };
    let wanted: Vec<_> = edges
        .iter()
        .filter(single)
        .filter(|edge| edge.is_of(node) || (few(edge.layer) && few(edge.layer + 1)))
        .collect();
    // First those that the operation is about, then those of its unit, then the strong ones.
    let order = ascending(wanted.iter().map(|edge| {
        let is_used = uses_edge(traced, edge).iter().any(Option::is_some);
        -(f64::from(u8::from(is_used)) * 4.0
            + f64::from(u8::from(edge.is_of(node))) * 2.0
            + edge.strength)
    }));
    for at in order {
        paint_plate(ctx, palette, plan, traced, wanted[at], &mut taken);
    }
}

/// What the operation does with the weight and the slope of an edge.
fn uses_edge(traced: &Traced, edge: &Edge) -> [Option<Use>; 2] {
    let (layer, unit, input) = (edge.layer, edge.unit, edge.input);
    [
        Number::Weight(layer, unit, input),
        Number::Slope(layer, unit, input),
    ]
    .map(|number| traced.uses(number))
}

/// The numbers of a unit, under its tile, or beside it where many stand below each other.
fn paint_block(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    plan: &Plan,
    traced: &Traced,
    number: usize,
    unit: usize,
) -> Room {
    let column = &plan.columns[number];
    let numbers = traced.numbers(number, unit);
    let room = room_of_block(plan, column, unit, numbers.len());
    let digits = if room[2] - room[0] < NARROW { 2 } else { 3 };
    let (line, top) = (line_of(column), room[1]);
    if column.line == 0.0 {
        plate(ctx, palette, room);
    }
    for (row, (symbol, of, value)) in numbers.iter().enumerate() {
        let y = top + line * (row as f64 + 0.5);
        let own = [room[0], y - line / 2.0 + 0.5, room[2], y + line / 2.0 - 0.5];
        let used = traced.uses(*of);
        mark(ctx, palette, own, used);
        ctx.set_fill_style_str(if used == Some(Use::Writes) {
            &palette.needle
        } else {
            &palette.ink
        });
        let is_output = symbol == "ŷ";
        let layer = number
            .checked_sub(1)
            .filter(|_| line > CLOSE_LINES && !is_output);
        let index = (number > 0).then_some(unit + 1);
        paint_symbol(ctx, palette, symbol, (index, layer), [room[0] + 4.0, y]);
        ctx.set_font(&format!("11px {}", palette.mono));
        ctx.set_text_align("right");
        ctx.set_fill_style_str(palette.signed_text(*value));
        let _ = ctx.fill_text(&written(*value, digits), room[2] - 3.0, y);
    }
    room
}

/// Where the numbers of a unit stand.
fn room_of_block(plan: &Plan, column: &Column, unit: usize, lines: usize) -> Room {
    let [x, y] = column.corners[unit];
    let is_under = column.line > 0.0;
    let half = HALF_BLOCK.min(plan.spacing * 0.42);
    let (middle, top) = if is_under {
        (x + column.tile / 2.0, y + column.tile + ABOVE_LINES)
    } else {
        (column.sides[1] + 6.0 + half, y + 10.0)
    };
    // Near the edge it is narrower.
    let half = half.min(plan.width - middle - 2.0);
    let bottom = top + line_of(column) * lines as f64;
    [middle - half, top, middle + half, bottom]
}

/// The height of a line of numbers.
fn line_of(column: &Column) -> f64 {
    if column.line > 0.0 {
        column.line
    } else {
        BESIDE
    }
}

/// Lines of this height have no room for the number of the layer.
const CLOSE_LINES: f64 = 14.0;

/// A symbol with its index below and the number of its layer above.
fn paint_symbol(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    symbol: &str,
    (index, layer): (Option<usize>, Option<usize>),
    [x, y]: [f64; 2],
) {
    ctx.set_text_align("left");
    ctx.set_font(&format!("italic 14px {}", palette.serif));
    let _ = ctx.fill_text(symbol, x, y);
    let width = ctx.measure_text(symbol).map_or(8.0, |text| text.width());
    ctx.set_font(&format!("10px {}", palette.serif));
    if let Some(index) = index {
        let _ = ctx.fill_text(&index.to_string(), x + width + 1.0, y + 4.0);
    }
    if let Some(layer) = layer {
        let _ = ctx.fill_text(&format!("({})", layer + 1), x + width + 1.0, y - 4.0);
    }
}

/// What the outputs should be, beside their tiles.
fn paint_targets(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    plan: &Plan,
    traced: &Traced,
    column: &Column,
) {
    if column.line == 0.0 {
        return;
    }
    ctx.set_text_align("left");
    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_fill_style_str(&palette.ink2);
    for (unit, corner) in column.corners.iter().enumerate() {
        let target = crate::format::number(f64::from(traced.lesson.target(unit)));
        let x = corner[0] + column.tile + 8.0;
        let text = if x + 40.0 < plan.width {
            format!("t = {target}")
        } else {
            target
        };
        // Above the line to the large map.
        let _ = ctx.fill_text(&text, x, column.middle(unit) - 9.0);
    }
}

/// The weight of an edge and its slope, where on the edge there is room.
fn paint_plate(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    plan: &Plan,
    traced: &Traced,
    edge: &Edge,
    taken: &mut Vec<Room>,
) {
    let room_at = |share: f64| {
        let [x, y] = along(edge, share);
        [
            x - HALF_PLATE,
            y - HALF_HEIGHT,
            x + HALF_PLATE,
            y + HALF_HEIGHT,
        ]
    };
    let is_inside = |room: &Room| room[0] >= 0.0 && room[2] <= plan.width && room[3] <= plan.height;
    let is_free = |room: &Room| is_inside(room) && !taken.iter().any(|other| meet(room, other));
    let Some(room) = PLACES.into_iter().map(room_at).find(is_free) else {
        return;
    };
    taken.push(room);
    plate(ctx, palette, room);
    let slope = traced.lesson.slope(edge.layer, edge.unit, edge.input);
    let uses = uses_edge(traced, edge);
    // Both are its operation's or neither; the slope is written, the weight read.
    mark(ctx, palette, room, uses[0].or(uses[1]));
    let middle = f64::midpoint(room[0], room[2]);
    ctx.set_text_align("center");
    ctx.set_font(&format!("11px {}", palette.mono));
    ctx.set_fill_style_str(palette.signed_text(edge.weight));
    let _ = ctx.fill_text(&written(edge.weight, 2), middle, room[1] + 8.0);
    ctx.set_fill_style_str(if uses[1].is_some() {
        &palette.needle
    } else {
        &palette.ink3
    });
    let _ = ctx.fill_text(&format!("∂ {}", written(slope, 2)), middle, room[1] + 20.5);
}

fn meet(one: &Room, other: &Room) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

/// Paper under numbers.
fn plate(ctx: &CanvasRenderingContext2d, palette: &Palette, [left, top, right, bottom]: Room) {
    ctx.set_fill_style_str(&palette.paper);
    ctx.set_global_alpha(0.9);
    ctx.fill_rect(left, top, right - left, bottom - top);
    ctx.set_global_alpha(1.0);
}

/// What is read is outlined, what is written stands on its own ground.
fn mark(ctx: &CanvasRenderingContext2d, palette: &Palette, room: Room, used: Option<Use>) {
    let [left, top, right, bottom] = room;
    let (width, height) = (right - left, bottom - top);
    match used {
        Some(Use::Writes) => {
            ctx.set_fill_style_str(&palette.needle_wash);
            ctx.fill_rect(left, top, width, height);
        }
        Some(Use::Reads) => {
            ctx.set_stroke_style_str(&palette.needle);
            ctx.set_line_width(1.0);
            ctx.begin_path();
            if ctx
                .round_rect_with_f64(left + 0.5, top + 0.5, width - 1.0, height - 1.0, 2.0)
                .is_ok()
            {
                ctx.stroke();
            }
        }
        None => {}
    }
}
