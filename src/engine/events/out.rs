//! Where a dialect's reading of a record becomes events: the address its
//! pseudonym, the link its general form, the user agent a class of clients, the
//! country one of a closed list.

use super::account::{Account, Entry, pseudonym};
use super::seen::Seen;
use super::times::{self, Clock};
use super::trial::Trying;
use super::{Campaign, Event, Fate, Key, Who};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::zone::Time;

/// A point in time as a cell gave it.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub time: Time,
    /// To the minute only.
    pub coarse: bool,
    /// A local time that a clock change repeats; the earlier of the two.
    pub ambiguous: bool,
}

/// Why a record gives no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Ignored(IgnoredReason),
    Problem(ProblemKind, Column),
}

/// The column of a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Unknown,
    /// A name of the dialect's own.
    Named(&'static str),
    /// A position in the header; its name is told only where it is a known one.
    At(usize),
}

/// What a record says of one event.
pub(super) struct Draft<'a> {
    pub kind: Kind,
    pub moment: Option<Moment>,
    pub count: u32,
    /// Empty: the campaign of the file's name.
    pub campaign: Campaign<'a>,
    /// As the record has it; empty where there is none.
    pub link: &'a str,
    pub agent: &'a str,
    /// A code or a name, as the record has it.
    pub country: &'a str,
    pub view_ms: Option<u32>,
    /// A bounce without a class.
    pub unclassified: bool,
}

impl<'a> Draft<'a> {
    pub(super) fn new(kind: Kind, moment: Option<Moment>, campaign: Campaign<'a>) -> Draft<'a> {
        Draft {
            kind,
            moment,
            count: 1,
            campaign,
            link: "",
            agent: "",
            country: "",
            view_ms: None,
            unclassified: false,
        }
    }
}

/// The way out of a dialect, for one record.
pub(super) struct Out<'r> {
    pub key: &'r Key,
    pub clock: Clock<'r>,
    pub account: &'r mut Account,
    pub seen: &'r mut Seen,
    pub sink: &'r mut dyn FnMut(Event<'_>) -> Fate,
    /// The campaign of the file's name.
    pub file: Campaign<'r>,
    /// What the export can tell.
    pub covers: KindSet,
    /// Where a mapping is only tried.
    pub trying: Option<&'r mut Trying>,
    pub emitted: u32,
    pub kept: u32,
}

impl Out<'_> {
    /// The person in a cell. Whoever stands there counts among the file's
    /// addresses, even if nothing comes of the row.
    #[inline]
    pub(super) fn person<'c>(&mut self, cell: &'c str, column: Column) -> Result<Who<'c>, Refusal> {
        match self.anybody(cell, column)? {
            Who::Nobody => Err(Refusal::Problem(ProblemKind::MissingAddress, column)),
            who => Ok(who),
        }
    }

    /// The person in a cell, or nobody where it is empty.
    pub(super) fn anybody<'c>(
        &mut self,
        cell: &'c str,
        column: Column,
    ) -> Result<Who<'c>, Refusal> {
        let Some(who) = Who::from_plausible(cell, self.key) else {
            return Err(Refusal::Problem(ProblemKind::BadAddress, column));
        };
        if let Some(pseudonym) = pseudonym(&who) {
            self.account.met(pseudonym);
        }
        Ok(who)
    }

    /// The time in a cell; `None` where it says that there is none.
    pub(super) fn moment(&mut self, cell: &str, column: Column) -> Result<Option<Moment>, Refusal> {
        if let Some(trying) = &mut self.trying {
            trying.date(self.clock.order(cell));
        }
        match self.clock.read(cell) {
            times::Reading::Absent => Ok(None),
            times::Reading::Bad => Err(Refusal::Problem(ProblemKind::BadTime, column)),
            times::Reading::At { time, coarse, zoneless, ambiguous } => {
                if zoneless {
                    self.account.zoneless();
                }
                Ok(Some(Moment { time, coarse, ambiguous }))
            }
        }
    }

    /// The time in a cell that must have one.
    pub(super) fn needed_moment(&mut self, cell: &str, column: Column) -> Result<Moment, Refusal> {
        self.moment(cell, column)?.ok_or(Refusal::Problem(ProblemKind::MissingTime, column))
    }

    /// Hands an event on. A record that may still be refused has handed on none.
    pub(super) fn emit(&mut self, who: &Who<'_>, draft: Draft<'_>) {
        let named = !(draft.campaign.id.is_empty() && draft.campaign.name.is_empty());
        let campaign = if named { draft.campaign } else { self.file };
        if let Some(trying) = &mut self.trying {
            trying.event(&draft, campaign.name);
        }
        let link = self.seen.link(draft.link, self.key);
        let (client, automatic) = self.seen.agent(draft.agent, self.key);
        let country = self.seen.country(draft.country, self.key);
        let event = Event {
            who: who.again(),
            kind: draft.kind,
            time: draft.moment.map(|moment| moment.time),
            coarse: draft.moment.is_some_and(|moment| moment.coarse),
            count: draft.count,
            campaign,
            link: link.as_deref(),
            client,
            country,
            automatic,
            view_ms: draft.view_ms,
            covers: self.covers,
        };
        self.emitted += 1;
        self.account.covers(self.covers);
        if (self.sink)(event) == Fate::Kept {
            self.kept += 1;
            self.account.kept(
                pseudonym(who),
                &Entry {
                    kind: draft.kind,
                    count: draft.count,
                    moment: draft.moment,
                    unclassified: draft.unclassified,
                },
            );
        }
    }
}
