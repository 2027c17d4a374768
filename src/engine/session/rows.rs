//! Rows for other tools, held against everything that has left before.

use super::review::{members, passed};
use super::{Session, Watch};
use crate::contract::{Filter, Kind, KindSet, Measure, RowExport, Settings};
use crate::engine::ledger::{self, Ledger};
use crate::engine::protection::earlier;
use crate::engine::publish::{self, Meta};
use crate::engine::row_export::{self, Detail, Export, Refusal};
use crate::engine::tallies::{Question, Tallies};
use crate::engine::verifier;
use crate::messages::Failure;

/// Rows that may leave, and what the ledger keeps when they do.
#[derive(Clone, Debug)]
pub struct RowsReviewed {
    pub rows: RowExport,
    pub draft: ledger::Draft,
}

impl Session {
    /// One row per person, campaign and kind, in which nobody can be made out,
    /// not even together with the releases in the ledger. Where some of the
    /// campaigns have left before, rows tell the campaign and the kind alone: a
    /// breakdown leaves in reports or in rows, never in both.
    ///
    /// Of `settings`, only what needs no reading may differ from those the
    /// sitting was made with. `today` is `YYYY-MM-DD`.
    ///
    /// # Errors
    /// [`Failure::TooFewPeople`] where not one row is shared by enough people,
    /// [`Failure::Unsafe`] where what can be counted from the rows, alone or
    /// together with earlier releases, would give somebody away,
    /// [`Failure::Crashed`] when `watch` stopped it.
    pub fn export_rows(
        &self,
        settings: &Settings,
        filter: &Filter,
        today: &str,
        ledger: &Ledger,
        watch: Watch<'_>,
    ) -> Result<RowsReviewed, Failure> {
        let settings = self.as_read(settings);
        let question = Question::new(&settings, filter.clone(), self.zones.get(&settings.zone));
        let tallies = self.tallies(&settings, filter);
        let meta = Meta { title: "", today, settings: &settings, filter };
        let exporting = Exporting { session: self, question, tallies, meta, ledger };
        exporting.run(watch)
    }
}

/// One export: everything that stays the same from attempt to attempt.
struct Exporting<'e> {
    session: &'e Session,
    question: Question,
    tallies: Tallies,
    meta: Meta<'e>,
    ledger: &'e Ledger,
}

impl Exporting<'_> {
    fn run(&self, watch: Watch<'_>) -> Result<RowsReviewed, Failure> {
        let earlier = self.ledger.releases();
        let threshold = self.meta.settings.threshold;
        let mut detail = Detail::Everything;
        let mut without = KindSet::EMPTY;
        loop {
            let Export { rows, by_campaign, campaigns, apart } = self.export(detail, without)?;
            let members = members(&self.tallies, Some(self.ledger.secret()), &campaigns);
            let left = ledger::Rows::new(self.ledger.secret(), &rows.csv, detail.tables());
            if detail == Detail::Everything
                && self.ledger.overlaps(&members)
                && !self.ledger.has_rows(&left)
            {
                detail = Detail::Campaigns;
                continue;
            }
            if let Some(breach) = earlier::too_close(&by_campaign, &members, &earlier, threshold) {
                return Err(Failure::Unsafe { breaches: vec![breach] });
            }
            let held = earlier::withheld(&by_campaign, &members, &earlier, threshold);
            let held = kinds(held.iter().map(|place| place.measure)).minus(without);
            if !held.is_empty() {
                without = without.union(held);
                continue;
            }
            let draft = publish::draft_of_rows(by_campaign, apart, &self.meta);
            let text = draft.text().to_owned();
            match passed(verifier::verify(&text, &earlier, Some(&members), watch))? {
                Ok(_) => {
                    let draft =
                        ledger::Draft { text, members, rows: Some(left), epsilon_milli: None };
                    return Ok(RowsReviewed { rows, draft });
                }
                Err(breaches) => {
                    let figures = breaches.iter().flat_map(|breach| &breach.figures);
                    let ours = figures.filter(|figure| figure.release.is_none());
                    let named = kinds(ours.map(|figure| figure.place.measure)).minus(without);
                    if named.is_empty() {
                        return Err(Failure::Unsafe { breaches });
                    }
                    without = without.union(named);
                }
            }
        }
    }

    fn export(&self, detail: Detail, without: KindSet) -> Result<Export, Failure> {
        let (store, threshold) = (&self.session.store, self.meta.settings.threshold);
        let export = row_export::export(store, &self.question, threshold, detail, without);
        export.map_err(|refusal| match refusal {
            Refusal::TooFewPeople => Failure::TooFewPeople,
            Refusal::Unsafe(breaches) => Failure::Unsafe { breaches },
        })
    }
}

/// The kinds of which these figures count the rows: without them, nothing follows.
fn kinds(measures: impl Iterator<Item = Measure>) -> KindSet {
    let measures: Vec<Measure> = measures.collect();
    let told = |kind: &Kind| measures.contains(&row_export::measure(*kind));
    KindSet::of(&Kind::ALL.into_iter().filter(told).collect::<Vec<_>>())
}
