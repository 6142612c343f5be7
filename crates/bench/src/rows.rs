//! From the order in which the page hands numbers over to that of the core.

use neuroglass_core::{Layer, LayerShape, Shape, Volume};

/// `[row][column]` as `[column][row]`.
pub fn columns(numbers: &[f32], columns: usize) -> Vec<f32> {
    let column = |column| numbers.iter().skip(column).step_by(columns).copied();
    (0..columns).flat_map(column).collect()
}

/// Weights of dense layers from `[input][unit]`, those of convolutions from `[row][column][channel][filter]`, each
/// followed by its biases. A dense layer after a picture counts its inputs channel by channel for each pixel.
pub fn weights(shape: &Shape, numbers: &[f32]) -> Vec<f32> {
    let mut weights = vec![0.0; shape.parameters()];
    let mut rest = numbers;
    let mut picture = None;
    for layer in shape.layers() {
        let (own, after) = rest.split_at(layer.rows * layer.fan_in);
        let (bias, after) = after.split_at(layer.rows);
        for row in 0..layer.rows {
            for input in 0..layer.fan_in {
                let to = layer.weight_offset + row * layer.fan_in + input;
                weights[to] = own[given(layer, picture, input) * layer.rows + row];
            }
        }
        weights[layer.bias()].copy_from_slice(bias);
        picture = Some(layer.output).filter(|output| !output.is_flat());
        rest = after;
    }
    weights
}

/// Where the page has the weights from an input.
fn given(layer: &LayerShape, picture: Option<Volume>, input: usize) -> usize {
    match (layer.layer, picture) {
        (Layer::Conv2d(conv), _) => {
            let area = (conv.kernel * conv.kernel) as usize;
            let (channel, place) = (input / area, input % area);
            place * layer.input.channels as usize + channel
        }
        (_, Some(volume)) => {
            let (channel, pixel) = (input / volume.area(), input % volume.area());
            pixel * volume.channels as usize + channel
        }
        _ => input,
    }
}
