//! The one way in which a document, an edit or a message is refused.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why something was not accepted: which field, what was given, what is allowed.
///
/// ```
/// # use neuroglass_core::Refusal;
/// let refusal = Refusal::new("data.noise", 3.5, "a number from 0 to 1");
/// assert_eq!(refusal.to_string(), "data.noise is 3.5; allowed is a number from 0 to 1.");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The path of the field, as it is written in the document: `hidden[2].units`.
    pub field: String,
    /// What was found there.
    pub given: String,
    /// What may stand there.
    pub allowed: String,
}

impl Refusal {
    /// A refusal of `given` at `field`.
    pub fn new(
        field: impl Into<String>,
        given: impl fmt::Display,
        allowed: impl Into<String>,
    ) -> Self {
        Self {
            field: field.into(),
            given: given.to_string(),
            allowed: allowed.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            field,
            given,
            allowed,
        } = self;
        write!(f, "{field} is {given}; allowed is {allowed}.")
    }
}

impl std::error::Error for Refusal {}
