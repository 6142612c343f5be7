//! Whether a document makes sense.

use std::fmt::Display;

use super::limits::{self, Limit};
use super::{Experiment, VERSION};
use crate::activation::Activation;
use crate::cost::Cost;
use crate::data::{Data, Task};
use crate::input::Input;
use crate::layer::{Layer, Pool};
use crate::loss::Loss;
use crate::number::Number;
use crate::optimizer::Optimizer;
use crate::refusal::Refusal;
use crate::regularization::Regularization;
use crate::schedule::Schedule;
use crate::volume::Volume;

impl Experiment {
    /// Whether the whole makes sense. Whatever this accepts can be run.
    ///
    /// # Errors
    ///
    /// The first field that is out of bounds, or that does not go with another.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.version != VERSION {
            let allowed = format!("{VERSION}, the version that this program understands");
            return Err(Refusal::new("version", self.version, allowed));
        }
        data(&self.data, &|field| format!("data.{field}"))?;
        inputs(&self.inputs, "inputs")?;
        hidden_count(self.hidden.len(), "hidden")?;
        for (index, &layer) in self.hidden.iter().enumerate() {
            self::layer(layer, &|field| format!("hidden[{index}].{field}"))?;
        }
        self.check_as_a_whole()?;
        output(self.output.activation, self.loss, &|| {
            "output.activation".into()
        })?;
        self.init.check(&|field| format!("init.{field}"))?;
        optimizer(self.optimizer, &|field| format!("optimizer.{field}"))?;
        schedule(self.schedule, &|field| format!("schedule.{field}"))?;
        regularization(self.regularization, &|field| {
            format!("regularization.{field}")
        })?;
        batch(self.batch, &|| "batch".into())
    }

    /// Whether the parts go together: layers fit onto each other, the loss goes with the task, and neither
    /// memory nor work is out of bounds.
    pub(crate) fn check_as_a_whole(&self) -> Result<(), Refusal> {
        let mut size = self.input_volume();
        for (index, layer) in self.hidden.iter().enumerate() {
            let Volume { height, width, .. } = size;
            let given = format!("a {} on {height} × {width} values", layer.name());
            let refuse = |allowed| Refusal::new(format!("hidden[{index}]"), &given, allowed);
            let fit = layer.output(size);
            size = fit.ok_or_else(|| refuse("a window that fits into them"))?;
            if self.sees_features() && !size.is_flat() {
                return Err(refuse("one that leaves the features of a point a list"));
            }
        }
        if self.loss.wants_classes() && matches!(self.data.task(), Task::Values(_)) {
            let given = format!("\"{}\"", self.loss.id());
            let allowed = "\"squared\", \"absolute\" or \"huber\" with a data set of values";
            return Err(Refusal::new("loss", given, allowed));
        }
        cost(self)
    }
}

/// Whether memory and work are within bounds.
fn cost(experiment: &Experiment) -> Result<(), Refusal> {
    let cost = Cost::of(experiment);
    let megabytes = cost.bytes.div_ceil(1 << 20);
    let most = limits::MEMORY_MB;
    if megabytes > most {
        let given = format!("a network that needs {megabytes} MB");
        return Err(Refusal::new("hidden", given, format!("at most {most} MB")));
    }
    let most = limits::WORK;
    if cost.work > most {
        let millions = |work: u64| format!("{:.1} million multiplications", work as f64 / 1e6);
        let given = format!("a network of {} an example", millions(cost.work));
        return Err(Refusal::new(
            "hidden",
            given,
            format!("at most {}", millions(most)),
        ));
    }
    Ok(())
}

pub(crate) fn layer(layer: Layer, path: &dyn Fn(&str) -> String) -> Result<(), Refusal> {
    let pool = |pool: Pool, name: &str| {
        whole(pool.size, limits::WINDOW, &|| path(&format!("{name}.size")))?;
        whole(pool.stride, limits::STRIDE, &|| {
            path(&format!("{name}.stride"))
        })
    };
    match layer {
        Layer::Dense(dense) => {
            units(dense.units, &|| path("dense.units"))?;
            hidden_activation(dense.activation, &|| path("dense.activation"))
        }
        Layer::Conv2d(conv) => {
            units(conv.filters, &|| path("conv2d.filters"))?;
            whole(conv.kernel, limits::WINDOW, &|| path("conv2d.kernel"))?;
            whole(conv.stride, limits::STRIDE, &|| path("conv2d.stride"))?;
            whole(conv.padding, limits::PADDING, &|| path("conv2d.padding"))?;
            hidden_activation(conv.activation, &|| path("conv2d.activation"))
        }
        Layer::MaxPool(settings) => pool(settings, "maxPool"),
        Layer::AveragePool(settings) => pool(settings, "averagePool"),
        Layer::Dropout(dropout) => number(dropout.rate, limits::DROPOUT, &|| path("dropout.rate")),
        Layer::Flatten | Layer::LayerNorm => Ok(()),
    }
}

/// Softmax looks at all units at once, and is for outputs alone.
pub(crate) fn hidden_activation(
    activation: Activation,
    path: &dyn Fn() -> String,
) -> Result<(), Refusal> {
    if activation.is_elementwise() {
        return Ok(());
    }
    let given = format!("\"{}\"", activation.id());
    Err(Refusal::new(
        path(),
        given,
        "an activation of one unit at a time",
    ))
}

pub(crate) fn data(data: &Data, path: &dyn Fn(&str) -> String) -> Result<(), Refusal> {
    whole(data.classes, limits::CLASSES, &|| path("classes"))?;
    whole(data.size, limits::DATA_SIZE, &|| path("size"))?;
    number(data.noise, limits::NOISE, &|| path("noise"))?;
    number(data.train_share, limits::TRAIN_SHARE, &|| {
        path("trainShare")
    })
}

pub(crate) fn inputs(inputs: &[Input], path: &str) -> Result<(), Refusal> {
    if !limits::INPUTS.contains(&(inputs.len() as u32)) {
        let Limit { min, max } = limits::INPUTS;
        let given = format!("{} features", inputs.len());
        return Err(Refusal::new(
            path,
            given,
            format!("{min} to {max} features"),
        ));
    }
    for (index, input) in inputs.iter().enumerate() {
        if inputs[..index].contains(input) {
            let given = format!("\"{}\" once more", input.id());
            return Err(Refusal::new(
                format!("{path}[{index}]"),
                given,
                "each feature once",
            ));
        }
    }
    Ok(())
}

pub(crate) fn hidden_count(count: usize, path: &str) -> Result<(), Refusal> {
    let Limit { min, max } = limits::HIDDEN_LAYERS;
    if count as u32 > max {
        let given = format!("{count} layers");
        return Err(Refusal::new(path, given, format!("{min} to {max} layers")));
    }
    Ok(())
}

pub(crate) fn units(units: u32, path: &dyn Fn() -> String) -> Result<(), Refusal> {
    whole(units, limits::UNITS, path)
}

pub(crate) fn output(
    activation: Activation,
    loss: Loss,
    path: &dyn Fn() -> String,
) -> Result<(), Refusal> {
    if loss.outputs().contains(&activation) {
        return Ok(());
    }
    let outputs: Vec<_> = loss
        .outputs()
        .iter()
        .map(|output| format!("\"{}\"", output.id()))
        .collect();
    let allowed = format!("{} with the loss \"{}\"", outputs.join(" or "), loss.id());
    Err(Refusal::new(
        path(),
        format!("\"{}\"", activation.id()),
        allowed,
    ))
}

pub(crate) fn optimizer(
    optimizer: Optimizer,
    path: &dyn Fn(&str) -> String,
) -> Result<(), Refusal> {
    let kind = optimizer.id();
    numbers(
        optimizer.numbers(),
        |index| optimizer.get(index),
        &|field| path(&format!("{kind}.{field}")),
    )
}

pub(crate) fn schedule(schedule: Schedule, path: &dyn Fn(&str) -> String) -> Result<(), Refusal> {
    let kind = schedule.id();
    numbers(schedule.numbers(), |index| schedule.get(index), &|field| {
        path(&format!("{kind}.{field}"))
    })
}

pub(crate) fn regularization(
    regularization: Regularization,
    path: &dyn Fn(&str) -> String,
) -> Result<(), Refusal> {
    numbers(
        Regularization::NUMBERS,
        |index| regularization.get(index),
        path,
    )
}

/// All numbers of a setting.
fn numbers(
    table: &[Number],
    get: impl Fn(usize) -> Option<f32>,
    path: &dyn Fn(&str) -> String,
) -> Result<(), Refusal> {
    for (about, value) in table.iter().zip((0..).map_while(get)) {
        let kind = if about.is_whole {
            "a whole number"
        } else {
            "a number"
        };
        within(value, about.limit, kind, &|| path(about.id))?;
    }
    Ok(())
}

pub(crate) fn rate(rate: f32, path: &dyn Fn() -> String) -> Result<(), Refusal> {
    number(rate, limits::RATE, path)
}

pub(crate) fn batch(batch: u32, path: &dyn Fn() -> String) -> Result<(), Refusal> {
    whole(batch, limits::BATCH, path)
}

/// A weight or bias may be anything finite.
pub(crate) fn finite(value: f32, path: &dyn Fn() -> String) -> Result<(), Refusal> {
    if value.is_finite() {
        return Ok(());
    }
    Err(Refusal::new(path(), value, "a finite number"))
}

/// A number that counts from 0 and must be below `count`.
pub(crate) fn index(index: u32, count: usize, path: &dyn Fn() -> String) -> Result<(), Refusal> {
    if (index as usize) < count {
        return Ok(());
    }
    let allowed = match count {
        0 => "nothing, as there is none".into(),
        1 => "0".into(),
        _ => format!("a whole number from 0 to {}", count - 1),
    };
    Err(Refusal::new(path(), index, allowed))
}

pub(crate) fn whole<T: PartialOrd + Display>(
    value: T,
    limit: Limit<T>,
    path: &dyn Fn() -> String,
) -> Result<(), Refusal> {
    within(value, limit, "a whole number", path)
}

pub(crate) fn number(
    value: f32,
    limit: Limit<f32>,
    path: &dyn Fn() -> String,
) -> Result<(), Refusal> {
    within(value, limit, "a number", path)
}

fn within<T: PartialOrd + Display>(
    value: T,
    limit: Limit<T>,
    kind: &str,
    path: &dyn Fn() -> String,
) -> Result<(), Refusal> {
    if limit.contains(&value) {
        return Ok(());
    }
    let Limit { min, max } = limit;
    let allowed = format!("{kind} from {min} to {max}");
    Err(Refusal::new(path(), value, allowed))
}
