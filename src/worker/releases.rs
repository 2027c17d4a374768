//! What has left and what is about to: the open ledger, the snapshot reviewed
//! last, and the secret that both hang on.

use crate::contract::{LedgerFault, LedgerView};
use crate::engine::ledger::{Draft, Ledger};
use crate::engine::secret::Secret;
use crate::messages::Failure;

/// Begins without a ledger. No `Debug`: it holds secrets.
#[derive(Default)]
pub struct Releases {
    /// Of this sitting, made when it is first needed: for what is read, and for
    /// a ledger that is begun.
    own: Option<Secret>,
    /// What is open was read with this one.
    read_with: Option<Secret>,
    ledger: Option<Ledger>,
    /// The snapshot reviewed last, and the day.
    reviewed: Option<(Draft, String)>,
}

impl Releases {
    pub fn ledger(&self) -> Option<&Ledger> {
        self.ledger.as_ref()
    }

    /// The secret with which files are read from now on: the open ledger's, or
    /// this sitting's own, which `make` makes once.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn secret_for_reading<E>(
        &mut self,
        make: impl FnOnce() -> Result<Secret, E>,
    ) -> Result<Secret, E> {
        let secret = match &self.ledger {
            Some(ledger) => ledger.secret().clone(),
            None => self.own(make)?,
        };
        self.reviewed = None;
        self.read_with = Some(secret.clone());
        Ok(secret)
    }

    /// Begins an empty ledger under this sitting's own secret.
    ///
    /// # Errors
    /// Those of `make`.
    pub fn begin<E>(&mut self, make: impl FnOnce() -> Result<Secret, E>) -> Result<(), E> {
        let secret = self.own(make)?;
        self.put(Some(Ledger::new(secret)));
        Ok(())
    }

    /// Opens a ledger's file; the one that is open stays when it cannot be read.
    ///
    /// # Errors
    /// Whatever is wrong with the file.
    pub fn open(&mut self, text: &str) -> Result<(), LedgerFault> {
        let ledger = Ledger::open(text)?;
        self.put(Some(ledger));
        Ok(())
    }

    pub fn close(&mut self) {
        self.put(None);
    }

    /// What was reviewed against other releases must be reviewed again.
    fn put(&mut self, ledger: Option<Ledger>) {
        self.ledger = ledger;
        self.reviewed = None;
    }

    /// A review begins: what was reviewed before is no longer what will leave.
    pub fn forget_review(&mut self) {
        self.reviewed = None;
    }

    pub fn reviewed(&mut self, draft: Draft, today: String) {
        self.reviewed = Some((draft, today));
    }

    /// The snapshot reviewed last has left: it is entered, once, where a ledger is
    /// open. The ledger is as it is then.
    ///
    /// # Errors
    /// [`Failure::NothingRead`] when nothing was reviewed since the ledger was
    /// opened, [`Failure::Ledger`] when it cannot be entered.
    pub fn release(&mut self) -> Result<Option<LedgerView>, Failure> {
        let Some(ledger) = &mut self.ledger else { return Ok(None) };
        let (draft, today) = self.reviewed.as_ref().ok_or(Failure::NothingRead)?;
        ledger.append(draft.clone(), today).map_err(|fault| Failure::Ledger { fault })?;
        let today = today.clone();
        Ok(self.view(&today))
    }

    /// Rows leave: they are entered, and the ledger is as it is then. What was
    /// reviewed was not held against them.
    ///
    /// # Errors
    /// [`Failure::NoLedger`] without one, [`Failure::Ledger`] when they cannot be
    /// entered.
    pub fn enter_rows(&mut self, rows: Draft, today: &str) -> Result<LedgerView, Failure> {
        let ledger = self.ledger.as_mut().ok_or(Failure::NoLedger)?;
        ledger.append(rows, today).map_err(|fault| Failure::Ledger { fault })?;
        self.reviewed = None;
        self.view(today).ok_or(Failure::NoLedger)
    }

    /// The open ledger as its owner may see it.
    pub fn view(&self, today: &str) -> Option<LedgerView> {
        let ledger = self.ledger.as_ref()?;
        Some(LedgerView { needs_reading: self.needs_reading(), ..ledger.view(today) })
    }

    /// Whether what is open was read with another secret than the open ledger's.
    pub fn needs_reading(&self) -> bool {
        match (&self.read_with, &self.ledger) {
            (Some(with), Some(ledger)) => with != ledger.secret(),
            _ => false,
        }
    }

    fn own<E>(&mut self, make: impl FnOnce() -> Result<Secret, E>) -> Result<Secret, E> {
        if let Some(own) = &self.own {
            return Ok(own.clone());
        }
        let own = make()?;
        self.own = Some(own.clone());
        Ok(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Table;
    use crate::engine::ledger::Rows;

    const SNAPSHOT: &str = include_str!("../../tests/golden/snapshot/version-2.milchglas.json");
    const TODAY: &str = "2026-11-23";

    fn made(byte: u8) -> impl Fn() -> Result<Secret, ()> {
        move || Ok(Secret::new([byte; 32]))
    }

    fn draft() -> Draft {
        Draft { text: SNAPSHOT.into(), ..Draft::default() }
    }

    #[test]
    fn a_release_is_entered_once_and_only_after_its_review() {
        let mut releases = Releases::default();
        releases.reviewed(draft(), TODAY.into());
        assert_eq!(releases.release(), Ok(None), "there is no ledger");
        releases.begin(made(1)).unwrap();
        assert_eq!(releases.release(), Err(Failure::NothingRead), "reviewed against another one");
        releases.reviewed(draft(), TODAY.into());
        for _ in 0..2 {
            let view = releases.release().unwrap().unwrap();
            assert_eq!(view.releases.len(), 1);
            assert_eq!(view.releases[0].on, TODAY);
        }
        releases.forget_review();
        assert_eq!(releases.release(), Err(Failure::NothingRead));
        releases.close();
        assert_eq!(releases.view(TODAY), None);
    }

    #[test]
    fn rows_are_entered_and_what_was_reviewed_is_reviewed_again() {
        let rows = Rows::new(&Secret::new([1; 32]), "rows", &[Table::Providers]);
        let rows = Draft { rows: Some(rows), ..draft() };
        let mut releases = Releases::default();
        assert_eq!(releases.enter_rows(rows.clone(), TODAY), Err(Failure::NoLedger));
        releases.begin(made(1)).unwrap();
        releases.reviewed(draft(), TODAY.into());
        let view = releases.enter_rows(rows, TODAY).unwrap();
        assert!(matches!(&view.releases[..], [only] if only.rows && only.on == TODAY));
        assert_eq!(releases.release(), Err(Failure::NothingRead));
    }

    #[test]
    fn files_are_read_with_the_secret_of_the_open_ledger() {
        let theirs = Ledger::new(Secret::new([2; 32])).to_text();
        let mut releases = Releases::default();
        assert!(releases.secret_for_reading(made(1)) == made(1)());
        // A ledger begun in the same sitting has the same secret, however often it is asked.
        releases.begin(made(7)).unwrap();
        assert!(!releases.view(TODAY).unwrap().needs_reading);
        releases.open(&theirs).unwrap();
        assert!(releases.view(TODAY).unwrap().needs_reading);
        assert!(releases.secret_for_reading(made(1)) == made(2)());
        assert!(!releases.view(TODAY).unwrap().needs_reading);
        // What cannot be read leaves the open one alone.
        assert_eq!(releases.open("no ledger"), Err(LedgerFault::NotALedger));
        assert!(releases.ledger().is_some_and(|ledger| ledger.to_text() == theirs));
    }

    #[test]
    fn before_anything_is_read_nothing_needs_reading_again() {
        let mut releases = Releases::default();
        releases.open(&Ledger::new(Secret::new([2; 32])).to_text()).unwrap();
        assert!(!releases.view(TODAY).unwrap().needs_reading);
    }
}
