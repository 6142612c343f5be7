//! A run in the fragment of an address.
//!
//! A link is the format's version, a dot, and the base64url of the JSON of what is different from the
//! default run at step 0 (`{"experiment": …, "timeline": […], "step": …}`, see the module `patch` for the
//! form). The default run is `1.`; a changed learning rate makes some 50 characters, another data set or
//! layer 60 to 120, and each move of a slider in the timeline 60 more.

mod patch;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use neuroglass_core::{Experiment, Refusal, RunDocument, Timeline, limits};
use serde::{Deserialize, Serialize};

use crate::plain::Plain;

/// What every link of this format begins with.
const VERSION: &str = "1.";

/// The longest link that is read, in characters. Some 3,000 moves of a slider; whoever made more has to save
/// the run as a file.
pub const LONGEST: usize = 1 << 18;

/// What a link says.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Place {
    experiment: Experiment,
    timeline: Timeline,
    step: u64,
}

/// The link to a run at a step. [`decode`] refuses it when it is longer than [`LONGEST`].
pub fn encode(run: &RunDocument, step: u64) -> String {
    let RunDocument {
        experiment,
        timeline,
    } = run.clone();
    let place = Place {
        experiment,
        timeline,
        step,
    };
    let text = patch::difference(&value(&Place::default()), &value(&place))
        .map_or_else(String::new, |patch| patch.to_json());
    format!("{VERSION}{}", URL_SAFE_NO_PAD.encode(text))
}

/// The run and the step that a link leads to. The run has been checked.
///
/// # Errors
/// A refusal that names the field, or says what is wrong with the link.
pub fn decode(link: &str) -> Result<(RunDocument, u64), Refusal> {
    let place = read(link)?;
    if !limits::STEPS.contains(&place.step) {
        let allowed = format!("a whole number from 0 to {}", limits::STEPS.max);
        return Err(Refusal::new("step", place.step, allowed));
    }
    let run = RunDocument {
        experiment: place.experiment,
        timeline: place.timeline,
    };
    run.check()?;
    Ok((run, place.step))
}

fn read(link: &str) -> Result<Place, Refusal> {
    let refuse = |given: String, allowed: &str| Refusal::new("the link", given, allowed);
    if link.len() > LONGEST {
        let given = format!("{} characters long", link.len());
        return Err(refuse(given, &format!("at most {LONGEST} characters")));
    }
    let Some(payload) = link.strip_prefix(VERSION) else {
        return Err(match link.split_once('.') {
            Some((version, _)) if is_number(version) => refuse(
                format!("of version {version}"),
                "version 1, which this page reads",
            ),
            _ => refuse(
                "not one of this page".to_owned(),
                "a link that begins with \"1.\"",
            ),
        });
    };
    if payload.is_empty() {
        return Ok(Place::default());
    }
    let damaged = || refuse("damaged or cut short".to_owned(), "a link copied whole");
    let text = URL_SAFE_NO_PAD.decode(payload).map_err(|_| damaged())?;
    let text = String::from_utf8(text).map_err(|_| damaged())?;
    let patch = Plain::from_json(&text).map_err(|_| damaged())?;
    let whole = patch::apply(&value(&Place::default()), patch).ok_or_else(|| {
        refuse(
            "too big when unfolded".to_owned(),
            "a link made by this page",
        )
    })?;
    whole.read("the link")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The names are in the order of the alphabet: a link says the same in the same letters, however our types are laid
/// out.
fn value(place: &Place) -> Plain {
    // The steps of a run are far below what a number holds, and there is nothing else that could go wrong.
    let mut value = Plain::of(place).unwrap_or_default();
    value.sort();
    value
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
