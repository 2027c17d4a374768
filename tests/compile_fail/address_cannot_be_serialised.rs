//! An address must not get into anything that is sent or saved.

use milchglas::engine::events::Address;

fn leaves(_: &impl serde::Serialize) {}

pub fn case(kept: &Address<'_>) {
    leaves(kept);
}

fn main() {}
