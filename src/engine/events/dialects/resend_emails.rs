//! Resend's list of e-mails as CSV. It names the last thing that happened to each
//! message (`last_event`), and not when: an open is hidden behind a click, a
//! delivery behind either, and rates made of it would be wrong. Nothing is counted;
//! the people in it are met.
//!
//! Fingerprint: columns `id`, `to`, `last_event` and `sent_at` or `reply_to`.
//! Source: the header in public code that reads the file, verified; the words
//! partly.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, IgnoredReason, KindSet, ProblemKind};
use crate::engine::events::out::{Column, Out, Refusal};

pub(super) const DIALECT: Dialect = Dialect {
    id: "resend-emails",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: false,
    zone: None,
    known: |look| {
        look.has(&["id", "to", "last_event"]) && (look.has(&["sent_at"]) || look.has(&["reply_to"]))
    },
    campaign: no_campaign,
    open: |look| Box::new(Emails::new(look)),
};

struct Emails {
    to: Option<usize>,
    state: Option<usize>,
}

impl Emails {
    fn new(look: &Look) -> Emails {
        Emails { to: look.column("to"), state: look.column("last_event") }
    }
}

/// What a message may have been last.
const STATES: [&str; 12] = [
    "queued",
    "scheduled",
    "canceled",
    "sent",
    "delivered",
    "delivery_delayed",
    "bounced",
    "complained",
    "opened",
    "clicked",
    "failed",
    "suppressed",
];

impl ReadRecord for Emails {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let to = cell(&row, self.to);
        if to.is_empty() {
            return Err(Refusal::Problem(ProblemKind::MissingAddress, Column::Named("to")));
        }
        for address in to.split(',') {
            out.anybody(address, Column::Named("to"))?;
        }
        let state = cell(&row, self.state);
        let state = state.strip_prefix("email.").unwrap_or(&state);
        Err(match state {
            "" => Refusal::Problem(ProblemKind::MissingKind, Column::Named("last_event")),
            state if STATES.contains(&state) => Refusal::Ignored(IgnoredReason::LastStateOnly),
            _ => Refusal::Problem(ProblemKind::UnknownWord, Column::Named("last_event")),
        })
    }

    fn covers(&self) -> KindSet {
        KindSet::EMPTY
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    const HEADER: &str = "id,created_at,subject,from,to,cc,bcc,reply_to,last_event,sent_at\n";

    #[test]
    fn the_last_state_alone_is_no_event() {
        let read = Sample::read(
            "x.csv",
            &format!(
                "{HEADER}1,2026-09-14 06:00:00+00,S,f@example.com,a@example.org,,,,clicked,\n\
                 2,2026-09-14 06:00:00+00,S,f@example.com,\"a@example.org, b@example.org\",,,,sent,\n\
                 3,2026-09-14 06:00:00+00,S,f@example.com,c@example.org,,,,danced,\n\
                 4,2026-09-14 06:00:00+00,S,f@example.com,c@example.org,,,,,\n\
                 5,2026-09-14 06:00:00+00,S,f@example.com,,,,,sent,\n"
            ),
        );
        assert_eq!(read.report.dialect, "resend-emails");
        assert!(read.report.events.is_empty() && read.covers.is_empty());
        assert_eq!((read.report.recipients, read.report.addresses), (0, 3));
        assert_eq!(read.report.ignored[&IgnoredReason::LastStateOnly], 2);
        let kinds: Vec<_> = read.report.located.iter().map(|problem| problem.kind).collect();
        assert_eq!(
            kinds,
            [ProblemKind::UnknownWord, ProblemKind::MissingKind, ProblemKind::MissingAddress]
        );
    }
}
