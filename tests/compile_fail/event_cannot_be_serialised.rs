//! An event says who did what.

use milchglas::engine::events::Event;

fn leaves(_: &impl serde::Serialize) {}

pub fn case(kept: &Event<'_>) {
    leaves(kept);
}

fn main() {}
