//! What consent let through may still name a person.

use milchglas::engine::consent::Permitted;

fn leaves(_: &impl serde::Serialize) {}

pub fn case(kept: &Permitted<'_>) {
    leaves(kept);
}

fn main() {}
