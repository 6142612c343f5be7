//! Putting things in order by a number of each.

/// The positions of the numbers from the least to the greatest, by IEEE 754's total order; equals stay in the order
/// that they have.
///
/// All that is sorted goes through here, since every sort of other things is code of its own to download.
///
/// ```
/// use neuroglass_core::ascending;
///
/// assert_eq!(ascending([0.5, -1.0, 0.5]), [1, 0, 2]);
/// ```
pub fn ascending(numbers: impl IntoIterator<Item = f64>) -> Vec<usize> {
    let mut pairs: Vec<(f64, usize)> = numbers.into_iter().zip(0..).collect();
    sort(&mut pairs);
    pairs.into_iter().map(|(_, position)| position).collect()
}

#[inline(never)]
fn sort(pairs: &mut [(f64, usize)]) {
    pairs.sort_unstable_by(|(a, i), (b, j)| a.total_cmp(b).then(i.cmp(j)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_none_stand_at_the_ends() {
        let numbers = [f64::NAN, 1.0, f64::INFINITY, -0.0, 0.0, -f64::NAN];
        assert_eq!(ascending(numbers), [5, 3, 4, 1, 2, 0]);
    }

    #[test]
    fn equals_stay_in_their_order() {
        let order = ascending((0..1000).map(|i| f64::from(i % 7)));
        for pair in order.windows(2) {
            let key = |at: usize| (at % 7, at);
            assert!(key(pair[0]) < key(pair[1]));
        }
    }
}
