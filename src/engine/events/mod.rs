//! Step 2: records to events. The only place that sees an address as text, in
//! one function; after it there is a pseudonym.

use crate::contract::Kind;
use crate::engine::zone::Time;

mod subscriber;

pub use subscriber::{Address, Key, Pseudonym, Who};

/// One thing that happened to one message (or `count` things, where an export
/// only counts). Borrowed from its record: nothing here outlives the row.
pub struct Event<'a> {
    pub(in crate::engine) who: Who<'a>,
    pub(in crate::engine) kind: Kind,
    pub(in crate::engine) time: Option<Time>,
    /// The export tells the time to the minute only.
    pub(in crate::engine) coarse: bool,
    /// How often, where the export counts; 1 elsewhere.
    pub(in crate::engine) count: u32,
    pub(in crate::engine) campaign: Campaign<'a>,
    /// Already without its personal parts.
    pub(in crate::engine) link: Option<&'a str>,
    pub(in crate::engine) client: Client,
    /// The user agent is that of a known proxy or scanner.
    pub(in crate::engine) automatic: bool,
    /// How long the message was viewed, for [`Kind::Read`].
    pub(in crate::engine) view_ms: Option<u32>,
}

/// The campaign an event belongs to, as the file names it. Two events belong
/// together when their ids are equal, or, without ids, their names.
#[derive(Clone, Copy)]
pub struct Campaign<'a> {
    pub(in crate::engine) id: &'a str,
    pub(in crate::engine) name: &'a str,
}
