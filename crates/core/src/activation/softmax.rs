//! stub
use crate::math::exp;
use wide::f32x4;
pub(crate) fn forward<const C: usize>(z: &[[f32x4; C]], a: &mut [[f32x4; C]]) {
    for c in 0..C {
        let m = z
            .iter()
            .map(|z| z[c])
            .fold(z[0][c], |most, z| z.simd_gt(most).bitselect(z, most));
        let mut s = f32x4::ZERO;
        for (z, a) in z.iter().zip(a.iter_mut()) {
            a[c] = exp(z[c] - m);
            s += a[c];
        }
        for a in a.iter_mut() {
            a[c] = a[c] / s;
        }
    }
}
