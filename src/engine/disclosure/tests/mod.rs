//! Small snapshots for the tests of this module.

mod truth;
mod world;

use crate::contract::{
    Convention, Made, Method, Mode, Protection, Snapshot, Statistics, Treated, Treatment,
};

/// A snapshot without any figure.
pub(super) fn empty(method: Method) -> Snapshot {
    Snapshot {
        format: Snapshot::FORMAT.into(),
        version: Snapshot::VERSION,
        made: Made { on: "2026-11-23".into(), by: "Milchglas".into() },
        title: String::new(),
        treated: Treated {
            mode: Mode::Anonymous,
            unknown: Treatment::Anonymous,
            denied: Treatment::Anonymous,
            zone: "UTC".into(),
            convention: Convention::Measurable,
            from: None,
            to: None,
        },
        protection: Protection { method, threshold: 11, cap: Some(5), ..Protection::default() },
        risk: None,
        statistics: Statistics::default(),
        checksum: String::new(),
    }
}
