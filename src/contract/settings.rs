use super::{Mode, Treatment};
use serde::{Deserialize, Serialize};

/// Everything the account decides. Kept by the page, never in a snapshot as a
/// whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    pub mode: Mode,
    /// Subscribers who said nothing, in [`Mode::Choice`].
    pub unknown: Treatment,
    /// Subscribers who refused, in [`Mode::Choice`]; never [`Treatment::Named`].
    pub denied: Treatment,
    /// IANA name; times without a zone are read in it, days and hours shown in it.
    pub zone: String,
    pub machine: MachineRules,
    /// Count machine events as if people had caused them.
    pub include_machine: bool,
    pub convention: Convention,
    pub reading: ReadingLimits,
    /// The smallest number of people a snapshot may show.
    pub threshold: u32,
}

impl Settings {
    pub const DEFAULT_THRESHOLD: u32 = 11;
    pub const MIN_THRESHOLD: u32 = 5;

    /// Settings whose contradictions are resolved the careful way.
    pub fn sound(mut self) -> Settings {
        if self.denied == Treatment::Named {
            self.denied = Treatment::Anonymous;
        }
        self.threshold = self.threshold.max(Settings::MIN_THRESHOLD);
        self.reading.read_from_ms = self.reading.read_from_ms.max(self.reading.skimmed_from_ms);
        self
    }

    /// Whether going from `self` to `next` needs the files again: what may not
    /// be seen was never kept, and zones without offset decide what a time is.
    pub fn needs_reading(&self, next: &Settings) -> bool {
        self.mode != next.mode
            || self.zone != next.zone
            || (next.mode == Mode::Choice
                && (self.unknown != next.unknown || self.denied != next.denied))
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            mode: Mode::default(),
            unknown: Treatment::Anonymous,
            denied: Treatment::Anonymous,
            zone: "UTC".into(),
            machine: MachineRules::default(),
            include_machine: false,
            convention: Convention::default(),
            reading: ReadingLimits::default(),
            threshold: Settings::DEFAULT_THRESHOLD,
        }
    }
}

/// The rules that set machine events aside, in the order in which they apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct MachineRules {
    /// The vendor's own mark.
    pub vendor: bool,
    /// Five or more different links by one recipient within one second.
    pub burst: bool,
    /// User agents of known proxies and scanners.
    pub user_agent: bool,
}

impl Default for MachineRules {
    fn default() -> MachineRules {
        MachineRules { vendor: true, burst: true, user_agent: true }
    }
}

/// Whose way of dividing the rates follow; the counts are the same in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Convention {
    /// Unique, ÷ the measurable base (delivered when everyone is measurable).
    #[default]
    Measurable,
    /// Unique ÷ delivered (Mailchimp).
    Delivered,
    /// Unique ÷ sent (CleverReach, Evalanche).
    Sent,
    /// Total opens and clicks ÷ delivered (DDV).
    DdvTotal,
    /// Click rate is clickers ÷ openers (Clever Elements).
    CleverElements,
}

/// Where a glance ends and reading begins, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReadingLimits {
    pub skimmed_from_ms: u32,
    pub read_from_ms: u32,
}

impl Default for ReadingLimits {
    fn default() -> ReadingLimits {
        ReadingLimits { skimmed_from_ms: 2_000, read_from_ms: 8_000 }
    }
}

/// Which messages are counted. A message belongs to the day on which it was
/// sent (delivered, first seen where no send time is known), so that base and
/// reactions always stay together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    /// Keys of the campaigns counted; all when `None`.
    pub campaigns: Option<Vec<u32>>,
    /// First day counted, `YYYY-MM-DD` in the zone of the settings.
    pub from: Option<String>,
    /// Last day counted, inclusive.
    pub to: Option<String>,
}
