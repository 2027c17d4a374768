//! Mailchimp API, the lists of a campaign's report: `sent-to` (everybody it went
//! to, and who bounced), `unsubscribed`, and `open-details`, which alone tells
//! the opens of machines (`is_proxy_open`). Opens counted in `sent-to` are listed
//! one by one elsewhere, and not taken from there.
//!
//! Fingerprint: `sent_to[]`, `unsubscribes[]` or `members[]` with `opens`, each
//! with `email_id`; or such an element alone.
//! Source: Mailchimp's API reference and public clients of it; partly.

use super::fields::Field;
use super::{Dialect, Look, Object, ReadRecord, Source};
use crate::contract::{IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::look::field;
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words;
use serde_json::Value;

pub(super) const DIALECT: Dialect = Dialect::of_events(
    "mailchimp-report-members",
    |look| look.objects.first().is_some_and(|object| list(object).is_some()),
    |look| {
        let list = look.objects.first().and_then(list).unwrap_or(List::Sent);
        Box::new(Members::new(look, list))
    },
);

/// What a list is of.
#[derive(Clone, Copy)]
enum List {
    Sent,
    Unsubscribed,
    Opened,
}

/// The keys of the lists in their pages.
const PAGES: [&str; 3] = ["sent_to", "unsubscribes", "members"];

fn list(object: &Object) -> Option<List> {
    let page = PAGES.iter().find_map(|key| object.get(*key)?.as_array());
    let member = match page {
        Some(page) => page.first()?.as_object()?,
        None => object,
    };
    if !member.contains_key("email_id") || !member.contains_key("campaign_id") {
        return None;
    }
    if member.get("opens").is_some_and(Value::is_array) {
        Some(List::Opened)
    } else if member.contains_key("open_count") && member.contains_key("status") {
        Some(List::Sent)
    } else if member.contains_key("reason") && member.contains_key("timestamp") {
        Some(List::Unsubscribed)
    } else {
        None
    }
}

struct Members {
    list: List,
    email: Field,
    campaign: Field,
    status: Field,
    time: Field,
}

impl Members {
    fn new(look: &Look, list: List) -> Members {
        Members {
            list,
            email: Field::new(look, &["email_address", "email_id"]),
            campaign: Field::new(look, &["campaign_id"]),
            status: Field::new(look, &["status"]),
            time: Field::new(look, &["timestamp"]),
        }
    }

    /// Everything that happened to a member.
    fn happened<'d>(
        &self,
        source: Source<'_>,
        campaign: Campaign<'d>,
        out: &mut Out<'_>,
    ) -> Result<Vec<Draft<'d>>, Refusal> {
        let sent = Draft::new(Kind::Sent, None, campaign);
        match self.list {
            List::Sent => Ok(match self.status.of(source).as_ref() {
                "sent" => vec![sent],
                "hard" => vec![sent, Draft::new(Kind::BouncedHard, None, campaign)],
                "soft" => vec![sent, Draft::new(Kind::BouncedSoft, None, campaign)],
                "" => return Err(self.status.problem(ProblemKind::MissingKind)),
                _ => return Err(self.status.problem(ProblemKind::UnknownWord)),
            }),
            List::Unsubscribed => {
                let moment = out.needed_moment(&self.time.of(source), self.time.column())?;
                Ok(vec![Draft::new(Kind::Unsubscribed, Some(moment), campaign)])
            }
            List::Opened => {
                let opens = source.object()?.get("opens").and_then(Value::as_array);
                let mut happened = Vec::new();
                for open in opens.into_iter().flatten() {
                    let column = Column::Named("opens");
                    let open = open
                        .as_object()
                        .ok_or(Refusal::Problem(ProblemKind::NotAnObject, column))?;
                    let machine = words::yes_no(&field(open, "is_proxy_open")) == Some(true);
                    let kind = if machine { Kind::MachineOpened } else { Kind::Opened };
                    let moment =
                        out.needed_moment(&field(open, "timestamp"), self.time.column())?;
                    happened.push(Draft::new(kind, Some(moment), campaign));
                }
                Ok(happened)
            }
        }
    }
}

impl ReadRecord for Members {
    fn elements<'v>(&mut self, object: &'v Object) -> Option<&'v Vec<Value>> {
        PAGES.iter().find_map(|key| object.get(*key)?.as_array())
    }

    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let address = self.email.of(source);
        let who = out.person(&address, self.email.column())?;
        let id = self.campaign.of(source);
        let happened = self.happened(source, Campaign { id: &id, name: "" }, out)?;
        if happened.is_empty() {
            return Err(Refusal::Ignored(IgnoredReason::NothingHappened));
        }
        happened.into_iter().for_each(|draft| out.emit(&who, draft));
        Ok(())
    }

    fn covers(&self) -> KindSet {
        match self.list {
            List::Sent => KindSet::of(&[Kind::Sent, Kind::BouncedHard, Kind::BouncedSoft]),
            List::Unsubscribed => KindSet::of(&[Kind::Unsubscribed]),
            List::Opened => KindSet::of(&[Kind::Opened, Kind::MachineOpened]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    const MEMBER: &str =
        r#""email_id":"f0","email_address":"a@example.org","campaign_id":"c","list_id":"l""#;

    #[test]
    fn everybody_it_went_to() {
        let read = Sample::read(
            "x.json",
            &format!(
                r#"{{"sent_to":[
                {{{MEMBER},"status":"sent","open_count":3,"last_open":"2026-09-14T06:00:14+00:00"}},
                {{"email_id":"f1","email_address":"b@example.org","campaign_id":"c","status":"hard","open_count":0,"last_open":""}},
                {{"email_id":"f2","email_address":"c@example.org","campaign_id":"c","status":"soft","open_count":0}},
                {{"email_id":"f3","email_address":"d@example.org","campaign_id":"c","status":"odd","open_count":0}}],
                "campaign_id":"c","total_items":4,"_links":[{{"rel":"self"}}]}}"#
            ),
        );
        assert_eq!(read.report.dialect, "mailchimp-report-members");
        assert_eq!((read.report.rows, read.count(Kind::Sent), read.count(Kind::Opened)), (4, 3, 0));
        assert_eq!((read.count(Kind::BouncedHard), read.count(Kind::BouncedSoft)), (1, 1));
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!((read.report.first, read.named[0].0.as_str()), (None, "c"));
    }

    #[test]
    fn those_who_left() {
        let read = Sample::read(
            "x.json",
            &format!(
                r#"{{"unsubscribes":[{{{MEMBER},"timestamp":"2026-09-14T06:00:14+00:00","reason":"None given"}}],"campaign_id":"c","total_items":1}}"#
            ),
        );
        assert_eq!((read.count(Kind::Unsubscribed), read.report.rows), (1, 1));
        assert!(read.covers.contains(Kind::Unsubscribed) && read.covers.len() == 1);
    }

    #[test]
    fn opens_of_people_and_of_proxies() {
        let read = Sample::read(
            "x.json",
            &format!(
                r#"{{"members":[{{{MEMBER},"opens_count":2,"opens":[
                    {{"timestamp":"2026-09-14T06:00:14+00:00","is_proxy_open":true}},
                    {{"timestamp":"2026-09-14T07:00:14+00:00","is_proxy_open":false}}]}},
                  {{{MEMBER},"opens":[]}}, {{{MEMBER},"opens":[{{"timestamp":"soon"}}]}}, {{{MEMBER},"opens":[1]}}],
                  "campaign_id":"c","total_opens":2}}"#
            ),
        );
        assert_eq!((read.count(Kind::MachineOpened), read.count(Kind::Opened)), (1, 1));
        assert_eq!(read.report.ignored[&IgnoredReason::NothingHappened], 1);
        assert_eq!(read.report.problems[&ProblemKind::BadTime], 1);
        assert_eq!(read.report.problems[&ProblemKind::NotAnObject], 1);
    }
}
