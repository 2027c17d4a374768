//! One file read by several: hands out its parts, merges what comes back in the
//! order of the file, and reads itself what readers could not.

use super::division::{Division, Part, Turn};
use super::inbox::Ticking;
use super::protocol::Order;
use super::turns::{Next, Turns};
use super::{Briefing, News, Readers, buffer, stretch};
use crate::contract::FilePlan;
use crate::engine::session::{PartReader, PartsFile, Session};
use crate::worker::intake::Stop;
use crate::worker::slices::{Slices, Unreadable};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use web_sys::File;

/// So many ticks without a word, and readers are given up: ten seconds.
pub(super) const PATIENCE: u32 = 50;

/// A file that can be divided.
pub struct Divided<'f> {
    pub file: &'f File,
    /// Its own, or that of a member of it.
    pub name: String,
    pub plan: &'f FilePlan,
    /// Its first bytes.
    pub head: &'f [u8],
}

/// Readers that work for one command.
pub struct Crew<'r> {
    pub(super) readers: &'r Readers,
    /// What they need to know of the session, once it is asked for.
    pub(super) seed: Option<ArrayBuffer>,
    /// They ended as they should.
    pub(super) done: bool,
}

/// Nothing of a command stays with the readers, however it ended. To end them takes a
/// browser some time, though, in which the page wants to draw: after a command that
/// did what it should, that is left to whoever rests.
impl Drop for Crew<'_> {
    fn drop(&mut self) {
        if !self.done {
            self.readers.end();
        }
    }
}

impl<'r> Crew<'r> {
    /// For a new command: those who worked for one before end.
    pub fn new(readers: &'r Readers) -> Crew<'r> {
        readers.end();
        Crew { readers, seed: None, done: false }
    }

    /// Begins a round, and says what readers must be told of the session.
    pub(super) fn begin_round(&mut self, session: &mut Session) -> ArrayBuffer {
        let seed = self.seed.get_or_insert_with(|| buffer(&session.seed())).clone();
        self.readers.start();
        self.readers.begin();
        seed
    }

    /// Begins a file, and says what readers must be told of it.
    pub(super) fn begin<'d>(
        &mut self,
        session: &mut Session,
        divided: &Divided<'d>,
        parts: PartsFile,
    ) -> Briefing<'d> {
        let Divided { file, plan, head, .. } = *divided;
        let seed = self.begin_round(session);
        let (name, head) = (divided.name.clone(), buffer(head));
        session.begin_parts(parts);
        Briefing { seed, name, plan, file, head }
    }

    /// Reads a file into the session; the session's file is then still open.
    /// `step` is told of the bytes that are done with, and says whether to go on.
    ///
    /// # Errors
    /// What `step` returns, and [`Stop::Unreadable`] when the browser withholds
    /// the file.
    pub async fn read(
        &mut self,
        session: &mut Session,
        divided: &Divided<'_>,
        parts: PartsFile,
        mut step: impl FnMut(&Session, u64) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let briefing = self.begin(session, divided, parts);
        let mut division = Division::new(divided.file.size() as u64, self.readers.count());
        let mut alone = Alone { briefing: &briefing, divided, parts: None };
        let mut listening = Listening::new(self.readers);
        while !division.is_done() {
            hand_out(self.readers, &mut division, &briefing);
            if let Some((part, next)) = division.turns.take() {
                if !merge(session, next) {
                    alone.read(session, part.until, &mut step).await?;
                }
                step(session, part.bytes())?;
                continue;
            }
            if self.readers.count() == 0 {
                division.lose_next();
                continue;
            }
            let heard = listening.hear(&mut division.turns).await;
            heard.map_err(|Unreadable| Stop::Unreadable(briefing.name.clone()))?;
            step(session, 0)?;
        }
        Ok(())
    }
}

/// Merges what comes next; whether there was something that could be.
pub(super) fn merge(session: &mut Session, next: Next<ArrayBuffer>) -> bool {
    match next {
        Next::Here(read) => session.add_part(&Uint8Array::new(&read).to_vec()).is_ok(),
        Next::Lost => false,
    }
}

/// Listens to readers for as long as they read.
pub(super) struct Listening<'r> {
    readers: &'r Readers,
    /// Ticks without a word.
    silent: u32,
    _ticking: Option<Ticking>,
}

impl<'r> Listening<'r> {
    pub(super) fn new(readers: &'r Readers) -> Listening<'r> {
        Listening { readers, silent: 0, _ticking: Ticking::new(&readers.inbox) }
    }

    /// Waits for what they say next of their parts, and enters it. If nobody has said
    /// anything for too long, all are let go.
    ///
    /// # Errors
    /// [`Unreadable`] when the browser withholds the file from one.
    pub(super) async fn hear<P>(
        &mut self,
        turns: &mut Turns<P, ArrayBuffer>,
    ) -> Result<(), Unreadable> {
        let news = self.readers.hear().await;
        self.silent = if matches!(news, News::Tick) { self.silent + 1 } else { 0 };
        note(turns, news)?;
        if self.silent > PATIENCE {
            self.readers.dismiss().into_iter().for_each(|reader| turns.lost_with(reader));
        }
        Ok(())
    }

    /// Enters what they have said already.
    ///
    /// # Errors
    /// As of [`Listening::hear`].
    pub(super) fn heard<P>(&self, turns: &mut Turns<P, ArrayBuffer>) -> Result<(), Unreadable> {
        while let Some(news) = self.readers.heard() {
            note(turns, news)?;
        }
        Ok(())
    }
}

fn note<P>(turns: &mut Turns<P, ArrayBuffer>, news: News) -> Result<(), Unreadable> {
    match news {
        News::Part(part, read) => turns.arrived(part, read),
        News::Lost(part) => turns.lost(part),
        News::Died(reader) => turns.lost_with(reader),
        News::Ready | News::Tick => {}
        News::Unreadable => return Err(Unreadable),
    }
    Ok(())
}

/// Gives each reader as many parts as it may have.
fn hand_out(readers: &Readers, division: &mut Division<ArrayBuffer>, briefing: &Briefing<'_>) {
    for reader in readers.ready() {
        while let Some(turn) = division.hand_out(reader) {
            if !readers.order(reader, &turn.order(), &Array::new(), briefing) {
                division.turns.lost_with(reader);
                break;
            }
        }
    }
}

impl Turn {
    fn order(&self) -> Order {
        let Turn { part: Part { index, from, until }, goes_on, through } = *self;
        Order::Read { part: index, from, until, goes_on, through }
    }
}

/// The engine's worker as a reader of what the others could not read: it knows
/// where a part truly begins.
struct Alone<'f> {
    briefing: &'f Briefing<'f>,
    divided: &'f Divided<'f>,
    parts: Option<PartReader>,
}

impl Alone<'_> {
    /// Reads the records from the next one that is due up to those that begin
    /// before `until`; there may be none, where one before goes on so far.
    async fn read(
        &mut self,
        session: &mut Session,
        until: u64,
        step: &mut impl FnMut(&Session, u64) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let unreadable = || Stop::Unreadable(self.briefing.name.clone());
        let from = session.next_part().ok_or_else(unreadable)?;
        if from >= until {
            return Ok(());
        }
        let mut parts = match self.parts.take() {
            Some(parts) => parts,
            None => self.briefing.part_reader(self.divided.head).ok_or_else(unreadable)?,
        };
        parts.begin(from, true, until);
        let mut stopped = Ok(());
        let go_on = || {
            stopped = step(session, 0);
            stopped.is_ok()
        };
        let bytes = Slices::of_part(self.divided.file, from, until);
        let mut bytes = bytes.map_err(|Unreadable| unreadable())?;
        let read = stretch::read(&mut parts, &mut bytes, u64::MAX, go_on).await;
        let read = read.map_err(|Unreadable| unreadable())?;
        stopped?;
        // A part that is exact and without a limit is never given up.
        let read = read.ok_or_else(unreadable)?;
        self.parts = Some(parts);
        session.add_part(&read).map_err(|_| unreadable())
    }
}
