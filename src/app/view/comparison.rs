//! What a service's own sums say, beside what is counted from its events.

use crate::contract::{CampaignRow, Count, Measure, Reported};

/// Figures that services sum up, in the order of the table.
const MEASURES: [Measure; 10] = [
    Measure::Sent,
    Measure::Delivered,
    Measure::BouncedHard,
    Measure::BouncedSoft,
    Measure::Openers,
    Measure::Opens,
    Measure::Clickers,
    Measure::Clicks,
    Measure::Unsubscribed,
    Measure::Complained,
];

/// The sums of one file's campaigns, and what was counted of each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    pub measures: Vec<Measure>,
    pub rows: Vec<ComparedCampaign>,
}

/// One campaign; its counts in the order of the measures.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedCampaign {
    pub name: String,
    pub reported: Vec<Count>,
    /// `None` where no campaign of this name, or more than one, was counted.
    pub counted: Option<Vec<Count>>,
}

/// What `reported` says beside the campaigns that were counted.
pub fn compare(reported: &[Reported], counted: &[CampaignRow]) -> Comparison {
    let told = |measure: &Measure| reported.iter().any(|it| it.figures.contains_key(measure));
    let measures: Vec<Measure> = MEASURES.into_iter().filter(told).collect();
    let rows = reported.iter().map(|campaign| {
        let figure = |measure| match campaign.figures.get(measure) {
            Some(&count) => Count::Exact(count),
            None => Count::Unavailable,
        };
        let counts = |row: &CampaignRow| measures.iter().map(|&it| row.figures[it]).collect();
        ComparedCampaign {
            name: campaign.campaign.clone(),
            reported: measures.iter().map(figure).collect(),
            counted: of_name(&campaign.campaign, counted).map(counts),
        }
    });
    Comparison { rows: rows.collect(), measures }
}

/// The only campaign of that name. Names of files have theirs in small letters, with
/// hyphens for everything else.
fn of_name<'c>(name: &str, counted: &'c [CampaignRow]) -> Option<&'c CampaignRow> {
    let wanted = plain(name);
    let mut same = counted.iter().filter(|row| !wanted.is_empty() && plain(&row.name) == wanted);
    same.next().filter(|_| same.next().is_none())
}

fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(name: &str, openers: u64) -> CampaignRow {
        let mut row = CampaignRow { name: name.into(), ..CampaignRow::default() };
        row.figures[Measure::Openers] = Count::Exact(openers);
        row
    }

    fn reported(name: &str) -> Reported {
        let figures = [(Measure::Clicks, 7), (Measure::Openers, 9)].into();
        Reported { campaign: name.into(), figures }
    }

    #[test]
    fn sums_stand_beside_the_campaign_of_their_name() {
        let rows = [counted("herbst-newsletter-2026-teil-1", 8), counted("Oktober", 3)];
        let found = compare(&[reported("Herbst-Newsletter 2026; Teil 1"), reported("Mai")], &rows);
        assert_eq!(found.measures, [Measure::Openers, Measure::Clicks], "only what is told");
        assert_eq!(found.rows[0].reported, [Count::Exact(9), Count::Exact(7)]);
        let counted = vec![Count::Exact(8), Count::Unavailable];
        assert_eq!(found.rows[0].counted, Some(counted));
        assert_eq!(found.rows[1].counted, None);
    }

    #[test]
    fn two_campaigns_of_one_name_are_not_compared() {
        let rows = [counted("Herbst", 8), counted("HERBST", 9), counted("", 1)];
        assert_eq!(compare(&[reported("Herbst")], &rows).rows[0].counted, None);
        assert_eq!(compare(&[reported("–")], &rows).rows[0].counted, None);
    }
}
