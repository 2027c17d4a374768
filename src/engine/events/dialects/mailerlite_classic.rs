//! MailerLite Classic: the report of one campaign in sections. Nobody stands in
//! it: recognised and named, not counted, but kept for comparison.
//!
//! Fingerprint: the first line `Campaign report`, small r.
//! Source: public code that reads the file, and its tests; verified.

use super::aggregate::{Line, Sections};
use super::{Dialect, no_campaign};
use crate::contract::{FileClass, Granularity, Measure};

pub(super) const DIALECT: Dialect = Dialect {
    id: "mailerlite-classic-report",
    class: FileClass::Aggregate,
    granularity: Granularity::Campaign,
    zoneless: true,
    zone: None,
    known: |look| look.first_line == "Campaign report",
    campaign: no_campaign,
    open: |look| Box::new(Sections::new(look, LINES)),
};

/// What was seen; that there are more lines is likely.
const LINES: &[(&str, Line)] = &[
    ("Subject", Line::Name),
    ("Total emails sent", Line::Figure(Measure::Sent)),
    ("Opened", Line::Figure(Measure::Openers)),
];

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use crate::contract::{IgnoredReason, Measure};

    #[test]
    fn figures_without_people_are_not_counted() {
        let read = Sample::read(
            "report.csv",
            "Campaign report\n\"Subject:\",\"Herbst\"\n\"Sent\",\"2026-09-14 13:00:00\"\n\n\
             \"Campaign results\"\n\"Total emails sent:\",\"14\"\n\"Opened:\",\"7 (63.64%)\"\n\n\
             \"Reading environment\"\n\"Webmail\",\"3 (42%)\"\n",
        );
        assert_eq!(read.report.dialect, "mailerlite-classic-report");
        assert_eq!(read.report.rows_used, 0);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], read.report.rows);
        let [herbst] = &read.report.reported[..] else { panic!("{:?}", read.report) };
        let figures = [(Measure::Sent, 14), (Measure::Openers, 7)];
        assert_eq!((herbst.campaign.as_str(), &herbst.figures), ("Herbst", &figures.into()));
    }
}
