//! Looking at the run, for one frame after another.

use neuroglass_core::{Ground, Hold, MapJob, MapKind, Network, Point, Run};
use neuroglass_protocol::{Bulk, Checkpoint, Frame, SectionKind, Watch};

/// Looks at the run, and keeps the memory for that: where nothing changes, nothing is allocated but the array
/// that is handed over.
#[derive(Default)]
pub struct Eye {
    look: Option<Look>,
    tiles: Option<MapJob>,
    output: Option<MapJob>,
    unit: Option<MapJob>,
    bulk: Bulk,
}

/// A look that has begun. Everything in it is of the step at which it began: the maps are made of a copy of the
/// network, whatever happens to the run meanwhile.
struct Look {
    seen: Seen,
    watch: Watch,
    network: Network,
    ground: Ground<'static>,
    stage: Stage,
}

/// What a look comes to.
pub struct Seen {
    /// The frame for the page.
    pub frame: Box<Frame>,
    /// What has to be sent before it.
    pub checkpoint: Option<Box<Checkpoint>>,
    /// The version of the run that was looked at.
    pub version: u64,
}

/// What is being worked on, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Tiles,
    Output,
    Unit,
    Done,
}

impl Stage {
    fn next(self) -> Self {
        match self {
            Self::Tiles => Self::Output,
            Self::Output => Self::Unit,
            Self::Unit | Self::Done => Self::Done,
        }
    }

    fn is_watched(self, watch: &Watch) -> bool {
        match self {
            Self::Tiles => watch.tiles > 0,
            Self::Output => watch.output > 0,
            Self::Unit => watch.unit.is_some_and(|(_, _, side)| side > 0),
            Self::Done => true,
        }
    }
}

impl Eye {
    /// Whether a look has begun.
    pub fn is_looking(&self) -> bool {
        self.look.is_some()
    }

    /// Begins a look at what is watched, to fill what was `seen` so far.
    pub fn begin(&mut self, run: &Run, watch: &Watch, seen: Seen, points: bool) {
        for job in [&mut self.tiles, &mut self.output, &mut self.unit] {
            job.iter_mut().for_each(MapJob::restart);
        }
        self.bulk.clear();
        self.bulk
            .push(SectionKind::Parameters, run.network().parameters());
        let network = run.network();
        let holds = network.holds();
        if holds.iter().any(|&hold| hold != Hold::FREE) {
            let codes = holds.iter().map(|hold| hold.code());
            self.bulk.extend(SectionKind::Holds, codes);
        }
        if holds.iter().any(|hold| hold.is_muted()) {
            self.bulk.extend(SectionKind::Kept, network.kept());
        }
        let dataset = run.dataset();
        let ground = run.ground(watch.sample).into_owned();
        if let Ground::Picture(pixels) = &ground {
            let last = dataset.train_len() - 1;
            let target = dataset.target(last.min(watch.sample as usize));
            let picture = pixels.iter().chain(target).copied();
            self.bulk.extend(SectionKind::Sample, picture);
        }
        if points {
            let train = dataset.points(0..dataset.train_len());
            let test = dataset.points(dataset.train_len()..dataset.len());
            self.bulk
                .extend(SectionKind::TrainPoints, train.flat_map(numbers));
            self.bulk
                .extend(SectionKind::TestPoints, test.flat_map(numbers));
        }
        let mut look = Look {
            seen,
            watch: watch.clone(),
            network: run.network().clone(),
            ground,
            stage: Stage::Tiles,
        };
        look.skip_unwatched();
        self.look = Some(look);
    }

    /// Gives the look up.
    pub fn close(&mut self) {
        self.look = None;
    }

    /// Does one piece of the look; gives what was seen with the last one.
    pub fn work(&mut self) -> Option<Seen> {
        let look = self.look.as_mut()?;
        let is_done = match look.stage {
            Stage::Tiles => {
                let job = fit(&mut self.tiles, MapKind::Tiles, look.watch.tiles);
                look.map(job, &mut self.bulk)
            }
            Stage::Output => {
                let job = fit(&mut self.output, MapKind::Output, look.watch.output);
                look.map(job, &mut self.bulk)
            }
            Stage::Unit => {
                let (layer, unit, side) = look.watch.unit.unwrap_or_default();
                let job = fit(&mut self.unit, MapKind::Unit { layer, unit }, side);
                look.map(job, &mut self.bulk)
            }
            Stage::Done => true,
        };
        if is_done {
            look.stage = look.stage.next();
            look.skip_unwatched();
        }
        if look.stage != Stage::Done {
            return None;
        }
        let mut seen = self.look.take()?.seen;
        seen.frame.sections = self.bulk.sections().to_vec();
        seen.frame.bulk = self.bulk.to_array();
        Some(seen)
    }
}

impl Look {
    fn skip_unwatched(&mut self) {
        while !self.stage.is_watched(&self.watch) {
            self.stage = self.stage.next();
        }
    }

    /// Does one piece of a map, and puts it into the bulk when it is done.
    fn map(&self, job: &mut MapJob, bulk: &mut Bulk) -> bool {
        if !job.work(&self.network, &self.ground) {
            return false;
        }
        match job.kind() {
            MapKind::Tiles => bulk.push(SectionKind::Tiles, job.values()),
            MapKind::Output => bulk.push(SectionKind::Output, job.values()),
            MapKind::Unit { .. } => {
                // Empty when the network has no such unit any more.
                let (before, after) = job.values().split_at(job.values().len() / 2);
                bulk.push(SectionKind::Before, before);
                bulk.push(SectionKind::After, after);
            }
        }
        true
    }
}

/// x₁, x₂, and the target.
fn numbers(point: Point<'_>) -> impl Iterator<Item = f32> + '_ {
    point.x.into_iter().chain(point.target.iter().copied())
}

/// The job for this map; another one than last time begins anew.
fn fit(slot: &mut Option<MapJob>, kind: MapKind, side: u32) -> &mut MapJob {
    match slot {
        Some(job) if (job.kind(), job.side()) == (kind, side) => {}
        _ => *slot = Some(MapJob::new(kind, side)),
    }
    slot.get_or_insert_with(|| MapJob::new(kind, side))
}
