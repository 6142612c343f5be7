//! What an edit does to the settings of a run, and to its network.

use super::hand::by_hand;
use super::{Edit, Part};
use crate::experiment::Experiment;
use crate::layer::Layer;
use crate::network::Network;
use crate::refusal::Refusal;
use crate::rng::{Purpose, Rng};

impl Edit {
    /// Whether it changes parameters by hand, and so no setting.
    pub const fn is_by_hand(&self) -> bool {
        matches!(self, by_hand!())
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
        if let (Some(ours), Some(theirs)) = (self.sets(), earlier.turns()) {
            return ours == theirs;
        }
        match (self, earlier) {
            // Of the two the later one joins a weight that was cut.
            (Self::Weight { .. }, Self::Weight { .. }) => self.sets() == earlier.sets(),
            (Self::Lock(ours) | Self::Unlock(ours), Self::Lock(theirs) | Self::Unlock(theirs))
            | (Self::Mute(ours) | Self::Unmute(ours), Self::Mute(theirs) | Self::Unmute(theirs)) => {
                ours == theirs
            }
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
            | (Self::Redraw { .. }, Self::Redraw { .. })
            | (Self::LockZeros, Self::LockZeros)
            | (Self::Parameters(_), Self::Parameters(_)) => true,
            // These lose parameters on the way, which a second edit does not bring back.
            _ => false,
        }
    }

    /// The part whose values it sets, whatever they were.
    const fn sets(&self) -> Option<Part> {
        match *self {
            Self::Weight {
                layer, unit, input, ..
            } => Some(Part::Weight { layer, unit, input }),
            Self::Bias { layer, unit, .. } => Some(Part::Bias { layer, unit }),
            Self::Zero(part) | Self::Draw { part, .. } => Some(part),
            _ => None,
        }
    }

    /// The part whose values it changes, if it changes nothing else: not how they are held.
    const fn turns(&self) -> Option<Part> {
        match *self {
            Self::Weight { .. } => None,
            Self::Flip(part) | Self::Nudge { part, .. } => Some(part),
            _ => self.sets(),
        }
    }

    /// Whether what the optimizer remembers still holds: there are the same parameters, and it remembers the
    /// same of them.
    pub(crate) fn keeps_memory(&self, before: &Experiment) -> bool {
        match self {
            // What was remembered of a unit holds neither for another nor for its mirror image.
            by_hand!() => !matches!(self, Self::Symmetry(_)),
            Self::Rate(_)
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
            by_hand!() => {}
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
    /// `after`. `slopes` are ∂L/∂p before it, where [`Edit::wants_slopes`] says so.
    pub(crate) fn change_network(
        &self,
        network: &Network,
        [before, after]: [&Experiment; 2],
        index: usize,
        slopes: &[f32],
    ) -> Network {
        let same = |layer| Some(layer);
        let rng = |layer: usize| {
            let index = ((index as u64) << 8) | layer as u64;
            [Purpose::Edit, Purpose::EditBias].map(|purpose| Rng::new(after.seed, purpose, index))
        };
        match self {
            by_hand!() => {
                let mut network = network.clone();
                self.change_parameters(&mut network, after, slopes);
                network
            }
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
