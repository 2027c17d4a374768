//! The one door between events and everything that is kept.

use super::book::{Choice, ConsentBook};
use crate::contract::{Kind, KindSet, Measured, Mode, Settings, Treatment};
use crate::engine::events::{Campaign, Client, Country, Event, Pseudonym, Who};
use crate::engine::flat::{Flat, WriteFlat};
use crate::engine::secret::Digests;
use crate::engine::zone::Time;

/// Decides about each event by the account's settings and the subscriber's
/// choice; the table is in the module above.
pub struct Gate {
    mode: Mode,
    unknown: Treatment,
    denied: Treatment,
    book: ConsentBook,
}

/// An event that consent has let through. Its address can be had only where the
/// person may be seen. No `Debug`, no `Serialize`.
pub struct Permitted<'a> {
    event: Event<'a>,
    named: bool,
    opens: Scope,
    clicks: Scope,
}

/// What may be done with a subscriber's opens, or clicks, at the time of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// They are counted.
    pub(in crate::engine) measurable: bool,
    /// They are kept with their person.
    pub(in crate::engine) named: bool,
}

impl Gate {
    /// A gate for these settings (their contradictions resolved by
    /// [`Settings::sound`]) and these choices.
    pub fn new(settings: &Settings, book: ConsentBook) -> Gate {
        let Settings { mode, unknown, denied, .. } = settings.clone().sound();
        Gate { mode, unknown, denied, book }
    }

    /// Writes the gate for a reader in another worker of the page, which reads it
    /// by [`Gate::read`].
    pub(in crate::engine) fn write(&self, out: &mut Vec<u8>) {
        let mode = match self.mode {
            Mode::Personal => 0,
            Mode::Anonymous => 1,
            Mode::Choice => 2,
        };
        out.put_u8(mode);
        for treatment in [self.unknown, self.denied] {
            out.put_u8(match treatment {
                Treatment::Named => 0,
                Treatment::Anonymous => 1,
                Treatment::Excluded => 2,
            });
        }
        // The other modes never look into the book.
        match self.mode {
            Mode::Choice => self.book.write(out),
            Mode::Personal | Mode::Anonymous => ConsentBook::default().write(out),
        }
    }

    /// What [`Gate::write`] wrote; `None` where it is damaged.
    pub(in crate::engine) fn read(flat: &mut Flat<'_>) -> Option<Gate> {
        let mode = match flat.u8()? {
            0 => Mode::Personal,
            1 => Mode::Anonymous,
            2 => Mode::Choice,
            _ => return None,
        };
        let mut treatment = || match flat.u8()? {
            0 => Some(Treatment::Named),
            1 => Some(Treatment::Anonymous),
            2 => Some(Treatment::Excluded),
            _ => None,
        };
        let (unknown, denied) = (treatment()?, treatment()?);
        Some(Gate { mode, unknown, denied, book: ConsentBook::read(flat)? })
    }

    /// The event in the form in which it may be kept; `None` where it is left out.
    #[inline]
    pub fn permit<'a>(&self, event: Event<'a>) -> Option<Permitted<'a>> {
        let pseudonym = match &event.who {
            Who::Subscriber { pseudonym, .. } => Some(*pseudonym),
            Who::Nobody => None,
        };
        let opens = self.scope(pseudonym, Measured::Opens, event.time);
        let clicks = self.scope(pseudonym, Measured::Clicks, event.time);
        let (kept, named) = match event.kind.measured() {
            Some(Measured::Opens) => (opens.measurable, opens.named),
            Some(Measured::Clicks) => (clicks.measurable, clicks.named),
            None => (true, opens.named || clicks.named),
        };
        kept.then_some(Permitted { event, named, opens, clicks })
    }

    #[inline]
    fn scope(&self, who: Option<Pseudonym>, what: Measured, time: Option<Time>) -> Scope {
        let treatment = match (self.mode, who) {
            (Mode::Anonymous, _) => Treatment::Anonymous,
            (Mode::Personal, _) => Treatment::Named,
            (Mode::Choice, None) => self.unknown,
            (Mode::Choice, Some(who)) => match self.book.at(who, what, time) {
                Choice::Granted => Treatment::Named,
                Choice::Denied => self.denied,
                Choice::Unknown => self.unknown,
            },
        };
        // A withdrawal takes the name back, from earlier reactions too.
        let withdrawn = || {
            self.mode == Mode::Choice
                && who.is_some_and(|who| self.book.latest(who, what) == Choice::Denied)
        };
        Scope {
            measurable: treatment != Treatment::Excluded,
            named: treatment == Treatment::Named && who.is_some() && !withdrawn(),
        }
    }
}

impl Permitted<'_> {
    /// Whether the person behind the event may be seen.
    pub(in crate::engine) fn named(&self) -> bool {
        self.named
    }

    /// The subscriber; `None` where the export names nobody.
    pub(in crate::engine) fn pseudonym(&self) -> Option<Pseudonym> {
        match &self.event.who {
            Who::Subscriber { pseudonym, .. } => Some(*pseudonym),
            Who::Nobody => None,
        }
    }

    /// The address, where the person may be seen: for the address book alone.
    pub(in crate::engine) fn address(&self) -> Option<&str> {
        match &self.event.who {
            Who::Subscriber { address, .. } if self.named => Some(address.text()),
            _ => None,
        }
    }

    /// The domain of the mailbox; empty where there is no address.
    pub(in crate::engine) fn domain(&self) -> &str {
        match &self.event.who {
            Who::Subscriber { address, .. } => address.domain(),
            Who::Nobody => "",
        }
    }

    /// The subscriber's key in the method of cell keys; `None` where the export
    /// names nobody.
    pub(in crate::engine) fn record_key(&self, digests: &Digests) -> Option<u32> {
        match &self.event.who {
            Who::Subscriber { address, .. } => Some(address.record_key(digests)),
            Who::Nobody => None,
        }
    }

    /// The subscriber's opens at the time of the event: meant for kinds that
    /// tell of sending.
    pub(in crate::engine) fn opens(&self) -> Scope {
        self.opens
    }

    /// The same of clicks.
    pub(in crate::engine) fn clicks(&self) -> Scope {
        self.clicks
    }

    pub(in crate::engine) fn kind(&self) -> Kind {
        self.event.kind
    }

    pub(in crate::engine) fn time(&self) -> Option<Time> {
        self.event.time
    }

    pub(in crate::engine) fn coarse(&self) -> bool {
        self.event.coarse
    }

    pub(in crate::engine) fn count(&self) -> u32 {
        self.event.count
    }

    pub(in crate::engine) fn campaign(&self) -> Campaign<'_> {
        self.event.campaign
    }

    pub(in crate::engine) fn link(&self) -> Option<&str> {
        self.event.link
    }

    pub(in crate::engine) fn client(&self) -> Client {
        self.event.client
    }

    pub(in crate::engine) fn country(&self) -> Country {
        self.event.country
    }

    pub(in crate::engine) fn automatic(&self) -> bool {
        self.event.automatic
    }

    pub(in crate::engine) fn view_ms(&self) -> Option<u32> {
        self.event.view_ms
    }

    /// What the event's file can tell at all.
    pub(in crate::engine) fn covers(&self) -> KindSet {
        self.event.covers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::events::Key;
    use crate::engine::store::sample::{KEY, event};
    use proptest::prelude::*;

    const ADA: &str = "ada@example.org";

    fn choice(unknown: Treatment, denied: Treatment) -> Settings {
        Settings { mode: Mode::Choice, unknown, denied, ..Settings::default() }
    }

    fn book(opens: Option<bool>, clicks: Option<bool>, since: Option<i64>) -> ConsentBook {
        let mut book = ConsentBook::default();
        if let Who::Subscriber { pseudonym, .. } = Who::from_cell(ADA, &Key::new(KEY)) {
            book.add(pseudonym, opens, clicks, since.map(Time));
        }
        book
    }

    /// Kept, and named.
    fn fate(settings: &Settings, book: ConsentBook, kind: Kind, time: i64) -> Option<bool> {
        Gate::new(settings, book).permit(event(ADA, kind, Some(time))).map(|kept| {
            assert_eq!(kept.address().is_some(), kept.named());
            kept.named()
        })
    }

    #[test]
    fn the_mode_is_a_ceiling() {
        let anonymous = Settings { mode: Mode::Anonymous, ..Settings::default() };
        for granted in [true, false] {
            let entries = || book(Some(granted), Some(granted), None);
            assert_eq!(fate(&anonymous, entries(), Kind::Opened, 5), Some(false));
            assert_eq!(fate(&Settings::default(), entries(), Kind::Opened, 5), Some(true));
        }
    }

    #[test]
    fn each_choice_has_its_treatment() {
        use Treatment::{Anonymous, Excluded, Named};
        let granted = || book(Some(true), None, Some(10));
        let denied = || book(Some(false), None, Some(10));
        for treatment in [Anonymous, Excluded] {
            let expected = (treatment == Anonymous).then_some(false);
            let of_denied = choice(Named, treatment);
            let of_unknown = choice(treatment, Anonymous);
            assert_eq!(fate(&of_denied, denied(), Kind::Opened, 10), expected);
            assert_eq!(fate(&of_unknown, granted(), Kind::Opened, 9), expected);
            assert_eq!(fate(&of_unknown, granted(), Kind::Opened, 10), Some(true));
            assert_eq!(fate(&of_unknown, granted(), Kind::Clicked, 10), expected);
        }
        assert_eq!(
            fate(&choice(Named, Anonymous), ConsentBook::default(), Kind::Opened, 1),
            Some(true)
        );
        // Nothing names somebody who refused.
        assert_eq!(fate(&choice(Named, Named), denied(), Kind::Opened, 10), Some(false));
    }

    #[test]
    fn a_withdrawal_takes_the_name_back_and_keeps_the_count() {
        let settings = choice(Treatment::Named, Treatment::Excluded);
        let entries = || {
            let mut entries = book(Some(true), None, Some(10));
            if let Who::Subscriber { pseudonym, .. } = Who::from_cell(ADA, &Key::new(KEY)) {
                entries.add(pseudonym, Some(false), None, Some(Time(20)));
            }
            entries
        };
        assert_eq!(fate(&settings, entries(), Kind::Opened, 15), Some(false));
        assert_eq!(fate(&settings, entries(), Kind::Opened, 5), Some(false));
        assert_eq!(fate(&settings, entries(), Kind::Opened, 20), None);
    }

    #[test]
    fn sending_needs_no_consent_and_carries_what_may_be_measured() {
        let settings = choice(Treatment::Excluded, Treatment::Excluded);
        let gate = Gate::new(&settings, book(Some(true), Some(false), Some(10)));
        let before = gate.permit(event(ADA, Kind::Sent, Some(9))).expect("kept");
        assert!(!before.named() && !before.opens().measurable && !before.clicks().measurable);
        let after = gate.permit(event(ADA, Kind::Sent, Some(10))).expect("kept");
        assert!(after.named() && after.opens().named && after.opens().measurable);
        assert!(!after.clicks().named && !after.clicks().measurable);
    }

    #[test]
    fn nobody_is_never_named() {
        for mode in [Mode::Personal, Mode::Anonymous, Mode::Choice] {
            let settings = Settings { mode, unknown: Treatment::Named, ..Settings::default() };
            let gate = Gate::new(&settings, ConsentBook::default());
            let kept = gate.permit(event("", Kind::Opened, Some(1))).expect("kept");
            assert!(!kept.named() && kept.address().is_none() && kept.pseudonym().is_none());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(2), failure_persistence: None, ..ProptestConfig::default() })]

        /// A name is shown only by grant or by the account's word on silence, never
        /// after the latest choice was a denial, and never in anonymous mode; with
        /// nobody excluded every event is kept.
        #[test]
        fn names_need_a_reason(
            mode in prop_oneof![Just(Mode::Personal), Just(Mode::Anonymous), Just(Mode::Choice)],
            unknown in prop_oneof![Just(Treatment::Named), Just(Treatment::Anonymous), Just(Treatment::Excluded)],
            denied in prop_oneof![Just(Treatment::Anonymous), Just(Treatment::Excluded)],
            opens in proptest::option::of(any::<bool>()),
            clicks in proptest::option::of(any::<bool>()),
            since in proptest::option::of(0i64..4),
            kind in 0u8..19,
            time in 0i64..4,
        ) {
            let kind = Kind::from_index(kind).expect("a kind");
            let settings = Settings { mode, unknown, denied, ..Settings::default() };
            let fate = fate(&settings, book(opens, clicks, since), kind, time);
            let excluding = mode == Mode::Choice
                && kind.measured().is_some()
                && (unknown == Treatment::Excluded || denied == Treatment::Excluded);
            prop_assert!(fate.is_some() || excluding);
            match mode {
                Mode::Personal => prop_assert_eq!(fate, Some(true)),
                Mode::Anonymous => prop_assert_eq!(fate, Some(false)),
                Mode::Choice => {
                    let governing: &[Option<bool>] = match kind.measured() {
                        Some(Measured::Opens) => &[opens],
                        Some(Measured::Clicks) => &[clicks],
                        None => &[opens, clicks],
                    };
                    if fate == Some(true) && unknown != Treatment::Named {
                        prop_assert!(governing.contains(&Some(true)));
                    }
                    if governing.iter().all(|&choice| choice == Some(false)) {
                        prop_assert_ne!(fate, Some(true));
                    }
                }
            }
        }
    }
}
