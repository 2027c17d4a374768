//! Mailchimp figures per campaign: "Export all campaigns" (and `campaigns.csv`
//! of the account export), and the report of a single campaign in sections.
//! Nobody stands in them: recognised and named, not counted, but kept for comparison.
//!
//! Fingerprint: `Title`, `Subject`, `Send Date`, `Total Recipients`; or the
//! first line `Email Campaign Report`.
//! Source: public files and code that reads them; verified.

use super::aggregate::{Line, Sections, Table};
use super::{Dialect, no_campaign};
use crate::contract::{FileClass, Granularity, Measure};

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
    open: |look| Box::new(Table::new(look, "Title", &FIGURES)),
};

const FIGURES: [(&str, Measure); 10] = [
    ("Total Recipients", Measure::Sent),
    ("Successful Deliveries", Measure::Delivered),
    ("Hard Bounces", Measure::BouncedHard),
    ("Soft Bounces", Measure::BouncedSoft),
    ("Unique Opens", Measure::Openers),
    ("Total Opens", Measure::Opens),
    ("Unique Clicks", Measure::Clickers),
    ("Total Clicks", Measure::Clicks),
    ("Unsubscribes", Measure::Unsubscribed),
    ("Abuse Complaints", Measure::Complained),
];

pub(super) const REPORT: Dialect = Dialect {
    id: "mailchimp-campaign-report",
    class: FileClass::Aggregate,
    granularity: Granularity::Campaign,
    zoneless: true,
    zone: None,
    known: |look| matches!(look.first_line.as_str(), "Email Campaign Report" | "Campaign Report"),
    campaign: no_campaign,
    open: |look| Box::new(Sections::new(look, LINES)),
};

const LINES: &[(&str, Line)] = &[
    ("Title", Line::Name),
    ("Total Recipients", Line::Figure(Measure::Sent)),
    ("Successful Deliveries", Line::Figure(Measure::Delivered)),
    ("Recipients Who Opened", Line::Figure(Measure::Openers)),
    ("Total Opens", Line::Figure(Measure::Opens)),
    ("Recipients Who Clicked", Line::Figure(Measure::Clickers)),
    ("Total Clicks", Line::Figure(Measure::Clicks)),
    ("Total Unsubs", Line::Figure(Measure::Unsubscribed)),
    ("Total Abuse Complaints", Line::Figure(Measure::Complained)),
];

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use crate::contract::{IgnoredReason, Measure};

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

    #[test]
    fn what_each_campaign_is_said_to_have_reached_is_kept() {
        let list = "Title,Subject,Send Date,Total Recipients,Successful Deliveries,Hard Bounces,Unique Opens,Total Opens,Unique Clicks,Total Clicks\n\
            \"Herbst, Teil 1\",x,\"Sep 14, 2026\",\"1,751\",14,1,7,11,n/a,7\n\
            Oktober,y,\"Oct 1, 2026\",9,8,1,5,9,3,5\n";
        let reported = Sample::read("campaigns.csv", list).report.reported;
        assert_eq!((reported.len(), reported[0].campaign.as_str()), (2, "Herbst, Teil 1"));
        let figures = &reported[0].figures;
        assert_eq!((figures[&Measure::Sent], figures[&Measure::Openers]), (1_751, 7));
        assert!(!figures.contains_key(&Measure::Clickers), "what is not said is not nothing");
        let report = "Email Campaign Report\n\"Title:\",\"Herbst\"\n\"Total Recipients:\",\"14\"\n\n\
            \"Recipients Who Opened:\",\"7 (63.6%)\"\n\"Total Clicks:\",\"7\"\n\n\
            \"Clicks by URL\"\n\"URL\",\"Total Clicks\",\"Unique Clicks\"\n\"Total Clicks\",\"2\",\"2\"\n";
        let reported = Sample::read("report.csv", report).report.reported;
        let [herbst] = &reported[..] else { panic!("{reported:?}") };
        let figures = [(Measure::Sent, 14), (Measure::Openers, 7), (Measure::Clicks, 7)];
        assert_eq!((herbst.campaign.as_str(), &herbst.figures), ("Herbst", &figures.into()));
    }
}
