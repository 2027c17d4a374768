//! What files can tell: a figure they cannot know is never a zero.

use super::{CampaignTally, Tallies};
use crate::contract::{Figures, Kind, KindSet, Measure};

const OPENS: KindSet = KindSet::of(&[Kind::Opened, Kind::MachineOpened]);
const CLICKS: KindSet = KindSet::of(&[Kind::Clicked, Kind::MachineClicked]);
const ARRIVALS: KindSet = KindSet::of(&[Kind::Sent, Kind::Delivered]);

/// Whether files that cover these kinds can know the measure at all.
pub(in crate::engine) fn can_know(covers: KindSet, measure: Measure) -> bool {
    let needs = match measure {
        Measure::Recipients => return true,
        Measure::Sent
        | Measure::Delivered
        | Measure::MeasurableOpens
        | Measure::MeasurableClicks => ARRIVALS,
        Measure::Deferred => KindSet::of(&[Kind::Deferred]),
        Measure::BouncedHard => KindSet::of(&[Kind::BouncedHard]),
        Measure::BouncedSoft => KindSet::of(&[Kind::BouncedSoft]),
        Measure::Dropped => KindSet::of(&[Kind::Dropped]),
        Measure::Openers | Measure::Opens | Measure::MachineOpeners | Measure::MachineOpens => {
            OPENS
        }
        Measure::ConfirmedOpeners => OPENS.union(CLICKS),
        Measure::Clickers | Measure::Clicks | Measure::MachineClickers | Measure::MachineClicks => {
            CLICKS
        }
        Measure::Timed | Measure::Glanced | Measure::Skimmed | Measure::Readers => {
            KindSet::of(&[Kind::Read])
        }
        Measure::Unsubscribed => KindSet::of(&[Kind::Unsubscribed]),
        Measure::Complained => KindSet::of(&[Kind::Complained]),
        Measure::Subscribed => KindSet::of(&[Kind::Subscribed]),
        Measure::DoiRequested => KindSet::of(&[Kind::DoiRequested]),
        Measure::DoiConfirmed => KindSet::of(&[Kind::DoiConfirmed]),
        Measure::Forwarded => KindSet::of(&[Kind::Forwarded]),
        Measure::Printed => KindSet::of(&[Kind::Printed]),
        Measure::Converted => KindSet::of(&[Kind::Converted]),
    };
    covers.intersects(needs)
}

/// The files name nobody, so that only totals are known.
fn nobody(figures: &Figures<u64>) -> bool {
    let totals = [Measure::Opens, Measure::Clicks, Measure::MachineOpens, Measure::MachineClicks];
    figures[Measure::Recipients] == 0 && totals.iter().any(|&measure| figures[measure] > 0)
}

impl CampaignTally {
    /// Whether the campaign's files can tell the measure.
    pub(in crate::engine) fn knows(&self, measure: Measure) -> bool {
        can_know(self.covers, measure) && !(measure.counts_people() && nobody(&self.figures))
    }
}

impl Tallies {
    /// Whether the measure is known over all campaigns. The bases of the open
    /// and click rates must be known of every campaign that has opens or
    /// clicks: a base without part of its reactions' recipients would lie.
    pub(in crate::engine) fn knows(&self, measure: Measure) -> bool {
        let is_base = can_know(ARRIVALS, measure) && measure != Measure::Recipients;
        can_know(self.covers, measure)
            && !(measure.counts_people() && nobody(&self.overall))
            && !(is_base
                && self.campaigns.values().any(|campaign| {
                    campaign.covers.intersects(OPENS.union(CLICKS)) && !campaign.knows(measure)
                }))
    }
}
