//! Step 7: protected to snapshot. The only place that makes one, and the only
//! place that reads one.
//!
//! What comes out of [`open`] is well-formed, unchanged since it was made (as
//! far as a checksum without a secret can tell) and plausible, but it was
//! written by somebody else: every text in it is plain text, to be shown as
//! such and never as markup, address of a page, or formula.

mod fragment;
mod plausible;
mod sums;
mod text;

pub use fragment::{LONGEST_FRAGMENT, open_fragment, to_fragment};
pub use text::{LARGEST_TEXT, open, to_text};

use crate::contract::{
    Cost, Filter, Made, Measure, Method, Protection, Review, Risk, Settings, Snapshot, Statistics,
    Table, TextReason, TextReview, Treated, Withholding, WithholdingReason,
};
use crate::engine::calendar::day_from_text;
use crate::engine::disclosure::{Members, Release};
use crate::engine::protection::{Parts, Protected, harmless};
use crate::engine::verifier::Verified;

/// What a snapshot says of itself besides its figures.
#[derive(Clone, Copy)]
pub struct Meta<'a> {
    /// The owner's title; replaced by nothing where it may point at a person.
    pub title: &'a str,
    /// `YYYY-MM-DD`; anything else leaves the day of making empty.
    pub today: &'a str,
    pub settings: &'a Settings,
    /// Only its days become part of the snapshot.
    pub filter: &'a Filter,
}

/// A snapshot that the verifier has not passed. Nobody is shown it: its bytes go
/// to the verifier, and through [`finish`] alone they become a [`Review`].
pub struct Draft {
    snapshot: Snapshot,
    text: String,
    cost: Cost,
    texts: Vec<TextReview>,
}

/// The verifier has passed other bytes than these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotThese;

impl Draft {
    /// The exact bytes of the file.
    pub(in crate::engine) fn text(&self) -> &str {
        &self.text
    }

    /// As it is held against earlier releases.
    pub(in crate::engine) fn release<'d>(&'d self, members: &'d Members) -> Release<'d> {
        Release { snapshot: &self.snapshot, members: Some(members) }
    }

    /// With the risk report in it: other bytes, to be verified anew.
    #[must_use]
    pub(in crate::engine) fn with_risk(mut self, risk: Risk) -> Draft {
        self.snapshot.risk = Some(risk);
        self.seal();
        self
    }

    /// With the day and the risk report of an earlier release that says the same:
    /// its very bytes.
    #[must_use]
    pub(in crate::engine) fn repeating(mut self, before: &Snapshot) -> Draft {
        self.snapshot.made = before.made.clone();
        self.snapshot.risk = before.risk.clone();
        self.seal();
        self
    }

    fn seal(&mut self) {
        self.snapshot.checksum = text::checksum(&self.snapshot);
        self.text = to_text(&self.snapshot);
    }
}

/// Protected figures as the bytes that could be saved.
pub(in crate::engine) fn draft(protected: Protected, meta: &Meta<'_>) -> Draft {
    drafted(protected.into_parts(), meta)
}

/// What rows for other tools add up to, for the verifier and the ledger: nobody
/// is ever shown it.
pub(in crate::engine) fn draft_of_rows(
    by_campaign: Statistics,
    apart: Vec<(Measure, Measure)>,
    meta: &Meta<'_>,
) -> Draft {
    let protection = Protection {
        method: Method::Exact,
        threshold: meta.settings.threshold,
        tables: vec![Table::Campaigns],
        apart,
        ..Protection::default()
    };
    let (cost, texts) = (Cost::default(), Vec::new());
    drafted(Parts { statistics: by_campaign, protection, cost, texts }, meta)
}

fn drafted(parts: Parts, meta: &Meta<'_>) -> Draft {
    let Parts { statistics, mut protection, cost, mut texts } = parts;
    let title = harmless(meta.title).unwrap_or_else(|| {
        let reason = WithholdingReason::Text;
        protection.withheld.push(Withholding { table: "title".into(), measure: None, reason });
        texts.push(TextReview {
            table: Table::Overall,
            text: meta.title.to_owned(),
            shown: String::new(),
            reason: Some(TextReason::Personal),
            marked: Vec::new(),
        });
        String::new()
    });
    let settings = meta.settings.clone().sound();
    let snapshot = Snapshot {
        format: Snapshot::FORMAT.into(),
        version: Snapshot::version_with(&protection.tables),
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
        protection,
        risk: None,
        statistics,
        checksum: String::new(),
    };
    let mut draft = Draft { snapshot, text: String::new(), cost, texts };
    draft.seal();
    draft
}

/// What the owner decides upon: made of bytes that the verifier has passed, and
/// of no others.
///
/// # Errors
/// [`NotThese`] when the verifier has passed something else.
pub(in crate::engine) fn finish(
    draft: Draft,
    verified: &Verified,
    rounds: u32,
    left_out: &[Table],
) -> Result<Review, NotThese> {
    let Draft { snapshot, text, cost, texts } = draft;
    if !verified.passed(&text) {
        return Err(NotThese);
    }
    Ok(Review {
        fragment: to_fragment(&snapshot),
        snapshot,
        text,
        cost,
        texts,
        rounds,
        left_out: left_out.to_vec(),
    })
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
