//! A packed file, one in UTF-16, or a member of an archive, read by several: the
//! engine's worker makes its text and cuts it into pieces; readers read those, and what
//! could not be read alone is read here.
//!
//! Not with the browser's `DecompressionStream`: it takes as long (355 against 352 ms
//! for 220 MB of CSV), refuses files of several members, and gives less of damaged ones.

use super::pieces::{Piece, Pieces};
use super::protocol::Order;
use super::reading::{Crew, Divided, Listening, merge};
use super::{Briefing, Readers, buffer};
use crate::contract::ProblemKind;
use crate::engine::session::{Divisible, Ending, PartReader, Session, Unpacking, Unwrapping};
use crate::worker::intake::Stop;
use crate::worker::slices::{Slices, Unreadable};
use js_sys::{Array, ArrayBuffer};

/// Packed bytes that are unpacked before somebody else's turn comes: a thousand times
/// as much text at most.
const STEP: usize = 16 << 10;

impl Crew<'_> {
    /// As [`Crew::read`], of a file whose parts are of its text.
    ///
    /// # Errors
    /// Those of [`Crew::read`].
    pub async fn read_text(
        &mut self,
        session: &mut Session,
        divided: &Divided<'_>,
        divisible: Divisible,
        bytes: &mut Bytes<'_>,
        mut step: impl FnMut(&Session, u64) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let Divisible { unwrapping, border, file } = divisible;
        let briefing = self.begin(session, divided, file);
        let unreadable = || Stop::Unreadable(briefing.name.clone());
        let mut alone = briefing.part_reader(divided.head).ok_or_else(unreadable)?;
        let mut text = Text { unwrapping, from: bytes, bytes: Vec::new(), at: 0, ending: None };
        let mut pieces = Pieces::new(border);
        let mut listening = Listening::new(self.readers);
        loop {
            hand_out(self.readers, &mut pieces, &briefing);
            if let Some((piece, next)) = pieces.turns.take() {
                if !merge(session, next) {
                    let mut reading = Alone { parts: &mut alone, text: &mut text };
                    reading.read(session, &piece, &mut pieces, &mut step, &unreadable).await?;
                }
                step(session, 0)?;
            } else if text.ending.is_none() && !pieces.are_enough(self.readers.count()) {
                let bytes = text.more(&mut pieces).await.ok_or_else(unreadable)?;
                step(session, bytes)?;
                listening.heard(&mut pieces.turns).map_err(|Unreadable| unreadable())?;
            } else if pieces.are_done() {
                break;
            } else if self.readers.count() == 0 {
                pieces.lose_next();
            } else {
                let heard = listening.hear(&mut pieces.turns).await;
                heard.map_err(|Unreadable| unreadable())?;
                step(session, 0)?;
            }
        }
        Alone { parts: &mut alone, text: &mut text }.end(session, &mut pieces, &unreadable)
    }
}

/// Gives each reader as many pieces as it may have. They are kept here, too.
fn hand_out(readers: &Readers, pieces: &mut Pieces<ArrayBuffer>, briefing: &Briefing<'_>) {
    for reader in readers.ready() {
        while let Some(Piece { index, from, bytes, last }) = pieces.hand_out(reader) {
            let order = Order::Piece { part: *index, from: *from, last: *last };
            if !readers.order(reader, &order, &Array::of1(&buffer(bytes)), briefing) {
                pieces.turns.lost_with(reader);
                break;
            }
        }
    }
}

/// The bytes of a file, or of a member of an archive.
pub enum Bytes<'a> {
    OfFile(Slices),
    OfMember(Unpacking<'a>),
    /// Nothing comes of a member any more, and why.
    Damaged(ProblemKind),
}

impl<'a> Bytes<'a> {
    pub fn of_member(unpacking: Result<Unpacking<'a>, ProblemKind>) -> Bytes<'a> {
        unpacking.map_or_else(Bytes::Damaged, Bytes::OfMember)
    }

    /// Why a member ended before its end.
    pub fn into_problem(self) -> Option<ProblemKind> {
        match self {
            Bytes::Damaged(kind) => Some(kind),
            Bytes::OfFile(_) | Bytes::OfMember(_) => None,
        }
    }

    /// Writes the next in place of those in `bytes`; whether there were any.
    async fn next(&mut self, bytes: &mut Vec<u8>) -> Result<bool, Unreadable> {
        bytes.clear();
        let more = match self {
            Bytes::OfFile(slices) => slices.next().await?,
            Bytes::OfMember(unpacking) => match unpacking.more() {
                Ok(more) => more,
                Err(kind) => {
                    *self = Bytes::Damaged(kind);
                    None
                }
            },
            Bytes::Damaged(_) => None,
        };
        bytes.extend_from_slice(more.unwrap_or_default());
        Ok(more.is_some())
    }
}

/// The text as it comes.
struct Text<'t, 'a> {
    /// `None` where the bytes are the text.
    unwrapping: Option<Unwrapping>,
    from: &'t mut Bytes<'a>,
    /// The last of them, and how much of those is unwrapped.
    bytes: Vec<u8>,
    at: usize,
    /// Once it has ended.
    ending: Option<Ending>,
}

impl Text<'_, '_> {
    /// Makes more of it, or ends it; says how many bytes of the file are done with.
    /// `None` where the browser withholds the file.
    async fn more(&mut self, pieces: &mut Pieces<ArrayBuffer>) -> Option<u64> {
        if self.at >= self.bytes.len() {
            self.at = 0;
            if !self.from.next(&mut self.bytes).await.ok()? {
                self.end(pieces);
                return Some(0);
            }
        }
        let until = self.bytes.len().min(self.at + STEP);
        let bytes = self.bytes.get(self.at..until).unwrap_or_default();
        let goes_on = match &mut self.unwrapping {
            Some(unwrapping) => unwrapping.push(bytes, &mut |text| pieces.push(text)),
            None => {
                pieces.push(bytes);
                true
            }
        };
        let done = bytes.len() as u64;
        self.at = until;
        if !goes_on {
            self.end(pieces);
        }
        Some(done)
    }

    fn end(&mut self, pieces: &mut Pieces<ArrayBuffer>) {
        let ending = match &mut self.unwrapping {
            Some(unwrapping) => unwrapping.finish(&mut |text| pieces.push(text)),
            None => Ending::Whole,
        };
        self.ending = Some(ending);
        if ending == Ending::Whole {
            pieces.close();
        }
    }
}

/// The engine's worker as a reader of what the others could not read.
struct Alone<'a, 't, 'b> {
    parts: &'a mut PartReader,
    text: &'a mut Text<'t, 'b>,
}

impl Alone<'_, '_, '_> {
    /// Reads the records from the next one that is due up to those that begin
    /// before the piece ends; there may be none, where one before goes on so far.
    async fn read(
        &mut self,
        session: &mut Session,
        piece: &Piece,
        pieces: &mut Pieces<ArrayBuffer>,
        step: &mut impl FnMut(&Session, u64) -> Result<(), Stop>,
        unreadable: &impl Fn() -> Stop,
    ) -> Result<(), Stop> {
        let from = session.next_part().ok_or_else(unreadable)?;
        if from >= piece.until() {
            return Ok(());
        }
        // What stood before the piece is gone: only a reader that says something else
        // than it read could ask for it.
        if from < piece.from {
            return Err(unreadable());
        }
        self.parts.begin(from, true, piece.until());
        let mut wanted = self.parts.push(piece.behind(from));
        let mut ending = Ending::Whole;
        // The last record goes on behind the piece, maybe through several others.
        while wanted {
            if let Some(bytes) = pieces.ahead() {
                wanted = self.parts.push(bytes);
                if wanted {
                    pieces.pass_over();
                }
                step(session, 0)?;
            } else if let Some(ended) = self.text.ending {
                // Told with this part, and with no further one.
                self.text.ending = Some(Ending::Whole);
                ending = ended;
                wanted = false;
            } else {
                let bytes = self.text.more(pieces).await.ok_or_else(unreadable)?;
                step(session, bytes)?;
            }
        }
        session.add_part(&self.parts.finish_as(ending)).map_err(|_| unreadable())
    }

    /// What is left of a text that does not end as it should.
    fn end(
        &mut self,
        session: &mut Session,
        pieces: &mut Pieces<ArrayBuffer>,
        unreadable: &impl Fn() -> Stop,
    ) -> Result<(), Stop> {
        let Some(ending) = self.text.ending.filter(|ending| *ending != Ending::Whole) else {
            return Ok(());
        };
        let from = session.next_part().ok_or_else(unreadable)?;
        self.parts.begin(from, true, u64::MAX);
        while let Some(bytes) = pieces.ahead() {
            self.parts.push(bytes);
            pieces.pass_over();
        }
        session.add_part(&self.parts.finish_as(ending)).map_err(|_| unreadable())
    }
}
