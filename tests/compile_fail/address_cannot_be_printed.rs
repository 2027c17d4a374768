//! An address must not get into a message or a log.

use milchglas::engine::events::Address;

pub fn case(kept: &Address<'_>) -> String {
    format!("{kept:?}")
}

fn main() {}
