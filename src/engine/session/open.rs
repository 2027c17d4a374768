//! The file being read, and what becomes of it.

use super::Session;
use crate::contract::{
    ConsentSummary, FilePlan, FileReport, Granularity, Mapping, Problem, ProblemKind,
};
use crate::engine::consent::{ConsentBook, Gate};
use crate::engine::events::{
    ConsentReading, ConsentRow, Event, Fate, Finished, PartsReading, Reading, Who,
};
use crate::engine::store::Store;
use std::mem;

/// One file between its first byte and its report.
// One exists at a time: a box would save nothing.
#[allow(clippy::large_enum_variant)]
pub(super) enum Open {
    Events {
        name: String,
        reading: Reading,
        problem: Option<Problem>,
    },
    /// Read by others.
    Parts(Box<PartsReading>),
    Consent {
        name: String,
        reading: ConsentReading,
        problem: Option<Problem>,
    },
}

/// Consent is gathered before the first export, and decides from then on.
pub(super) enum Consent {
    Gathering(ConsentBook),
    Deciding(Gate),
}

impl Session {
    /// The gate for events; from now on the consent book is closed.
    pub(super) fn decide(&mut self) {
        if let Consent::Gathering(book) = &mut self.consent {
            self.consent = Consent::Deciding(Gate::new(&self.settings, mem::take(book)));
        }
    }

    /// Starts an export, or one member of it.
    pub(super) fn reading(&self, path: &str, plan: &FilePlan) -> Reading {
        let reading = Reading::new(path, plan, &self.key, &self.zones, &self.settings.zone);
        self.gathering(reading)
    }

    pub(super) fn consent_reading(&self, path: &str, mapping: Option<&Mapping>) -> ConsentReading {
        let zone = &self.settings.zone;
        let reading = ConsentReading::new(path, mapping, &self.key, &self.zones, zone);
        self.gathering_decisions(reading)
    }

    pub(super) fn push_events(
        &mut self,
        reading: &mut Reading,
        bytes: &[u8],
    ) -> Result<(), Problem> {
        match self.unusable {
            Some(_) => reading.push(bytes, &mut nothing),
            None => reading.push(bytes, &mut sink(&self.consent, &mut self.store)),
        }
    }

    pub(super) fn finish_events(&mut self, reading: Reading) -> Result<Finished, Problem> {
        let mut finished = match &mut self.unusable {
            None => reading.finish(&mut sink(&self.consent, &mut self.store))?,
            Some(unusable) => {
                let mut finished = reading.finish(&mut nothing)?;
                finished.unusable(unusable);
                finished
            }
        };
        self.seen(finished.tried());
        Ok(finished)
    }

    pub(super) fn push_consent(
        &mut self,
        reading: &mut ConsentReading,
        bytes: &[u8],
    ) -> Result<(), Problem> {
        reading.push(bytes, &mut enter(&mut self.consent))
    }

    pub(super) fn finish_consent(
        &mut self,
        reading: ConsentReading,
    ) -> Result<ConsentSummary, Problem> {
        let mut finished = reading.finish(&mut enter(&mut self.consent))?;
        if let Some(unusable) = &mut self.unusable {
            finished.unusable(unusable);
        }
        self.seen(finished.tried());
        Ok(finished.summary)
    }

    /// Enters a consent list into the one summary of all of them.
    pub(super) fn summarise(&mut self, list: ConsentSummary) {
        let subscribers = match &self.consent {
            // Somebody on two lists is one subscriber.
            Consent::Gathering(book) => book.len() as u64,
            Consent::Deciding(_) => list.subscribers,
        };
        let Some(all) = &mut self.summary else {
            self.summary = Some(list);
            return;
        };
        all.name = format!("{}, {}", all.name, list.name);
        all.rows += list.rows;
        all.subscribers = subscribers;
        all.granted_opens += list.granted_opens;
        all.denied_opens += list.denied_opens;
        all.granted_clicks += list.granted_clicks;
        all.denied_clicks += list.denied_clicks;
        for (kind, rows) in list.problems {
            *all.problems.entry(kind).or_default() += rows;
        }
        all.located.extend(list.located);
    }
}

/// Where only rows that cannot be used are wanted, no event is.
fn nothing(_: Event<'_>) -> Fate {
    Fate::LeftOut
}

/// What consent lets through is kept.
fn sink<'s>(consent: &'s Consent, store: &'s mut Store) -> impl FnMut(Event<'_>) -> Fate + 's {
    move |event| match consent {
        Consent::Deciding(gate) => keep(event, gate, store),
        Consent::Gathering(_) => Fate::LeftOut,
    }
}

/// The same, of a reader whose gate is there from the first byte.
pub(super) fn kept<'s>(gate: &'s Gate, store: &'s mut Store) -> impl FnMut(Event<'_>) -> Fate + 's {
    move |event| keep(event, gate, store)
}

fn keep(event: Event<'_>, gate: &Gate, store: &mut Store) -> Fate {
    let (campaign, covers) = (event.campaign, event.covers);
    match gate.permit(event) {
        Some(permitted) => {
            store.add(permitted);
            Fate::Kept
        }
        None => {
            store.left_out(campaign, covers);
            Fate::LeftOut
        }
    }
}

/// What a list says is entered into the book.
fn enter(consent: &mut Consent) -> impl FnMut(ConsentRow<'_>) + '_ {
    move |row| {
        if let (Consent::Gathering(book), Who::Subscriber { pseudonym, .. }) =
            (&mut *consent, &row.who)
        {
            book.add(*pseudonym, row.opens, row.clicks, row.since);
        }
    }
}

/// The report of a file that could not be read at all: no rows, and why.
pub(super) fn unread(name: &str, problem: Problem) -> FileReport {
    FileReport {
        name: name.to_owned(),
        dialect: "unknown".into(),
        granularity: Granularity::Event,
        rows: 0,
        rows_used: 0,
        events: Default::default(),
        ignored: Default::default(),
        problems: Default::default(),
        located: vec![problem],
        recipients: 0,
        addresses: 0,
        first: None,
        last: None,
        zone: None,
        ambiguous_times: 0,
        unclassified_bounces: 0,
        reported: Vec::new(),
    }
}

/// The same for a consent list.
pub(super) fn unread_consent(name: &str, problem: Problem) -> ConsentSummary {
    ConsentSummary { name: name.to_owned(), located: vec![problem], ..Default::default() }
}

/// A problem of a file as a whole.
pub(super) fn whole(name: &str, kind: ProblemKind) -> Problem {
    Problem { kind, file: name.to_owned(), row: None, column: None }
}
