//! Klaviyo "export analytics" of campaigns: figures without people, recognised
//! and named, not counted, but kept for comparison.
//!
//! Fingerprint: `Campaign Name`, `Send Time`, `Total Recipients` and `Unique
//! Opens` (the columns of the conversion are called by the metric chosen).
//! Source: public code that reads the file; verified.

use super::aggregate::Table;
use super::{Dialect, no_campaign};
use crate::contract::{FileClass, Granularity, Measure};

pub(super) const DIALECT: Dialect = Dialect {
    id: "klaviyo-campaign-analytics",
    class: FileClass::Aggregate,
    granularity: Granularity::Campaign,
    zoneless: true,
    zone: None,
    known: |look| {
        look.has(&["Campaign Name", "Send Time", "Total Recipients", "Unique Opens"])
            && look.address_column().is_none()
    },
    campaign: no_campaign,
    open: |look| Box::new(Table::new(look, "Campaign Name", &FIGURES)),
};

const FIGURES: [(&str, Measure); 8] = [
    ("Total Recipients", Measure::Sent),
    ("Successful Deliveries", Measure::Delivered),
    ("Unique Opens", Measure::Openers),
    ("Total Opens", Measure::Opens),
    ("Unique Clicks", Measure::Clickers),
    ("Total Clicks", Measure::Clicks),
    ("Unsubscribes", Measure::Unsubscribed),
    ("Spam Complaints", Measure::Complained),
];

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use crate::contract::{IgnoredReason, Measure};

    #[test]
    fn figures_without_people_are_not_counted() {
        let read = Sample::read(
            "x.csv",
            "Campaign Name,Tags,Subject,List,Send Time,Send Weekday,Total Recipients,Unique Booked Call,Unique Opens,Open Rate\n\
             Herbst,,Hallo,Alle,2026-09-14 08:00:00,Monday,14.0,1.0,7.0,63.64%\n",
        );
        assert_eq!(read.report.dialect, "klaviyo-campaign-analytics");
        assert_eq!(read.report.rows_used, 0);
        assert_eq!(read.report.ignored[&IgnoredReason::NotAnEvent], 1);
        let [reported] = &read.report.reported[..] else { panic!("{:?}", read.report) };
        assert_eq!(reported.campaign, "Herbst");
        assert_eq!(reported.figures, [(Measure::Sent, 14), (Measure::Openers, 7)].into());
    }
}
