//! What a person does, one test each. `cargo xtask test --only journeys` brings what they need.

mod backprop;
mod embedded;
mod figures;
mod for_everyone;
mod history;
mod how_it_trains;
mod in_the_hand;
mod in_time;
mod landscape;
mod layers;
mod learning;
mod outputs;
mod trouble;
mod what_it_learns;
mod workbench;
