//! `milchglas report`: from files to the report, and to a snapshot where asked.

use super::arguments::Reporting;
use super::ledger::{self, LedgerFile};
use super::notes::{self, reason};
use super::profiles::Profiles;
use super::writing::{Readers, Written};
use super::{Trouble, block, files, print_json, zones};
use crate::contract::{
    Certainty, FileClass, FilePlan, Filter, Inspection, Settings, Sharing, Snapshot,
};
use crate::engine::calendar;
use crate::engine::events::Key;
use crate::engine::ledger::Draft;
use crate::engine::session::{Reviewed, RowsReviewed, Session, Source};
use crate::engine::zone::{Time, Zone, Zones};
use crate::english;
use crate::messages::Failure;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Reads, counts, prints the report and writes what else was asked for.
///
/// # Errors
/// A message and an exit code; whatever could be done was done before.
pub fn run(asked: &Reporting) -> Result<(), Trouble> {
    let settings = asked.settings(settings_in(asked.settings.as_deref())?);
    let sharing = asked.sharing().map_err(Trouble::usage)?;
    if asked.writes_over() {
        return Err(Trouble::usage("Nothing may be written over another file that is named here."));
    }
    let zone = zones::zone(&settings.zone).ok_or_else(|| {
        Trouble::usage(format!("{}: there is no time zone of this name.", settings.zone))
    })?;
    let today = day(&zone);
    // A ledger that cannot be read must not be found out about after all the work.
    let ledger = asked.ledger.as_deref().map(LedgerFile::open).transpose()?;
    let secret = match &ledger {
        Some(file) => file.ledger().secret().clone(),
        None => ledger::secret()?,
    };
    let inputs = inputs(asked)?;
    let zones = zones_of(zone, &inputs)?;
    let mut session = Session::new(key()?, settings.clone(), zones.clone()).with_secret(secret);
    read(&mut session, &inputs);
    let sealed = session.seal();
    for file in session.files() {
        notes::tell_problems(file);
    }
    if let Some(path) = &asked.problems {
        // Most of all wanted where nothing else could be read.
        let again = Session::new(key()?, settings.clone(), zones).for_unusable_rows(',');
        write_problems(again, &inputs, path)?;
    }
    sealed.map_err(|failure| match failure {
        // The reason was told a moment ago.
        Failure::File { .. } => Trouble::fault("Nothing could be read."),
        other => failed(other),
    })?;
    let report = session.report(&Filter::default());
    if let Some(consent) = &report.consent {
        for line in notes::problem_lines(&consent.located, consent.problems.values().sum()) {
            notes::say(&line);
        }
    }
    print_json(&report)?;
    let (session, settings, today, written) = (&session, &settings, &*today, Vec::new());
    let mut leaving = Leaving { session, settings, today, ledger, written };
    if asked.snapshot.is_some() || asked.html.is_some() {
        leaving.publish(&sharing, asked)?;
    }
    if let Some(path) = &asked.rows {
        leaving.export_rows(path)?;
    }
    leaving.put()
}

/// What is read for what. Consent lists first: they decide what of the events may
/// be kept.
fn inputs(asked: &Reporting) -> Result<Vec<(&PathBuf, Source)>, Trouble> {
    let mut profiles = Profiles::open(&asked.profile)?;
    let (mut lists, mut events) = (Vec::new(), Vec::new());
    for path in &asked.consent {
        // Without a profile, reading it tells what is wrong with it.
        let inspection = if asked.profile.is_empty() { None } else { files::inspect(path).ok() };
        let explained = inspection.and_then(|found| profiles.consent_source(&found));
        lists.push((path, explained.unwrap_or(Source::Consent(None))));
    }
    for path in &asked.files {
        match files::inspect(path) {
            Ok(found) => match profiles.source(&found).or_else(|| source(&found)) {
                Some(list @ Source::Consent(_)) => lists.push((path, list)),
                Some(export @ Source::Events(_)) => events.push((path, export)),
                None => {}
            },
            Err(trouble) => notes::say(&trouble.message),
        }
    }
    profiles.all_used()?;
    lists.extend(events);
    Ok(lists)
}

/// The zones of the settings and of the files.
fn zones_of(settings: Zone, inputs: &[(&PathBuf, Source)]) -> Result<Zones, Trouble> {
    let mut zones = vec![settings];
    for (path, source) in inputs {
        let Source::Events(FilePlan { zone: Some(name), .. }) = source else { continue };
        let zone = zones::zone(name).ok_or_else(|| {
            let file = files::name(path);
            Trouble::usage(format!("{file}: its profile names {name}, which is no time zone."))
        })?;
        if !zones.contains(&zone) {
            zones.push(zone);
        }
    }
    Ok(Zones::new(zones))
}

fn read(session: &mut Session, inputs: &[(&PathBuf, Source)]) {
    for (path, source) in inputs {
        if let Err(trouble) = files::read(session, path, source) {
            notes::say(&trouble.message);
        }
    }
}

/// Reads everything once more for its unusable rows, and writes those.
fn write_problems(
    mut session: Session,
    inputs: &[(&PathBuf, Source)],
    path: &Path,
) -> Result<(), Trouble> {
    for (path, source) in inputs {
        files::read(&mut session, path, source)?;
    }
    let rows = session.into_unusable_rows();
    Written::beside(path, &rows.csv, Readers::OwnerAlone)?.put()?;
    notes::say(&format!(
        "{}: {} of {} rows that could not be used. They hold personal data: keep them to yourself.",
        files::name(path),
        rows.listed,
        rows.rows
    ));
    Ok(())
}

/// What a file is read for, with a note where somebody should know.
fn source(inspection: &Inspection) -> Option<Source> {
    let name = &inspection.name;
    match inspection.class {
        FileClass::Consent => {
            notes::say(&format!("{name}: read as a consent list."));
            Some(Source::Consent(inspection.mapping.clone()))
        }
        FileClass::Snapshot => {
            notes::say(&format!("{name}: this is a snapshot, not an export; it is left out."));
            None
        }
        FileClass::Aggregate => {
            notes::say(&format!(
                "{name}: figures of whole campaigns without recipients: there is nothing to count."
            ));
            Some(Source::Events(FilePlan::default()))
        }
        // Reading it puts the reason into the report, and from there on the screen.
        FileClass::Unreadable => Some(Source::Events(FilePlan::default())),
        FileClass::Events => {
            if inspection.certainty == Certainty::Likely {
                notes::say(&format!(
                    "{name}: what its columns mean is a guess; compare the numbers of events with what you expect."
                ));
            }
            Some(Source::Events(FilePlan::default()))
        }
    }
}

/// Everything that is handed on: written and entered into the ledger, all of it
/// or nothing.
struct Leaving<'l> {
    session: &'l Session,
    settings: &'l Settings,
    today: &'l str,
    ledger: Option<LedgerFile>,
    written: Vec<Written>,
}

impl Leaving<'_> {
    fn publish(&mut self, sharing: &Sharing, asked: &Reporting) -> Result<(), Trouble> {
        if self.ledger.is_none() {
            notes::say(
                "Without --ledger, earlier releases are unknown: this report is protected by itself, not together with them.",
            );
        }
        let earlier = self.ledger.as_ref().map(LedgerFile::ledger);
        let (everything, mut watch) = (Filter::default(), |_, _| true);
        let Reviewed { review, draft } = self
            .session
            .review(self.settings, &everything, sharing, self.today, earlier, &mut watch)
            .map_err(failed)?;
        if !review.left_out.is_empty() {
            let names: Vec<&str> = review.left_out.iter().map(|table| table.name()).collect();
            notes::say(&format!(
                "No safe form was found of: {}. They are left out.",
                names.join(", ")
            ));
        }
        if let Some(path) = &asked.snapshot {
            self.written.push(Written::beside(path, &review.text, Readers::Usual)?);
        }
        if let Some(path) = &asked.html {
            let page = page(&review.snapshot, asked.language.code());
            self.written.push(Written::beside(path, &page, Readers::Usual)?);
        }
        self.enter(draft)
    }

    fn export_rows(&mut self, path: &Path) -> Result<(), Trouble> {
        let ledger = self.ledger.as_ref().ok_or_else(|| failed(Failure::NoLedger))?.ledger();
        let (everything, mut watch) = (Filter::default(), |_, _| true);
        let RowsReviewed { rows, draft } = self
            .session
            .export_rows(self.settings, &everything, self.today, ledger, &mut watch)
            .map_err(failed)?;
        self.written.push(Written::beside(path, &rows.csv, Readers::Usual)?);
        notes::say(&format!(
            "{}: {} rows; {} were left out because too few people share them.",
            files::name(path),
            rows.rows,
            rows.rows_left_out
        ));
        self.enter(draft)
    }

    fn enter(&mut self, draft: Draft) -> Result<(), Trouble> {
        match &mut self.ledger {
            Some(ledger) => ledger.enter(draft, self.today),
            None => Ok(()),
        }
    }

    /// The ledger last: what is in it and was never handed on does no harm, but
    /// what was handed on must be in it.
    fn put(self) -> Result<(), Trouble> {
        let ledger = self.ledger.map(LedgerFile::written).transpose()?.flatten();
        for file in self.written {
            file.put()?;
        }
        match ledger.map(Written::put) {
            None | Some(Ok(())) => Ok(()),
            Some(Err(trouble)) => Err(Trouble::fault(format!(
                "{} The report is written, but not entered: do not hand it on, and run this again.",
                trouble.message
            ))),
        }
    }
}

fn page(snapshot: &Snapshot, language: &str) -> String {
    block::on(crate::app::printed(snapshot, language))
}

fn settings_in(path: Option<&Path>) -> Result<Settings, Trouble> {
    let Some(path) = path else { return Ok(Settings::default()) };
    let name = files::name(path);
    let text = fs::read_to_string(path).map_err(|error| {
        Trouble::usage(format!("{name}: the settings could not be read: {}", reason(&error)))
    })?;
    serde_json::from_str(&text).map_err(|error| {
        // The place is told, the content is not.
        Trouble::usage(format!(
            "{name}, line {}, column {}: these are no settings.",
            error.line(),
            error.column()
        ))
    })
}

fn key() -> Result<Key, Trouble> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|_| Trouble::fault("The system has no randomness to make a key from."))?;
    Ok(Key::new(bytes))
}

/// The day it is now, in the zone of the report.
fn day(zone: &Zone) -> String {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = Time(i64::try_from(since_1970.as_millis()).unwrap_or_default());
    calendar::day_text(calendar::day_number(zone.local(now)))
}

fn failed(failure: Failure) -> Trouble {
    Trouble::fault(english::failure(&failure))
}
