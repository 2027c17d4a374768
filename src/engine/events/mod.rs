//! Step 2: records to events. The only place that sees an address as text, in
//! one function; after it there is a pseudonym.
//!
//! [`inspect`] says what a file is, [`Reading`] turns it into events, and
//! [`ConsentReading`] reads lists of what subscribers granted. What vendors'
//! exports look like stands in `dialects`, one file each; everything else is
//! guessed in `guess` and read by its mapping in `dialects::generic`.

use crate::contract::{Kind, KindSet};
use crate::engine::zone::Time;

mod account;
mod clients;
mod consent_list;
mod countries;
mod decimal;
mod dialects;
mod guess;
mod headers;
mod inspection;
mod keyed;
pub mod links;
mod look;
mod naming;
mod numbers;
mod out;
mod reading;
mod seen;
mod subscriber;
pub mod times;
mod trial;
mod twins;
mod unusable;
mod vocabulary;
mod words;

pub use clients::{Client, Device, Family};
pub use consent_list::{ConsentReading, ConsentRow, FinishedList};
pub use countries::Country;
pub use dialects::GENERIC;
pub use inspection::{HEAD, MemberHead, Members, inspect, inspect_members};
pub(in crate::engine) use numbers::Numbers;
pub(in crate::engine) use reading::PartAccount;
pub use reading::{Finished, PartReading, PartsReading, Reading};
pub(in crate::engine) use subscriber::record_key;
pub use subscriber::{Address, Key, Pseudonym, Who};
pub use trial::Trying;
pub use unusable::Unusable;

/// One thing that happened to one message (or `count` things, where an export
/// only counts). Borrowed from its record: nothing here outlives the row.
pub struct Event<'a> {
    pub(in crate::engine) who: Who<'a>,
    pub(in crate::engine) kind: Kind,
    /// Where `count` is more than 1: the time of the first of them.
    pub(in crate::engine) time: Option<Time>,
    /// The export tells the time to the minute only.
    pub(in crate::engine) coarse: bool,
    /// How often, where the export counts; 1 elsewhere.
    pub(in crate::engine) count: u32,
    pub(in crate::engine) campaign: Campaign<'a>,
    /// Already without its personal parts.
    pub(in crate::engine) link: Option<&'a str>,
    pub(in crate::engine) client: Client,
    /// Where it happened, as far as the vendor says.
    pub(in crate::engine) country: Country,
    /// The user agent is that of a known proxy or scanner.
    pub(in crate::engine) automatic: bool,
    /// How long the message was viewed, for [`Kind::Read`] and for opens whose
    /// export knows it.
    pub(in crate::engine) view_ms: Option<u32>,
    /// What the export can tell at all, so that a figure it cannot know is
    /// never shown as zero. The store unions it over a campaign.
    pub(in crate::engine) covers: KindSet,
}

/// The campaign an event belongs to, as the file names it. Two events belong
/// together when their ids are equal, or, without ids, their names.
#[derive(Clone, Copy)]
pub struct Campaign<'a> {
    pub(in crate::engine) id: &'a str,
    pub(in crate::engine) name: &'a str,
}

/// What consent said of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Kept,
    LeftOut,
}

#[cfg(test)]
impl<'a> Event<'a> {
    /// An event for the unit tests of other layers: of this address, counted
    /// once, in campaign `campaign`, from an export that tells everything.
    pub(crate) fn sample(
        address: &'a str,
        kind: Kind,
        time: Option<Time>,
        campaign: &'a str,
        key: &Key,
    ) -> Event<'a> {
        Event {
            who: Who::from_cell(address, key),
            kind,
            time,
            coarse: false,
            count: 1,
            campaign: Campaign { id: "", name: campaign },
            link: None,
            client: Client::UNKNOWN,
            country: Country::UNKNOWN,
            automatic: false,
            view_ms: None,
            covers: KindSet::ALL,
        }
    }
}
