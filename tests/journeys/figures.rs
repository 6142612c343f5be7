//! Figures of the page as it ships, and of the core by itself. They are printed, never asserted: a machine's mood is
//! no test.
//!
//! `cargo xtask bench` runs them.

use std::env;

use anyhow::{Context as _, Result};
use journeys::{Site, journey, walk};
use serde_json::Value;

/// What the page does on an animation frame while the default experiment trains at full speed, and its long tasks.
const FRAMES: &str = "
    const frames = [], tasks = [];
    const original = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => original.call(window, (time) => {
        const start = performance.now();
        callback(time);
        // What the frame has set off in the reactive system runs right behind it.
        Promise.resolve().then(() => Promise.resolve()).then(() => Promise.resolve())
            .then(() => frames.push(performance.now() - start));
    });
    const observer = new PerformanceObserver((list) => list.getEntries().forEach((task) => tasks.push(task.duration)));
    observer.observe({ type: 'longtask' });
    const pace = $('[data-control=pace]');
    pace.selectedIndex = pace.options.length - 1;
    pace.dispatchEvent(new Event('change', { bubbles: true }));
    await element.play();
    await new Promise((done) => setTimeout(done, 2000));
    frames.length = 0;
    const before = (await element.snapshot()).step;
    const start = performance.now();
    await new Promise((done) => setTimeout(done, 8000));
    const seconds = (performance.now() - start) / 1000;
    const steps = (await element.snapshot()).step - before;
    await element.pause();
    window.requestAnimationFrame = original;
    frames.sort((a, b) => a - b);
    const at = (share) => frames[Math.floor(share * (frames.length - 1))].toFixed(2);
    return `${frames.length} frames in ${seconds.toFixed(1)} s, script a frame: median ${at(0.5)} ms, p95 ${at(0.95)} ms, ` +
        `most ${at(1)} ms; long tasks: ${tasks.length}, longest ${Math.max(0, ...tasks).toFixed(0)} ms; ` +
        `${Math.round(steps / seconds)} steps a second meanwhile`;";

/// Animation frames from a slider's move to changed pixels. A rate of zero trains at full speed and changes nothing, so
/// whatever changes is the hand's work.
const HAND: &str = "
    await element.edit({ rate: 0 });
    $('[data-neuron=\"2-1\"]').click();
    const frame = () => new Promise(requestAnimationFrame);
    const canvas = $('canvas[data-canvas=output]');
    const copy = document.createElement('canvas');
    const pen = copy.getContext('2d', { willReadFrequently: true });
    const picture = () => {
        copy.width = canvas.width;
        copy.height = canvas.height;
        pen.drawImage(canvas, 0, 0);
        const { data } = pen.getImageData(0, 0, copy.width, copy.height);
        let hash = 0;
        for (let i = 0; i < data.length; i += 4) hash = (hash * 31 + data[i]) | 0;
        return hash;
    };
    const measure = async () => {
        const counts = [];
        const slider = $('[data-parameter=\"1-1-0\"]');
        for (let move = 0; move < 60; move += 1) {
            await frame();
            const before = picture();
            slider.value = move % 2 ? 5.5 : -5.5;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            let count = 0;
            while (picture() === before && count < 60) { await frame(); count += 1; }
            counts.push(count);
            for (let rest = 0; rest < 3; rest += 1) await frame();
        }
        counts.sort((a, b) => a - b);
        return `median ${counts[30]}, p95 ${counts[56]}, most ${counts[59]}`;
    };
    const resting = await measure();
    await element.play();
    const training = await measure();
    await element.pause();
    return `frames from a slider's move to changed pixels: at rest ${resting}; training ${training}`;";

/// Examples a second in the worker, with the page looking on.
const SPEED: &str = "
    const dense = (units) => ({ dense: { units, activation: 'tanh' } });
    element.experiment = { data: { size: 500 }, hidden: [dense(8), dense(8)], batch: 10 };
    await element.advance(20000);
    const rates = [];
    for (let run = 0; run < 5; run += 1) {
        const before = (await element.snapshot()).examples;
        const start = performance.now();
        await element.advance(1000000);
        rates.push(((await element.snapshot()).examples - before) / (performance.now() - start) * 1000);
    }
    rates.sort((a, b) => a - b);
    return `2-8-8-1 tanh, batch 10: ${(rates[2] / 1e6).toFixed(1)} million examples a second ` +
        `(${(rates[0] / 1e6).toFixed(1)} to ${(rates[4] / 1e6).toFixed(1)})`;";

/// From navigation to the first training step, the browser warm. Asking takes a moment too, so it is an upper bound.
const START: &str = "
    const first = new Promise((done) => element.addEventListener('step', () => done(performance.now()), { once: true }));
    const ready = performance.now();
    await element.play();
    const step = await first;
    const fetched = performance.getEntriesByType('resource').reduce((sum, entry) => sum + entry.encodedBodySize, 0);
    return `ready by ${ready.toFixed(0)} ms and first step seen at ${step.toFixed(0)} ms after navigation; ` +
        `${(fetched / 1024).toFixed(0)} KiB of files, uncompressed`;";

#[test]
#[ignore = "prints figures, asserts nothing"]
fn figures_of_the_page() {
    journey(async |page| {
        page.open("").await?;
        let glass = page.reload().await?;
        for script in [START, FRAMES, HAND, SPEED] {
            let said: Result<String> = glass.script(script, &[]).await;
            println!(
                "figure: {}",
                said.unwrap_or_else(|error| format!("not measured: {error}"))
            );
        }
        Ok(())
    });
}

/// How fast each job of `NEUROGLASS_JOBS` is done, by the page in `crates/bench/alone`.
#[test]
#[ignore = "prints figures, asserts nothing"]
fn figures_of_the_core() {
    let site = Site::of(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/bench"));
    walk(&site, async |page| {
        let jobs = env::var("NEUROGLASS_JOBS").context("NEUROGLASS_JOBS lists what to measure")?;
        let jobs: Vec<Value> = serde_json::from_str(&jobs)?;
        page.visit(&format!("{}/alone/", page.origin())).await?;
        for job in jobs {
            let said = job["job"].to_string();
            let rate: f64 = page.script("return measure(given[0]);", vec![job]).await?;
            println!("measured: {rate} a second of {said}");
        }
        Ok(())
    });
}
