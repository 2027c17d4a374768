//! What must not compile: nothing that holds a person can be serialised,
//! printed, or made a part of a snapshot.
//!
//! After a deliberate change: `TRYBUILD=overwrite cargo test --features engine --test compile_fail`.

#![cfg(feature = "engine")]

#[test]
fn people_cannot_leave() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("tests/compile_fail/*.rs");
}
