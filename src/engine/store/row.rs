//! One event as the store keeps it: while reading, and once sealed.

use super::bounded;
use super::what::What;
use crate::contract::Kind;
use crate::engine::consent::Permitted;
use crate::engine::events::{Client, Country};
use crate::engine::zone::Time;

/// In place of a subscriber where the export names nobody. Sorts last.
pub(super) const NOBODY: u32 = u32::MAX;
/// In place of a link where there is none.
pub(super) const NO_LINK: u32 = u32::MAX;
/// In place of a time where there is none. Sorts first.
pub(super) const NO_TIME: i64 = i64::MIN;
/// In place of a duration where a view has none.
pub(super) const NO_VIEW: u32 = u32::MAX;

/// A kind and what else fits beside it in 16 bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::engine) struct Mark(u16);

impl Mark {
    /// The user agent is that of a known proxy or scanner.
    pub(in crate::engine) const AUTOMATIC: Mark = Mark(1 << 5);
    /// A view that the vendor itself marked as a machine's.
    pub(in crate::engine) const VENDOR: Mark = Mark(1 << 6);
    /// The time is known to the minute only.
    pub(in crate::engine) const COARSE: Mark = Mark(1 << 7);
    /// The person may be seen.
    pub(in crate::engine) const NAMED: Mark = Mark(1 << 8);
    /// Not an event of its own: the duration of an open beside it.
    pub(in crate::engine) const DERIVED: Mark = Mark(1 << 9);
    // Of kinds that tell of sending:
    pub(in crate::engine) const MEASURABLE_OPENS: Mark = Mark(1 << 11);
    pub(in crate::engine) const MEASURABLE_CLICKS: Mark = Mark(1 << 12);
    pub(in crate::engine) const NAMED_OPENS: Mark = Mark(1 << 13);
    pub(in crate::engine) const NAMED_CLICKS: Mark = Mark(1 << 14);

    const KIND: u16 = 0b1_1111;

    /// The mark that had these bits, or one of a kind that there is.
    pub(super) fn from_bits(bits: u16) -> Mark {
        Mark(bits & !Mark::KIND | Mark(bits).kind() as u16)
    }

    pub(super) fn bits(self) -> u16 {
        self.0
    }

    #[inline]
    fn of(kind: Kind) -> Mark {
        Mark(kind as u16)
    }

    #[inline]
    fn with(self, flag: Mark, set: bool) -> Mark {
        if set { Mark(self.0 | flag.0) } else { self }
    }

    /// The mark of one event told twice: what permits something must be said by
    /// both, what warns of something by one.
    pub(super) fn merged(self, other: Mark) -> Mark {
        let warns = Mark::AUTOMATIC.0 | Mark::VENDOR.0 | Mark::COARSE.0;
        Mark((self.0 & other.0) | ((self.0 | other.0) & warns))
    }

    #[inline]
    pub(in crate::engine) fn has(self, flag: Mark) -> bool {
        self.0 & flag.0 != 0
    }

    #[inline]
    pub(in crate::engine) fn kind(self) -> Kind {
        // Made from a kind, so there always is one.
        Kind::from_index((self.0 & Mark::KIND) as u8).unwrap_or(Kind::Sent)
    }
}

/// An event as it is kept: what else there is to say of it is said once for all
/// events of which it is true.
#[derive(Clone, Copy)]
pub(super) struct Slim {
    pub(super) time: i64,
    pub(super) subscriber: u32,
    /// The number of its [`What`].
    pub(super) what: u32,
}

// Whatever an event has more, millions of them have too.
const _: () = assert!(size_of::<Slim>() == Slim::BYTES);

impl Slim {
    pub(super) const BYTES: usize = 16;

    pub(super) fn to_bytes(self) -> [u8; Slim::BYTES] {
        let Slim { time, subscriber, what } = self;
        let high = u64::from(what) << 32 | u64::from(subscriber);
        (u128::from(high) << 64 | u128::from(time as u64)).to_le_bytes()
    }

    /// The event that had these bytes. Whatever they are, its time is such as
    /// there may be.
    pub(super) fn from_bytes(bytes: &[u8; Slim::BYTES]) -> Slim {
        let all = u128::from_le_bytes(*bytes);
        let time = all as u64 as i64;
        Slim {
            time: if time == NO_TIME { time } else { bounded(Time(time)) },
            subscriber: (all >> 64) as u32,
            what: (all >> 96) as u32,
        }
    }
}

/// An event with everything about it, for as long as it is looked at.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) time: i64,
    pub(super) subscriber: u32,
    pub(super) campaign: u32,
    pub(super) link: u32,
    /// How often; of [`Kind::Read`], how many milliseconds.
    pub(super) amount: u32,
    pub(super) file: u32,
    pub(super) client: u8,
    pub(super) country: u8,
    pub(super) mark: Mark,
}

impl Row {
    /// The rows of an event: itself at its time, what an export counts beyond
    /// that, and the duration of a view that an open carries.
    #[inline]
    pub(super) fn each(
        permitted: &Permitted<'_>,
        subscriber: u32,
        campaign: u32,
        link: u32,
        file: u32,
        mut keep: impl FnMut(Row),
    ) {
        let kind = permitted.kind();
        let sending = tells_of_sending(kind);
        let (opens, clicks) = (permitted.opens(), permitted.clicks());
        let mark = Mark::of(kind)
            .with(Mark::AUTOMATIC, permitted.automatic())
            .with(Mark::COARSE, permitted.coarse())
            .with(Mark::NAMED, permitted.named())
            .with(Mark::MEASURABLE_OPENS, sending && opens.measurable)
            .with(Mark::MEASURABLE_CLICKS, sending && clicks.measurable)
            .with(Mark::NAMED_OPENS, sending && opens.named)
            .with(Mark::NAMED_CLICKS, sending && clicks.named);
        let time = permitted.time().map_or(NO_TIME, bounded);
        let client = permitted.client().code();
        let country = permitted.country().code();
        let count = permitted.count();
        if count == 0 {
            return;
        }
        let view = permitted.view_ms().map(|view| view.min(NO_VIEW - 1));
        let timed = time != NO_TIME && count > 1;
        let amount = match kind {
            Kind::Read => view.unwrap_or(NO_VIEW),
            _ if timed => 1,
            _ => count,
        };
        let row = Row { time, subscriber, campaign, link, amount, file, client, country, mark };
        keep(row);
        if kind == Kind::Read {
            return;
        }
        if timed {
            keep(Row { time: NO_TIME, amount: count - 1, ..row });
        }
        if let Some(view) = view
            && matches!(kind, Kind::Opened | Kind::MachineOpened)
        {
            let mark = Mark::of(Kind::Read)
                .with(Mark::DERIVED, true)
                .with(Mark::VENDOR, kind == Kind::MachineOpened)
                .with(Mark::AUTOMATIC, permitted.automatic())
                .with(Mark::COARSE, permitted.coarse())
                .with(Mark::NAMED, permitted.named());
            keep(Row { amount: view, mark, ..row });
        }
    }

    /// The order in which doubles are found, among the rows of one subscriber.
    pub(super) fn order_of_one(&self) -> impl Ord + use<> {
        let what = (u64::from(self.campaign) << 16) | u64::from(self.mark.0 & Mark::KIND);
        (what, self.link, self.time, self.file, self.likeness())
    }

    /// What else tells two rows apart; the same whatever file they come from.
    pub(super) fn likeness(&self) -> impl Ord + use<> {
        (self.mark, self.client, self.country, self.amount)
    }
}

/// Whether the kind tells what became of sending the message.
pub(in crate::engine) fn tells_of_sending(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Sent
            | Kind::Delivered
            | Kind::Deferred
            | Kind::BouncedHard
            | Kind::BouncedSoft
            | Kind::Dropped
    )
}

/// An event of a sealed store.
#[derive(Clone, Copy)]
pub(in crate::engine) struct Entry {
    pub(in crate::engine) time: Option<Time>,
    pub(in crate::engine) kind: Kind,
    pub(in crate::engine) link: Option<u32>,
    pub(in crate::engine) client: Client,
    pub(in crate::engine) country: Country,
    pub(in crate::engine) mark: Mark,
    /// How often; 1 for [`Kind::Read`].
    pub(in crate::engine) times: u32,
    /// The duration of a [`Kind::Read`], in milliseconds.
    pub(in crate::engine) view_ms: Option<u32>,
}

impl Entry {
    pub(super) fn new(time: i64, what: &What) -> Entry {
        let What { link, amount, mark, .. } = *what;
        let kind = mark.kind();
        let read = kind == Kind::Read;
        Entry {
            time: (time != NO_TIME).then_some(Time(time)),
            kind,
            link: (link != NO_LINK).then_some(link),
            client: Client::from_code(what.client),
            country: Country::from_code(what.country),
            mark,
            times: if read { 1 } else { amount },
            view_ms: (read && amount != NO_VIEW).then_some(amount),
        }
    }

    pub(in crate::engine) fn named(&self) -> bool {
        self.mark.has(Mark::NAMED)
    }
}
