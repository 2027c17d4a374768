//! The key lives in memory alone.

use milchglas::engine::events::Key;

fn leaves(_: &impl serde::Serialize) {}

pub fn case(kept: &Key) {
    leaves(kept);
}

fn main() {}
