//! What is found out of space, to read it.

/// Where the points are at one place of the network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Station<'a> {
    /// How many values there are of each point.
    pub values: usize,
    /// The share of the spread of the examples that can be seen: 1, up to two values.
    pub share: f32,
    /// What the axes go through, `[value]`: zero, up to two values.
    pub mean: &'a [f32],
    /// The axes that points are drawn along, `[value]` each; the values themselves, up to two.
    pub axes: [&'a [f32]; 2],
    /// The examples along the axes, `[example][2]`.
    pub examples: &'a [f32],
    /// The grid along the axes, `[row][column][2]`, its first row from (−6, 6) to (6, 6). Nothing, where the data are
    /// not in the plane.
    pub grid: &'a [f32],
}

impl<'a> Station<'a> {
    /// Reads the numbers of [`super::Study::Space`]: first what the network looks at, then for each layer z and
    /// then a.
    pub fn all(numbers: &'a [f32]) -> Vec<Self> {
        let mut stations = Vec::new();
        let Some((&[examples, grid], mut rest)) = numbers.split_first_chunk() else {
            return stations;
        };
        let counts = [examples, grid].map(|count| 2 * count as usize);
        while let Some(station) = Self::take(&mut rest, counts) {
            stations.push(station);
        }
        stations
    }

    fn take(rest: &mut &'a [f32], [examples, grid]: [usize; 2]) -> Option<Self> {
        let mut take = |count: usize| {
            let (taken, left) = rest.split_at_checked(count)?;
            *rest = left;
            Some(taken)
        };
        let head = take(2)?;
        let values = head[0] as usize;
        Some(Self {
            values,
            share: head[1],
            mean: take(values)?,
            axes: [take(values)?, take(values)?],
            examples: take(examples)?,
            grid: take(grid)?,
        })
    }
}
