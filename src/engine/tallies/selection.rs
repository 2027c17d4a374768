//! Which messages a filter takes.

use super::recipient::moment;
use crate::contract::Filter;
use crate::engine::calendar::{day_from_text, day_number};
use crate::engine::store::{Entry, Message, Store};
use crate::engine::zone::{Time, WallClock, Zone};

/// A filter, ready to be asked about each message.
pub(in crate::engine) struct Selection<'a> {
    /// By campaign key.
    campaigns: Vec<bool>,
    from: Option<i32>,
    to: Option<i32>,
    clock: WallClock<'a>,
}

impl<'a> Selection<'a> {
    /// A day that is no date leaves that end of the period open.
    pub(in crate::engine) fn new(store: &Store, filter: &Filter, zone: &'a Zone) -> Selection<'a> {
        let campaigns = store
            .campaigns()
            .map(|(key, _)| filter.campaigns.as_ref().is_none_or(|keys| keys.contains(&key)))
            .collect();
        let day = |text: &Option<String>| text.as_deref().and_then(day_from_text);
        Selection {
            campaigns,
            from: day(&filter.from),
            to: day(&filter.to),
            clock: WallClock::new(zone),
        }
    }

    /// All messages, of so many campaigns.
    pub(super) fn everything(campaigns: usize, zone: &'a Zone) -> Selection<'a> {
        let clock = WallClock::new(zone);
        Selection { campaigns: vec![true; campaigns], from: None, to: None, clock }
    }

    pub(in crate::engine) fn takes_campaign(&self, key: u32) -> bool {
        self.campaigns.get(key as usize).copied().unwrap_or_default()
    }

    /// Whether the message is counted, and the day to which it belongs. Without
    /// any time it is counted where no period is set.
    pub(in crate::engine) fn takes(&self, message: Message<'_>) -> Option<Option<i32>> {
        self.takes_events(message.campaign, message.entries())
    }

    /// The same of a message's events.
    #[inline]
    pub(super) fn takes_events(
        &self,
        campaign: u32,
        events: impl Iterator<Item = Entry>,
    ) -> Option<Option<i32>> {
        if !self.takes_campaign(campaign) {
            return None;
        }
        let day = moment(events).map(|time| self.day(time));
        self.takes_day(day).then_some(day)
    }

    /// Whether days of sending are selected at all: where not, no message has to
    /// be looked at for its day.
    pub(in crate::engine) fn has_period(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    /// Whether what happened on that day is counted.
    #[inline]
    pub(in crate::engine) fn takes_day(&self, day: Option<i32>) -> bool {
        match day {
            Some(day) => {
                self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
            }
            None => self.from.is_none() && self.to.is_none(),
        }
    }

    /// The day of a moment, in the zone of the settings.
    #[inline]
    pub(in crate::engine) fn day(&self, time: Time) -> i32 {
        day_number(self.clock.local(time))
    }
}
