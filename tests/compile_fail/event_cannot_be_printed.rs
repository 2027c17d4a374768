//! An event must not get into a message or a log.

use milchglas::engine::events::Event;

pub fn case(kept: &Event<'_>) -> String {
    format!("{kept:?}")
}

fn main() {}
