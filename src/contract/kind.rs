use serde::{Deserialize, Serialize};

/// What happened to a message. The names are those of the report and of every
/// export; vendors' words for them live in the dialects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Kind {
    Sent,
    Delivered,
    Deferred,
    BouncedHard,
    BouncedSoft,
    Dropped,
    Opened,
    MachineOpened,
    /// A view whose duration is known.
    Read,
    Clicked,
    MachineClicked,
    Unsubscribed,
    Complained,
    Subscribed,
    DoiRequested,
    DoiConfirmed,
    Forwarded,
    Printed,
    Converted,
}

impl Kind {
    pub const ALL: [Kind; 19] = [
        Kind::Sent,
        Kind::Delivered,
        Kind::Deferred,
        Kind::BouncedHard,
        Kind::BouncedSoft,
        Kind::Dropped,
        Kind::Opened,
        Kind::MachineOpened,
        Kind::Read,
        Kind::Clicked,
        Kind::MachineClicked,
        Kind::Unsubscribed,
        Kind::Complained,
        Kind::Subscribed,
        Kind::DoiRequested,
        Kind::DoiConfirmed,
        Kind::Forwarded,
        Kind::Printed,
        Kind::Converted,
    ];

    /// The name in reports: `bounced_hard`, `machine_opened` …
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Sent => "sent",
            Kind::Delivered => "delivered",
            Kind::Deferred => "deferred",
            Kind::BouncedHard => "bounced_hard",
            Kind::BouncedSoft => "bounced_soft",
            Kind::Dropped => "dropped",
            Kind::Opened => "opened",
            Kind::MachineOpened => "machine_opened",
            Kind::Read => "read",
            Kind::Clicked => "clicked",
            Kind::MachineClicked => "machine_clicked",
            Kind::Unsubscribed => "unsubscribed",
            Kind::Complained => "complained",
            Kind::Subscribed => "subscribed",
            Kind::DoiRequested => "doi_requested",
            Kind::DoiConfirmed => "doi_confirmed",
            Kind::Forwarded => "forwarded",
            Kind::Printed => "printed",
            Kind::Converted => "converted",
        }
    }

    pub fn from_name(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub fn from_index(index: u8) -> Option<Kind> {
        Kind::ALL.get(index as usize).copied()
    }

    /// Which consent governs the event; `None` where it needs no tracking.
    pub const fn measured(self) -> Option<super::Measured> {
        match self {
            Kind::Opened | Kind::MachineOpened | Kind::Read | Kind::Printed => {
                Some(super::Measured::Opens)
            }
            Kind::Clicked | Kind::MachineClicked | Kind::Forwarded | Kind::Converted => {
                Some(super::Measured::Clicks)
            }
            _ => None,
        }
    }
}

/// A set of kinds: what an export can tell at all, so that a figure it cannot
/// know is shown as unavailable and never as zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindSet(u32);

impl KindSet {
    pub const EMPTY: KindSet = KindSet(0);
    pub const ALL: KindSet = KindSet((1 << 19) - 1);

    pub const fn of(kinds: &[Kind]) -> KindSet {
        let mut bits = 0;
        let mut at = 0;
        while at < kinds.len() {
            bits |= 1 << kinds[at] as u32;
            at += 1;
        }
        KindSet(bits)
    }

    pub fn insert(&mut self, kind: Kind) {
        self.0 |= 1 << kind as u32;
    }

    pub const fn union(self, other: KindSet) -> KindSet {
        KindSet(self.0 | other.0)
    }

    pub const fn intersection(self, other: KindSet) -> KindSet {
        KindSet(self.0 & other.0)
    }

    pub const fn minus(self, other: KindSet) -> KindSet {
        KindSet(self.0 & !other.0)
    }

    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    pub const fn len(self) -> u32 {
        self.0.count_ones()
    }

    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().filter(move |&kind| self.contains(kind))
    }

    pub const fn intersects(self, other: KindSet) -> bool {
        self.0 & other.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_name_and_place() {
        for (index, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            assert_eq!(Kind::from_index(index as u8), Some(kind));
            assert!(KindSet::ALL.contains(kind));
        }
        assert_eq!(Kind::from_index(19), None);
    }
}
