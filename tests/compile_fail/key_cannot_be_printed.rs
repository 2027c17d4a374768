//! The key must not get into a message or a log.

use milchglas::engine::events::Key;

pub fn case(kept: &Key) -> String {
    format!("{kept:?}")
}

fn main() {}
