use super::{Filter, Kind, Measure};
use serde::{Deserialize, Serialize};

/// A page of a list of people, or of what they did. For the owner's screen
/// only; no type of a snapshot contains one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleQuery {
    pub list: PeopleList,
    pub filter: Filter,
    /// Part of an address.
    pub search: String,
    pub offset: u64,
    pub limit: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PeopleList {
    /// Everybody behind a figure that counts people.
    Behind { measure: Measure },
    /// Everybody who meets the conditions.
    Group { target: Target },
    /// What happened, newest first.
    Events { kind: Option<Kind> },
    /// Everything known of one person.
    Timeline { person: u32 },
}

/// A target group: all conditions hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub conditions: Vec<Condition>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// `true`: did; `false`: did not.
    pub holds: bool,
    pub did: Did,
    /// Any campaign when `None`.
    pub campaign: Option<u32>,
    /// Any link when `None`; for [`Did::Clicked`] only.
    pub link: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Did {
    Received,
    Opened,
    Clicked,
    Bounced,
    Unsubscribed,
    Complained,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    pub people: Vec<Person>,
    pub entries: Vec<TimelineEntry>,
    /// Rows of the whole list that are named.
    pub total: u64,
    /// Recipients (or events) of the list without a name.
    pub anonymous: u64,
}

/// Somebody who may be seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// A handle for the timeline, valid while the same files are open.
    pub id: u32,
    pub address: String,
    pub opens: u64,
    pub clicks: u64,
    /// Last reaction, ISO 8601 in UTC.
    pub last: Option<String>,
}

/// One thing that happened. Without a person, the time is cut to the day and
/// nothing connects two entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    pub person: Option<(u32, String)>,
    /// ISO 8601 in UTC, or the day alone; `None` where the export has no time.
    pub time: Option<String>,
    pub kind: Kind,
    /// How often, where the export only counts.
    pub times: u32,
    pub campaign: u32,
    pub link: Option<String>,
    pub client: Option<String>,
}
