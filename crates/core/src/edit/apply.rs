//! What an edit does to the settings of a run, and to its network.

use super::Edit;
use crate::experiment::Experiment;
use crate::layer::Layer;
use crate::network::Network;
use crate::refusal::Refusal;
use crate::rng::{Purpose, Rng};

impl Edit {
    /// Whether it sets a parameter by hand, and so changes no setting.
    pub const fn is_by_hand(&self) -> bool {
        matches!(
            self,
            Self::Weight { .. }
                | Self::Bias { .. }
                | Self::Cut { .. }
                | Self::Join { .. }
                | Self::Prune(_)
        )
    }

    /// Whether it may change how the parts of an experiment go together.
    pub(crate) const fn changes_structure(&self) -> bool {
        matches!(
            self,
            Self::Data(_)
                | Self::Inputs(_)
                | Self::AddLayer { .. }
                | Self::Layer { .. }
                | Self::RemoveLayer(_)
                | Self::Units { .. }
                | Self::Optimizer(_)
                | Self::Loss { .. }
        )
    }

    /// Whether this edit, made right after `earlier` at the same step, leaves nothing of it.
    pub fn replaces(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (
                Self::Weight {
                    layer, unit, input, ..
                },
                Self::Weight {
                    layer: layer_then,
                    unit: unit_then,
                    input: input_then,
                    ..
                },
            ) => (layer, unit, input) == (layer_then, unit_then, input_then),
            (
                Self::Bias { layer, unit, .. },
                Self::Bias {
                    layer: layer_then,
                    unit: unit_then,
                    ..
                },
            ) => (layer, unit) == (layer_then, unit_then),
            // How much a dropout silences changes no parameter.
            (
                Self::Activation { layer, .. },
                Self::Activation {
                    layer: layer_then, ..
                },
            )
            | (
                Self::Layer {
                    layer,
                    to: Layer::Dropout(_),
                },
                Self::Layer {
                    layer: layer_then,
                    to: Layer::Dropout(_),
                },
            ) => layer == layer_then,
            // Another kind has forgotten what the one before remembered.
            (Self::Optimizer(optimizer), Self::Optimizer(optimizer_then)) => {
                optimizer.is_same_kind(optimizer_then)
            }
            (Self::Rate(_) | Self::Optimizer(_), Self::Rate(_))
            | (Self::Schedule(_), Self::Schedule(_))
            | (Self::Regularization(_), Self::Regularization(_))
            | (Self::Batch(_), Self::Batch(_))
            | (Self::Data(_), Self::Data(_))
            | (Self::Loss { .. }, Self::Loss { .. })
            | (Self::Redraw { .. }, Self::Redraw { .. }) => true,
            // These lose parameters on the way, which a second edit does not bring back.
            _ => false,
        }
    }

    /// Whether what the optimizer remembers still holds: there are the same parameters, and it remembers the
    /// same of them.
    pub(crate) fn keeps_memory(&self, before: &Experiment) -> bool {
        match self {
            Self::Weight { .. }
            | Self::Bias { .. }
            | Self::Cut { .. }
            | Self::Join { .. }
            | Self::Prune(_)
            | Self::Rate(_)
            | Self::Schedule(_)
            | Self::Regularization(_)
            | Self::Batch(_)
            | Self::Data(_)
            | Self::Activation { .. }
            | Self::Loss { .. } => true,
            Self::Optimizer(optimizer) => optimizer.is_same_kind(&before.optimizer),
            Self::Layer { layer, to } => {
                let before = before.hidden.get(*layer as usize);
                matches!((before, to), (Some(Layer::Dropout(_)), Layer::Dropout(_)))
            }
            Self::Inputs(_)
            | Self::AddLayer { .. }
            | Self::RemoveLayer(_)
            | Self::Units { .. }
            | Self::Redraw { .. } => false,
        }
    }

    /// The settings of a run after this edit, if it makes sense for those before.
    ///
    /// # Errors
    ///
    /// The first field that does not.
    ///
    /// ```
    /// use neuroglass_core::{Edit, Experiment};
    ///
    /// let before = Experiment::default();
    /// assert_eq!(Edit::Batch(32).after(&before)?.batch, 32);
    /// assert!(Edit::RemoveLayer(7).after(&before).is_err());
    /// # Ok::<_, neuroglass_core::Refusal>(())
    /// ```
    pub fn after(&self, settings: &Experiment) -> Result<Experiment, Refusal> {
        self.check(settings, &str::to_owned)?;
        let mut after = settings.clone();
        self.change(&mut after);
        Ok(after)
    }

    /// Folds it into the settings that it was checked against.
    pub(crate) fn change(&self, settings: &mut Experiment) {
        match self {
            Self::Weight { .. }
            | Self::Bias { .. }
            | Self::Cut { .. }
            | Self::Join { .. }
            | Self::Prune(_) => {}
            Self::Rate(rate) => settings.optimizer = settings.optimizer.with_rate(*rate),
            Self::Optimizer(optimizer) => settings.optimizer = *optimizer,
            Self::Schedule(schedule) => settings.schedule = *schedule,
            Self::Regularization(regularization) => settings.regularization = *regularization,
            Self::Batch(batch) => settings.batch = *batch,
            Self::Data(data) => settings.data = data.clone(),
            Self::Inputs(inputs) => settings.inputs.clone_from(inputs),
            Self::AddLayer { at, layer } => settings.hidden.insert(*at as usize, *layer),
            Self::Layer { layer, to } => settings.hidden[*layer as usize] = *to,
            Self::RemoveLayer(at) => {
                settings.hidden.remove(*at as usize);
            }
            Self::Units { layer, units } => {
                let layer = &mut settings.hidden[*layer as usize];
                *layer = layer.with_units(*units);
            }
            Self::Activation { layer, activation } => {
                match settings.hidden.get_mut(*layer as usize) {
                    Some(layer) => *layer = layer.with_activation(*activation),
                    None => settings.output.activation = *activation,
                }
            }
            Self::Loss { loss, output } => {
                settings.loss = *loss;
                settings.output.activation = *output;
            }
            Self::Redraw { seed, init } => {
                settings.seed = *seed;
                settings.init = *init;
            }
        }
    }

    /// The network after this edit, number `index` of its timeline, which turned the settings `before` into
    /// `after`.
    pub(crate) fn change_network(
        &self,
        network: &Network,
        before: &Experiment,
        after: &Experiment,
        index: usize,
    ) -> Network {
        let same = |layer| Some(layer);
        let rng = |layer: usize| {
            let index = ((index as u64) << 8) | layer as u64;
            [Purpose::Edit, Purpose::EditBias].map(|purpose| Rng::new(after.seed, purpose, index))
        };
        match self {
            Self::Weight {
                layer,
                unit,
                input,
                value,
            } => network.clone().with_weight(*layer, *unit, *input, *value),
            Self::Bias { layer, unit, value } => network.clone().with_bias(*layer, *unit, *value),
            Self::Cut { layer, unit, input } => {
                network.clone().with_cut(*layer, *unit, *input, true)
            }
            Self::Join { layer, unit, input } => {
                network.clone().with_cut(*layer, *unit, *input, false)
            }
            Self::Prune(share) => network.clone().pruned(*share),
            Self::Rate(_)
            | Self::Optimizer(_)
            | Self::Schedule(_)
            | Self::Regularization(_)
            | Self::Batch(_) => network.clone(),
            Self::Data(_)
            | Self::Inputs(_)
            | Self::Layer { .. }
            | Self::Units { .. }
            | Self::Activation { .. }
            | Self::Loss { .. } => network.adapt(before, after, same, rng),
            Self::AddLayer { at, .. } => {
                let at = *at as usize;
                let origin = |layer: usize| match layer.cmp(&at) {
                    std::cmp::Ordering::Less => Some(layer),
                    std::cmp::Ordering::Equal => None,
                    std::cmp::Ordering::Greater => Some(layer - 1),
                };
                network.adapt(before, after, origin, rng)
            }
            Self::RemoveLayer(at) => {
                let at = *at as usize;
                network.adapt(
                    before,
                    after,
                    |layer| Some(layer + usize::from(layer >= at)),
                    rng,
                )
            }
            Self::Redraw { .. } => Network::new(after),
        }
    }
}
