//! The published form of documents.

use crate::edit::RunDocument;

/// The JSON Schema of a [`RunDocument`].
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(RunDocument)
}
