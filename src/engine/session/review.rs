//! From what was read to what may leave: protect, play the attacker, withhold
//! more, until he finds nothing.

use super::Session;
use crate::contract::{
    Breach, BreachKind, Count, Figure, Filter, Method, Place, Privacy, Review, Risk, Settings,
    Sharing, Snapshot, Table,
};
use crate::engine::calendar::day_text;
use crate::engine::disclosure::{Members, Release};
use crate::engine::ledger::{self, Ledger};
use crate::engine::protection::{
    Bounds, Candidate, Exposed, NoSecret, Protecting, TooFewPeople, Wanted, candidate, earlier,
    primary, private,
};
use crate::engine::publish::{self, Meta};
use crate::engine::secret::Secret;
use crate::engine::tallies::{Question, Tallies};
use crate::engine::verifier::{self, Examination, Refusal, Verified};
use crate::messages::Failure;
use std::collections::BTreeSet;

/// Rounds in which more is withheld, before a table is left out.
const ROUNDS: u32 = 6;

/// What its owner decides upon, and what the ledger keeps when it leaves.
#[derive(Clone, Debug)]
pub struct Reviewed {
    pub review: Review,
    pub draft: ledger::Draft,
}

/// How far a verification has come, and whether it shall go on: done, of all.
pub type Watch<'w> = &'w mut dyn FnMut(u64, u64) -> bool;

impl Session {
    /// Protects, plays the attacker against the very bytes that would be saved
    /// and against every earlier release, and shows what would leave. `today` is
    /// `YYYY-MM-DD`. Without a ledger nothing is known of earlier releases: days
    /// become weeks, and the risk report says so.
    ///
    /// # Errors
    /// [`Failure::TooFewPeople`] when nothing may be published,
    /// [`Failure::Unsafe`] with what is still found when no safe form was,
    /// [`Failure::Budget`] when it would cost more than is left of the year's,
    /// [`Failure::NotKept`] when the method needs the owner's secret and nothing
    /// was read with one, [`Failure::Crashed`] when `watch` stopped it.
    pub fn review(
        &self,
        settings: &Settings,
        filter: &Filter,
        sharing: &Sharing,
        today: &str,
        ledger: Option<&Ledger>,
        watch: Watch<'_>,
    ) -> Result<Reviewed, Failure> {
        let settings = self.as_read(settings);
        let mut sharing = sharing.clone();
        sharing.weeks |= ledger.is_none();
        if sharing.method == Method::Private {
            // Nothing is shown in the others.
            sharing.tables.retain(|table| Privacy::TABLES.contains(table));
        }
        let question = Question::new(&settings, filter.clone(), self.zones.get(&settings.zone));
        let tallies = self.tallies(&settings, filter);
        let meta = Meta { title: &sharing.title, today, settings: &settings, filter };
        let secret = ledger.map(Ledger::secret).or(self.secret());
        let earlier = ledger.map(Ledger::releases).unwrap_or_default();
        let reviewing =
            Reviewing { meta, sharing: &sharing, tallies: &tallies, secret, ledger, earlier };
        let bounds = match sharing.method {
            Method::Private => private::bounds(),
            _ => Bounds::default(),
        };
        // What can be counted in rows is not withheld beside them.
        let told =
            ledger.map(|ledger| ledger.told_in_rows(&members(&tallies, secret, &all(&tallies))));
        let mut without: Vec<Table> = told.unwrap_or_default().into_iter().collect();
        loop {
            let candidate = candidate(Wanted {
                store: &self.store,
                kept: &self.released,
                tallies: &tallies,
                question: &question,
                sharing: &sharing,
                threshold: settings.threshold,
                without: &without,
                bounds,
            })
            .map_err(|TooFewPeople| Failure::TooFewPeople)?;
            match reviewing.rounds(&candidate, &without, watch)? {
                Ok(reviewed) => return Ok(reviewed),
                Err(breaches) => match worst(&breaches, &candidate) {
                    Some(table) => without.push(table),
                    None => return Err(Failure::Unsafe { breaches }),
                },
            }
        }
    }
}

/// One review: everything that stays the same from round to round.
struct Reviewing<'r> {
    meta: Meta<'r>,
    sharing: &'r Sharing,
    tallies: &'r Tallies,
    secret: Option<&'r Secret>,
    ledger: Option<&'r Ledger>,
    earlier: Vec<Release<'r>>,
}

impl Reviewing<'_> {
    /// Protects and verifies until nothing is found. Findings, the gravest first,
    /// where that does not end well.
    fn rounds(
        &self,
        candidate: &Candidate,
        without: &[Table],
        watch: Watch<'_>,
    ) -> Result<Result<Reviewed, Vec<Breach>>, Failure> {
        let threshold = self.meta.settings.threshold;
        let members = members(self.tallies, self.secret, &candidate.members);
        let exact = &candidate.statistics;
        let changing = matches!(self.sharing.method, Method::CellKey | Method::Private);
        if let Some(breach) = earlier::too_close(exact, &members, &self.earlier, threshold)
            && !changing
        {
            return Err(Failure::Unsafe { breaches: vec![breach] });
        }
        let mut kept = match self.sharing.method {
            // What noise hides is decided after the noise: anything decided by exact
            // figures would tell of them.
            Method::Private => BTreeSet::new(),
            _ => primary::primary(candidate, threshold),
        };
        if !changing {
            kept.extend(earlier::withheld(exact, &members, &self.earlier, threshold));
        }
        let population = population(&members);
        let mut protecting = Protecting::new(
            candidate,
            threshold,
            self.sharing,
            kept,
            self.secret,
            population.as_bytes(),
        )
        .map_err(|NoSecret| Failure::NotKept)?;
        if let Err(Exposed(places)) = protecting.suppress() {
            return Ok(Err(exposed(places)));
        }
        let mut round = 0;
        loop {
            let protected = protecting.protected().ok_or(Failure::TooFewPeople)?;
            let draft = publish::draft(protected, &self.meta);
            let found = match self.verify(draft.text(), &members, watch)? {
                Ok(verified) => {
                    return self.finish(draft, &verified, members, round, without, watch);
                }
                Err(breaches) => breaches,
            };
            round += 1;
            if round > ROUNDS || self.sharing.method == Method::Private {
                return Ok(Err(found));
            }
            let releases: Vec<Release<'_>> =
                self.earlier.iter().copied().chain([draft.release(&members)]).collect();
            let (system, number) = (verifier::believable(&releases), self.earlier.len() as u32);
            let before = protecting.withheld();
            protecting.answer(&found);
            if protecting.strengthen(&system, number, &found).is_err() {
                return Ok(Err(found));
            }
            if protecting.withheld() == before && !protecting.widen(&found, &system, number) {
                return Ok(Err(found));
            }
        }
    }

    /// Writes the risk report into the passed draft, and verifies what that makes.
    /// What says the same as an earlier release leaves as it left then.
    fn finish(
        &self,
        draft: publish::Draft,
        verified: &Verified,
        members: Members,
        rounds: u32,
        without: &[Table],
        watch: Watch<'_>,
    ) -> Result<Result<Reviewed, Vec<Breach>>, Failure> {
        let before = self
            .ledger
            .and_then(|ledger| ledger.repeated(draft.release(&members).snapshot, &members));
        let epsilon = match self.sharing.method {
            Method::Private if before.is_some() => Some(0),
            Method::Private => Some(self.sharing.privacy.epsilon_milli),
            _ => None,
        };
        let spent = self.ledger.map_or(0, |ledger| ledger.spent_milli(self.meta.today));
        if let Some(asked) = epsilon
            && !private::fits(spent, asked)
        {
            let left_milli = Privacy::YEARLY_EPSILON_MILLI.saturating_sub(spent);
            return Err(Failure::Budget { left_milli });
        }
        let risk = Risk {
            ledger: self.ledger.is_some(),
            epsilon_milli: epsilon,
            epsilon_spent_milli: epsilon.map(|asked| spent.saturating_add(asked)),
            ..verified.risk().clone()
        };
        let draft = match before {
            Some(before) => draft.repeating(before),
            None => draft.with_risk(risk),
        };
        let confirmed = verifier::confirm(draft.text(), &self.earlier, Some(&members), watch);
        let verified = match passed(confirmed)? {
            Ok(verified) => verified,
            Err(breaches) => return Ok(Err(breaches)),
        };
        let review = publish::finish(draft, &verified, rounds, without)
            .map_err(|publish::NotThese| Failure::Crashed)?;
        let draft = ledger::Draft {
            text: review.text.clone(),
            members,
            epsilon_milli: epsilon.filter(|&epsilon| epsilon > 0),
            rows: None,
        };
        Ok(Ok(Reviewed { review, draft }))
    }

    fn verify(
        &self,
        text: &str,
        members: &Members,
        watch: Watch<'_>,
    ) -> Result<Result<Verified, Vec<Breach>>, Failure> {
        passed(verifier::verify(text, &self.earlier, Some(members), watch))
    }
}

/// One row with every campaign.
fn all(tallies: &Tallies) -> Vec<Vec<u32>> {
    vec![tallies.campaigns.keys().copied().collect()]
}

/// Which campaigns each row counts, and in which state; nothing without a
/// secret to hide them under.
pub(super) fn members(tallies: &Tallies, secret: Option<&Secret>, rows: &[Vec<u32>]) -> Members {
    let Some(secret) = secret else { return Members::default() };
    let mark = |key: &u32| {
        let campaign = tallies.campaigns.get(key)?;
        let day = campaign.sent_on.map(day_text);
        let state: Vec<u8> =
            campaign.figures.iter().flat_map(|(_, value)| value.to_le_bytes()).collect();
        Some(ledger::mark(secret, &campaign.id, &campaign.name, day.as_deref(), &state))
    };
    let row = |keys: &Vec<u32>| {
        let mut marks: Vec<_> = keys.iter().filter_map(mark).collect();
        marks.sort();
        marks
    };
    Members(rows.iter().map(row).collect())
}

/// Findings are an answer; everything else that went wrong is a failure.
pub(super) fn passed(
    verdict: Result<Verified, Refusal>,
) -> Result<Result<Verified, Vec<Breach>>, Failure> {
    match verdict {
        Ok(verified) => Ok(Ok(verified)),
        Err(Refusal::Breaches(breaches, _)) => Ok(Err(breaches)),
        Err(Refusal::Unreadable(fault)) => Err(Failure::Snapshot { fault }),
        Err(Refusal::Stopped) => Err(Failure::Crashed),
    }
}

/// Who is counted, whatever the tables: the same people give the same noise.
fn population(members: &Members) -> String {
    let mut marks: Vec<&str> =
        members.0.iter().flatten().flat_map(|mark| [mark.campaign.as_str(), &mark.state]).collect();
    marks.sort_unstable();
    marks.join(" ")
}

/// Figures that could not be protected, as findings.
fn exposed(places: Vec<Place>) -> Vec<Breach> {
    let breach = |place| Breach {
        kind: BreachKind::Narrow,
        figures: vec![Figure { release: None, place, row: String::new() }],
        at_least: 0,
        at_most: None,
    };
    places.into_iter().map(breach).collect()
}

/// The table with most of the findings, of those that can be left out. Where only
/// figures of earlier releases are betrayed, the same table of this one does it.
fn worst(breaches: &[Breach], candidate: &Candidate) -> Option<Table> {
    let named = |table: Table| {
        let figures = breaches.iter().flat_map(|breach| &breach.figures);
        let of_it = figures.filter(|figure| figure.place.table == table);
        let (ours, theirs): (Vec<&Figure>, Vec<&Figure>) =
            of_it.partition(|figure| figure.release.is_none());
        (ours.len(), theirs.len())
    };
    let statistics = &candidate.statistics;
    let is_there = |&table: &Table| {
        statistics
            .places()
            .any(|place| place.table == table && statistics.at(place) != Count::Unavailable)
    };
    Table::BREAKDOWNS
        .into_iter()
        .filter(is_there)
        .map(|table| (named(table), table))
        .filter(|&(found, _)| found > (0, 0))
        .max_by_key(|&(found, _)| found)
        .map(|(_, table)| table)
}

/// Plays the attacker against somebody's snapshot, known by its bytes alone: what
/// was tried, and what was found.
///
/// # Errors
/// [`Failure::Snapshot`] when it is none, [`Failure::Crashed`] when `watch`
/// stopped it.
pub fn verify_snapshot(
    snapshot: &Snapshot,
    watch: Watch<'_>,
) -> Result<(Risk, Vec<Breach>), Failure> {
    match verifier::verify(&publish::to_text(snapshot), &[], None, watch) {
        Ok(verified) => Ok((verified.risk().clone(), Vec::new())),
        Err(Refusal::Breaches(breaches, examination)) => {
            Ok((risk(snapshot, &examination), breaches))
        }
        Err(Refusal::Unreadable(fault)) => Err(Failure::Snapshot { fault }),
        Err(Refusal::Stopped) => Err(Failure::Crashed),
    }
}

/// What was tried against a snapshot that did not pass.
fn risk(snapshot: &Snapshot, examination: &Examination) -> Risk {
    let statistics = &snapshot.statistics;
    let cells = || statistics.places().map(|place| statistics.at(place));
    Risk {
        cells: cells().filter(|&count| count != Count::Unavailable).count() as u64,
        cells_withheld: cells().filter(|count| count.is_withheld()).count() as u64,
        programs: examination.programs,
        narrowest: examination.narrowest,
        median: examination.median,
        ..Risk::default()
    }
}
