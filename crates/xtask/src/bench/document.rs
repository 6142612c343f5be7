//! `docs/performance.md`: prose, and between its marks what was measured.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::root;

/// The document, as it is to be.
pub struct Document {
    folder: PathBuf,
    text: String,
    /// Whether it differs from what is there.
    changed: bool,
}

impl Document {
    /// Reads it.
    pub fn open() -> Result<Self> {
        let folder = root().join("docs");
        let text = fs::read_to_string(folder.join("performance.md"))
            .context("docs/performance.md cannot be read")?;
        Ok(Self {
            folder,
            text,
            changed: false,
        })
    }

    /// Puts this between the marks of a part.
    pub fn set(&mut self, part: &str, text: &str) -> Result<()> {
        self.text = with(&self.text, part, text)
            .with_context(|| format!("docs/performance.md has no marks of `{part}`"))?;
        self.changed = true;
        Ok(())
    }

    /// Writes a picture beside it.
    pub fn draw(&self, name: &str, svg: &str) -> Result<()> {
        let path = self.folder.join(format!("performance-{name}.svg"));
        fs::write(path, svg).context("a picture cannot be written")
    }

    /// Writes what was set.
    pub fn save(&self) -> Result<()> {
        if self.changed {
            fs::write(self.folder.join("performance.md"), &self.text)?;
            println!("docs/performance.md is written.");
        }
        Ok(())
    }
}

/// A text with something else between `<!-- part -->` and `<!-- /part -->`.
fn with(text: &str, part: &str, new: &str) -> Option<String> {
    let [begin, end] = [format!("<!-- {part} -->\n"), format!("<!-- /{part} -->")];
    let (before, rest) = text.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!(
        "{before}{begin}\n{}\n\n{end}{after}",
        new.trim_end()
    ))
}

#[cfg(test)]
mod tests {
    use super::with;

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let text = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n<!-- y -->\n<!-- /y -->\n";
        let new = "a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb\n<!-- y -->\n<!-- /y -->\n";
        assert_eq!(with(text, "x", "new\n").as_deref(), Some(new));
        assert_eq!(with(new, "x", "new\n").as_deref(), Some(new));
        assert_eq!(with(text, "z", "new"), None);
    }
}
