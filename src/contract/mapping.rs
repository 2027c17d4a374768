use super::{Granularity, Kind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the columns of a file without a known dialect mean. Holds header
/// positions and choices, no data but the event words of the kind column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// One role a column, in the order of the header.
    pub roles: Vec<Role>,
    pub granularity: Granularity,
    /// Words of the kind column as they stand in the file; `None` ignores the row.
    pub words: BTreeMap<String, Option<Kind>>,
    /// The kind of every row where no column says it.
    pub kind: Option<Kind>,
    pub dates: DateOrder,
    pub campaign: CampaignSource,
}

impl Mapping {
    /// Whether the file is a consent list: its rows are subscribers, or a
    /// column holds what they decided.
    pub fn is_consent(&self) -> bool {
        let decides = |role: &Role| {
            matches!(role, Role::ConsentOpens | Role::ConsentClicks | Role::ConsentBoth)
        };
        self.granularity == Granularity::Contact || self.roles.iter().any(decides)
    }
}

/// What a column (or a key of a JSON object, dotted where nested) holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", content = "kind", rename_all = "snake_case")]
pub enum Role {
    Ignore,
    Address,
    /// When the row's event happened; of two columns, the day and the time of day.
    Time,
    /// The word for what happened.
    Kind,
    CampaignId,
    CampaignName,
    Link,
    UserAgent,
    /// Where it happened: a country's code or name.
    Country,
    /// How long a message was viewed.
    ViewSeconds,
    ViewMilliseconds,
    /// Recipient rows: how often it happened.
    CountOf(Kind),
    /// Recipient rows: when it happened; empty where it did not.
    TimeOf(Kind),
    /// Recipient rows: yes or no.
    FlagOf(Kind),
    /// Consent lists.
    ConsentOpens,
    ConsentClicks,
    ConsentBoth,
    ConsentDate,
    ConsentSource,
}

impl Role {
    /// The role as one text: in a profile, as the value of an option, and in
    /// the name of the message that says it.
    pub fn key(self) -> String {
        match self {
            Role::Ignore => "ignore".into(),
            Role::Address => "address".into(),
            Role::Time => "time".into(),
            Role::Kind => "kind".into(),
            Role::CampaignId => "campaign-id".into(),
            Role::CampaignName => "campaign-name".into(),
            Role::Link => "link".into(),
            Role::UserAgent => "user-agent".into(),
            Role::Country => "country".into(),
            Role::ViewSeconds => "view-seconds".into(),
            Role::ViewMilliseconds => "view-milliseconds".into(),
            Role::CountOf(kind) => format!("count:{}", kind.name()),
            Role::TimeOf(kind) => format!("time:{}", kind.name()),
            Role::FlagOf(kind) => format!("flag:{}", kind.name()),
            Role::ConsentOpens => "consent-opens".into(),
            Role::ConsentClicks => "consent-clicks".into(),
            Role::ConsentBoth => "consent-both".into(),
            Role::ConsentDate => "consent-date".into(),
            Role::ConsentSource => "consent-source".into(),
        }
    }

    /// The role of that key.
    pub fn from_key(key: &str) -> Option<Role> {
        const PLAIN: [Role; 16] = [
            Role::Ignore,
            Role::Address,
            Role::Time,
            Role::Kind,
            Role::CampaignId,
            Role::CampaignName,
            Role::Link,
            Role::UserAgent,
            Role::Country,
            Role::ViewSeconds,
            Role::ViewMilliseconds,
            Role::ConsentOpens,
            Role::ConsentClicks,
            Role::ConsentBoth,
            Role::ConsentDate,
            Role::ConsentSource,
        ];
        let of_kind = |role: fn(Kind) -> Role| Kind::ALL.into_iter().map(role);
        PLAIN
            .into_iter()
            .chain(of_kind(Role::CountOf))
            .chain(of_kind(Role::TimeOf))
            .chain(of_kind(Role::FlagOf))
            .find(|role| role.key() == key)
    }
}

/// How dates such as 03.04.2026 are written in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// ISO 8601 and epoch numbers need no order; anything else is day first.
    #[default]
    DayFirst,
    MonthFirst,
}

/// Where the campaign's name comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", content = "name", rename_all = "snake_case")]
pub enum CampaignSource {
    /// The columns with the roles `CampaignId` and `CampaignName`.
    Column,
    /// What a line above the header says (`Kampagne: …`), else the file's name
    /// without its extension and without words for kinds.
    #[default]
    FileName,
    Typed(String),
}
