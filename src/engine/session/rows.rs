//! Rows for other tools.

use super::Session;
use crate::contract::{Filter, RowExport, Settings};
use crate::engine::row_export::{self, Refusal};
use crate::engine::tallies::Question;
use crate::messages::Failure;

impl Session {
    /// One row per person, campaign and kind, in which nobody can be made out.
    /// Of `settings`, only what needs no reading may differ from those the
    /// sitting was made with.
    ///
    /// # Errors
    /// [`Failure::TooFewPeople`] where not one row is shared by enough people,
    /// [`Failure::Unsafe`] where what can be counted from the rows would give
    /// somebody away.
    pub fn export_rows(&self, settings: &Settings, filter: &Filter) -> Result<RowExport, Failure> {
        let settings = self.as_read(settings);
        let question = Question::new(&settings, filter.clone(), self.zones.get(&settings.zone));
        row_export::export(&self.store, &question, settings.threshold).map_err(|refusal| {
            match refusal {
                Refusal::TooFewPeople => Failure::TooFewPeople,
                Refusal::Unsafe(breaches) => Failure::Unsafe { breaches },
            }
        })
    }
}
