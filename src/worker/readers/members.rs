//! Members of an archive that are too small to be divided: the engine's worker unpacks
//! them, each reader reads one at a time, as a whole, and they are merged in the order in
//! which they lie in the archive.

use super::reading::{Crew, Listening};
use super::turns::Turns;
use super::whole::{self, AT_ONCE, Whole};
use super::{Given, Readers};
use crate::engine::session::{DividedMember, Elsewhere, MembersInTurn, Session, WholeMember};
use crate::worker::intake::Stop;
use crate::worker::pace::{Pace, pause};
use js_sys::ArrayBuffer;

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
            whole::hand_out(self.readers, &mut turns, &seed);
            if let Some((member, next)) = turns.take() {
                let WholeMember { path, plan, bytes, problem, file, packed } = *member;
                session.begin_parts(file);
                let given = Given { name: &path, plan: &plan, bytes: &bytes, rest: None };
                let go_on = |session: &Session| step(session, 0);
                whole::enter(session, &given, next, &seed, go_on).await?;
                members.returned(session, &path, problem);
                step(session, packed)?;
            } else if behind.is_none() && turns.len() < AT_ONCE * self.readers.count().max(1) {
                // No more are unpacked than readers can have.
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

impl Whole for Box<WholeMember> {
    fn given(&self) -> Given<'_> {
        Given { name: &self.path, plan: &self.plan, bytes: &self.bytes, rest: None }
    }
}
