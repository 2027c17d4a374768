//! Protected figures leave through publish alone.

use milchglas::engine::protection::Protected;

fn leaves(_: &impl serde::Serialize) {}

pub fn case(kept: &Protected) {
    leaves(kept);
}

fn main() {}
