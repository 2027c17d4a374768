//! A sitting that reads files once more, for their unusable rows alone.

use super::Session;
use crate::contract::UnusableRows;
use crate::engine::events::{ConsentReading, Reading, Trying, Unusable};

impl Session {
    /// The sitting keeps the rows of exports and of consent lists that cannot be used,
    /// as the files have them, and nothing else. Read with the same settings and plans as before,
    /// they are those of the report. `separator` stands between the cells.
    #[must_use]
    pub fn for_unusable_rows(mut self, separator: char) -> Session {
        self.unusable = Some(Unusable::new(separator));
        self
    }

    /// What [`Session::for_unusable_rows`] found in the files; nothing in other
    /// sittings. One that is still open is finished first.
    pub fn into_unusable_rows(mut self) -> UnusableRows {
        self.finish();
        self.unusable.unwrap_or_else(|| Unusable::new(',')).into_csv()
    }

    pub(super) fn gathering(&self, reading: Reading) -> Reading {
        let reading = reading.tried(self.trying.as_ref().map(Trying::fresh));
        match &self.unusable {
            Some(all) => reading.gathering(all),
            None => reading,
        }
    }

    pub(super) fn gathering_decisions(&self, reading: ConsentReading) -> ConsentReading {
        let reading = reading.tried(self.trying.as_ref().map(Trying::fresh));
        match &self.unusable {
            Some(all) => reading.gathering(all),
            None => reading,
        }
    }

    /// A reading of a file, or of a member, gives back what was seen of its rows.
    pub(super) fn seen(&mut self, trying: Option<Trying>) {
        if let (Some(all), Some(trying)) = (&mut self.trying, trying) {
            all.merge(trying);
        }
    }
}

#[cfg(test)]
mod tests;
