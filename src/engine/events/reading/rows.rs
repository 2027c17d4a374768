//! What becomes of each record: a row that ends in exactly one way.

use crate::contract::{IgnoredReason, ProblemKind};
use crate::engine::events::account::Account;
use crate::engine::events::dialects::{self, ReadRecord, Source};
use crate::engine::events::look::Object;
use crate::engine::events::out::{Column, Out, Refusal};
use crate::engine::events::seen::Seen;
use crate::engine::events::times::Clock;
use crate::engine::events::trial::{End, Trying};
use crate::engine::events::unusable::FileRows;
use crate::engine::events::{Campaign, Event, Fate, Key};
use crate::engine::records::Record;
use serde_json::Value;

/// Counts each record as one row, or as its elements where it is an envelope,
/// and sees to it that every row ends in exactly one way.
pub(super) struct Rows<'b> {
    pub(super) records: &'b mut dyn ReadRecord,
    pub(super) seen: &'b mut Seen,
    pub(super) repeats: bool,
    pub(super) unusable: Option<&'b mut FileRows>,
    pub(super) trying: Option<&'b mut Trying>,
    pub(super) key: &'b Key,
    pub(super) clock: Clock<'b>,
    pub(super) file: Campaign<'b>,
    pub(super) account: &'b mut Account,
    pub(super) sink: &'b mut dyn FnMut(Event<'_>) -> Fate,
}

impl Rows<'_> {
    pub(super) fn record(&mut self, record: Record<'_>) {
        match record {
            Record::Row(row) => match self.records.in_row(row) {
                None => self.row(Source::Row(row)),
                Some(elements) => self.elements(&elements, &Object::new()),
            },
            Record::Object(object) => {
                let unpacked = self.records.unpacked(object);
                match unpacked.as_ref().or_else(|| self.records.elements(object)) {
                    None => self.row(Source::Object(object)),
                    Some(elements) => self.elements(elements, object),
                }
            }
            Record::Plain(object) => self.row(Source::Plain(object)),
            Record::Broken(kind) => self.broken(kind),
        }
    }

    /// Each a row of its own.
    fn elements(&mut self, elements: &[Value], within: &Object) {
        elements.iter().for_each(|element| match element {
            Value::Object(element) => self.row(Source::Element(element, within)),
            _ => self.broken(ProblemKind::NotAnObject),
        });
    }

    fn broken(&mut self, kind: ProblemKind) {
        self.account.row();
        self.account.problem(kind, None);
        if let Some(unusable) = &mut self.unusable {
            unusable.add(self.account.rows(), None, kind, None);
        }
    }

    fn row(&mut self, source: Source<'_>) {
        self.account.row();
        let mut nothing = |_: Event<'_>| Fate::LeftOut;
        let mut out = Out {
            key: self.key,
            clock: self.clock,
            account: &mut *self.account,
            seen: &mut *self.seen,
            sink: if self.repeats { &mut nothing } else { &mut *self.sink },
            file: self.file,
            covers: self.records.covers(),
            trying: self.trying.as_deref_mut(),
            emitted: 0,
            kept: 0,
        };
        let read = self.records.read(source, &mut out);
        let (emitted, kept) = (out.emitted, out.kept);
        if let Some(trying) = &mut self.trying {
            trying.end(source, end(read, emitted, kept));
        }
        match (read, emitted) {
            (_, 1..) if self.repeats => self.account.ignored(IgnoredReason::ToldElsewhere),
            (_, 1..) if kept == 0 => self.account.ignored(IgnoredReason::Consent),
            (_, 1..) => self.account.used(),
            (Ok(()), 0) => self.account.ignored(IgnoredReason::NothingHappened),
            (Err(Refusal::Ignored(reason)), 0) => self.account.ignored(reason),
            (
                Err(Refusal::Problem(
                    ProblemKind::MissingAddress
                    | ProblemKind::MissingKind
                    | ProblemKind::MissingTime,
                    _,
                )),
                0,
            ) if dialects::is_no_record(source) => self.account.ignored(IgnoredReason::NoRecord),
            (Err(Refusal::Problem(kind, column)), 0) => {
                let column = match column {
                    Column::Unknown => None,
                    Column::Named(name) => Some(name),
                    Column::At(at) => self.records.column_name(at),
                };
                self.account.problem(kind, column);
                if let Some(unusable) = &mut self.unusable {
                    unusable.add(self.account.rows(), column, kind, Some(source));
                }
            }
        }
    }
}

/// How a row ends that is only tried.
fn end(read: Result<(), Refusal>, emitted: u32, kept: u32) -> End {
    match (read, emitted) {
        (_, 1..) if kept > 0 => End::Used,
        (_, 1..) => End::Ignored(IgnoredReason::Consent),
        (Ok(()), 0) => End::Ignored(IgnoredReason::NothingHappened),
        (Err(Refusal::Ignored(reason)), 0) => End::Ignored(reason),
        (Err(Refusal::Problem(kind, _)), 0) => End::Problem(kind),
    }
}
