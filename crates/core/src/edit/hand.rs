//! What a hand does to the parameters of a network.

use super::part::{row, weight};
use super::{Edit, Part};
use crate::experiment::{Experiment, check, limits};
use crate::hold::Hold;
use crate::network::Network;
use crate::order::ascending;
use crate::refusal::Refusal;
use crate::rng::{Purpose, Rng};
use crate::shape::Shape;

/// All edits that change parameters by hand, and no setting.
macro_rules! by_hand {
    () => {
        Edit::Weight { .. }
            | Edit::Bias { .. }
            | Edit::Cut { .. }
            | Edit::Join { .. }
            | Edit::Prune(_)
            | Edit::PruneByImpact(_)
            | Edit::Lock(_)
            | Edit::Unlock(_)
            | Edit::LockZeros
            | Edit::Mute(_)
            | Edit::Unmute(_)
            | Edit::Zero(_)
            | Edit::Flip(_)
            | Edit::Nudge { .. }
            | Edit::Draw { .. }
            | Edit::Symmetry(_)
            | Edit::Parameters(_)
    };
}
pub(super) use by_hand;

impl Edit {
    /// Whether it makes sense for a run with these settings, if it is done by hand.
    pub(super) fn check_by_hand(
        &self,
        settings: &Experiment,
        path: &dyn Fn(&str) -> String,
    ) -> Result<(), Refusal> {
        match self {
            Self::Weight {
                layer,
                unit,
                input,
                value,
            } => {
                weight(settings, [*layer, *unit, *input], &|field| {
                    path(&format!("weight.{field}"))
                })?;
                check::finite(*value, &|| path("weight.value"))
            }
            Self::Bias { layer, unit, value } => {
                row(settings, [*layer, *unit], &|field| {
                    path(&format!("bias.{field}"))
                })?;
                check::finite(*value, &|| path("bias.value"))
            }
            Self::Cut { layer, unit, input } => {
                weight(settings, [*layer, *unit, *input], &|field| {
                    path(&format!("cut.{field}"))
                })
            }
            Self::Join { layer, unit, input } => {
                weight(settings, [*layer, *unit, *input], &|field| {
                    path(&format!("join.{field}"))
                })
            }
            Self::Prune(share) => check::number(*share, limits::PRUNE, &|| path("prune")),
            Self::PruneByImpact(share) => {
                check::number(*share, limits::PRUNE, &|| path("pruneByImpact"))
            }
            Self::Lock(part) => part.check(settings, &|field| path(&format!("lock.{field}"))),
            Self::Unlock(part) => part.check(settings, &|field| path(&format!("unlock.{field}"))),
            Self::Mute(part) => part.check_voice(settings, &|field| path(&format!("mute.{field}"))),
            Self::Unmute(part) => {
                part.check_voice(settings, &|field| path(&format!("unmute.{field}")))
            }
            Self::Zero(part) => part.check(settings, &|field| path(&format!("zero.{field}"))),
            Self::Flip(part) => part.check(settings, &|field| path(&format!("flip.{field}"))),
            Self::Nudge { part, size, .. } => {
                part.check(settings, &|field| path(&format!("nudge.part.{field}")))?;
                check::number(*size, limits::SPREAD, &|| path("nudge.size"))
            }
            Self::Draw { part, .. } => {
                part.check(settings, &|field| path(&format!("draw.part.{field}")))
            }
            Self::Symmetry(symmetry) => {
                symmetry.check(settings, &|field| path(&format!("symmetry.{field}")))
            }
            Self::Parameters(values) => parameters(values, settings, &|field| {
                path(&format!("parameters{field}"))
            }),
            _ => Ok(()),
        }
    }

    /// Does it to the parameters, if it is done by hand. `slopes` are ∂L/∂p, where [`Edit::wants_slopes`] says so.
    pub(super) fn change_parameters(
        &self,
        network: &mut Network,
        settings: &Experiment,
        slopes: &[f32],
    ) {
        match self {
            Self::Weight {
                layer,
                unit,
                input,
                value,
            } => {
                if let Some(index) = network.shape().weight_index(*layer, *unit, *input) {
                    network.join(index);
                    network.put(index, *value);
                }
            }
            Self::Bias { layer, unit, value } => {
                if let Some(index) = network.shape().bias_index(*layer, *unit) {
                    network.put(index, *value);
                }
            }
            Self::Cut { layer, unit, input } => {
                if let Some(index) = network.shape().weight_index(*layer, *unit, *input) {
                    network.cut(index);
                }
            }
            Self::Join { layer, unit, input } => {
                if let Some(index) = network.shape().weight_index(*layer, *unit, *input) {
                    network.join(index);
                    network.put(index, 0.0);
                }
            }
            Self::Prune(share) => prune(network, *share, Network::in_hand),
            Self::PruneByImpact(share) => prune(network, *share, |network, index| {
                network.in_hand(index) * slopes.get(index).copied().unwrap_or(0.0)
            }),
            Self::Lock(part) => part.each(network, |network, index| {
                network.hold(index, Hold::LOCKED);
            }),
            Self::Unlock(part) => {
                part.each(network, |network, index| {
                    network.let_go(index, Hold::LOCKED);
                });
                network.tidy();
            }
            Self::LockZeros => lock_zeros(network),
            Self::Mute(part) => {
                for index in part.voice(network.shape()) {
                    network.hold(index, Hold::MUTED);
                }
            }
            Self::Unmute(part) => {
                for index in part.voice(network.shape()) {
                    network.let_go(index, Hold::MUTED);
                }
                network.tidy();
            }
            Self::Zero(part) => part.each(network, |network, index| network.put(index, 0.0)),
            // Zero has no sign.
            Self::Flip(part) => part.each(network, |network, index| {
                network.put(index, 0.0 - network.in_hand(index));
            }),
            Self::Nudge { part, size, seed } => part.each(network, |network, index| {
                let [noise, _] = Rng::new(*seed, Purpose::Nudge, index as u64).normal_pair();
                network.put(index, network.in_hand(index) + size * noise);
            }),
            Self::Draw { part, seed } => draw(network, *part, settings, *seed),
            Self::Symmetry(symmetry) => symmetry.change(network),
            Self::Parameters(values) => {
                for (index, &value) in values.iter().enumerate() {
                    if network.is_free(index) {
                        network.put(index, value);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether it has to know the slope of the loss along each parameter.
    pub(crate) const fn wants_slopes(&self) -> bool {
        matches!(self, Self::PruneByImpact(_))
    }
}

impl Part {
    fn each(self, network: &mut Network, mut change: impl FnMut(&mut Network, usize)) {
        for index in self.places(network.shape()) {
            change(network, index);
        }
    }
}

/// Cuts this share of all connections and joins the others: those of the least size, the first of equals. Locked ones
/// stay as they are.
fn prune(network: &mut Network, share: f32, size: impl Fn(&Network, usize) -> f32) {
    let all: Vec<usize> = network.shape().connections().flatten().collect();
    let count = (f64::from(share) * all.len() as f64 + 0.5) as usize;
    for &index in &all {
        network.join(index);
    }
    network.tidy();
    let is_locked = |index: usize| {
        network
            .holds()
            .get(index)
            .is_some_and(|hold| hold.is_locked())
    };
    let loose: Vec<usize> = all.into_iter().filter(|&index| !is_locked(index)).collect();
    let sizes = loose
        .iter()
        .map(|&index| f64::from(size(network, index).abs()));
    for at in ascending(sizes).into_iter().take(count) {
        network.cut(loose[at]);
    }
}

/// Locks all connections that are zero. What is cut is held already.
fn lock_zeros(network: &mut Network) {
    let all: Vec<usize> = network.shape().connections().flatten().collect();
    for index in all {
        if network.in_hand(index) == 0.0 {
            network.hold(index, Hold::LOCKED);
        }
    }
}

/// Draws a part anew, as the experiment would with another seed.
fn draw(network: &mut Network, part: Part, settings: &Experiment, seed: u32) {
    let mut drawn = Network::zero(Shape::new(settings));
    let layers = match part {
        Part::All => 0..network.shape().layers().len(),
        Part::Layer(layer)
        | Part::Unit { layer, .. }
        | Part::Weight { layer, .. }
        | Part::Bias { layer, .. } => layer as usize..layer as usize + 1,
    };
    for layer in layers {
        let stream = |purpose| Rng::new(seed, purpose, layer as u64);
        drawn.draw(
            layer,
            settings.init,
            [Purpose::Layer, Purpose::Bias].map(stream),
        );
    }
    part.each(network, |network, index| {
        network.put(index, drawn.in_hand(index));
    });
}

/// Whether these are as many as there are parameters, and finite.
fn parameters(
    values: &[f32],
    settings: &Experiment,
    path: &dyn Fn(&str) -> String,
) -> Result<(), Refusal> {
    let count = Shape::new(settings).parameters();
    if values.len() != count {
        let given = format!("{} numbers", values.len());
        let allowed = format!("{count} numbers, one to each weight and bias");
        return Err(Refusal::new(path(""), given, allowed));
    }
    for (index, &value) in values.iter().enumerate() {
        check::finite(value, &|| path(&format!("[{index}]")))?;
    }
    Ok(())
}
