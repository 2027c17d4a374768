//! Members of an archive that are too small to be divided: the engine's worker unpacks
//! them, each reader reads one at a time, as a whole, and they are merged in the order in
//! which they lie in the archive.

use super::reading::{Crew, Listening, merge};
use super::turns::{Next, Turns};
use super::{Given, Readers};
use crate::engine::session::{
    self, DividedMember, Elsewhere, MembersInTurn, PartReader, Session, WholeMember,
};
use crate::worker::intake::Stop;
use crate::worker::pace::{Pace, pause};
use js_sys::{ArrayBuffer, Uint8Array};

/// Members that a reader has at once: one it reads, one that waits. No more are unpacked.
const AT_ONCE: usize = 2;

impl Crew<'_> {
    /// Reads the next members as far as they can be read so. Says which one behind them is
    /// to be read in parts; `None` where it is to be read in turn, or there is none. `step`
    /// is told of the bytes of the archive that are done with, and says whether to go on.
    ///
    /// # Errors
    /// What `step` returns.
    pub async fn read_members(
        &mut self,
        session: &mut Session,
        members: &mut dyn MembersInTurn,
        mut step: impl FnMut(&Session, u64) -> Result<(), Stop>,
    ) -> Result<Option<Box<DividedMember>>, Stop> {
        let Some(sizes) = Readers::small() else { return Ok(None) };
        let first = match members.elsewhere(session, &sizes) {
            Some(Elsewhere::Whole(first)) => first,
            Some(Elsewhere::InParts(divided)) => return Ok(Some(divided)),
            None => return Ok(None),
        };
        let seed = self.begin_round(session);
        let mut turns: Turns<Box<WholeMember>, ArrayBuffer> = Turns::default();
        turns.enter(first, None);
        let mut listening = Listening::new(self.readers);
        let breath = Pace::new();
        // What stands behind them, once that is known.
        let mut behind = None;
        loop {
            hand_out(self.readers, &mut turns, &seed);
            if let Some((member, next)) = turns.take() {
                step(session, member.packed)?;
                enter(session, members, *member, next, &seed);
            } else if behind.is_none() && turns.len() < AT_ONCE * self.readers.count().max(1) {
                match members.elsewhere(session, &sizes) {
                    Some(Elsewhere::Whole(member)) => turns.enter(member, None),
                    Some(Elsewhere::InParts(divided)) => behind = Some(Some(divided)),
                    None => behind = Some(None),
                }
                if breath.is_due() {
                    pause().await;
                    step(session, 0)?;
                }
                // Of a member nobody says that it is withheld.
                let _ = listening.heard(&mut turns);
            } else if turns.len() == 0 {
                return Ok(behind.flatten());
            } else if self.readers.count() == 0 {
                turns.lose(0);
            } else {
                let _ = listening.hear(&mut turns).await;
                step(session, 0)?;
            }
        }
    }
}

/// Enters a member into the session: what a reader made of it, or what it is.
fn enter(
    session: &mut Session,
    members: &mut dyn MembersInTurn,
    member: WholeMember,
    next: Next<ArrayBuffer>,
    seed: &ArrayBuffer,
) {
    let WholeMember { path, plan, bytes, problem, file, .. } = member;
    session.begin_parts(file);
    if !merge(session, next)
        && let Some(mut alone) = PartReader::new(&Uint8Array::new(seed).to_vec())
    {
        alone.file(&path, &plan, session::head(&bytes));
        alone.begin_whole();
        alone.push(&bytes);
        // A part that was made here is one.
        let _ = session.add_part(&alone.finish());
    }
    members.returned(session, &path, problem);
}

/// Gives each reader as many members as it may have. They are kept here, too.
fn hand_out(
    readers: &Readers,
    turns: &mut Turns<Box<WholeMember>, ArrayBuffer>,
    seed: &ArrayBuffer,
) {
    for reader in readers.ready() {
        while turns.with(reader) < AT_ONCE
            && let Some(at) = turns.due(|_| true)
        {
            let index = turns.index(at);
            let Some(member) = turns.give(at, reader) else { break };
            let WholeMember { path, plan, bytes, .. } = &**member;
            let given = Given { name: path, plan, bytes, rest: None };
            if !readers.give_file(reader, index, seed, &given) {
                turns.lost_with(reader);
                break;
            }
        }
    }
}
