//! Dropout: units that cannot rely on each other.
//!
//! While training, each value is silenced with probability p, and the others are scaled by 1 / (1 − p), so that
//! their mean stays what it was: a = m x with a mask m of 0 or 1 / (1 − p). Backwards ∂L/∂x = m ∂L/∂a. When the
//! network is only asked, a = x.
//!
//! The mask is a pure function of seed, step, layer and example, so that going back and doing a step again
//! gives the same bits.
//!
//! Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, Dropout: A Simple Way to Prevent Neural
//! Networks from Overfitting, 2014.

use wide::f32x4;

use crate::rng::Rng;

/// a of a block, and the mask that made it. Without a `stream` nothing is dropped.
pub(crate) fn forward(
    rate: f32,
    stream: Option<Rng>,
    x: &[f32x4],
    mask: &mut [f32x4],
    a: &mut [f32x4],
) {
    let Some(mut rng) = stream.filter(|_| rate > 0.0) else {
        mask.fill(f32x4::ONE);
        a.copy_from_slice(x);
        return;
    };
    let kept = 1.0 / (1.0 - rate);
    for ((mask, a), &x) in mask.iter_mut().zip(a).zip(x) {
        let lanes = [(); 4].map(|()| if rng.uniform() < rate { 0.0 } else { kept });
        *mask = f32x4::new(lanes);
        // Where nothing is heard, not even an infinity is.
        *a = mask.simd_gt(f32x4::ZERO).bitselect(x * *mask, f32x4::ZERO);
    }
}

/// ∂L/∂x of a block.
pub(crate) fn backward(mask: &[f32x4], delta: &[f32x4], dx: &mut [f32x4]) {
    for ((dx, &mask), &delta) in dx.iter_mut().zip(mask).zip(delta) {
        *dx = mask
            .simd_gt(f32x4::ZERO)
            .bitselect(delta * mask, f32x4::ZERO);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn silences_its_share_and_keeps_the_mean() {
        let x = vec![f32x4::splat(2.0); 5_000];
        let (mut mask, mut a) = (x.clone(), x.clone());
        let stream = Rng::new(1, Purpose::Dropout, 7);
        forward(0.3, Some(stream), &x, &mut mask, &mut a);
        let numbers: Vec<f32> = a.iter().flat_map(|a| a.to_array()).collect();
        let silent = numbers.iter().filter(|&&number| number == 0.0).count();
        assert!((5_700..6_300).contains(&silent), "{silent} of 20000");
        let mean = numbers.iter().sum::<f32>() / numbers.len() as f32;
        assert!((mean - 2.0).abs() < 0.05, "{mean}");

        let mut dx = x.clone();
        backward(&mask, &x, &mut dx);
        assert!(dx == a, "what was silent learns nothing");
    }

    #[test]
    fn asked_it_passes_everything_on() {
        let x = [f32x4::new([1.0, -2.0, f32::INFINITY, 0.5])];
        let (mut mask, mut a) = ([f32x4::ZERO], [f32x4::ZERO]);
        forward(0.9, None, &x, &mut mask, &mut a);
        assert_eq!(a, x);
    }
}
