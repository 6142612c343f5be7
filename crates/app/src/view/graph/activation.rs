//! What a layer does to its weighted sums: the choice, and its curve.

use leptos::prelude::*;
use neuroglass_core::{Activation, Edit, Experiment, Loss, Task};

use super::super::controls::{Choices, Menu};
use crate::glass::{Glass, use_glass};
use crate::view::names;

/// The activation of a column's units.
pub fn activation_of(glass: Glass, column: usize) -> Activation {
    glass.settings.with(|settings| {
        settings
            .hidden
            .get(column - 1)
            .map_or(settings.output.activation, |layer| layer.activation())
    })
}

/// The curve of a layer's activation, from −3 to 3, and thin the curve of its derivative.
#[component]
pub fn Curve(column: usize) -> impl IntoView {
    let glass = use_glass();
    let path = move |of: fn(Activation, f32) -> f32| {
        let activation = activation_of(glass, column);
        let points = (0..=48).map(|index| {
            let z = index as f32 / 8.0 - 3.0;
            // One unit of the value is 4 pixels; what leaves the little picture is cut by it.
            let (x, y) = (1.0 + index as f32 * 0.2915, 6.0 - of(activation, z) * 4.0);
            format!("{}{x:.2} {y:.2}", if index == 0 { 'M' } else { 'L' })
        });
        points.collect::<String>()
    };
    view! {
        <svg class="curve" viewBox="0 0 16 12" width="16" height="12" aria-hidden="true">
            <path class="curve-axis" d="M1 6h14M8 1v10"/>
            <path class="curve-slope" d=move || path(slope)/>
            <path class="curve-line" d=move || path(Activation::value)/>
        </svg>
    }
}

/// f′(z), as well as the eye can tell: the page carries none of training's own arithmetic.
fn slope(activation: Activation, z: f32) -> f32 {
    const STEP: f32 = 0.01;
    (activation.value(z + STEP) - activation.value(z - STEP)) / (2.0 * STEP)
}

/// A loss may read the output in one way only: then another output takes another loss with it.
fn change(settings: &Experiment, layer: u32, activation: Activation) -> Edit {
    let is_output = layer as usize == settings.hidden.len();
    if !is_output || settings.loss.outputs().contains(&activation) {
        return Edit::Activation { layer, activation };
    }
    let goes_with = |loss: &&Loss| loss.outputs().contains(&activation);
    let loss = Loss::ALL.iter().find(goes_with);
    Edit::Loss {
        loss: loss.copied().unwrap_or(Loss::Squared),
        output: activation,
    }
}

/// The choice of a column's activation.
#[component]
pub fn ActivationMenu(column: usize, last: usize) -> impl IntoView {
    let glass = use_glass();
    let has_softmax = Memo::new(move |_| {
        let task = glass.settings.with(|settings| settings.data.task());
        column == last && matches!(task, Task::Classes(_))
    });
    move || {
        let label = glass
            .settings
            .with_untracked(|settings| names::long_title(settings, column));
        let choose = move |activation| {
            let edit = glass
                .settings
                .with_untracked(|settings| change(settings, column as u32 - 1, activation));
            glass.edit(edit);
        };
        let all = if has_softmax.get() {
            Activation::OUTPUTS
        } else {
            Activation::ALL
        };
        view! {
            <Menu
                name="activation"
                label=format!("Activation of {label}")
                hint="What each unit does to its weighted sum. Without a bend here, all layers together are one straight cut."
                choices=Choices::new(all, Activation::name, move || activation_of(glass, column), choose)
            />
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_takes_a_loss_with_it_that_reads_it() {
        let mut settings = Experiment::default();
        let softmax = change(&settings, 2, Activation::Softmax);
        let pair = Edit::Loss {
            loss: Loss::SoftmaxCrossEntropy,
            output: Activation::Softmax,
        };
        assert_eq!(softmax, pair);
        settings.loss = Loss::SoftmaxCrossEntropy;
        settings.output.activation = Activation::Softmax;
        let linear = change(&settings, 2, Activation::Linear);
        let pair = Edit::Loss {
            loss: Loss::Squared,
            output: Activation::Linear,
        };
        assert_eq!(linear, pair);
        let hidden = change(&settings, 0, Activation::Relu);
        assert!(matches!(hidden, Edit::Activation { layer: 0, .. }));
    }
}
