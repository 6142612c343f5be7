//! What was found out.

use js_sys::Float32Array;
use neuroglass_core::analysis::Study;
use serde::{Deserialize, Serialize};

/// What a [`Study`] came to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What was to be found out.
    pub study: Study,
    /// Steps done when it was begun: it is of the network as it was then.
    pub step: u64,
    /// How much of it is done, from 0 to 1; of what takes long this is told on the way, without numbers.
    pub progress: f32,
    /// How many training examples were asked, and how many there are.
    pub examples: [u32; 2],
    /// The numbers, in the order that the study says.
    #[serde(skip)]
    pub numbers: Float32Array,
}
