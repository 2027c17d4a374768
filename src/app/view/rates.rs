//! Every rate: which two counts it divides under which convention, what comes
//! out, and why nothing does where nothing does.

use crate::app::words::Words;
use crate::contract::{Convention, Count, Figures, Measure};

/// A quotient of two counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rate {
    Delivery,
    BounceHard,
    BounceSoft,
    Drop,
    CoverageOpens,
    CoverageClicks,
    Open,
    /// All opens per delivered message; may exceed 100 %.
    OpensTotal,
    ConfirmedOpen,
    MachineOpen,
    Glanced,
    Skimmed,
    Read,
    Click,
    /// All clicks per delivered message; may exceed 100 %.
    ClicksTotal,
    ClickToOpen,
    Unsubscribe,
    Complaint,
}

impl Rate {
    pub const ALL: [Rate; 18] = [
        Rate::Delivery,
        Rate::BounceHard,
        Rate::BounceSoft,
        Rate::Drop,
        Rate::CoverageOpens,
        Rate::CoverageClicks,
        Rate::Open,
        Rate::OpensTotal,
        Rate::ConfirmedOpen,
        Rate::MachineOpen,
        Rate::Glanced,
        Rate::Skimmed,
        Rate::Read,
        Rate::Click,
        Rate::ClicksTotal,
        Rate::ClickToOpen,
        Rate::Unsubscribe,
        Rate::Complaint,
    ];

    /// The end of its names in the words (`rate-…`, `rate-about-…`) and in exports.
    pub const fn name(self) -> &'static str {
        match self {
            Rate::Delivery => "delivery",
            Rate::BounceHard => "bounce-hard",
            Rate::BounceSoft => "bounce-soft",
            Rate::Drop => "drop",
            Rate::CoverageOpens => "coverage-opens",
            Rate::CoverageClicks => "coverage-clicks",
            Rate::Open => "open",
            Rate::OpensTotal => "opens-total",
            Rate::ConfirmedOpen => "confirmed-open",
            Rate::MachineOpen => "machine-open",
            Rate::Glanced => "glanced",
            Rate::Skimmed => "skimmed",
            Rate::Read => "read",
            Rate::Click => "click",
            Rate::ClicksTotal => "clicks-total",
            Rate::ClickToOpen => "click-to-open",
            Rate::Unsubscribe => "unsubscribe",
            Rate::Complaint => "complaint",
        }
    }

    /// Numerator and denominator under a convention.
    pub const fn measures(self, convention: Convention) -> (Measure, Measure) {
        let totals = matches!(convention, Convention::DdvTotal);
        match self {
            Rate::Delivery => (Measure::Delivered, Measure::Sent),
            Rate::BounceHard => (Measure::BouncedHard, Measure::Sent),
            Rate::BounceSoft => (Measure::BouncedSoft, Measure::Sent),
            Rate::Drop => (Measure::Dropped, Measure::Sent),
            Rate::CoverageOpens => (Measure::MeasurableOpens, Measure::Delivered),
            Rate::CoverageClicks => (Measure::MeasurableClicks, Measure::Delivered),
            Rate::Open if totals => (Measure::Opens, Measure::Delivered),
            Rate::Open => (Measure::Openers, open_base(convention)),
            Rate::OpensTotal => (Measure::Opens, Measure::Delivered),
            Rate::ConfirmedOpen => (Measure::ConfirmedOpeners, open_base(convention)),
            Rate::MachineOpen => (Measure::MachineOpeners, open_base(convention)),
            Rate::Glanced => (Measure::Glanced, open_base(convention)),
            Rate::Skimmed => (Measure::Skimmed, open_base(convention)),
            Rate::Read => (Measure::Readers, open_base(convention)),
            Rate::Click if totals => (Measure::Clicks, Measure::Delivered),
            Rate::Click => (Measure::Clickers, click_base(convention)),
            Rate::ClicksTotal => (Measure::Clicks, Measure::Delivered),
            Rate::ClickToOpen => (Measure::Clickers, Measure::ConfirmedOpeners),
            Rate::Unsubscribe => (Measure::Unsubscribed, Measure::Delivered),
            Rate::Complaint => (Measure::Complained, Measure::Delivered),
        }
    }

    /// The rate of these figures.
    pub fn of(self, figures: &Figures<Count>, convention: Convention) -> Quotient {
        let (top, mut base) = self.measures(convention);
        // Where everybody may be measured, the base is simply what was delivered.
        if matches!(base, Measure::MeasurableOpens | Measure::MeasurableClicks)
            && figures[base].exact().is_some()
            && figures[base] == figures[Measure::Delivered]
        {
            base = Measure::Delivered;
        }
        let share = share(figures[top], figures[base], top.counts_people());
        Quotient { rate: self, top, base, counts: (figures[top], figures[base]), share }
    }
}

const fn open_base(convention: Convention) -> Measure {
    match convention {
        Convention::Measurable => Measure::MeasurableOpens,
        Convention::Delivered | Convention::DdvTotal | Convention::CleverElements => {
            Measure::Delivered
        }
        Convention::Sent => Measure::Sent,
    }
}

const fn click_base(convention: Convention) -> Measure {
    match convention {
        Convention::Measurable => Measure::MeasurableClicks,
        Convention::Delivered | Convention::DdvTotal => Measure::Delivered,
        Convention::Sent => Measure::Sent,
        Convention::CleverElements => Measure::Openers,
    }
}

/// A rate with everything needed to say it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quotient {
    pub rate: Rate,
    pub top: Measure,
    pub base: Measure,
    /// Numerator and denominator.
    pub counts: (Count, Count),
    /// A share of 1, or why there is none.
    pub share: Result<f64, Missing>,
}

/// Why there is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Nobody to divide by.
    NoBase,
    /// One of the two counts is hidden.
    Withheld,
    /// The files do not hold one of the two.
    NotInFiles,
    /// More people reacted than there is a base for: the files do not belong together.
    MoreThanBase,
}

impl Missing {
    /// The end of its names in the words (`missing-…`, `missing-about-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Missing::NoBase => "no-base",
            Missing::Withheld => "withheld",
            Missing::NotInFiles => "not-in-files",
            Missing::MoreThanBase => "more-than-base",
        }
    }
}

/// One count by another; `people`: the numerator is part of the denominator.
pub fn share(top: Count, base: Count, people: bool) -> Result<f64, Missing> {
    match (top, base) {
        (Count::Unavailable, _) | (_, Count::Unavailable) => Err(Missing::NotInFiles),
        (Count::Withheld, _) | (_, Count::Withheld) => Err(Missing::Withheld),
        (Count::Exact(top), Count::Exact(base)) if people && top > base => {
            Err(Missing::MoreThanBase)
        }
        (Count::Exact(_), Count::Exact(0)) => Err(Missing::NoBase),
        (Count::Exact(top), Count::Exact(base)) => Ok(top as f64 / base as f64),
    }
}

impl Quotient {
    /// Whether it belongs to a report at all: what no file holds is left out
    /// of lists, and full coverage goes without saying.
    pub fn worth_showing(&self) -> bool {
        match self.rate {
            Rate::CoverageOpens | Rate::CoverageClicks => {
                self.share.map_or_else(|why| why == Missing::Withheld, |share| share < 1.0)
            }
            _ => self.share != Err(Missing::NotInFiles),
        }
    }

    /// The rate alone: `21.7%`, `–`, `withheld`.
    pub fn text(&self, words: &Words) -> String {
        match self.share {
            Ok(share) => share_text(share, words),
            Err(why) => words.say(&format!("missing-{}", why.name())),
        }
    }

    /// Both numbers: `1,234 of 5,678`.
    pub fn numbers(&self, words: &Words) -> String {
        let (top, base) = self.counts;
        let values =
            [("part", count_text(top, words).into()), ("whole", count_text(base, words).into())];
        words.with("statistics-part-of-whole", &values)
    }

    /// What the rate means. Totals are explained as totals, whatever the
    /// convention calls them.
    pub fn about(&self, words: &Words) -> String {
        let rate = match self.top {
            Measure::Opens => Rate::OpensTotal,
            Measure::Clicks => Rate::ClicksTotal,
            _ => self.rate,
        };
        words.say(&format!("rate-about-{}", rate.name()))
    }

    /// The two measures divided: `Openers ÷ delivered`.
    pub fn formula(&self, words: &Words) -> String {
        let values = [
            ("part", words.say(&format!("measure-{}", self.top.name())).into()),
            ("whole", words.say(&format!("measure-{}", self.base.name())).into()),
        ];
        words.with("statistics-formula", &values)
    }
}

/// A share in percent, with as many decimals as it needs; what is not all
/// never reads 100 %, and what is not nothing never reads 0 %.
pub fn share_text(share: f64, words: &Words) -> String {
    let (share, digits) = if share <= 0.0 || share >= 0.01 {
        (if share < 1.0 { share.min(0.999) } else { share }, 1)
    } else if share >= 0.001 {
        (share, 2)
    } else {
        (share.max(0.000_01), 3)
    };
    words.percent(share, digits)
}

/// A count in words: `1,234`, `withheld`, `n/a`.
pub fn count_text(count: Count, words: &Words) -> String {
    match count {
        Count::Exact(value) => words.number(value),
        Count::Withheld => words.say("missing-withheld"),
        Count::Unavailable => words.say("missing-not-in-files"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    fn figures(values: &[(Measure, u64)]) -> Figures<Count> {
        let mut figures = Figures::default();
        for &(measure, value) in values {
            figures[measure] = Count::Exact(value);
        }
        figures
    }

    fn campaign() -> Figures<Count> {
        figures(&[
            (Measure::Sent, 1_000),
            (Measure::Delivered, 980),
            (Measure::BouncedHard, 15),
            (Measure::BouncedSoft, 5),
            (Measure::MeasurableOpens, 900),
            (Measure::MeasurableClicks, 980),
            (Measure::Openers, 300),
            (Measure::Opens, 1_100),
            (Measure::ConfirmedOpeners, 320),
            (Measure::Clickers, 80),
            (Measure::Clicks, 120),
            (Measure::Unsubscribed, 4),
            (Measure::Complained, 0),
        ])
    }

    fn of(rate: Rate, convention: Convention) -> Result<f64, Missing> {
        rate.of(&campaign(), convention).share
    }

    #[test]
    fn each_convention_divides_as_it_says() {
        use Convention::*;
        for (convention, open, click) in [
            (Measurable, 300.0 / 900.0, 80.0 / 980.0),
            (Delivered, 300.0 / 980.0, 80.0 / 980.0),
            (Sent, 300.0 / 1_000.0, 80.0 / 1_000.0),
            (DdvTotal, 1_100.0 / 980.0, 120.0 / 980.0),
            (CleverElements, 300.0 / 980.0, 80.0 / 300.0),
        ] {
            assert_eq!(of(Rate::Open, convention), Ok(open), "{convention:?}");
            assert_eq!(of(Rate::Click, convention), Ok(click), "{convention:?}");
            // What needs no tracking, and what names its own base, never changes.
            assert_eq!(of(Rate::Delivery, convention), Ok(0.98));
            assert_eq!(of(Rate::Unsubscribe, convention), Ok(4.0 / 980.0));
            assert_eq!(of(Rate::ClickToOpen, convention), Ok(0.25));
        }
        assert_eq!(of(Rate::OpensTotal, Measurable), Ok(1_100.0 / 980.0));
    }

    #[test]
    fn nothing_everything_and_unknown_are_told_apart() {
        let convention = Convention::Measurable;
        assert_eq!(of(Rate::Complaint, convention), Ok(0.0));
        assert_eq!(of(Rate::Read, convention), Err(Missing::NotInFiles));
        let none = figures(&[(Measure::Delivered, 0), (Measure::Unsubscribed, 0)]);
        assert_eq!(Rate::Unsubscribe.of(&none, convention).share, Err(Missing::NoBase));
        let mut hidden = campaign();
        hidden[Measure::Clickers] = Count::Withheld;
        assert_eq!(Rate::Click.of(&hidden, convention).share, Err(Missing::Withheld));
        assert_eq!(Rate::ClickToOpen.of(&hidden, convention).share, Err(Missing::Withheld));
        assert_eq!(Rate::Open.of(&hidden, convention).share, Ok(300.0 / 900.0));
    }

    #[test]
    fn a_unique_rate_never_exceeds_all() {
        let mut odd = campaign();
        odd[Measure::Openers] = Count::Exact(981);
        odd[Measure::Clickers] = Count::Exact(321);
        for convention in [Convention::Measurable, Convention::Delivered] {
            assert_eq!(Rate::Open.of(&odd, convention).share, Err(Missing::MoreThanBase));
        }
        assert_eq!(
            Rate::ClickToOpen.of(&odd, Convention::Measurable).share,
            Err(Missing::MoreThanBase)
        );
        // Reactions without a single delivery are no "no base" either.
        odd[Measure::Delivered] = Count::Exact(0);
        assert_eq!(Rate::Open.of(&odd, Convention::Delivered).share, Err(Missing::MoreThanBase));
    }

    #[test]
    fn a_full_base_is_called_delivered() {
        let quotient = Rate::Click.of(&campaign(), Convention::Measurable);
        assert_eq!(quotient.base, Measure::Delivered);
        let quotient = Rate::Open.of(&campaign(), Convention::Measurable);
        assert_eq!(quotient.base, Measure::MeasurableOpens);
        let words = Words::new(Language::De);
        assert_eq!(quotient.numbers(&words), "300 von 900");
        assert_eq!(quotient.text(&words), "33,3\u{a0}%");
        assert!(Rate::CoverageOpens.of(&campaign(), Convention::Measurable).worth_showing());
        assert!(!Rate::CoverageClicks.of(&campaign(), Convention::Measurable).worth_showing());
    }

    #[test]
    fn totals_are_explained_as_totals() {
        let words = Words::new(Language::En);
        let total = Rate::Open.of(&campaign(), Convention::DdvTotal);
        assert!(total.about(&words).starts_with("All opens"));
        assert_eq!(total.formula(&words), "Opens in total ÷ Delivered");
        let unique = Rate::Open.of(&campaign(), Convention::Delivered);
        assert!(unique.about(&words).starts_with("Recipients"));
    }

    #[test]
    fn rounding_never_makes_all_or_nothing() {
        let words = Words::new(Language::En);
        for (share, text) in [
            (0.0, "0.0%"),
            (1.0, "100.0%"),
            (0.999_9, "99.9%"),
            (0.000_001, "0.001%"),
            (0.000_4, "0.040%"),
            (0.004, "0.40%"),
            (0.217, "21.7%"),
            (1.234, "123.4%"),
        ] {
            assert_eq!(share_text(share, &words), text);
        }
    }

    #[test]
    fn everything_has_a_name_in_both_languages() {
        for words in [Words::new(Language::En), Words::new(Language::De)] {
            for rate in Rate::ALL {
                assert!(words.has(&format!("rate-{}", rate.name())), "{rate:?}");
                assert!(words.has(&format!("rate-about-{}", rate.name())), "{rate:?}");
            }
            for why in
                [Missing::NoBase, Missing::Withheld, Missing::NotInFiles, Missing::MoreThanBase]
            {
                assert!(words.has(&format!("missing-{}", why.name())), "{why:?}");
                assert!(words.has(&format!("missing-about-{}", why.name())), "{why:?}");
            }
            for measure in Measure::ALL {
                assert!(words.has(&format!("measure-{}", measure.name())), "{measure:?}");
                assert!(words.has(&format!("measure-about-{}", measure.name())), "{measure:?}");
            }
        }
    }
}
