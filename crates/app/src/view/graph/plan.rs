//! Where everything of the network stands: pure geometry, from a size and the number of units.

/// Room above the tiles for the headings.
const HEAD: f64 = 72.0;
/// Room below them for the bias of the lowest one, and where headings are tight for the controls of the layer too.
const FOOT: f64 = 22.0;
const TIGHT_FOOT: f64 = 54.0;
/// Room under a tile for its bias, where it has one.
const BIAS: f64 = 13.0;
/// Lines of numbers under a tile, where both passes are written out: height of each, apart and close, with what is
/// above them and the smallest tile to go with it. Layers of more units have no room for them.
const LINES: f64 = 3.0;
const APART: f64 = 18.0;
const CLOSE: f64 = 13.0;
pub const ABOVE_LINES: f64 = 10.0;
const SMALLEST_APART: f64 = 36.0;
const SMALLEST_CLOSE: f64 = 22.0;
const NUMBERED: usize = 4;
/// Tiles below this size have no bias drawn.
pub const SMALLEST_WITH_BIAS: f64 = 24.0;
/// From one column to the next, headings need this much for their controls.
const ROOMY: f64 = 138.0;
/// The height that the sizes of [`tile_size`] are meant for.
const DESIGN_HEIGHT: f64 = 358.0;
/// Units of a layer that is drawn as one column, as two, or else as a grid.
const ONE_COLUMN: usize = 12;
const TWO_COLUMNS: usize = 24;
const GRID_ROWS: usize = 16;
/// Units of a layer that are shown at most.
const MOST_TILES: usize = 64;
/// The side of the smallest tiles, and what one takes from side to side.
const SMALLEST: f64 = 6.0;
const BESIDE: f64 = 1.2;
/// Room below the tiles for the number of those that are not shown.
const MORE: f64 = 16.0;

/// The network laid out in a rectangle.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    pub width: f64,
    pub height: f64,
    /// Inputs first, output last.
    pub columns: Vec<Column>,
    /// From one column's middle to the next one's.
    pub spacing: f64,
}

/// One layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its middle.
    pub x: f64,
    /// The side of a tile.
    pub tile: f64,
    /// The left upper corner of each tile: of all units, or of the first ones of very many.
    pub corners: Vec<[f64; 2]>,
    /// Tiles that stand one below the other; then the next stack begins.
    pub rows: usize,
    /// Units that have no tile.
    pub more: usize,
    /// Left and right edge of all tiles together, where edges arrive and leave.
    pub sides: [f64; 2],
    /// The height of a line of numbers under each tile; 0 where there are none.
    pub line: f64,
}

impl Plan {
    /// Lays out columns of so many units in a rectangle; `numbered` with room for numbers under the tiles of few.
    pub fn new(width: f64, height: f64, units: &[usize], numbered: bool) -> Self {
        let roomy = width >= 600.0;
        let (left, right) = if roomy { (84.0, 109.0) } else { (58.0, 42.0) };
        let gaps = units.len().saturating_sub(1).max(1) as f64;
        let spacing = ((width - left - right) / gaps).max(1.0);
        let columns = units
            .iter()
            .enumerate()
            .map(|(index, &count)| {
                let foot = if spacing >= ROOMY { FOOT } else { TIGHT_FOOT };
                let x = left + spacing * index as f64;
                Column::new(x, height - foot, spacing, count, numbered)
            })
            .collect();
        Self {
            width,
            height,
            columns,
            spacing,
        }
    }

    /// Whether headings have room for their controls.
    pub fn is_roomy(&self) -> bool {
        self.spacing >= ROOMY
    }

    /// The side of the largest tiles.
    pub fn largest_tile(&self) -> f64 {
        self.columns
            .iter()
            .map(|column| column.tile)
            .fold(0.0, f64::max)
    }
}

impl Column {
    fn new(x: f64, floor: f64, spacing: f64, count: usize, numbered: bool) -> Self {
        let widest = spacing * 0.72;
        let stacks = (widest / (SMALLEST * BESIDE)).max(1.0) as usize;
        let shown = count.min(MOST_TILES).min(stacks * GRID_ROWS);
        let foot = if shown < count { MORE } else { 0.0 };
        let room = (floor - foot - HEAD).max(40.0);
        let abreast = match shown {
            0..=ONE_COLUMN => 1,
            13..=TWO_COLUMNS => stacks.min(2),
            _ => shown.div_ceil(GRID_ROWS),
        };
        let rows = shown.div_ceil(abreast).max(1);
        let growth = (room / DESIGN_HEIGHT).clamp(0.5, 1.7);
        let wanted = tile_size(shown) * growth;
        let line = if numbered && count <= NUMBERED {
            line(room / rows as f64)
        } else {
            0.0
        };
        let below = if line > 0.0 {
            ABOVE_LINES + LINES * line
        } else {
            0.0
        };
        let pitch = (room / rows as f64).min(wanted * 1.65 + below);
        let across = if abreast == 1 {
            spacing * 0.56
        } else {
            widest / abreast as f64
        };
        let tile = wanted.min(pitch * 0.82).min(across).max(SMALLEST).floor();
        // A bias is drawn under its tile, before the next one begins.
        let tile = if tile > pitch - BIAS {
            (pitch - BIAS).max(tile.min(SMALLEST_WITH_BIAS - 1.0))
        } else {
            tile
        };
        let tile = if line > 0.0 {
            tile.min(pitch - below - 4.0).floor()
        } else {
            tile.floor()
        };
        let beside = (tile * BESIDE).round();
        let span = beside * (abreast - 1) as f64 + tile;
        let top = HEAD + (room - pitch * rows as f64) / 2.0 + (pitch - tile - below) / 2.0 - 2.0;
        let corner = |unit: usize| {
            let (stack, row) = (unit / rows, unit % rows);
            [
                (x - span / 2.0 + beside * stack as f64).round(),
                (top + pitch * row as f64).round(),
            ]
        };
        Self {
            x,
            tile,
            corners: (0..shown).map(corner).collect(),
            rows,
            more: count - shown,
            sides: [(x - span / 2.0).round(), (x - span / 2.0).round() + span],
            line,
        }
    }

    /// Whether its tiles stand in a grid, so that edges are bundled by its rows.
    pub fn is_grid(&self) -> bool {
        self.corners.len() > TWO_COLUMNS || self.more > 0
    }

    /// The height of a unit's middle.
    pub fn middle(&self, unit: usize) -> f64 {
        self.corners
            .get(unit)
            .map_or(0.0, |corner| corner[1] + self.tile / 2.0)
    }
}

/// The height of a line of numbers, where tiles begin so far apart.
fn line(pitch: f64) -> f64 {
    let left = |line: f64| pitch - ABOVE_LINES - LINES * line - 4.0;
    if left(APART) >= SMALLEST_APART {
        APART
    } else if left(CLOSE) >= SMALLEST_CLOSE {
        CLOSE
    } else {
        0.0
    }
}

/// The side of a tile in a layer of so many units, at the design height.
fn tile_size(units: usize) -> f64 {
    match units {
        0..=2 => 53.0,
        3..=6 => 47.0,
        7..=8 => 37.0,
        9..=12 => 26.0,
        13..=24 => 22.0,
        _ => 15.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tile_stands_inside_and_apart_whatever_the_shape() {
        for (width, height) in [
            (761.0, 452.0),
            (390.0, 344.0),
            (439.0, 346.0),
            (1400.0, 900.0),
        ] {
            for hidden in [0, 1, 2, 8, 16] {
                for count in [1, 2, 6, 8, 12, 13, 24, 25, 64, 512] {
                    let mut units = vec![2];
                    units.extend(std::iter::repeat_n(count, hidden));
                    units.push(1);
                    for numbered in [false, true] {
                        check(&Plan::new(width, height, &units, numbered));
                    }
                }
            }
        }
    }

    fn check(plan: &Plan) {
        for column in &plan.columns {
            for (index, &[x, y]) in column.corners.iter().enumerate() {
                assert!(x >= 0.0 && x + column.tile <= plan.width, "{plan:?}");
                let foot = y + column.tile + LINES * column.line;
                assert!(y >= 50.0 && foot <= plan.height, "{plan:?}");
                for &[other_x, other_y] in &column.corners[..index] {
                    let apart = (x - other_x).abs().max((y - other_y).abs());
                    assert!(apart >= column.tile, "tiles overlap in {plan:?}");
                }
            }
        }
        for pair in plan.columns.windows(2) {
            assert!(
                pair[0].sides[1] < pair[1].sides[0],
                "columns overlap in {plan:?}"
            );
        }
    }
}
