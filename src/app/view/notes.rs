//! What a reader must know beside the figures, told by the figures themselves.

use super::exports::{base_export, vendor_of};
use super::rates::{Missing, Rate, share_text};
use crate::app::words::Words;
use crate::contract::{Convention, Count, FileReport, Kind, Measure, Statistics};
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// More people reacted than got a message: exports are missing.
    MoreThanDelivered,
    /// The files tell reactions but not deliveries.
    DeliveredUnknown,
    /// Opens (clicks) are counted, people are not told apart.
    TotalsOnly,
    /// Reactions cannot be placed after sending.
    NoSendTimes,
    /// The share of those delivered whose opens (clicks) may be measured.
    CoverageOpens(f64),
    CoverageClicks(f64),
    /// Machine events count as people's.
    MachineIncluded,
    SomeWithheld,
    /// Sent is delivered and bounced together: the files have no rows for sending.
    SentFromParts,
    /// Bounces without a class, counted as hard.
    UnclassifiedBounces(u64),
    /// Reactions without those it was sent to, from the vendor of that key and
    /// name, who has an export that tells them.
    BaseIn(&'static str, &'static str),
}

impl Note {
    /// Whether the note is about something the user should mend.
    pub const fn is_warning(self) -> bool {
        matches!(self, Note::MoreThanDelivered | Note::DeliveredUnknown | Note::BaseIn(..))
    }

    pub fn text(self, words: &Words) -> String {
        match self {
            Note::MoreThanDelivered => words.say("note-more-than-delivered"),
            Note::DeliveredUnknown => words.say("note-delivered-unknown"),
            Note::TotalsOnly => words.say("note-totals-only"),
            Note::NoSendTimes => words.say("note-no-send-times"),
            Note::CoverageOpens(share) => {
                words.with("note-coverage-opens", &[("share", share_text(share, words).into())])
            }
            Note::CoverageClicks(share) => {
                words.with("note-coverage-clicks", &[("share", share_text(share, words).into())])
            }
            Note::MachineIncluded => words.say("note-machine-included"),
            Note::SomeWithheld => words.say("note-some-withheld"),
            Note::SentFromParts => words.say("note-sent-from-parts"),
            Note::UnclassifiedBounces(n) => {
                words.with("note-unclassified-bounces", &[("n", n.into())])
            }
            Note::BaseIn(vendor, name) => words.with(
                "note-base-in",
                &[("vendor", name.into()), ("export", base_export(words, vendor).into())],
            ),
        }
    }
}

/// What the figures themselves call for, most important first.
pub fn of_statistics(statistics: &Statistics, convention: Convention) -> Vec<Note> {
    let figures = &statistics.overall;
    let mut notes = Vec::new();
    let reactions = [Measure::Opens, Measure::Openers, Measure::Clicks, Measure::Clickers]
        .iter()
        .any(|&measure| figures[measure].exact().is_some_and(|count| count > 0));
    let odd = |rate: Rate| rate.of(figures, convention).share == Err(Missing::MoreThanBase);
    if odd(Rate::Open) || odd(Rate::Click) || odd(Rate::Unsubscribe) {
        notes.push(Note::MoreThanDelivered);
    }
    if figures[Measure::Delivered] == Count::Unavailable && reactions {
        notes.push(Note::DeliveredUnknown);
    }
    let only_totals = |people: Measure, events: Measure| {
        figures[people] == Count::Unavailable && figures[events].exact().is_some()
    };
    if only_totals(Measure::Openers, Measure::Opens)
        || only_totals(Measure::Clickers, Measure::Clicks)
    {
        notes.push(Note::TotalsOnly);
    }
    if statistics.arrival.is_empty() && reactions {
        notes.push(Note::NoSendTimes);
    }
    if let Ok(share) = Rate::CoverageOpens.of(figures, convention).share
        && share < 1.0
    {
        notes.push(Note::CoverageOpens(share));
    }
    if let Ok(share) = Rate::CoverageClicks.of(figures, convention).share
        && share < 1.0
    {
        notes.push(Note::CoverageClicks(share));
    }
    if statistics.machine.included {
        notes.push(Note::MachineIncluded);
    }
    let campaigns = statistics.campaigns.iter().map(|row| &row.figures);
    if std::iter::once(figures)
        .chain(campaigns)
        .any(|figures| figures.iter().any(|(_, count)| count.is_withheld()))
    {
        notes.push(Note::SomeWithheld);
    }
    notes
}

/// What the files call for.
pub fn of_files(files: &[FileReport]) -> Vec<Note> {
    let mut notes = Vec::new();
    let has = |file: &FileReport, kind: Kind| file.events.get(&kind).is_some_and(|&n| n > 0);
    let any = |kind: Kind| files.iter().any(|file| has(file, kind));
    if any(Kind::Delivered) && !any(Kind::Sent) {
        notes.push(Note::SentFromParts);
    }
    let reactions = [Kind::Opened, Kind::MachineOpened, Kind::Clicked, Kind::MachineClicked];
    let reacted = |file: &&FileReport| reactions.iter().any(|&kind| has(file, kind));
    let is_base = |file: &&FileReport| has(file, Kind::Delivered) || has(file, Kind::Sent);
    let vendor = |file: &FileReport| vendor_of(&file.dialect);
    // A table of nobody's may be the base of anybody's reactions.
    if !files.iter().filter(is_base).any(|file| vendor(file).is_none()) {
        let based: BTreeSet<_> = files.iter().filter(is_base).filter_map(vendor).collect();
        let vendors: BTreeSet<_> = files.iter().filter(reacted).filter_map(vendor).collect();
        let without = vendors.difference(&based);
        notes.extend(without.map(|&(vendor, name)| Note::BaseIn(vendor, name)));
    }
    let unclassified = files.iter().map(|file| file.unclassified_bounces).sum();
    if unclassified > 0 {
        notes.push(Note::UnclassifiedBounces(unclassified));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::view::sample;
    use crate::app::words::Language;

    #[test]
    fn whole_figures_need_no_words() {
        assert_eq!(of_statistics(&sample::statistics(), Convention::Measurable), []);
    }

    #[test]
    fn opens_alone_say_which_export_is_missing() {
        let mut statistics = Statistics::default();
        statistics.overall[Measure::Openers] = Count::Exact(5);
        statistics.overall[Measure::Opens] = Count::Exact(7);
        let notes = of_statistics(&statistics, Convention::Measurable);
        assert_eq!(notes, [Note::DeliveredUnknown, Note::NoSendTimes]);
        statistics.overall[Measure::Delivered] = Count::Exact(3);
        let notes = of_statistics(&statistics, Convention::Delivered);
        assert_eq!(notes.first(), Some(&Note::MoreThanDelivered));
    }

    #[test]
    fn coverage_machines_and_hiding_are_said() {
        let mut statistics = sample::statistics();
        statistics.overall[Measure::MeasurableOpens] = Count::Exact(10_000);
        statistics.machine.included = true;
        statistics.campaigns[1].figures[Measure::Complained] = Count::Withheld;
        statistics.overall[Measure::Clickers] = Count::Unavailable;
        let notes = of_statistics(&statistics, Convention::Measurable);
        assert!(
            notes.iter().any(|note| matches!(note, Note::CoverageOpens(share) if *share < 1.0))
        );
        for note in [Note::MachineIncluded, Note::SomeWithheld, Note::TotalsOnly] {
            assert!(notes.contains(&note), "{note:?} in {notes:?}");
        }
    }

    #[test]
    fn reactions_alone_say_which_export_of_their_vendor_has_the_rest() {
        let file = |dialect: &str, kinds: &[Kind]| FileReport {
            dialect: dialect.into(),
            events: kinds.iter().map(|&kind| (kind, 3)).collect(),
            ..sample::file()
        };
        let opens = file("mailchimp-granular-activity", &[Kind::Opened]);
        let clicks = file("mailchimp-granular-activity", &[Kind::Clicked]);
        let note = Note::BaseIn("mailchimp", "Mailchimp");
        assert_eq!(of_files(&[opens.clone(), clicks]), [note]);
        assert!(note.text(&Words::new(Language::En)).contains("sent-to"));
        // Nothing is missing, no reaction calls for it, or nobody knows where it is.
        let sent = file("mailchimp-report-members", &[Kind::Sent]);
        assert_eq!(of_files(&[opens.clone(), sent]), []);
        assert_eq!(of_files(&[opens.clone(), file("generic", &[Kind::Sent])]), []);
        // What another vendor sent is no base of these.
        assert_eq!(of_files(&[opens, file("sendgrid-email-activity", &[Kind::Sent])]), [note]);
        assert_eq!(of_files(&[file("mailchimp-audience", &[Kind::Unsubscribed])]), []);
        assert_eq!(of_files(&[file("generic", &[Kind::Opened])]), []);
    }

    #[test]
    fn every_note_is_said_in_both_languages() {
        let notes = [
            Note::MoreThanDelivered,
            Note::DeliveredUnknown,
            Note::TotalsOnly,
            Note::NoSendTimes,
            Note::CoverageOpens(0.5),
            Note::CoverageClicks(0.5),
            Note::MachineIncluded,
            Note::SomeWithheld,
            Note::SentFromParts,
            Note::UnclassifiedBounces(2),
            Note::BaseIn("mailchimp", "Mailchimp"),
        ];
        for words in [Words::new(Language::En), Words::new(Language::De)] {
            for note in notes {
                assert!(!note.text(&words).starts_with("note-"), "{note:?}");
            }
        }
    }
}
