//! SendGrid Email Activity as CSV, often packed as `.csv.gz`. The column
//! `processed` is the time of the event, not of sending. No machine flag.
//!
//! Fingerprint: columns `processed`, `message_id`, `event`, `email` and one more
//! of SendGrid's own.
//! Source: columns from public loaders of the file, verified; the words partly,
//! so both tenses are taken.

use super::sendgrid_webhook;
use super::{Dialect, Look, ReadRecord, Source, cell};
use crate::contract::{Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::first_listed;
use crate::engine::events::out::{Column, Draft, Out, Refusal};

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "sendgrid-email-activity",
    |look| {
        look.has(&["processed", "message_id", "event", "email"])
            && OWN.iter().any(|name| look.has(&[name]))
    },
    |look| Box::new(Activity::new(look)),
);

/// Columns that others have not; which of them there are has changed.
const OWN: [&str; 7] = [
    "recv_message_id",
    "api_key_id",
    "api_key_name",
    "credential_id",
    "asm_group_id",
    "originating_ip",
    "outbound_ip_type",
];

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
    Kind::Subscribed,
]);

struct Activity {
    time: Option<usize>,
    event: Option<usize>,
    email: Option<usize>,
    class: Option<usize>,
    url: Option<usize>,
    agent: Option<usize>,
    campaign_id: Option<usize>,
    campaign_name: Option<usize>,
    categories: Option<usize>,
    subject: Option<usize>,
}

impl Activity {
    fn new(look: &Look) -> Activity {
        Activity {
            time: look.column("processed"),
            event: look.column("event"),
            email: look.column("email"),
            class: look.column("type"),
            url: look.column("url"),
            agent: look.column("user_agent"),
            campaign_id: look.column("marketing_campaign_id"),
            campaign_name: look.column("marketing_campaign_name"),
            categories: look.column("categories"),
            subject: look.column("subject"),
        }
    }
}

impl ReadRecord for Activity {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let address = cell(&row, self.email);
        let who = out.person(&address, Column::Named("email"))?;
        let event = cell(&row, self.event);
        if event.is_empty() {
            return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("event")));
        }
        let class = cell(&row, self.class);
        // Somebody may have made them names.
        let capital = || sendgrid_webhook::kind(&event.to_lowercase(), &class.to_lowercase());
        let word = sendgrid_webhook::kind(&event, &class)
            .or_else(capital)
            .ok_or(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("event")))?;
        let moment = out.needed_moment(&cell(&row, self.time), Column::Named("processed"))?;
        let id = cell(&row, self.campaign_id);
        let mut name = cell(&row, self.campaign_name);
        if id.is_empty() && name.is_empty() {
            name = first_listed(cell(&row, self.categories));
        }
        if id.is_empty() && name.is_empty() {
            name = cell(&row, self.subject);
        }
        out.emit(
            &who,
            Draft {
                link: &cell(&row, self.url),
                agent: &cell(&row, self.agent),
                unclassified: word.unclassified,
                ..Draft::new(word.kind, Some(moment), Campaign { id: &id, name: &name })
            },
        );
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::IgnoredReason;

    const HEADER: &str =
        "processed,message_id,event,api_key_id,recv_message_id,subject,email,type,categories\n";

    #[test]
    fn both_tenses_and_classes() {
        let read = Sample::read(
            "x.csv",
            &format!(
                "{HEADER}2026-09-14T06:00:00Z,m,processed,,,S,a@example.org,,\n\
                 2026-09-14T06:00:01Z,m,opened,,,S,a@example.org,,\n\
                 2026-09-14T06:00:02Z,m,bounce,,,S,b@example.org,blocked,\n\
                 2026-09-14T06:00:03Z,m,drop,,,S,c@example.org,,\n"
            ),
        );
        assert_eq!(read.report.dialect, "sendgrid-email-activity");
        for kind in [Kind::Sent, Kind::Opened, Kind::BouncedSoft, Kind::Dropped] {
            assert_eq!(read.count(kind), 1, "{}", kind.name());
        }
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
    }

    #[test]
    fn a_category_stands_in_for_a_campaign() {
        let read = Sample::read(
            "x.csv",
            &format!(
                "{HEADER}2026-09-14T06:00:00Z,m,open,,,S,a@example.org,,\"[\"\"herbst\"\",\"\"x\"\"]\"\n\
                 2026-09-14T06:00:00Z,m,open,,,S,a@example.org,,[]\n"
            ),
        );
        assert_eq!(read.campaigns(), [("", "herbst"), ("", "S")]);
    }

    #[test]
    fn a_copy_that_a_spreadsheet_saved() {
        let read = Sample::read(
            "x.csv",
            "processed;message_id;event;api_key_name;email;type;note\n\
             9/5/2026 8:00;m;Processed;k;a@example.org;;x\n\
             9/14/2026 8:00;m;Bounced;k;b@example.org;Blocked;x\n;;;;;;\nTotal;;;;;;\n",
        );
        assert_eq!(read.report.dialect, "sendgrid-email-activity");
        assert_eq!((read.count(Kind::Sent), read.count(Kind::BouncedSoft)), (1, 1));
        // The fifth of September, as the other row tells.
        assert_eq!(read.report.first.as_deref(), Some("2026-09-05T06:00:00Z"));
        assert_eq!(read.report.ignored[&IgnoredReason::NoRecord], 2);
        assert!(read.report.problems.is_empty());
    }
}
