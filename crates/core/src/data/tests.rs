use super::*;
use crate::experiment::limits::{self, Limit};
use crate::input::REACH;
use crate::network::Fnv;

/// Every shape with these settings, those of several classes with every number of them.
fn every(base: &Data) -> impl Iterator<Item = Data> {
    DataShape::ALL.iter().flat_map(move |&shape| {
        let Limit { min, max } = limits::CLASSES;
        let several = shape.group() == Group::SeveralClasses;
        let counts = if several { min..=max } else { 3..=3 };
        counts.map(move |classes| Data {
            shape,
            classes,
            ..base.clone()
        })
    })
}

/// Example number `index`, wherever it stands in the data set.
fn example(data: &Data, index: u32) -> (Vec<f32>, Vec<f32>) {
    let mut coordinates = vec![f32::NAN; data.domain().coordinates()];
    let mut target = vec![f32::NAN; data.task().targets()];
    shape::draw(data, index, &mut coordinates, &mut target);
    (coordinates, target)
}

fn examples(data: &Data) -> Vec<(Vec<f32>, Vec<f32>)> {
    (0..data.size).map(|index| example(data, index)).collect()
}

#[test]
fn examples_stay_in_their_domain() {
    for noise in [0.0, 0.3, 1.0] {
        let base = Data {
            noise,
            size: 2_000,
            ..Data::default()
        };
        for data in every(&base) {
            let dataset = Dataset::new(&data);
            let count = (0..dataset.len())
                .filter(|&example| is_inside(&dataset, example, noise))
                .count();
            assert!(count >= 1_999, "{data:?}: {count} inside");
        }
    }
}

fn is_inside(dataset: &Dataset, example: usize, noise: f32) -> bool {
    let coordinates = dataset.coordinates(example);
    match (dataset.domain(), dataset.task()) {
        (Domain::Plane, Task::Classes(_)) => coordinates.iter().all(|x| x.abs() <= 5.001 + noise),
        (Domain::Plane, Task::Values(_)) => coordinates.iter().all(|x| x.abs() <= REACH),
        (Domain::Line, _) => coordinates[0].abs() <= REACH && coordinates[1] == 0.0,
        (Domain::Picture(_), _) => coordinates.iter().all(|pixel| (0.0..=1.0).contains(pixel)),
    }
}

#[test]
fn classes_are_balanced() {
    for data in every(&Data::default()) {
        let Task::Classes(classes) = data.task() else {
            continue;
        };
        let dataset = Dataset::new(&data);
        let mut counts = vec![0; classes as usize];
        (0..dataset.len()).for_each(|example| counts[dataset.target(example)[0] as usize] += 1);
        let fair = dataset.len() / counts.len();
        assert!(
            counts.iter().all(|count| (fair..=fair + 1).contains(count)),
            "{data:?}: {counts:?}"
        );
    }
}

#[test]
fn another_share_only_moves_the_border() {
    for less in every(&Data::default()) {
        let more = Data {
            train_share: 0.9,
            ..less.clone()
        };
        let (less, more) = (Dataset::new(&less), Dataset::new(&more));
        assert_eq!((less.train_len(), more.train_len()), (240, 270));
        for example in 0..less.len() {
            assert_eq!(less.coordinates(example), more.coordinates(example));
            assert_eq!(less.target(example), more.target(example));
        }
    }
}

#[test]
fn another_noise_changes_examples_by_no_more_than_itself() {
    let base = Data {
        noise: 0.0,
        ..Data::default()
    };
    for still in every(&base) {
        let noisy = Data {
            noise: 0.2,
            ..still.clone()
        };
        for ((x, target), (noisy_x, noisy_target)) in examples(&still).iter().zip(examples(&noisy))
        {
            let furthest = |a: &[f32], b: &[f32]| {
                let far = a.iter().zip(b).map(|(a, b)| (a - b).abs());
                far.fold(0.0, f32::max)
            };
            let (place, truth) = (furthest(x, &noisy_x), furthest(target, &noisy_target));
            match (still.domain(), still.task()) {
                (Domain::Picture(_), _) => assert!(place <= 0.2 && truth == 0.0),
                (_, Task::Classes(_)) => assert!(place < 0.8 && truth == 0.0),
                (_, Task::Values(_)) => assert!(place == 0.0 && truth < 0.5),
            }
            let moved = place + truth;
            assert!(moved > 0.0, "{still:?} takes no notice of noise");
        }
    }
}

#[test]
fn more_examples_keep_the_first_ones() {
    for few in every(&Data::default()) {
        let many = Data {
            size: 1_000,
            ..few.clone()
        };
        for index in 0..few.size {
            assert_eq!(example(&few, index), example(&many, index));
        }
    }
}

#[test]
fn only_those_of_several_classes_take_notice_of_their_number() {
    for data in every(&Data {
        size: 20,
        ..Data::default()
    }) {
        let other = Data {
            classes: 5,
            ..data.clone()
        };
        let several = data.shape.group() == Group::SeveralClasses;
        let same = data.task() == other.task() && examples(&data) == examples(&other);
        assert_eq!(same, !several || data.classes == 5, "{data:?}");
    }
}

/// Links and golden runs depend on these: they never change.
#[test]
fn examples_never_change() {
    let found = DataShape::ALL.iter().map(|&shape| {
        let dataset = Dataset::new(&Data {
            shape,
            ..Data::default()
        });
        let mut hash = Fnv::default();
        for example in 0..dataset.len() {
            let numbers = [dataset.coordinates(example), dataset.target(example)].concat();
            for number in numbers {
                hash.add_number(number);
            }
        }
        format!("{} {:016x}", shape.id(), hash.0)
    });
    assert_eq!(
        found.collect::<Vec<_>>(),
        [
            "circle db2e451dd151b826",
            "xor 12358f0ad4a4bd58",
            "blobs b5bc4dca77420005",
            "spiral 52fecdb3348854a8",
            "moons c7e873f751cfe6e1",
            "checkerboard 5dc5145cb9f308e4",
            "rings ff579ad49c51e5e1",
            "pinwheel 0570a077a262947c",
            "clouds 41d013457ce17c8f",
            "plane cb3cf6e617ff521b",
            "bumps ba404e5b4951db53",
            "ridges c4e472b212c0c080",
            "ripple 0c507250dad813c5",
            "waves 4ce13d084c7f24da",
            "patches 32349927b9c0ea88",
            "swirl 4ac73f8e414ebf27",
            "sine a3197b5a84dc5f39",
            "step 886fcca80e00d453",
            "tent e083f21ee1b3cca8",
            "chirp c0030966cf09c2c2",
            "wiggle ae7e6921e08034dc",
            "stripes b78cdf7bd69b25e4",
        ]
    );
}

/// Without noise the nearest other point is nearly always of the same class: there is something to learn.
#[test]
fn classes_are_apart() {
    let base = Data {
        noise: 0.0,
        size: 1_000,
        ..Data::default()
    };
    for data in every(&base) {
        if let (Domain::Plane, Task::Classes(_)) = (data.domain(), data.task()) {
            let examples = examples(&data);
            let right = examples
                .iter()
                .filter(|(x, class)| *class == nearest(&examples, x));
            let right = right.count();
            assert!(right >= 980, "{data:?}: {right} of 1000");
        }
    }
}

/// The class of the point that is nearest to `x`, but not there.
fn nearest(examples: &[(Vec<f32>, Vec<f32>)], x: &[f32]) -> Vec<f32> {
    let distance = |other: &[f32]| {
        let (d1, d2) = (other[0] - x[0], other[1] - x[1]);
        d1 * d1 + d2 * d2
    };
    let others = examples.iter().filter(|(other, _)| other != x);
    let nearest = others.min_by(|(a, _), (b, _)| distance(a).total_cmp(&distance(b)));
    nearest.expect("other points").1.clone()
}

#[test]
fn the_largest_data_sets_take_a_bounded_room() {
    let base = Data {
        size: limits::DATA_SIZE.max,
        ..Data::default()
    };
    for data in every(&base) {
        let numbers = data.domain().coordinates() + data.task().targets();
        assert!(numbers * data.size as usize <= 1 << 21, "{data:?}");
    }
}
