//! The store holds people.

use milchglas::engine::store::Store;

fn leaves(_: &impl serde::Serialize) {}

pub fn case(kept: &Store) {
    leaves(kept);
}

fn main() {}
