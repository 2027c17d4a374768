//! Statistics for e-mail campaigns that give no one away.
//!
//! ```text
//! bytes ─records→ Record ─events→ Event ─consent→ Permitted ─store→ Store
//!       ─tallies→ Tallies ─protection→ Protected ─publish→ Draft ─verifier→ Verified
//!       ─publish→ Snapshot ═worker═> State ─view→ screens
//! ```
//!
//! | layer | is for | must never know |
//! | --- | --- | --- |
//! | [`contract`] | plain data both sides say | engine, browser |
//! | `engine` | reading, consent, counting, protection | clock, randomness, files, browser |
//! | [`messages`] | commands and updates | engine, browser |
//! | `worker` | file slices, entropy, zones | screens |
//! | `app` | state, wording, charts, screens | engine |
//! | `js` | the engine as a JavaScript module | screens |
//! | `cli` | the engine from a terminal: files, clock, randomness | worker |
//! | `port`, `english` | what several layers share: the link's form, plain wording | engine |
//!
//! Held by the one-feature builds and `tests/layers.rs`.
//!
//! # Words
//!
//! *record*: one raw row or JSON object of a file. *event*: one thing that
//! happened to one message. *dialect*: what one vendor's export looks like.
//! *subscriber*: the person a message went to; *recipient*: that person within
//! one campaign. *pseudonym*: a keyed 64-bit stand-in for an address, for this
//! session only. *consent*: what a subscriber granted or denied. *permitted*:
//! an event that consent has let through, in the form in which it may be kept.
//! *tally*: exact counts, not yet safe to show outside. *protected*: a tally in
//! which every count that could point at a person is gone. *verified*: the
//! bytes against which the attacker found nothing. *snapshot*: the protected
//! figures of a report. *release*: a snapshot that has left; *ledger*: all of
//! them, known to their owner alone. *problem*: something wrong in a file,
//! located and never quoted.

#![forbid(unsafe_code)]

pub mod contract;
pub mod messages;

#[cfg(feature = "browser")]
pub mod port;

#[cfg(feature = "engine")]
pub mod engine;

#[cfg(feature = "app")]
pub mod app;

#[cfg(feature = "worker")]
pub mod worker;

#[cfg(any(feature = "js", feature = "cli"))]
pub mod english;

#[cfg(feature = "cli")]
pub mod cli;

#[cfg(feature = "js")]
pub mod js;
