//! Keila: its tables `contacts_events` (one event a row; the type a number or its
//! name) and `messages`, once `mailings_recipients` (one message a row, the time
//! of each thing that happened to it), as a database dumps them. Times are UTC;
//! contacts are ids, unless the query added their addresses. Keila's own CSV
//! export holds contacts only.
//!
//! Fingerprints: `type`, `data`, `contact_id`, `inserted_at`; `contact_id`,
//! `opened_at`, `soft_bounce_received_at`.
//! Source: schemas and migrations of pentacent/keila; columns verified, meaning
//! of `double_opt_in` (confirmed) partly.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::{Campaign, words};
use crate::engine::records::Row;
use serde_json::Value;
use std::borrow::Cow;

pub(super) const EVENTS: Dialect = Dialect {
    id: "keila-events",
    class: FileClass::Events,
    granularity: Granularity::Event,
    zoneless: true,
    zone: Some("UTC"),
    known: |look| look.has(&["type", "data", "contact_id", "inserted_at"]),
    campaign: no_campaign,
    open: |look| Box::new(Events::new(look)),
};

pub(super) const MESSAGES: Dialect = Dialect {
    id: "keila-messages",
    class: FileClass::Events,
    granularity: Granularity::Recipient,
    zoneless: true,
    zone: Some("UTC"),
    known: |look| look.has(&["contact_id", "opened_at", "soft_bounce_received_at"]),
    campaign: no_campaign,
    open: |look| Box::new(Messages::new(look)),
};

/// The person, and the campaign where the query joined it.
struct Cells {
    person: Option<usize>,
    /// Its name, as a problem may tell it.
    person_name: &'static str,
    campaign_id: Option<usize>,
    campaign_name: Option<usize>,
}

impl Cells {
    fn new(look: &Look) -> Cells {
        let addresses = ["email", "recipient_email"];
        let address = addresses.iter().find_map(|name| Some((look.column(name)?, *name)));
        Cells {
            person: address.map(|(at, _)| at).or_else(|| look.column("contact_id")),
            person_name: address.map_or("contact_id", |(_, name)| name),
            campaign_id: look.column("campaign_id"),
            campaign_name: look.column("campaign_name").or_else(|| look.column("subject")),
        }
    }

    fn person<'r>(&self, row: &Row<'r>) -> Cow<'r, str> {
        present(cell(row, self.person))
    }
}

fn present(cell: Cow<'_, str>) -> Cow<'_, str> {
    if words::is_absent(&cell) { Cow::Borrowed("") } else { cell }
}

/// What a type is; `None` for those that are none of Keila's.
fn event(word: &str) -> Option<Result<Kind, IgnoredReason>> {
    Some(match word {
        "0" | "create" | "1" | "import" | "10" | "status_change" => Err(IgnoredReason::NotAnEvent),
        "2" | "subscribe" => Ok(Kind::Subscribed),
        "3" | "unsubscribe" => Ok(Kind::Unsubscribed),
        "4" | "double_opt_in" => Ok(Kind::DoiConfirmed),
        "5" | "open" => Ok(Kind::Opened),
        "6" | "click" => Ok(Kind::Clicked),
        "7" | "soft_bounce" => Ok(Kind::BouncedSoft),
        "8" | "hard_bounce" => Ok(Kind::BouncedHard),
        "9" | "complaint" => Ok(Kind::Complained),
        _ => return None,
    })
}

struct Events {
    cells: Cells,
    kind: Option<usize>,
    data: Option<usize>,
    time: Option<usize>,
}

impl Events {
    fn new(look: &Look) -> Events {
        Events {
            cells: Cells::new(look),
            kind: look.column("type"),
            data: look.column("data"),
            time: look.column("inserted_at"),
        }
    }
}

impl ReadRecord for Events {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let word = cell(&row, self.kind);
        if words::is_absent(&word) {
            return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("type")));
        }
        let kind = event(&word)
            .ok_or(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("type")))?
            .map_err(Refusal::Ignored)?;
        let person = self.cells.person(&row);
        let who = out.person(&person, Column::Named(self.cells.person_name))?;
        let time = cell(&row, self.time);
        let moment = out.needed_moment(&time, Column::Named("inserted_at"))?;
        let id = present(cell(&row, self.cells.campaign_id));
        let name = present(cell(&row, self.cells.campaign_name));
        let link = match kind {
            Kind::Clicked => url(&cell(&row, self.data)),
            _ => None,
        };
        let draft = Draft::new(kind, Some(moment), Campaign { id: &id, name: &name });
        out.emit(&who, Draft { link: link.as_deref().unwrap_or_default(), ..draft });
        Ok(())
    }

    fn covers(&self) -> KindSet {
        KindSet::of(&[
            Kind::Subscribed,
            Kind::Unsubscribed,
            Kind::DoiConfirmed,
            Kind::Opened,
            Kind::Clicked,
            Kind::BouncedSoft,
            Kind::BouncedHard,
            Kind::Complained,
        ])
    }
}

/// The link of a click: `{"url":"…"}`.
fn url(data: &str) -> Option<String> {
    let data: Value = serde_json::from_str(data).ok()?;
    Some(data.get("url")?.as_str()?.to_owned())
}

/// What happens to a message, and the column that says when.
const DATED: [(Kind, &str); 7] = [
    (Kind::Sent, "sent_at"),
    (Kind::BouncedSoft, "soft_bounce_received_at"),
    (Kind::BouncedHard, "hard_bounce_received_at"),
    (Kind::Complained, "complaint_received_at"),
    (Kind::Unsubscribed, "unsubscribed_at"),
    (Kind::Opened, "opened_at"),
    (Kind::Clicked, "clicked_at"),
];

struct Messages {
    cells: Cells,
    dated: [(Kind, &'static str, Option<usize>); 7],
    /// Messages that could not be handed over at all.
    failed: Option<usize>,
}

impl Messages {
    fn new(look: &Look) -> Messages {
        Messages {
            cells: Cells::new(look),
            dated: DATED.map(|(kind, name)| (kind, name, look.column(name))),
            failed: look.column("failed_at"),
        }
    }
}

impl ReadRecord for Messages {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let person = self.cells.person(&row);
        let who = out.person(&person, Column::Named(self.cells.person_name))?;
        let mut dated: [Option<Moment>; 7] = [None; 7];
        for ((_, name, at), moment) in self.dated.iter().zip(&mut dated) {
            *moment = out.moment(&cell(&row, *at), Column::Named(name))?;
        }
        let failed = out.moment(&cell(&row, self.failed), Column::Named("failed_at"))?;
        let id = present(cell(&row, self.cells.campaign_id));
        let name = present(cell(&row, self.cells.campaign_name));
        let campaign = Campaign { id: &id, name: &name };
        let kinds = self.dated.iter().map(|(kind, ..)| *kind).zip(dated);
        for (kind, moment) in kinds.chain([(Kind::Dropped, failed)]) {
            if moment.is_some() {
                out.emit(&who, Draft::new(kind, moment, campaign));
            }
        }
        Ok(())
    }

    fn covers(&self) -> KindSet {
        let mut covers = KindSet::EMPTY;
        for (kind, _, at) in self.dated {
            if at.is_some() {
                covers.insert(kind);
            }
        }
        if self.failed.is_some() {
            covers.insert(Kind::Dropped);
        }
        covers
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn every_type_by_number_and_by_name() {
        let names = [
            "create",
            "import",
            "subscribe",
            "unsubscribe",
            "double_opt_in",
            "open",
            "click",
            "soft_bounce",
            "hard_bounce",
            "complaint",
            "status_change",
        ];
        let table = |types: Vec<String>| {
            let rows = types
                .iter()
                .enumerate()
                .map(|(id, word)| format!("{id},{word},{{}},c{id},{id},2026-09-14 06:00:00.5\n"));
            format!("id,type,data,contact_id,message_id,inserted_at\n{}", rows.collect::<String>())
        };
        let numbers = Sample::read("x.csv", &table((0..12).map(|n| n.to_string()).collect()));
        let named = Sample::read("x.csv", &table(names.map(str::to_owned).to_vec()));
        for read in [&numbers, &named] {
            assert_eq!(read.report.dialect, "keila-events");
            assert_eq!(read.report.events.len(), 8);
            assert!(read.report.events.values().all(|&count| count == 1));
            assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 3);
            assert_eq!(read.report.recipients, 8);
        }
        assert_eq!(numbers.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(numbers.report.first.as_deref(), Some("2026-09-14T06:00:00.500Z"));
    }

    #[test]
    fn the_link_of_a_click_stands_in_its_data() {
        let read = Sample::read(
            "x.csv",
            "id,type,data,contact_id,recipient_id,inserted_at,email\n\
             1,6,\"{\"\"url\"\":\"\"https://shop.example.com/a?x=1\"\"}\",1,9,2026-09-14 06:00:00,A@example.org\n\
             2,6,not json,1,9,2026-09-14 06:00:01,a@example.org\n\
             3,5,{},1,9,2026-09-14 06:00:02,\n",
        );
        assert_eq!(read.links, [Some("shop.example.com/a".to_owned()), None]);
        assert_eq!(read.report.recipients, 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingAddress], 1);
        assert_eq!(read.report.located[0].column.as_deref(), Some("email"));
    }

    #[test]
    fn a_message_and_the_times_of_what_happened_to_it() {
        let read = Sample::read(
            "x.csv",
            "id,contact_id,campaign_id,sent_at,opened_at,clicked_at,failed_at,soft_bounce_received_at,hard_bounce_received_at\n\
             1,11,7,2026-09-14 06:00:00,2026-09-14 07:00:00,NULL,NULL,NULL,\\N\n\
             2,12,7,2026-09-14 06:00:00,,,,,2026-09-14 06:00:01\n\
             3,13,7,,,,2026-09-14 06:00:01,,\n\
             4,14,7,,,,,,\n",
        );
        assert_eq!(read.report.dialect, "keila-messages");
        let kinds = [Kind::Sent, Kind::Opened, Kind::BouncedHard, Kind::Dropped, Kind::Clicked];
        assert_eq!(kinds.map(|kind| read.count(kind)), [2, 1, 1, 1, 0]);
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
        assert_eq!(read.campaigns(), [("7", "")]);
        assert!(read.covers.contains(Kind::Clicked) && !read.covers.contains(Kind::Complained));
    }
}
