//! What the verifier has not passed leaves nowhere.

use milchglas::engine::publish::Draft;

fn leaves(_: &impl serde::Serialize) {}

pub fn case(kept: &Draft) {
    leaves(kept);
}

fn main() {}
