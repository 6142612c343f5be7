//! The points that a network learns: two classes in a plane.
//!
//! A new shape is one file beside this one, and one line in the table below.

mod blobs;
mod circle;
mod dataset;
mod moons;
mod spiral;
mod xor;

pub use dataset::{Dataset, Point};

use serde::{Deserialize, Serialize};

use crate::rng::Rng;

/// Which points are learned, and how many of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Data {
    /// How the classes lie.
    pub shape: DataShape,
    /// How many points there are, for training and for testing together.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::DATA_SIZE.min, max = crate::limits::DATA_SIZE.max)))]
    pub size: u32,
    /// How far points stray from their place: 0 for not at all, 1 for about the size of the gaps.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::NOISE.min, max = crate::limits::NOISE.max)))]
    pub noise: f32,
    /// The share of the points that is trained on; the others are only tested.
    #[cfg_attr(feature = "schema", schemars(range(min = crate::limits::TRAIN_SHARE.min, max = crate::limits::TRAIN_SHARE.max)))]
    pub train_share: f32,
    /// Decides where the points lie and which are trained on.
    pub seed: u32,
}

impl Default for Data {
    fn default() -> Self {
        Self {
            shape: DataShape::Spiral,
            size: 300,
            noise: 0.1,
            train_share: 0.8,
            seed: 1,
        }
    }
}

impl Data {
    /// How many points are trained on; at least one, and never all.
    pub fn train_len(&self) -> usize {
        let share = f64::from(self.size) * f64::from(self.train_share);
        let last = self.size.saturating_sub(1).max(1);
        ((share + 0.5) as u32).clamp(1, last) as usize
    }
}

/// Writes the enum and its table, so that a shape is named once.
macro_rules! shapes {
    ($($(#[$doc:meta])* $Name:ident = $module:ident,)*) => {
        /// How the classes of a data set lie.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum DataShape {
            $($(#[$doc])* $Name,)*
        }

        impl DataShape {
            /// Every shape, in the order of the page.
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

    /// Where a point lies.
    fn place(self, spot: Spot, rng: &mut Rng) -> [f32; 2] {
        (self.about().place)(spot, rng)
    }
}

/// The words of a shape, and where its points lie.
struct About {
    id: &'static str,
    name: &'static str,
    sentence: &'static str,
    place: fn(Spot, &mut Rng) -> [f32; 2],
}

/// Which point is to be placed.
#[derive(Clone, Copy)]
struct Spot {
    /// Its class, −1 or +1.
    class: f32,
    /// How far along its class it is, in [0, 1): the points of a class cover this evenly, however many
    /// there are.
    along: f32,
    /// [`Data::noise`].
    noise: f32,
}

/// Moves a point by up to ±`noise` in each direction. Its random numbers come after those of its place, so
/// that another noise moves it on the same straight line.
fn jitter([x1, x2]: [f32; 2], noise: f32, rng: &mut Rng) -> [f32; 2] {
    [
        x1 + noise * rng.between(-1.0, 1.0),
        x2 + noise * rng.between(-1.0, 1.0),
    ]
}
