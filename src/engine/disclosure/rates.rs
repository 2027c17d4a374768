//! The rates at the head of a report, as they are printed: percent with one
//! decimal. Of changed figures they are quotients of the changed ones, and say
//! nothing more.

use super::builder::Builder;
use super::{Known, Ratio};
use crate::contract::Convention;
use crate::contract::Measure::{self, *};
use crate::contract::{Place, Snapshot, Table};

const MILLION: u128 = 1_000_000;
/// A tenth of a percent.
const STEP_MILLIONTHS: u64 = 1_000;

pub(super) fn relate(builder: &mut Builder, release: u32, snapshot: &Snapshot) {
    for table in [Table::Overall, Table::Campaigns] {
        for row in 0..snapshot.statistics.rows(table) as u32 {
            for (top, base) in headline(snapshot.treated.convention) {
                let exact = |builder: &Builder, measure| {
                    let cell = builder.at(release, Place { table, row, measure })?;
                    match builder.known(cell) {
                        Known::Exactly(value) => Some((cell, value)),
                        _ => None,
                    }
                };
                let Some((top, base)) = exact(builder, top).zip(exact(builder, base)) else {
                    continue;
                };
                if let Some(value_millionths) = printed(top.1, base.1) {
                    builder.ratio(Ratio {
                        numerator: top.0,
                        denominator: base.0,
                        value_millionths,
                        half_width_millionths: STEP_MILLIONTHS / 2,
                    });
                }
            }
        }
    }
}

/// Numerator and denominator.
fn headline(convention: Convention) -> [(Measure, Measure); 6] {
    let (open, click) = match convention {
        Convention::Measurable => ((Openers, MeasurableOpens), (Clickers, MeasurableClicks)),
        Convention::Delivered => ((Openers, Delivered), (Clickers, Delivered)),
        Convention::Sent => ((Openers, Sent), (Clickers, Sent)),
        Convention::DdvTotal => ((Opens, Delivered), (Clicks, Delivered)),
        Convention::CleverElements => ((Openers, Delivered), (Clickers, Openers)),
    };
    [
        (Delivered, Sent),
        open,
        click,
        (Clickers, ConfirmedOpeners),
        (Unsubscribed, Delivered),
        (Complained, Delivered),
    ]
}

/// The nearest printed rate; `None` where nobody is divided by.
fn printed(top: u64, base: u64) -> Option<u64> {
    let steps = MILLION / u128::from(STEP_MILLIONTHS);
    let (top, base) = (u128::from(top), u128::from(base));
    let nearest = (2 * top * steps + base).checked_div(2 * base)?;
    u64::try_from(nearest).ok()?.checked_mul(STEP_MILLIONTHS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_has_one_decimal_in_percent() {
        assert_eq!(printed(3, 113), Some(27_000));
        assert_eq!(printed(1, 2_000), Some(1_000));
        assert_eq!(printed(0, 10), Some(0));
        assert_eq!(printed(1, 0), None);
    }
}
