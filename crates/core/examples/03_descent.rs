//! Ways downhill.
//!
//! A long valley, L = ½ (x² + 30 y²): steep across, flat along. Plain descent has to be slow, or it jumps from
//! wall to wall; each optimizer has its own answer to that.
//!
//! `cargo run -p neuroglass-core --example 03_descent`

use neuroglass_core::Optimizer;

fn main() {
    let loss = |[x, y]: [f32; 2]| 0.5 * (x * x + 30.0 * y * y);
    println!(
        "{:>10} {:>24} {:>24}",
        "", "after 20 steps", "after 100 steps"
    );
    for &kind in Optimizer::ALL {
        // The largest rate that each is still calm with.
        let rate = match kind.id() {
            "sgd" => 0.06,
            "momentum" | "nesterov" => 0.02,
            _ => 0.3,
        };
        let mut place = [-4.0, 1.0];
        let mut memory = vec![0.0; kind.state_len(2)];
        print!("{:>10}", kind.name());
        for step in 1..=100 {
            let slope = [place[0], 30.0 * place[1]];
            kind.update(rate, &mut place, &slope, &mut memory);
            if step == 20 || step == 100 {
                let [x, y] = place;
                print!("  ({x:6.3}, {y:6.3}) {:.4}", loss(place));
            }
        }
        println!("   {}", kind.formula());
    }
}
