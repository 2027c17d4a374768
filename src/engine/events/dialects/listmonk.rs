//! listmonk: the views and clicks that its maintenance page exports, and the
//! tables `campaign_views`, `link_clicks` and `bounces` as a database dumps them.
//! Times are RFC 3339 with an offset. Who was deleted, or is tracked anonymously,
//! is `0,"",""`: the event counts, nobody stands behind it. Tables have ids in
//! place of addresses; a view's table tells by its name alone what it is of. The
//! API's answer about bounces has the campaign as an object.
//!
//! Fingerprints: `campaign_uuid`, `subscriber_uuid`, `subscriber_name`;
//! `campaign_id`, `subscriber_id` and `created_at` in a file named for the table,
//! or with `link_id`; `subscriber_id`, `type`, `source`, `meta` for bounces.
//! Source: `cmd/maintenance.go` and `schema.sql` of knadh/listmonk; verified.

use super::{Dialect, Look, ReadRecord, Source, cell};
use crate::contract::{Kind, KindSet, ProblemKind};
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::{Campaign, Who, naming, words};

pub(super) const EXPORT: Dialect = Dialect::of_events(
    "listmonk",
    |look| is_export(look) || table(look).is_some(),
    |look| Box::new(Tracked::new(look)),
);

pub(super) const BOUNCES: Dialect = Dialect::of_events(
    "listmonk-bounces",
    |look| {
        // In JSON, `meta` is an object, and may be empty.
        let meta = look.has(&["meta"]) || look.shows(|object| object.contains_key("meta"));
        meta && look.has(&["subscriber_id", "type", "source", "created_at"])
    },
    |look| Box::new(Bounces { cells: Cells::new(look), kind: look.column("type") }),
);

fn is_export(look: &Look) -> bool {
    look.has(&["campaign_uuid", "subscriber_uuid", "subscriber_name", "email", "created_at"])
}

/// What a table of the database is of.
fn table(look: &Look) -> Option<Kind> {
    if !look.has(&["campaign_id", "subscriber_id", "created_at"]) {
        return None;
    }
    let stem = naming::stem(&look.path).to_ascii_lowercase();
    if look.has(&["link_id"]) || stem.contains("link_clicks") {
        Some(Kind::Clicked)
    } else {
        stem.contains("campaign_views").then_some(Kind::Opened)
    }
}

/// The columns that all of them have.
struct Cells {
    email: Option<usize>,
    uuid: Option<usize>,
    id: Option<usize>,
    campaign_id: Option<usize>,
    campaign_name: Option<usize>,
    time: Option<usize>,
}

impl Cells {
    fn new(look: &Look) -> Cells {
        Cells {
            email: look.column("email"),
            uuid: look.column("subscriber_uuid"),
            id: look.column("subscriber_id"),
            campaign_id: look.column("campaign_id").or_else(|| look.column("campaign.id")),
            campaign_name: look.column("campaign_name").or_else(|| look.column("campaign.name")),
            time: look.column("created_at"),
        }
    }

    /// The event of a row: of an address where there is such a column, else of an
    /// id; of nobody where the subscriber is gone.
    fn emit(
        &self,
        source: Source<'_>,
        kind: Kind,
        link: Option<usize>,
        out: &mut Out<'_>,
    ) -> Result<(), Refusal> {
        let row = source.row()?;
        let (at, name) = match (self.email, self.uuid) {
            (Some(at), _) => (Some(at), "email"),
            (None, Some(at)) => (Some(at), "subscriber_uuid"),
            (None, None) => (self.id, "subscriber_id"),
        };
        let person = cell(&row, at);
        let gone = words::is_absent(&person) || person == "0";
        let who = match gone {
            true => Who::Nobody,
            false => out.person(&person, Column::Named(name))?,
        };
        let time = cell(&row, self.time);
        let moment = out.needed_moment(&time, Column::Named("created_at"))?;
        let (id, name) = (cell(&row, self.campaign_id), cell(&row, self.campaign_name));
        let id = if words::is_absent(&id) { "" } else { &id };
        let link = cell(&row, link);
        let draft = Draft::new(kind, Some(moment), Campaign { id, name: &name });
        out.emit(&who, Draft { link: &link, ..draft });
        Ok(())
    }
}

/// Views or clicks.
struct Tracked {
    cells: Cells,
    kind: Kind,
    link: Option<usize>,
}

impl Tracked {
    fn new(look: &Look) -> Tracked {
        let link = look.column("url");
        let of_export = if link.is_some() { Kind::Clicked } else { Kind::Opened };
        let kind = if is_export(look) { of_export } else { table(look).unwrap_or(of_export) };
        Tracked { cells: Cells::new(look), kind, link }
    }
}

impl ReadRecord for Tracked {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        self.cells.emit(source, self.kind, self.link, out)
    }

    fn covers(&self) -> KindSet {
        KindSet::of(&[self.kind])
    }
}

struct Bounces {
    cells: Cells,
    kind: Option<usize>,
}

impl ReadRecord for Bounces {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let word = cell(&source.row()?, self.kind);
        let kind = match word.as_ref() {
            "hard" => Kind::BouncedHard,
            "soft" => Kind::BouncedSoft,
            "complaint" => Kind::Complained,
            "" => return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("type"))),
            _ => return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("type"))),
        };
        self.cells.emit(source, kind, None, out)
    }

    fn covers(&self) -> KindSet {
        KindSet::of(&[Kind::BouncedHard, Kind::BouncedSoft, Kind::Complained])
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    const VIEWS: &str = "campaign_id,campaign_uuid,campaign_name,subscriber_id,subscriber_uuid,email,subscriber_name,created_at\n";

    #[test]
    fn who_is_gone_is_counted_and_is_nobody() {
        let read = Sample::read(
            "views.csv",
            &format!(
                "{VIEWS}7,u,\"Herbst; 1\",501,s,a@example.org,A,2026-09-14T08:00:14+02:00\n\
                 7,u,\"Herbst; 1\",0,,,,2026-09-14T08:00:15+02:00\n\
                 7,u,\"Herbst; 1\",502,t,b@example.org,B,\n"
            ),
        );
        assert_eq!(read.report.dialect, "listmonk");
        assert_eq!((read.count(Kind::Opened), read.report.recipients), (2, 1));
        assert_eq!(read.report.problems[&ProblemKind::MissingTime], 1);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:14Z"));
        assert_eq!(read.campaigns(), [("7", "Herbst; 1")]);
        assert_eq!(read.covers, KindSet::of(&[Kind::Opened]));
        assert_eq!(read.report.zone, None);
    }

    #[test]
    fn tables_have_ids_and_are_known_by_their_names() {
        let rows = "1,7,501,2026-09-14 06:00:14.25+00\n2,7,\\N,2026-09-14 06:00:15+00\n";
        let views = Sample::read(
            "dump/campaign_views.csv",
            &format!("id,campaign_id,subscriber_id,created_at\n{rows}"),
        );
        assert_eq!((views.count(Kind::Opened), views.report.recipients), (2, 1));
        let clicks = Sample::read(
            "x.csv",
            "id,campaign_id,link_id,subscriber_id,created_at\n1,,9,501,2026-09-14 06:00:14+00\n",
        );
        assert_eq!(clicks.count(Kind::Clicked), 1);
        assert_eq!(clicks.campaigns(), [("", "x")]);
        let unnamed = Sample::try_read(
            "x.csv",
            &format!("id,campaign_id,subscriber_id,created_at\n{rows}"),
            &Default::default(),
        );
        assert!(unnamed.is_err());
    }

    #[test]
    fn bounces_of_all_classes() {
        let read = Sample::read(
            "bounces.csv",
            "id,subscriber_id,campaign_id,type,source,meta,created_at\n\
             1,501,7,hard,ses,{},2026-09-14 06:00:14+00\n\
             2,502,7,soft,ses,{},2026-09-14 06:00:14+00\n\
             3,503,,complaint,ses,{},2026-09-14 06:00:14+00\n\
             4,504,7,odd,ses,{},2026-09-14 06:00:14+00\n",
        );
        assert_eq!(read.report.dialect, "listmonk-bounces");
        assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (1, 1));
        assert_eq!(read.count(Kind::Complained), 1);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.located[0].column.as_deref(), Some("type"));
    }
}
