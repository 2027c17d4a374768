//! Rows of recipients: counters, dates, flags and a status become events, those
//! of one kind together.

use super::{Generic, KINDS, Meant, Slot};
use crate::contract::{Kind, ProblemKind, Role};
use crate::engine::events::Campaign;
use crate::engine::events::dialects::Source;
use crate::engine::events::out::{Column, Draft, Moment, Out, Refusal};
use crate::engine::events::words;

/// Nothing happens more often to one message; what is more is no count.
const MOST: u32 = 1_000_000;

impl Generic {
    pub(super) fn read_recipient(
        &mut self,
        source: Source<'_>,
        out: &mut Out<'_>,
    ) -> Result<(), Refusal> {
        let address = self.cell(source, self.address);
        let who = self.address(source, &address, out)?;
        self.slots = [Slot::default(); KINDS];
        for at in 0..self.happened.len() {
            self.read_happened(source, at, out)?;
        }
        self.read_status(source, out)?;
        if let (Some(word), true) = (self.kind, self.happened.is_empty() && self.kinds.is_empty()) {
            self.note(word.kind, 1, None, word.unclassified);
        }
        // A bounce without a class yields to one that has it.
        let soft = self.slots.get(Kind::BouncedSoft as usize).is_some_and(|slot| slot.count > 0);
        if let Some(hard) = self.slots.get_mut(Kind::BouncedHard as usize)
            && hard.unclassified
            && soft
        {
            *hard = Slot::default();
        }
        let view_ms = self.view_ms(source)?;
        let (id, name) =
            (self.cell(source, self.campaign_id), self.cell(source, self.campaign_name));
        let (link, agent) = (self.cell(source, self.link), self.cell(source, self.agent));
        let country = self.cell(source, self.country);
        for (kind, slot) in Kind::ALL.into_iter().zip(self.slots) {
            if slot.count == 0 {
                continue;
            }
            self.covers.insert(kind);
            out.covers = out.covers.union(self.covers);
            let reaction = kind.measured().is_some();
            // Of several, the last is known by its own time, the others by none.
            let last = slot.last.filter(|_| slot.moment.is_none());
            let told = [
                (slot.count.saturating_sub(u32::from(last.is_some())), slot.moment),
                (u32::from(last.is_some()), last),
            ];
            for (count, moment) in told.into_iter().filter(|(count, _)| *count > 0) {
                out.emit(
                    &who,
                    Draft {
                        count,
                        link: if kind == Kind::Clicked { &link } else { "" },
                        agent: if reaction { &agent } else { "" },
                        country: if reaction { &country } else { "" },
                        view_ms: view_ms.filter(|_| matches!(kind, Kind::Opened | Kind::Read)),
                        unclassified: slot.unclassified,
                        ..Draft::new(kind, moment, Campaign { id: &id, name: &name })
                    },
                );
            }
        }
        Ok(())
    }

    fn read_happened(
        &mut self,
        source: Source<'_>,
        index: usize,
        out: &mut Out<'_>,
    ) -> Result<(), Refusal> {
        let Some(&(at, role)) = self.happened.get(index) else { return Ok(()) };
        let text = self.cell(source, Some(at));
        if words::is_absent(&text) {
            return Ok(());
        }
        let column = Column::At(at);
        let unclassified = self.unclassified.get(at).copied().unwrap_or(false);
        match role {
            Role::CountOf(kind) => {
                let count = words::count(&text).filter(|count| *count <= MOST);
                let count = count.ok_or(Refusal::Problem(ProblemKind::BadNumber, column))?;
                self.note(kind, count, None, unclassified);
            }
            Role::TimeOf(_) if words::is_no(&text) => {}
            Role::TimeOf(kind) => {
                let moment = out.moment(&text, column)?;
                let last = self.last.get(at).copied().unwrap_or(false);
                match (moment, last) {
                    (Some(_), false) => self.note(kind, 1, moment, unclassified),
                    (Some(_), true) => {
                        self.note(kind, 1, None, unclassified);
                        if let Some(slot) = self.slots.get_mut(kind as usize) {
                            slot.last = moment;
                        }
                    }
                    (None, _) => {}
                }
            }
            Role::FlagOf(kind) => match words::yes_no(&text) {
                Some(yes) => self.note(kind, u32::from(yes), None, unclassified),
                None => match words::count(&text) {
                    Some(count) => self.note(kind, count, None, unclassified),
                    None => return Err(Refusal::Problem(ProblemKind::UnknownWord, column)),
                },
            },
            _ => {}
        }
        Ok(())
    }

    /// Words of status columns; several may say something.
    fn read_status(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let moment = match self.time {
            Some(at) => out.moment(&self.time_text(source, at), Column::At(at))?,
            None => None,
        };
        for index in 0..self.kinds.len() {
            let Some(&at) = self.kinds.get(index) else { continue };
            let text = self.cell(source, Some(at));
            if words::is_absent(&text) {
                continue;
            }
            match self.meant(&text) {
                Meant::Kind(word) => {
                    self.note(word.kind, 1, moment, word.unclassified);
                    for index in 0..self.steps.len() {
                        match self.steps.get(index) {
                            Some((step, after)) if after.contains(&word.kind) => {
                                self.note(*step, 1, None, false);
                            }
                            _ => {}
                        }
                    }
                }
                Meant::LeftOut | Meant::Nothing => {}
                Meant::Unknown if words::yes_no(&text) == Some(false) => {}
                Meant::Unknown => {
                    return Err(Refusal::Problem(ProblemKind::UnknownWord, Column::At(at)));
                }
            }
        }
        Ok(())
    }

    fn note(&mut self, kind: Kind, count: u32, moment: Option<Moment>, unclassified: bool) {
        let Some(slot) = self.slots.get_mut(kind as usize) else { return };
        if count == 0 {
            return;
        }
        slot.unclassified = unclassified && (slot.count == 0 || slot.unclassified);
        slot.count = slot.count.max(count);
        slot.moment = match (slot.moment, moment) {
            (Some(one), Some(other)) if other.time < one.time => Some(other),
            (None, other) => other,
            (one, _) => one,
        };
    }
}
