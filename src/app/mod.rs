//! The page: one state, one pure reducer, screens that only ever see contract
//! types, and a link to the worker. Never names the engine.

mod deferred;
mod effects;
mod frame;
mod link;
mod parts;
mod printed;
mod profile_file;
mod report;
mod root;
mod saving;
mod screens;
pub mod state;
mod stored_ledger;
pub mod view;
pub mod words;

#[cfg(feature = "cli")]
pub use printed::page_natively as printed;
pub use root::start;
