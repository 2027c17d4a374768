//! A pseudonym must not get into a message or a log.

use milchglas::engine::events::Pseudonym;

pub fn case(kept: &Pseudonym) -> String {
    format!("{kept:?}")
}

fn main() {}
