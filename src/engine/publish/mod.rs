//! Step 7: protected to snapshot. The only place that makes one, and the only
//! place that reads one.
//!
//! What comes out of [`open`] is well-formed, unchanged since it was made (as
//! far as a checksum without a secret can tell) and plausible, but it was
//! written by somebody else: every text in it is plain text, to be shown as
//! such and never as markup, address of a page, or formula.

mod fragment;
mod plausible;
mod text;

#[cfg(test)]
mod tests;

pub use fragment::{LONGEST_FRAGMENT, open_fragment, to_fragment};
pub use text::{LARGEST_TEXT, open, to_text};

use crate::contract::{
    Cost, Filter, Made, Method, Protection, Review, Settings, Snapshot, Table, TextReason,
    TextReview, Treated, Withholding, WithholdingReason,
};
use crate::engine::calendar::day_from_text;
use crate::engine::protection::{Parts, Protected, harmless};

/// What a snapshot says of itself besides its figures.
pub struct Meta<'a> {
    /// The owner's title; replaced by nothing where it may point at a person.
    pub title: &'a str,
    /// `YYYY-MM-DD`; anything else leaves the day of making empty.
    pub today: &'a str,
    pub settings: &'a Settings,
    /// Only its days become part of the snapshot.
    pub filter: &'a Filter,
}

/// The snapshot, complete with its checksum.
pub fn snapshot(protected: Protected, meta: &Meta<'_>) -> Snapshot {
    assemble(protected.into_parts(), meta).snapshot
}

/// The snapshot with everything that its owner should see before it leaves.
pub fn review(protected: Protected, meta: &Meta<'_>) -> Review {
    let Assembled { snapshot, renamed, cells, cells_withheld } =
        assemble(protected.into_parts(), meta);
    Review {
        text: to_text(&snapshot),
        fragment: to_fragment(&snapshot),
        snapshot,
        cost: Cost { cells, cells_withheld, ..Cost::default() },
        texts: renamed
            .into_iter()
            .map(|(text, shown)| TextReview {
                table: Table::Campaigns,
                text,
                shown,
                reason: Some(TextReason::Personal),
                marked: Vec::new(),
            })
            .collect(),
        rounds: 0,
        left_out: Vec::new(),
    }
}

struct Assembled {
    snapshot: Snapshot,
    renamed: Vec<(String, String)>,
    cells: u64,
    cells_withheld: u64,
}

fn assemble(parts: Parts, meta: &Meta<'_>) -> Assembled {
    let Parts { statistics, mut withheld, mut renamed, threshold, cells, cells_withheld } = parts;
    let title = harmless(meta.title).unwrap_or_else(|| {
        let reason = WithholdingReason::Text;
        withheld.push(Withholding { table: "title".into(), measure: None, reason });
        renamed.push((meta.title.to_owned(), String::new()));
        String::new()
    });
    let settings = meta.settings.clone().sound();
    let mut snapshot = Snapshot {
        format: Snapshot::FORMAT.into(),
        version: Snapshot::VERSION,
        made: Made {
            on: day(meta.today).unwrap_or_default(),
            by: concat!("Milchglas ", env!("CARGO_PKG_VERSION")).into(),
        },
        title,
        treated: Treated {
            mode: settings.mode,
            unknown: settings.unknown,
            denied: settings.denied,
            zone: zone(&settings.zone),
            convention: settings.convention,
            from: meta.filter.from.as_deref().and_then(day),
            to: meta.filter.to.as_deref().and_then(day),
        },
        protection: Protection {
            method: Method::Gathered,
            threshold,
            withheld,
            tables: Vec::new(),
            cap: None,
            complete: Vec::new(),
            apart: Vec::new(),
            perturbation: None,
            privacy: None,
        },
        risk: None,
        statistics,
        checksum: String::new(),
    };
    snapshot.checksum = text::checksum(&snapshot);
    Assembled { snapshot, renamed, cells, cells_withheld }
}

/// A day of the calendar, or nothing.
fn day(text: &str) -> Option<String> {
    day_from_text(text).map(|_| text.to_owned())
}

/// A name as the time zone database has them; `UTC` for anything else, which no
/// zone could be found for either.
fn zone(name: &str) -> String {
    if is_zone(name) { name.to_owned() } else { "UTC".to_owned() }
}

/// Whether a text has the form of a time zone's name.
fn is_zone(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte);
    (1..=64).contains(&name.len()) && name.bytes().all(allowed)
}
