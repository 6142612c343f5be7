//! Whether an edit makes sense at its time.

use super::hand::by_hand;
use super::{Edit, RunDocument, TimedEdit};
use crate::experiment::{Experiment, check, limits};
use crate::refusal::Refusal;

impl RunDocument {
    /// Whether the experiment makes sense, and every edit in its turn.
    ///
    /// # Errors
    ///
    /// The first field that is out of bounds, or that does not go with another.
    pub fn check(&self) -> Result<(), Refusal> {
        self.experiment.check()?;
        let most = limits::EDITS.max;
        if self.timeline.len() > most as usize {
            let given = format!("{} edits", self.timeline.len());
            return Err(Refusal::new(
                "timeline",
                given,
                format!("at most {most} edits"),
            ));
        }
        values(&self.timeline, &[])?;
        let mut settings = self.experiment.clone();
        let mut least = limits::STEPS.min;
        for (index, timed) in self.timeline.iter().enumerate() {
            let limit = limits::Limit {
                min: least,
                max: limits::STEPS.max,
            };
            check::whole(timed.step, limit, &|| format!("timeline[{index}].step"))?;
            timed.edit.check(&settings, &|field| {
                format!("timeline[{index}].edit.{field}")
            })?;
            timed.edit.change(&mut settings);
            least = timed.step;
        }
        Ok(())
    }
}

impl Edit {
    /// Whether it makes sense for a run with these settings. `path` makes the whole path of a field.
    pub(crate) fn check(
        &self,
        settings: &Experiment,
        path: &dyn Fn(&str) -> String,
    ) -> Result<(), Refusal> {
        self.check_alone(settings, path)?;
        if !self.changes_structure() {
            return Ok(());
        }
        let mut after = settings.clone();
        self.change(&mut after);
        after.check_as_a_whole().map_err(|refusal| Refusal {
            field: path(&refusal.field),
            ..refusal
        })
    }

    /// Whether what it says makes sense, before what comes of it is looked at.
    fn check_alone(
        &self,
        settings: &Experiment,
        path: &dyn Fn(&str) -> String,
    ) -> Result<(), Refusal> {
        let hidden = settings.hidden.len();
        match self {
            by_hand!() => self.check_by_hand(settings, path),
            Self::Rate(rate) => check::rate(*rate, &|| path("rate")),
            Self::Optimizer(optimizer) => {
                check::optimizer(*optimizer, &|field| path(&format!("optimizer.{field}")))
            }
            Self::Schedule(schedule) => {
                check::schedule(*schedule, &|field| path(&format!("schedule.{field}")))
            }
            Self::Regularization(regularization) => {
                check::regularization(*regularization, &|field| {
                    path(&format!("regularization.{field}"))
                })
            }
            Self::Batch(batch) => check::batch(*batch, &|| path("batch")),
            Self::Data(data) => check::data(data, &|field| path(&format!("data.{field}"))),
            Self::Inputs(inputs) => check::inputs(inputs, &path("inputs")),
            Self::AddLayer { at, layer } => {
                check::index(*at, hidden + 1, &|| path("addLayer.at"))?;
                check::hidden_count(hidden + 1, &path("addLayer"))?;
                check::layer(*layer, &|field| path(&format!("addLayer.layer.{field}")))
            }
            Self::Layer { layer, to } => {
                check::index(*layer, hidden, &|| path("layer.layer"))?;
                check::layer(*to, &|field| path(&format!("layer.to.{field}")))
            }
            Self::RemoveLayer(at) => check::index(*at, hidden, &|| path("removeLayer")),
            Self::Units { layer, units } => {
                check::index(*layer, hidden, &|| path("units.layer"))?;
                if settings.hidden[*layer as usize].units().is_none() {
                    let given = format!("{layer}, a {}", settings.hidden[*layer as usize].name());
                    return Err(Refusal::new(
                        path("units.layer"),
                        given,
                        "a layer with units",
                    ));
                }
                check::units(*units, &|| path("units.units"))
            }
            Self::Activation { layer, activation } => {
                check::index(*layer, hidden + 1, &|| path("activation.layer"))?;
                match settings.hidden.get(*layer as usize) {
                    None => check::output(*activation, settings.loss, &|| {
                        path("activation.activation")
                    }),
                    Some(hidden) if !hidden.has_activation() => {
                        let given = format!("{layer}, a {}", hidden.name());
                        Err(Refusal::new(
                            path("activation.layer"),
                            given,
                            "a layer with an activation",
                        ))
                    }
                    Some(_) => {
                        check::hidden_activation(*activation, &|| path("activation.activation"))
                    }
                }
            }
            Self::Loss { loss, output } => check::output(*output, *loss, &|| path("loss.output")),
            Self::Redraw { init, .. } => init.check(&|field| path(&format!("redraw.init.{field}"))),
        }
    }
}

/// Whether these edits, one of which may still be to come, set no more parameters at once than fit into memory.
pub(crate) fn values(timeline: &[TimedEdit], next: &[f32]) -> Result<(), Refusal> {
    let set = |timed: &TimedEdit| match &timed.edit {
        Edit::Parameters(values) => values.len(),
        _ => 0,
    };
    let count = timeline.iter().map(set).sum::<usize>() + next.len();
    let most = limits::VALUES.max;
    if count <= most as usize {
        return Ok(());
    }
    let given = format!("{count} parameters");
    let allowed = format!("at most {most} that are set all at once, over all edits");
    Err(Refusal::new("timeline", given, allowed))
}
