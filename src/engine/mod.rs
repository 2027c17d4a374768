//! Bytes to snapshot, on any platform: no clock, no randomness, no files, no
//! browser. Everything from outside comes in as a value: bytes, settings, the
//! key, the rules of time zones, today's date.

pub mod calendar;
pub mod consent;
mod csv_field;
pub mod disclosure;
pub mod events;
mod flat;
pub mod ledger;
pub mod protection;
pub mod publish;
pub mod records;
pub mod row_export;
pub mod secret;
pub mod session;
mod sorting;
pub mod store;
pub mod tallies;
pub mod verifier;
pub mod zone;

pub use session::Session;
