//! The map in words.

use leptos::prelude::*;
use neuroglass_core::{Experiment, Task};

use super::Shown;
use super::regions::Regions;
use crate::glass::{Glass, Selection};
use crate::scene::Scene;
use crate::view::names;

/// What the map is of.
pub(super) fn name(glass: Glass, shown: Shown) -> String {
    glass.settings.with(|settings| match shown {
        Shown::Unit(node) => names::symbol(settings, node),
        Shown::Output(unit) => names::symbol(
            settings,
            Selection {
                column: settings.hidden.len() as u32 + 1,
                unit: Some(unit),
            },
        ),
        Shown::Classes(_) => String::new(),
    })
}

/// The map of the output in words, while it rests.
pub(super) fn describe(glass: Glass) -> String {
    let about = "Map of the output over the plane";
    if glass.playing.get() {
        return format!("{about}. It is training; pause it for a description.");
    }
    glass.step.track();
    let settings = glass.settings.get();
    let accuracy = glass
        .scores
        .get()
        .map_or(0.0, |scores| scores.test.accuracy);
    let said = glass.with_scene(|scene| shares(scene, &settings));
    match settings.data.task() {
        Task::Classes(_) => format!(
            "{about}. {said}; {:.0} percent of the test points are told right.",
            accuracy * 100.0
        ),
        Task::Values(_) => format!(
            "{about}. {said}; it explains {:.0} percent of the variance of the test values.",
            accuracy * 100.0
        ),
    }
}

/// How much of the map is what.
fn shares(scene: &Scene, settings: &Experiment) -> String {
    let share = |count: usize, of: usize| count as f64 / of.max(1) as f64 * 100.0;
    let (map, side) = scene.output_map(0);
    if let Task::Classes(classes) = settings.data.task()
        && classes > 2
    {
        let maps: Vec<_> = (0..classes)
            .map(|class| scene.output_map(class as usize).0)
            .collect();
        if maps.iter().any(|map| map.len() != side * side) {
            return String::new();
        }
        let winners = Regions::new(&maps, side).winners;
        let of_class = |class: u32| {
            let count = winners.iter().filter(|winner| **winner == class).count();
            format!(
                "{:.0} percent of it is class {class}",
                share(count, winners.len())
            )
        };
        return (0..classes).map(of_class).collect::<Vec<_>>().join(", ");
    }
    let threshold = settings.output.activation.threshold();
    let above = map.iter().filter(|value| **value >= threshold).count();
    let what = match settings.data.task() {
        Task::Classes(_) => "the positive class",
        Task::Values(_) => "above the middle",
    };
    // Of two outputs for two classes the first is the negative one.
    let above = if settings.outputs() == 2 && matches!(settings.data.task(), Task::Classes(_)) {
        map.len() - above
    } else {
        above
    };
    format!(
        "{:.0} percent of it is blue, {what}",
        share(above, map.len())
    )
}
