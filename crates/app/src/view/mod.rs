//! What a person sees, a file a room.

pub mod backprop;
pub mod bar;
pub mod controls;
pub mod cost;
pub mod data;
pub mod drawing;
pub mod experiments;
pub mod flow;
pub mod graph;
pub mod hint;
pub mod history;
pub mod icon;
pub mod landscape;
pub mod names;
pub mod notice;
pub mod output;
pub mod page;
pub mod probe;
pub mod space;
pub mod sparse;
pub mod steps;
pub mod timeline;
pub mod training;
pub mod weights;
pub mod workbench;
