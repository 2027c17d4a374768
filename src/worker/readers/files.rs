//! Many files that are too small to be divided: each reader reads one at a time, as a
//! whole, and they are merged in the order in which they were given.

use super::reading::{Crew, Listening};
use super::turns::Turns;
use super::whole::{self, Whole};
use super::{Given, Readers};
use crate::contract::FilePlan;
use crate::engine::session::{self, PartsFile, Session, Source};
use crate::worker::intake::{Input, Stop};
use crate::worker::slices::{Heads, Unreadable};
use js_sys::ArrayBuffer;
use web_sys::File;

/// Files for each reader that are given out and not yet merged.
const AHEAD: usize = 4;

/// A file for a reader.
struct Small<'i> {
    input: &'i Input,
    name: String,
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
            whole::hand_out(self.readers, &mut turns, &seed);
            if let Some((Small { input, name, plan, head, parts }, next)) = turns.take() {
                session.begin_parts(parts);
                let given = given(input, &name, plan, &head);
                let go_on = |session: &Session| step(session, None);
                whole::enter(session, &given, next, &seed, go_on).await?;
                session.finish();
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

impl Whole for Small<'_> {
    fn given(&self) -> Given<'_> {
        given(self.input, &self.name, self.plan, &self.head)
    }
}

fn given<'g>(input: &'g Input, name: &'g str, plan: &'g FilePlan, head: &'g [u8]) -> Given<'g> {
    let rest = (input.bytes() > head.len() as u64).then_some(&input.file);
    Given { name, plan, bytes: head, rest }
}

impl<'i> Small<'i> {
    /// Gives the head back where it is read otherwise.
    fn of(session: &Session, input: &'i Input, head: Vec<u8>) -> Result<Small<'i>, Vec<u8>> {
        let Source::Events(plan) = &input.source else { return Err(head) };
        let text = Readers::text_of(input.bytes(), session::is_packed(&head));
        if session::is_archive(&head) || Readers::are_worth_it(text) {
            return Err(head);
        }
        let name = input.file.name();
        match session.divides(&name, plan, &head) {
            Some(divisible) => Ok(Small { input, name, plan, head, parts: divisible.file }),
            None => Err(head),
        }
    }
}
