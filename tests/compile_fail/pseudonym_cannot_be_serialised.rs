//! A pseudonym is as good as an address to somebody who holds the key.

use milchglas::engine::events::Pseudonym;

fn leaves(_: &impl serde::Serialize) {}

pub fn case(kept: &Pseudonym) {
    leaves(kept);
}

fn main() {}
