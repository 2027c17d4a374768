//! Whatever is put into a snapshot must be plain data: a pseudonym is not.

use milchglas::engine::events::Pseudonym;

#[derive(serde::Serialize)]
pub struct Row {
    pub who: Pseudonym,
    pub opens: milchglas::contract::Count,
}

fn main() {}
