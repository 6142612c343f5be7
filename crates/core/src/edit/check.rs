//! Whether an edit makes sense at its time.

use super::{Edit, RunDocument};
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
        let mut settings = self.experiment.clone();
        let mut least = limits::STEPS.min;
        for (index, timed) in self.timeline.iter().enumerate() {
            let limit = limits::Limit {
                min: least,
                max: limits::STEPS.max,
            };
            check::whole(timed.step, limit, || format!("timeline[{index}].step"))?;
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
        let hidden = settings.hidden.len();
        match self {
            Self::Weight {
                layer,
                unit,
                input,
                value,
            } => {
                check::index(*layer, hidden + 1, || path("weight.layer"))?;
                check::index(*unit, units(settings, *layer), || path("weight.unit"))?;
                check::index(*input, inputs(settings, *layer), || path("weight.input"))?;
                check::finite(*value, || path("weight.value"))
            }
            Self::Bias { layer, unit, value } => {
                check::index(*layer, hidden + 1, || path("bias.layer"))?;
                check::index(*unit, units(settings, *layer), || path("bias.unit"))?;
                check::finite(*value, || path("bias.value"))
            }
            Self::Rate(rate) => check::rate(*rate, || path("rate")),
            Self::Optimizer(optimizer) => {
                check::optimizer(*optimizer, |field| path(&format!("optimizer.{field}")))
            }
            Self::Schedule(schedule) => {
                check::schedule(*schedule, |field| path(&format!("schedule.{field}")))
            }
            Self::Regularization(regularization) => {
                check::regularization(*regularization, |field| {
                    path(&format!("regularization.{field}"))
                })
            }
            Self::Batch(batch) => check::batch(*batch, || path("batch")),
            Self::Data(data) => check::data(data, |field| path(&format!("data.{field}"))),
            Self::Inputs(inputs) => check::inputs(inputs, &path("inputs")),
            Self::AddLayer { at, units, .. } => {
                check::index(*at, hidden + 1, || path("addLayer.at"))?;
                check::hidden_count(hidden + 1, &path("addLayer"))?;
                check::units(*units, || path("addLayer.units"))
            }
            Self::RemoveLayer(at) => check::index(*at, hidden, || path("removeLayer")),
            Self::Units { layer, units } => {
                check::index(*layer, hidden, || path("units.layer"))?;
                check::units(*units, || path("units.units"))
            }
            Self::Activation { layer, activation } => {
                check::index(*layer, hidden + 1, || path("activation.layer"))?;
                if *layer as usize == hidden {
                    check::output(*activation, settings.loss, || path("activation.activation"))?;
                }
                Ok(())
            }
            Self::Loss { loss, output } => check::output(*output, *loss, || path("loss.output")),
            Self::Redraw { .. } => Ok(()),
        }
    }
}

/// Units of a layer, the output layer among them.
fn units(settings: &Experiment, layer: u32) -> usize {
    let hidden = settings.hidden.get(layer as usize);
    hidden.map_or(1, |layer| layer.units() as usize)
}

/// Inputs of a layer, the output layer among them.
fn inputs(settings: &Experiment, layer: u32) -> usize {
    match layer.checked_sub(1) {
        None => settings.inputs.len(),
        Some(before) => units(settings, before),
    }
}
