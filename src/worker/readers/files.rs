//! Many files that are too small to be divided: each reader reads one at a time, as a
//! whole, and they are merged in the order in which they were given.

use super::reading::{Crew, Listening, merge};
use super::turns::{Next, Turns};
use super::{Given, Readers, stretch};
use crate::contract::FilePlan;
use crate::engine::session::{self, PartReader, PartsFile, Session, Source};
use crate::worker::intake::{Input, Stop};
use crate::worker::slices::{Heads, Slices, Unreadable};
use js_sys::{ArrayBuffer, Uint8Array};
use web_sys::File;

/// Files that a reader has at once: one it reads, one whose bytes are coming.
const AT_ONCE: usize = 2;

/// Files for each reader that are given out and not yet merged.
const AHEAD: usize = 4;

/// A file for a reader.
struct Small<'i> {
    input: &'i Input,
    plan: &'i FilePlan,
    head: Vec<u8>,
    parts: PartsFile,
}

impl Crew<'_> {
    /// Reads as many of the first files as can be read so, and says how many: none
    /// where they are not worth it. `heads` are their first bytes. `step` is told of a
    /// file that is done with, and says whether to go on.
    ///
    /// # Errors
    /// What `step` returns, and [`Stop::Unreadable`] when the browser withholds a file.
    pub async fn read_files<'i>(
        &mut self,
        session: &mut Session,
        inputs: &'i [Input],
        heads: &mut Heads<impl Iterator<Item = File>>,
        mut step: impl FnMut(&Session, Option<&'i Input>) -> Result<(), Stop>,
    ) -> Result<usize, Stop> {
        let inputs = small(inputs);
        if inputs.len() < 2 || !Readers::are_worth_it(inputs.iter().map(Input::bytes).sum()) {
            return Ok(0);
        }
        let seed = self.begin_round(session);
        let mut coming = inputs.iter();
        let mut turns: Turns<Small<'i>, ArrayBuffer> = Turns::default();
        let mut listening = Listening::new(self.readers);
        let mut done = 0;
        loop {
            hand_out(self.readers, &mut turns, &seed);
            if let Some((file, next)) = turns.take() {
                let input = file.input;
                file.enter(session, next, &seed, &mut step).await?;
                step(session, Some(input))?;
                done += 1;
            } else if turns.len() < AHEAD * self.readers.count().max(1)
                && let Some(input) = coming.next()
            {
                let head = heads.next().await.unwrap_or(Err(Unreadable));
                let head = head.map_err(|Unreadable| Stop::Unreadable(input.file.name()))?;
                match Small::of(session, input, head) {
                    Ok(file) => turns.enter(file, None),
                    Err(head) => {
                        heads.put_back(head);
                        // The others must not be read before it.
                        coming = [].iter();
                    }
                }
                // What is withheld from a reader is lost, and asked for here once more.
                let _ = listening.heard(&mut turns);
                step(session, None)?;
            } else if turns.len() == 0 {
                return Ok(done);
            } else if self.readers.count() == 0 {
                turns.lose(0);
            } else {
                let _ = listening.hear(&mut turns).await;
                step(session, None)?;
            }
        }
    }
}

/// The first files, up to one that is no export, or of another size.
fn small(inputs: &[Input]) -> &[Input] {
    let sizes = Readers::small().unwrap_or_default();
    let small = |input: &&Input| {
        matches!(input.source, Source::Events(_)) && sizes.contains(&input.bytes())
    };
    inputs.get(..inputs.iter().take_while(small).count()).unwrap_or_default()
}

/// Gives each reader as many files as it may have.
fn hand_out(readers: &Readers, turns: &mut Turns<Small<'_>, ArrayBuffer>, seed: &ArrayBuffer) {
    for reader in readers.ready() {
        while turns.with(reader) < AT_ONCE
            && let Some(at) = turns.due(|_| true)
        {
            let index = turns.index(at);
            let Some(Small { input, plan, head, .. }) = turns.give(at, reader) else { break };
            let rest = (input.bytes() > head.len() as u64).then_some(&input.file);
            let given = Given { name: &input.file.name(), plan, bytes: head, rest };
            if !readers.give_file(reader, index, seed, &given) {
                turns.lost_with(reader);
                break;
            }
        }
    }
}

impl<'i> Small<'i> {
    /// Gives the head back where it is read otherwise.
    fn of(session: &Session, input: &'i Input, head: Vec<u8>) -> Result<Small<'i>, Vec<u8>> {
        let Source::Events(plan) = &input.source else { return Err(head) };
        let text = Readers::text_of(input.bytes(), session::is_packed(&head));
        if session::is_archive(&head) || Readers::are_worth_it(text) {
            return Err(head);
        }
        match session.divides(&input.file.name(), plan, &head) {
            Some(divisible) => Ok(Small { input, plan, head, parts: divisible.file }),
            None => Err(head),
        }
    }

    /// Enters the file into the session: what a reader made of it, or what it is.
    async fn enter(
        self,
        session: &mut Session,
        next: Next<ArrayBuffer>,
        seed: &ArrayBuffer,
        step: &mut impl FnMut(&Session, Option<&'i Input>) -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        let Small { input, plan, head, parts } = self;
        session.begin_parts(parts);
        if !merge(session, next) {
            let unreadable = || Stop::Unreadable(input.file.name());
            let mut alone =
                PartReader::new(&Uint8Array::new(seed).to_vec()).ok_or_else(unreadable)?;
            alone.file(&input.file.name(), plan, &head);
            let mut stopped = Ok(());
            let go_on = || {
                stopped = step(session, None);
                stopped.is_ok()
            };
            let rest = Some(Slices::behind(&input.file, head.len() as u64));
            let read = stretch::read_whole(&mut alone, &head, rest, go_on).await;
            let read = read.map_err(|Unreadable| unreadable())?;
            stopped?;
            session.add_part(&read.ok_or_else(unreadable)?).map_err(|_| unreadable())?;
        }
        session.finish();
        Ok(())
    }
}
