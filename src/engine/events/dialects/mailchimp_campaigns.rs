//! Mailchimp figures per campaign: "Export all campaigns" (and `campaigns.csv`
//! of the account export), and the report of a single campaign in sections.
//! Nobody stands in them: recognised and named, not counted.
//!
//! Fingerprint: `Title`, `Subject`, `Send Date`, `Total Recipients`; or the
//! first line `Email Campaign Report`.
//! Source: public files and code that reads them; verified.

use super::{Aggregate, Dialect, no_campaign};
use crate::contract::{FileClass, Granularity};

pub(super) const EXPORT: Dialect = Dialect {
    id: "mailchimp-campaigns",
    class: FileClass::Aggregate,
    granularity: Granularity::Campaign,
    zoneless: true,
    zone: None,
    known: |look| {
        look.has(&["Title", "Subject", "Send Date", "Total Recipients", "Successful Deliveries"])
    },
    campaign: no_campaign,
    open: |_| Box::new(Aggregate),
};

pub(super) const REPORT: Dialect = Dialect {
    id: "mailchimp-campaign-report",
    class: FileClass::Aggregate,
    granularity: Granularity::Campaign,
    zoneless: true,
    zone: None,
    known: |look| matches!(look.first_line.as_str(), "Email Campaign Report" | "Campaign Report"),
    campaign: no_campaign,
    open: |_| Box::new(Aggregate),
};

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use crate::contract::IgnoredReason;

    #[test]
    fn figures_without_people_are_not_counted() {
        for (text, dialect) in [
            (
                "Title,Subject,List,Send Date,Total Recipients,Successful Deliveries\nA,B,C,\"Sep 14, 2026\",14,11\n",
                "mailchimp-campaigns",
            ),
            (
                "Email Campaign Report\n\"Title:\",\"A\"\n\"Total Recipients:\",\"14\"\n",
                "mailchimp-campaign-report",
            ),
        ] {
            let read = Sample::read("x.csv", text);
            assert_eq!(read.report.dialect, dialect);
            assert_eq!(read.report.rows_used, 0);
            assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], read.report.rows);
        }
    }
}
