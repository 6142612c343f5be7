//! The shapes that data can have.
//!
//! A new shape is one file beside this one, and one line in the table below. Which group of the menu it is in
//! follows from its kind.

mod blobs;
mod bumps;
mod checkerboard;
mod chirp;
mod circle;
mod clouds;
mod moons;
mod patches;
mod pinwheel;
mod plane;
mod ridges;
mod rings;
mod ripple;
mod sine;
mod spiral;
mod step;
mod stripes;
mod swirl;
mod tent;
mod waves;
mod wiggle;
mod xor;

use serde::{Deserialize, Serialize};

use super::{Data, Domain, Task};
use crate::input::REACH;
use crate::rng::{Purpose, Rng};
use crate::volume::Volume;

/// Writes the enum and its table, so that a shape is named once.
macro_rules! shapes {
    ($($(#[$doc:meta])* $Name:ident = $module:ident,)*) => {
        /// How the classes of a data set lie, or what its values are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum DataShape {
            $($(#[$doc])* $Name,)*
        }

        impl DataShape {
            /// Every shape, in the order of the page; those of a group stand together.
            pub const ALL: &[Self] = &[$(Self::$Name),*];

            const fn about(self) -> &'static About {
                match self {
                    $(Self::$Name => &$module::ABOUT,)*
                }
            }
        }
    };
}

shapes! {
    /// A disc within a ring.
    Circle = circle,
    /// Four squares like a chessboard.
    Xor = xor,
    /// Two clouds.
    Blobs = blobs,
    /// Two arms wound around each other.
    Spiral = spiral,
    /// Two crescents that reach into each other.
    Moons = moons,
    /// Sixteen squares of a chessboard.
    Checkerboard = checkerboard,
    /// A ring for each class, one within the other.
    Rings = rings,
    /// A bent blade for each class.
    Pinwheel = pinwheel,
    /// A cloud for each class.
    Clouds = clouds,
    /// v = (x₁ + x₂) / 12
    Plane = plane,
    /// Three hills and two hollows.
    Bumps = bumps,
    /// Straight ridges with sharp crests.
    Ridges = ridges,
    /// v = e^(−r/5) cos 2r
    Ripple = ripple,
    /// v = sin(x₁ + 1.5 sin x₂)
    Waves = waves,
    /// Four regions with cliffs between them.
    Patches = patches,
    /// A wind around an eye: two values.
    Swirl = swirl,
    /// y = sin x
    Sine = sine,
    /// y = 0.8 sign x
    Step = step,
    /// y = 1 − |x| / 3
    Tent = tent,
    /// A wave that becomes quicker from left to right.
    Chirp = chirp,
    /// y = x / 8 + ¼ sin 3x
    Wiggle = wiggle,
    /// Pictures of bars in four directions.
    Stripes = stripes,
}

impl DataShape {
    /// How it is written in a document: `"spiral"`.
    pub const fn id(self) -> &'static str {
        self.about().id
    }

    /// How it is called in a menu.
    pub const fn name(self) -> &'static str {
        self.about().name
    }

    /// What it asks of a network, in one sentence for someone who learns.
    pub const fn sentence(self) -> &'static str {
        self.about().sentence
    }

    /// The value at a point of the plane, or of a line, without noise; the first one where there are two. `None`
    /// for classes.
    ///
    /// ```
    /// use neuroglass_core::DataShape;
    ///
    /// assert_eq!(DataShape::Plane.value([3.0, -9.0]), Some(-0.5));
    /// assert_eq!(DataShape::Spiral.value([3.0, -9.0]), None);
    /// ```
    pub fn value(self, x: [f32; 2]) -> Option<f32> {
        match self.about().kind {
            Kind::Value(value) => Some(value(x)),
            Kind::Vector(values) => Some(values(x)[0]),
            Kind::Curve(value) => Some(value(x[0])),
            Kind::TwoClasses(_) | Kind::SeveralClasses(_) | Kind::Pictures { .. } => None,
        }
    }

    /// The part of the menu that it belongs to.
    pub const fn group(self) -> Group {
        match self.about().kind {
            Kind::TwoClasses(_) => Group::TwoClasses,
            Kind::SeveralClasses(_) => Group::SeveralClasses,
            Kind::Value(_) | Kind::Vector(_) => Group::Values,
            Kind::Curve(_) => Group::Curves,
            Kind::Pictures { .. } => Group::Pictures,
        }
    }

    /// Where its examples are from.
    pub const fn domain(self) -> Domain {
        match self.about().kind {
            Kind::TwoClasses(_) | Kind::SeveralClasses(_) | Kind::Value(_) | Kind::Vector(_) => {
                Domain::Plane
            }
            Kind::Curve(_) => Domain::Line,
            Kind::Pictures { volume, .. } => Domain::Picture(volume),
        }
    }

    /// What is to be said of an example, if there are to be so many classes where that can be chosen.
    pub(super) const fn task(self, classes: u32) -> Task {
        match self.about().kind {
            Kind::TwoClasses(_) => Task::Classes(2),
            Kind::SeveralClasses(_) => Task::Classes(classes),
            Kind::Value(_) | Kind::Curve(_) => Task::Values(1),
            Kind::Vector(_) => Task::Values(2),
            Kind::Pictures { classes, .. } => Task::Classes(classes),
        }
    }
}

/// The groups that shapes come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Points of the plane, of two classes.
    TwoClasses,
    /// Points of the plane, of as many classes as one likes.
    SeveralClasses,
    /// One value or several at each point of the plane.
    Values,
    /// One value at each point of a line.
    Curves,
    /// Small pictures of several classes.
    Pictures,
}

impl Group {
    /// Every group, in the order of the page.
    pub const ALL: &[Self] = &[
        Self::TwoClasses,
        Self::SeveralClasses,
        Self::Values,
        Self::Curves,
        Self::Pictures,
    ];

    /// How it is called in a menu.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TwoClasses => "Two classes",
            Self::SeveralClasses => "Several classes",
            Self::Values => "Values of the plane",
            Self::Curves => "Curves",
            Self::Pictures => "Pictures",
        }
    }

    /// What is to be learned, in one sentence for someone who learns.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::TwoClasses => "Points of two colours: the network learns where the border runs.",
            Self::SeveralClasses => {
                "Points of several classes: the network has an output for each."
            }
            Self::Values => "A value at every point: the network learns the height of a landscape.",
            Self::Curves => {
                "A value at every point of a line: the network fits a curve through them."
            }
            Self::Pictures => "Small pictures: the network learns what is to be seen in them.",
        }
    }
}

/// The words of a shape, and what its examples are.
struct About {
    id: &'static str,
    name: &'static str,
    sentence: &'static str,
    kind: Kind,
}

/// What the examples of a shape are, and how one is made.
#[derive(Clone, Copy)]
enum Kind {
    /// Where a point of one of two classes lies.
    TwoClasses(fn(Spot, &mut Rng) -> [f32; 2]),
    /// Where a point of one of any number of classes lies.
    SeveralClasses(fn(Spot, &mut Rng) -> [f32; 2]),
    /// The value at (x₁, x₂).
    Value(fn([f32; 2]) -> f32),
    /// Both values at (x₁, x₂).
    Vector(fn([f32; 2]) -> [f32; 2]),
    /// The value at x.
    Curve(fn(f32) -> f32),
    /// What the pixels of a picture are.
    Pictures {
        volume: Volume,
        classes: u32,
        paint: fn(Spot, &mut Rng, &mut [f32]),
    },
}

/// Which example is to be made.
#[derive(Clone, Copy)]
struct Spot {
    /// Its class, from 0 on.
    class: u32,
    /// How many classes there are.
    classes: u32,
    /// How far along its class it is, in [0, 1): the points of a class cover this evenly, however many
    /// there are.
    along: f32,
    /// [`Data::noise`].
    noise: f32,
}

impl Spot {
    /// Example number `index`. The classes take turns, the last one first.
    fn new(data: &Data, index: u32) -> Self {
        let classes = match data.task() {
            Task::Classes(classes) => classes,
            Task::Values(_) => 1,
        };
        Self {
            class: classes - 1 - index % classes,
            classes,
            along: along(index / classes),
            noise: data.noise,
        }
    }

    /// −1 for the first of two classes, 1 for the second.
    const fn sign(self) -> f32 {
        if self.class == 0 { -1.0 } else { 1.0 }
    }
}

/// The fractional part of ½ + i / φ. Steps by the golden ratio fill the unit interval evenly at any length,
/// so more points fill the gaps between those that were there.
fn along(index: u32) -> f32 {
    const INVERSE_GOLDEN_RATIO: f64 = 0.618_033_988_749_894_9;
    let position = 0.5 + f64::from(index) * INVERSE_GOLDEN_RATIO;
    let fraction = position - libm::floor(position);
    // Rounding to f32 may reach 1, which is not in the interval.
    (fraction as f32).min(1.0 - f32::EPSILON)
}

/// Makes example number `index` of a data set: where or what it is, and what is true of it.
pub(super) fn draw(data: &Data, index: u32, coordinates: &mut [f32], target: &mut [f32]) {
    let mut rng = Rng::new(data.seed, Purpose::Point, u64::from(index));
    let spot = Spot::new(data, index);
    match data.shape.about().kind {
        Kind::TwoClasses(place) | Kind::SeveralClasses(place) => {
            let x = place(spot, &mut rng).map(|x| x.clamp(-REACH, REACH));
            coordinates.copy_from_slice(&x);
            target[0] = spot.class as f32;
        }
        Kind::Value(value) => {
            let x = anywhere(&mut rng);
            coordinates.copy_from_slice(&x);
            target[0] = value(x) + stray(spot, &mut rng)[0];
        }
        Kind::Vector(values) => {
            let x = anywhere(&mut rng);
            coordinates.copy_from_slice(&x);
            let ([v1, v2], [stray1, stray2]) = (values(x), stray(spot, &mut rng));
            target.copy_from_slice(&[v1 + stray1, v2 + stray2]);
        }
        Kind::Curve(value) => {
            let x = REACH * (2.0 * spot.along - 1.0);
            coordinates.copy_from_slice(&[x, 0.0]);
            target[0] = value(x) + stray(spot, &mut rng)[0];
        }
        Kind::Pictures { paint, .. } => {
            paint(spot, &mut rng, coordinates);
            target[0] = spot.class as f32;
        }
    }
}

/// Any point of the plane.
fn anywhere(rng: &mut Rng) -> [f32; 2] {
    [rng.between(-REACH, REACH), rng.between(-REACH, REACH)]
}

/// What noise adds to values: normal numbers of deviation `noise` / 2. Values go from −1 to 1, so at 1 they
/// drown in it. Its random numbers come after those of the place, which stays where it is.
fn stray(spot: Spot, rng: &mut Rng) -> [f32; 2] {
    rng.normal_pair().map(|normal| 0.5 * spot.noise * normal)
}

/// Moves a point by up to ±`noise` in each direction. Its random numbers come after those of its place, so
/// that another noise moves it on the same straight line.
fn jitter([x1, x2]: [f32; 2], noise: f32, rng: &mut Rng) -> [f32; 2] {
    [
        x1 + noise * rng.between(-1.0, 1.0),
        x2 + noise * rng.between(-1.0, 1.0),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_what_documents_say() {
        for &shape in DataShape::ALL {
            let json = serde_json::to_string(&shape).unwrap();
            assert_eq!(json, format!("\"{}\"", shape.id()));
        }
    }

    #[test]
    fn a_group_stands_together() {
        let mut groups: Vec<_> = DataShape::ALL.iter().map(|shape| shape.group()).collect();
        groups.dedup();
        assert_eq!(groups, Group::ALL);
    }

    /// Over a grid of the whole domain.
    #[test]
    fn values_are_of_about_minus_one_to_one() {
        for &shape in DataShape::ALL {
            let mut values = Vec::new();
            for step1 in -60..=60_i16 {
                for step2 in -60..=60_i16 {
                    let x = [step1, step2].map(|step| f32::from(step) * 0.1);
                    match shape.about().kind {
                        Kind::Value(value) => values.push(value(x)),
                        Kind::Vector(value) => values.extend(value(x)),
                        Kind::Curve(value) => values.push(value(x[0])),
                        _ => {}
                    }
                }
            }
            if values.is_empty() {
                continue;
            }
            let largest = values
                .iter()
                .fold(0.0, |most: f32, value| most.max(value.abs()));
            assert!((0.75..1.05).contains(&largest), "{shape:?}: {largest}");
            let square = values.iter().map(|value| value * value).sum::<f32>();
            let deviation = (square / values.len() as f32).sqrt();
            assert!(deviation > 0.25, "{shape:?} hardly varies: {deviation}");
        }
    }
}
