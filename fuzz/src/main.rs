//! One target of [`targets`] under libFuzzer: `FUZZ_TARGET` names it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::OnceLock;

mod targets;

static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();

fuzz_target!(|bytes: &[u8]| {
    let run = TARGET.get_or_init(|| {
        let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
        targets::ALL
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, run)| *run)
            .unwrap_or_else(|| panic!("FUZZ_TARGET must be one of make fuzz's targets"))
    });
    run(bytes);
});
