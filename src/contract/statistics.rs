use super::{Count, Figures};
use serde::{Deserialize, Serialize};

/// The figures of a selection of messages and their breakdowns: exact for the
/// owner, protected in a snapshot. Screens know only this.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statistics {
    pub overall: Figures<Count>,
    /// In order of sending.
    pub campaigns: Vec<CampaignRow>,
    /// Time from sending to the reaction; empty without send times.
    pub arrival: Vec<Arrival>,
    /// Reactions by calendar day.
    pub days: Vec<DayRow>,
    /// Reactions by weekday and hours of the day.
    pub week: Vec<WeekRow>,
    /// By number of clickers, most first.
    pub links: Vec<LinkRow>,
    /// Groups of mailbox domains.
    pub providers: Vec<GroupRow>,
    pub devices: Vec<GroupRow>,
    pub clients: Vec<GroupRow>,
    /// Where reactions came from, by the two letters of ISO 3166-1; empty where no
    /// file says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<GroupRow>,
    /// By device and client at once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub device_clients: Vec<DeviceClientRow>,
    pub machine: MachineTally,
    /// Events found twice and counted once.
    pub doubles: Count,
}

/// One campaign. `name` is empty for the row that gathers campaigns too small to show.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignRow {
    /// The handle in filters, stable while the same files are open.
    #[serde(default)]
    pub key: u32,
    /// The vendor's id, empty where it has none; always empty in a snapshot.
    pub id: String,
    pub name: String,
    /// How many campaigns the row gathers: 1, more in a gathered row.
    pub gathers: u32,
    /// Day of sending, `YYYY-MM-DD`.
    pub sent_on: Option<String>,
    #[serde(flatten)]
    pub figures: Figures<Count>,
}

/// Reactions that came between two moments after sending.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Arrival {
    pub from_hour: u32,
    /// Exclusive; `None`: and later.
    pub to_hour: Option<u32>,
    pub opens: Count,
    pub clicks: Count,
    /// Recipients whose first open (click) came then; adds up to openers (clickers).
    pub first_opens: Count,
    pub first_clicks: Count,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayRow {
    /// First day, `YYYY-MM-DD`.
    pub day: String,
    /// How many days the row gathers.
    pub days: u32,
    pub opens: Count,
    pub clicks: Count,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekRow {
    /// Monday is 0.
    pub weekday: u8,
    pub from_hour: u8,
    /// Exclusive, up to 24.
    pub to_hour: u8,
    pub opens: Count,
    pub clicks: Count,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkRow {
    /// Without its personal parts; empty for the row that gathers the others.
    pub link: String,
    pub gathers: u32,
    pub clickers: Count,
    pub clicks: Count,
}

/// A group of recipients (by mailbox provider) or of reactions (by device, client,
/// country).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupRow {
    /// Brand and domain names stand as they are; `other` and `unknown`, the
    /// device classes `desktop mobile tablet` and the codes of countries are
    /// translated.
    pub group: String,
    pub gathers: u32,
    /// Unavailable where the group is known from reactions only.
    pub delivered: Count,
    pub openers: Count,
    pub opens: Count,
    pub clickers: Count,
    pub clicks: Count,
}

/// Reactions by a program on a class of devices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceClientRow {
    /// `desktop mobile tablet unknown`.
    pub device: String,
    /// A client's name, `unknown`, or `other`: all without a row of their own on
    /// this device.
    pub client: String,
    pub openers: Count,
    pub opens: Count,
    pub clickers: Count,
    pub clicks: Count,
}

/// Events set aside, by the first rule that applied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MachineTally {
    pub vendor: Count,
    pub burst: Count,
    pub user_agent: Count,
    /// Whether they are counted among the people's after all.
    pub included: bool,
}
