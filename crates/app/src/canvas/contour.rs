//! Where a map crosses a level: marching squares.

/// Calls `line` with the ends of each straight piece of the contour at `level` through a square grid of values.
/// Coordinates are in cells, so that value `[row][column]` lies at (column + ½, row + ½).
///
/// A cell with a corner that is not a number has no contour. Lorensen and Cline, "Marching cubes", 1987, in the plane;
/// a saddle is cut so that its two higher corners stay apart.
pub fn contour(values: &[f32], side: usize, level: f32, mut line: impl FnMut([f32; 2], [f32; 2])) {
    for row in 0..side.saturating_sub(1) {
        let (upper, lower) = (
            &values[row * side..][..side],
            &values[(row + 1) * side..][..side],
        );
        for column in 0..side - 1 {
            let corners = [
                upper[column] - level,
                upper[column + 1] - level,
                lower[column + 1] - level,
                lower[column] - level,
            ];
            let above = corners.map(|corner| corner > 0.0);
            if above == [above[0]; 4] || corners.iter().any(|corner| corner.is_nan()) {
                continue;
            }
            cell(corners, |a, b| {
                let place = |[x, y]: [f32; 2]| [column as f32 + 0.5 + x, row as f32 + 0.5 + y];
                line(place(a), place(b));
            });
        }
    }
}

/// The contour through one unit cell, its corners given clockwise from the upper left.
fn cell(corners: [f32; 4], mut line: impl FnMut([f32; 2], [f32; 2])) {
    const PLACES: [[f32; 2]; 4] = [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]];
    let mut crossings = [[0.0; 2]; 4];
    let mut found = 0;
    for side in 0..4 {
        let (a, b) = (corners[side], corners[(side + 1) % 4]);
        if (a > 0.0) == (b > 0.0) {
            continue;
        }
        let share = (a / (a - b)).clamp(0.0, 1.0);
        let (from, to) = (PLACES[side], PLACES[(side + 1) % 4]);
        crossings[found] = [
            from[0] + share * (to[0] - from[0]),
            from[1] + share * (to[1] - from[1]),
        ];
        found += 1;
    }
    if found == 2 {
        line(crossings[0], crossings[1]);
    } else if found == 4 && corners[0] > 0.0 {
        line(crossings[3], crossings[0]);
        line(crossings[1], crossings[2]);
    } else if found == 4 {
        line(crossings[0], crossings[1]);
        line(crossings[2], crossings[3]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(values: &[f32], side: usize, level: f32) -> Vec<[[f32; 2]; 2]> {
        let mut found = Vec::new();
        contour(values, side, level, |a, b| found.push([a, b]));
        found
    }

    #[test]
    fn a_slope_is_crossed_where_it_has_the_level() {
        assert_eq!(
            lines(&[-1.0, 3.0, -1.0, 3.0], 2, 0.0),
            [[[0.75, 0.5], [0.75, 1.5]]]
        );
        assert_eq!(
            lines(&[-1.0, 3.0, -1.0, 3.0], 2, 1.0),
            [[[1.0, 0.5], [1.0, 1.5]]]
        );
    }

    #[test]
    fn a_saddle_keeps_its_high_corners_apart() {
        assert_eq!(lines(&[1.0, -1.0, -1.0, 1.0], 2, 0.0).len(), 2);
    }

    #[test]
    fn flat_or_broken_maps_have_no_contour() {
        assert!(lines(&[1.0; 9], 3, 0.0).is_empty());
        assert!(lines(&[f32::NAN, 1.0, -1.0, 1.0], 2, 0.0).is_empty());
        assert!(lines(&[], 0, 0.0).is_empty());
    }
}
