//! The one diverging scale: orange for negative, blue for positive, the same for everything with a sign.

/// Entries in the table.
const ENTRIES: usize = 256;

/// A table from a value in [−1, 1] to a colour.
#[derive(Clone)]
pub struct Scale {
    entries: Box<[[u8; 4]; ENTRIES]>,
    /// What is not a number is shown in a colour that the scale never has.
    not_finite: [u8; 4],
}

impl Scale {
    /// A scale through five stops at −1, −½, 0, ½ and 1, interpolated in `OKLab` so that equal steps of the value
    /// are equal steps to the eye.
    pub fn new(stops: [[u8; 3]; 5], not_finite: [u8; 3]) -> Self {
        let lab = stops.map(to_oklab);
        let mut entries = Box::new([[0; 4]; ENTRIES]);
        for (index, entry) in entries.iter_mut().enumerate() {
            let at = index as f32 / (ENTRIES - 1) as f32 * 4.0;
            let from = (at as usize).min(3);
            let share = at - from as f32;
            let mix =
                std::array::from_fn(|i| lab[from][i] + share * (lab[from + 1][i] - lab[from][i]));
            *entry = opaque(from_oklab(mix));
        }
        Self {
            entries,
            not_finite: opaque(not_finite),
        }
    }

    /// A scale from −1 to 1 between two colours.
    pub fn between([from, to]: [[u8; 3]; 2], not_finite: [u8; 3]) -> Self {
        let lab = [from, to].map(to_oklab);
        let stop = |share: f32| {
            from_oklab(std::array::from_fn(|i| {
                lab[0][i] + share * (lab[1][i] - lab[0][i])
            }))
        };
        Self::new([from, stop(0.25), stop(0.5), stop(0.75), to], not_finite)
    }

    /// The colour of `value`, which is clamped to [−1, 1].
    pub fn colour(&self, value: f32) -> [u8; 4] {
        if value.is_nan() {
            return self.not_finite;
        }
        let half = (ENTRIES - 1) as f32 / 2.0;
        // A cast saturates, so anything beyond the ends takes their colour.
        let index = (value * half + half + 0.5) as usize;
        self.entries[index.min(ENTRIES - 1)]
    }

    /// The colour of `value` as CSS.
    pub fn css(&self, value: f32) -> String {
        let [r, g, b, _] = self.colour(value);
        format!("rgb({r} {g} {b})")
    }
}

fn opaque([r, g, b]: [u8; 3]) -> [u8; 4] {
    [r, g, b, 255]
}

/// sRGB to `OKLab` (Björn Ottosson, "A perceptual color space for image processing", 2020).
fn to_oklab(rgb: [u8; 3]) -> [f32; 3] {
    let [r, g, b] = rgb.map(|channel| {
        let c = f32::from(channel) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

/// The inverse of [`to_oklab`].
fn from_oklab([l, a, b]: [f32; 3]) -> [u8; 3] {
    let long = (l + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
    let medium = (l - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
    let short = (l - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    [
        4.076_741_7 * long - 3.307_711_6 * medium + 0.230_969_94 * short,
        -1.268_438 * long + 2.609_757_4 * medium - 0.341_319_38 * short,
        -0.004_196_086_3 * long - 0.703_418_6 * medium + 1.707_614_7 * short,
    ]
    .map(|linear| {
        let c = if linear <= 0.003_130_8 {
            12.92 * linear
        } else {
            1.055 * linear.powf(1.0 / 2.4) - 0.055
        };
        (c * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIGHT: [[u8; 3]; 5] = [
        [0xEC, 0x9F, 0x58],
        [0xF6, 0xCF, 0xA6],
        [0xF9, 0xF7, 0xF3],
        [0xBB, 0xD6, 0xEF],
        [0x6F, 0xAB, 0xE0],
    ];

    #[test]
    fn the_ends_and_the_middle_are_the_stops() {
        let scale = Scale::new(LIGHT, [1, 2, 3]);
        assert_eq!(scale.colour(-1.0), [0xEC, 0x9F, 0x58, 255]);
        assert_eq!(scale.colour(1.0), [0x6F, 0xAB, 0xE0, 255]);
        let [r, g, b, _] = scale.colour(0.0);
        assert!(r.abs_diff(0xF9) <= 1 && g.abs_diff(0xF7) <= 1 && b.abs_diff(0xF3) <= 1);
    }

    #[test]
    fn beyond_the_ends_it_stays_and_nan_is_apart() {
        let scale = Scale::new(LIGHT, [1, 2, 3]);
        assert_eq!(scale.colour(f32::INFINITY), scale.colour(1.0));
        assert_eq!(scale.colour(-7.0), scale.colour(-1.0));
        assert_eq!(scale.colour(f32::NAN), [1, 2, 3, 255]);
    }
}
