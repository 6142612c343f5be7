//! Where each of several classes wins.

/// Share of the map below which a region is too small for a number.
const SMALLEST: f64 = 0.006;
/// The greys of the first and the last class, from −1 for paper to 1 for ink.
const GREYS: [f32; 2] = [-0.97, -0.5];

/// The winner at each point of a square map.
pub struct Regions {
    /// Its class.
    pub winners: Vec<u32>,
    side: usize,
}

impl Regions {
    /// Of one map of values to a class, the greatest wins, the first of equals.
    pub fn new(maps: &[&[f32]], side: usize) -> Self {
        let at = |class: u32, pixel: usize| maps[class as usize][pixel];
        let winner = |pixel: usize| {
            (1..maps.len() as u32).fold(0, |most, class| {
                if at(class, pixel) > at(most, pixel) {
                    class
                } else {
                    most
                }
            })
        };
        Self {
            winners: (0..side * side).map(winner).collect(),
            side,
        }
    }

    /// A place for the number of each region that is large enough, `[column, row]`: as far from its border as can be.
    pub fn labels(&self) -> Vec<(u32, [usize; 2])> {
        let depths = self.depths();
        let mut seen = vec![false; self.winners.len()];
        let mut labels = Vec::new();
        let smallest = (SMALLEST * self.winners.len() as f64) as usize;
        for start in 0..self.winners.len() {
            if seen[start] {
                continue;
            }
            let (size, deepest) = self.fill(start, &mut seen, &depths);
            if size > smallest {
                let place = [deepest % self.side, deepest / self.side];
                labels.push((self.winners[start], place));
            }
        }
        labels
    }

    /// Visits a region; its size, and its point that is furthest from the border.
    fn fill(&self, start: usize, seen: &mut [bool], depths: &[u16]) -> (usize, usize) {
        let (mut size, mut deepest) = (0, start);
        let mut open = vec![start];
        seen[start] = true;
        while let Some(pixel) = open.pop() {
            size += 1;
            if depths[pixel] > depths[deepest] {
                deepest = pixel;
            }
            for neighbour in self.neighbours(pixel) {
                if !seen[neighbour] && self.winners[neighbour] == self.winners[pixel] {
                    seen[neighbour] = true;
                    open.push(neighbour);
                }
            }
        }
        (size, deepest)
    }

    fn neighbours(&self, pixel: usize) -> impl Iterator<Item = usize> + use<> {
        let (side, column) = (self.side, pixel % self.side);
        let left = (column > 0).then(|| pixel - 1);
        let right = (column + 1 < side).then(|| pixel + 1);
        let above = pixel.checked_sub(side);
        let below = Some(pixel + side).filter(|below| *below < side * side);
        [left, right, above, below].into_iter().flatten()
    }

    /// How many steps each point is from the border of its region, or of the map.
    fn depths(&self) -> Vec<u16> {
        let side = self.side;
        let mut depths = vec![0; self.winners.len()];
        for pass in [false, true] {
            for index in 0..depths.len() {
                let pixel = if pass {
                    depths.len() - 1 - index
                } else {
                    index
                };
                let (column, row) = (pixel % side, pixel / side);
                let is_rim = column == 0 || row == 0 || column + 1 == side || row + 1 == side;
                let nearest = self
                    .neighbours(pixel)
                    .map(|other| {
                        let same = self.winners[other] == self.winners[pixel];
                        let is_done = pass || other < pixel;
                        match (same, is_done) {
                            (false, _) => 0,
                            (true, true) => depths[other],
                            (true, false) => u16::MAX - 1,
                        }
                    })
                    .min();
                let depth = if is_rim { 0 } else { nearest.unwrap_or(0) + 1 };
                depths[pixel] = if pass {
                    depth.min(depths[pixel])
                } else {
                    depth
                };
            }
        }
        depths
    }
}

/// By how much a class is ahead of the best of the others at each point; its contour at 0 is the border.
pub fn margin(maps: &[&[f32]], class: u32) -> Vec<f32> {
    let own = maps[class as usize];
    let best_other = |pixel: usize| {
        let others = maps
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != class as usize);
        others.fold(f32::NEG_INFINITY, |most, (_, map)| most.max(map[pixel]))
    };
    (0..own.len())
        .map(|pixel| own[pixel] - best_other(pixel))
        .collect()
}

/// The grey of a class, as a value of the grey scale. Classes that follow each other, which often lie side by side, are
/// far apart.
pub fn tint(class: u32, classes: u32) -> f32 {
    let place = class / 2 + (class % 2) * classes.div_ceil(2);
    let share = place as f32 / classes.saturating_sub(1).max(1) as f32;
    GREYS[0] + share * (GREYS[1] - GREYS[0])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Class 0 in a disc, class 1 right of it, class 2 elsewhere.
    fn maps(side: usize) -> [Vec<f32>; 3] {
        let of = |value: fn(f32, f32) -> f32| {
            let at = move |pixel: usize| {
                let place = |index: usize| (index as f32 + 0.5) / side as f32 * 2.0 - 1.0;
                value(place(pixel % side), place(pixel / side))
            };
            (0..side * side).map(at).collect()
        };
        [
            of(|x, y| 0.5 - (x + 0.4).hypot(y)),
            of(|x, _| x - 0.4),
            of(|_, _| 0.0),
        ]
    }

    #[test]
    fn every_region_has_its_number_well_inside() {
        let side = 60;
        let maps = maps(side);
        let maps = [&maps[0][..], &maps[1][..], &maps[2][..]];
        let regions = Regions::new(&maps, side);
        let labels = regions.labels();
        let classes: Vec<_> = labels.iter().map(|label| label.0).collect();
        assert_eq!(classes, [2, 1, 0]);
        for (class, [column, row]) in labels {
            assert_eq!(regions.winners[row * side + column], class);
        }
        let [column, row] = regions.labels()[2].1;
        assert!(column.abs_diff(18) <= 2 && row.abs_diff(30) <= 2);
    }

    #[test]
    fn a_margin_is_positive_where_its_class_wins() {
        let maps = maps(20);
        let maps = [&maps[0][..], &maps[1][..], &maps[2][..]];
        let regions = Regions::new(&maps, 20);
        for class in 0..3 {
            let ahead = margin(&maps, class);
            for (margin, &winner) in ahead.iter().zip(&regions.winners) {
                assert!(if winner == class {
                    *margin >= 0.0
                } else {
                    *margin <= 0.0
                });
            }
        }
    }

    #[test]
    fn greys_are_all_different_and_neighbours_far_apart() {
        for classes in 2..=8 {
            let mut tints: Vec<_> = (0..classes).map(|class| tint(class, classes)).collect();
            let step = (GREYS[1] - GREYS[0]) / (classes - 1) as f32;
            for pair in tints.windows(2) {
                assert!(
                    (pair[0] - pair[1]).abs() > 0.99 * step,
                    "{classes}: {tints:?}"
                );
            }
            tints.sort_by(f32::total_cmp);
            tints.dedup();
            assert_eq!(tints.len(), classes as usize);
        }
    }

    #[test]
    fn broken_maps_break_nothing() {
        let broken = vec![f32::NAN; 100];
        let regions = Regions::new(&[&broken, &broken, &broken], 10);
        assert_eq!(regions.labels().len(), 1);
    }
}
