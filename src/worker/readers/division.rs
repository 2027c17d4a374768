//! How a file is divided into parts, who reads which, and in which order they
//! are merged. Knows nothing of workers or of the browser.
//!
//! Parts are small, so that what is read and not yet merged is little and all
//! readers end together. A reader reads several that follow one another, a run,
//! as one stream of bytes: to open a stream takes a browser about as long as to
//! read three megabytes.

use super::turns::Turns;

/// The largest part, in bytes: fewer, larger parts repeat fewer subscribers.
const LARGEST: u64 = 8 << 20;

/// The smallest, towards the end of a file.
const SMALLEST: u64 = 1 << 20;

/// The longest run, in bytes. Those who read the second and later runs are ahead of
/// what can be merged by as much.
const RUN: u64 = 32 << 20;

/// Parts that a reader has at once: one it reads, one whose bytes are coming.
const AT_ONCE: usize = 2;

/// Runs for each reader between the byte that is merged next and the last that
/// was given to somebody: what is read but not yet merged stays that small.
const AHEAD: u64 = 2;

/// The records that begin in `[from, until)`, counted in bytes of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub index: u32,
    pub from: u64,
    pub until: u64,
}

impl Part {
    pub fn bytes(&self) -> u64 {
        self.until - self.from
    }
}

/// A part for a reader, and what it may count on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    pub part: Part,
    /// It follows the part that this reader was given before.
    pub goes_on: bool,
    /// Most likely the reader will be given what follows up to here.
    pub through: u64,
}

/// A file being divided; `T` is what a part comes to.
pub struct Division<T> {
    size: u64,
    readers: u64,
    /// Where the next run begins.
    from: u64,
    /// In a run or lost, and not yet merged: due is what is left of a reader's run.
    pub turns: Turns<Part, T>,
}

impl<T> Division<T> {
    /// A file of so many bytes for so many readers; at least one is assumed.
    pub fn new(size: u64, readers: usize) -> Division<T> {
        Division { size, readers: readers.max(1) as u64, from: 0, turns: Turns::default() }
    }

    /// The next part for the reader of that number; `None` while it has enough to
    /// do, too much waits to be merged, or everything is handed out.
    pub fn hand_out(&mut self, reader: u32) -> Option<Turn> {
        if self.turns.with(reader) >= AT_ONCE {
            return None;
        }
        let further = self.turns.due(|whose| whose == Some(reader));
        let at = further
            .or_else(|| self.turns.due(|whose| whose.is_none()))
            .or_else(|| self.begin_run(reader))
            // The end of somebody else's run: of the one that is merged first.
            .or_else(|| self.turns.due(|_| true).map(|at| self.end_of_run(at)))?;
        let through = self.turns.get(self.end_of_run(at))?.until;
        let part = *self.turns.give(at, reader)?;
        Some(Turn { part, goes_on: further.is_some(), through })
    }

    /// With no readers left: the next part is nobody's.
    pub fn lose_next(&mut self) {
        let at = self.turns.due(|_| true).or_else(|| {
            self.cut(self.size, None)?;
            self.turns.len().checked_sub(1)
        });
        if let Some(at) = at {
            self.turns.lose(at);
        }
    }

    /// Whether every part was taken.
    pub fn is_done(&self) -> bool {
        self.from >= self.size && self.turns.len() == 0
    }

    /// The last part that is due of the run with the one that is due there. Whose run
    /// begins next to it has been given its first part.
    fn end_of_run(&self, at: usize) -> usize {
        at + (at + 1..).take_while(|&at| self.turns.is_due(at)).count()
    }

    /// Cuts a run for a reader, as far as it may go ahead; where its first part is.
    fn begin_run(&mut self, reader: u32) -> Option<usize> {
        let merged = self.turns.get(0).map_or(self.from, |part| part.from);
        if self.from - merged >= AHEAD * self.readers * RUN {
            return None;
        }
        let left = self.size.saturating_sub(self.from);
        // Towards the end of the file ever shorter: others need some, too.
        let run = (left / self.readers).clamp(SMALLEST, RUN).min(left);
        let (at, until) = (self.turns.len(), self.from + run);
        while self.cut(until, Some(reader)).is_some() {}
        (at < self.turns.len()).then_some(at)
    }

    /// Cuts the next part, which ends at `most` at the latest.
    fn cut(&mut self, most: u64, whose: Option<u32>) -> Option<Part> {
        let room = most.checked_sub(self.from).filter(|&room| room > 0)?;
        let left = self.size.saturating_sub(self.from);
        let mut bytes = (left / (2 * self.readers)).clamp(SMALLEST, LARGEST);
        if room < bytes + SMALLEST {
            bytes = room;
        }
        let index = self.turns.next_index();
        let part = Part { index, from: self.from, until: self.from + bytes };
        self.from = part.until;
        self.turns.enter(part, whose);
        Some(part)
    }
}

#[cfg(test)]
mod tests {
    use super::super::turns::Next;
    use super::*;

    const MB: u64 = 1 << 20;

    /// Divides a file for readers that answer in an order of their own.
    fn divided(size: u64, readers: u32, mut pick: impl FnMut(usize) -> usize) -> Vec<Turn> {
        let mut division = Division::new(size, readers as usize);
        let mut before: Vec<Option<Turn>> = vec![None; readers as usize];
        let mut out: Vec<Turn> = Vec::new();
        let mut merged = Vec::new();
        while !division.is_done() {
            for reader in 0..readers {
                while let Some(turn) = division.hand_out(reader) {
                    let before = before[reader as usize].replace(turn);
                    if turn.goes_on {
                        let before = before.expect("a run begins with a beginning");
                        assert_eq!(before.part.until, turn.part.from);
                        assert!(turn.part.until <= before.through);
                    }
                    assert!(turn.part.until <= turn.through);
                    out.push(turn);
                }
            }
            assert!(out.len() <= AT_ONCE * readers as usize);
            let answers = out.remove(pick(out.len()));
            division.turns.arrived(answers.part.index, answers);
            while let Some((part, next)) = division.turns.take() {
                let Next::Here(turn) = next else { panic!("no part was lost") };
                assert_eq!(turn.part, part, "what came belongs to it");
                merged.push(turn);
            }
        }
        merged
    }

    #[test]
    fn parts_cover_the_file_once_and_in_order_whoever_is_faster() {
        let orders: [fn(usize) -> usize; 3] = [|_| 0, |waiting| waiting - 1, |waiting| waiting / 2];
        for size in [1, SMALLEST, SMALLEST + 1, 37 * MB + 5, 219_473_739] {
            for readers in 1..=8 {
                for order in orders {
                    let turns = divided(size, readers, order);
                    let parts: Vec<Part> = turns.iter().map(|turn| turn.part).collect();
                    assert_eq!(parts.first().map(|part| part.from), Some(0));
                    assert_eq!(parts.last().map(|part| part.until), Some(size));
                    assert!(parts.windows(2).all(|two| two[0].until == two[1].from));
                    assert!(parts.iter().enumerate().all(|(at, part)| part.index == at as u32));
                    let fits = 1..LARGEST + SMALLEST;
                    assert!(parts.iter().all(|part| fits.contains(&part.bytes())));
                }
            }
        }
    }

    #[test]
    fn most_parts_go_on_where_the_one_before_ended() {
        let turns = divided(219_473_739, 2, |_| 0);
        let begun = turns.iter().filter(|turn| !turn.goes_on).count();
        assert!(begun <= 15 && turns.len() >= 2 * begun, "{begun} of {}", turns.len());
        let turns = divided(64 * 219_473_739, 8, |_| 0);
        let begun = turns.iter().filter(|turn| !turn.goes_on).count();
        assert!(turns.len() >= 3 * begun, "{begun} of {}", turns.len());
    }

    #[test]
    fn the_last_parts_are_small_so_that_readers_end_together() {
        let turns = divided(219_473_739, 2, |_| 0);
        assert_eq!(turns[0].part.bytes(), LARGEST);
        let end = &turns[turns.len() - 3..];
        assert!(end.iter().all(|turn| turn.part.bytes() < 2 * SMALLEST));
    }

    #[test]
    fn whoever_has_nothing_left_takes_the_end_of_another_run() {
        let mut division: Division<()> = Division::new(12 * MB, 2);
        let run = division.hand_out(0).unwrap();
        assert_eq!((run.part.from, run.part.until, run.through), (0, 3 * MB, 6 * MB));
        let mut last = Vec::new();
        while let Some(turn) = division.hand_out(1) {
            division.turns.arrived(turn.part.index, ());
            last.push(turn);
        }
        let ended = last.iter().position(|turn| turn.part.until == 12 * MB).unwrap();
        assert!(last[..ended].iter().all(|turn| turn.part.from >= 6 * MB));
        let others: Vec<(u64, bool)> =
            last[ended + 1..].iter().map(|turn| (turn.part.until, turn.goes_on)).collect();
        assert_eq!(others.first(), Some(&(6 * MB, false)), "from behind");
        assert!(others.iter().all(|(_, goes_on)| !goes_on));
        assert_eq!(division.hand_out(0), None, "nothing is left of its run");
    }

    #[test]
    fn a_reader_that_is_slow_holds_no_more_than_the_window_up() {
        let mut division: Division<()> = Division::new(1 << 30, 2);
        let slow = division.hand_out(0).unwrap();
        let (mut handed_out, mut bytes) = (1, slow.part.bytes());
        while let Some(turn) = division.hand_out(1) {
            division.turns.arrived(turn.part.index, ());
            handed_out += 1;
            bytes += turn.part.bytes();
            assert_eq!(division.turns.take(), None, "the first is not there yet");
        }
        assert_eq!(bytes, AHEAD * 2 * RUN);
        division.turns.arrived(slow.part.index, ());
        assert!(std::iter::from_fn(|| division.turns.take()).count() == handed_out);
        assert!(division.hand_out(1).is_some());
    }

    #[test]
    fn what_a_reader_took_with_it_is_lost_and_what_was_due_to_it_is_not() {
        let mut division: Division<()> = Division::new(64 * MB, 2);
        let first = division.hand_out(0).unwrap();
        let second = division.hand_out(0).unwrap();
        let other = division.hand_out(1).unwrap();
        assert!(second.goes_on && !other.goes_on && other.part.from >= first.through);
        division.turns.arrived(second.part.index, ());
        division.turns.lost_with(0);
        assert_eq!(division.turns.take(), Some((first.part, Next::Lost)));
        assert_eq!(division.turns.take(), Some((second.part, Next::Here(()))));
        assert_eq!(division.turns.take(), None);
        // What it says now no longer counts.
        division.turns.arrived(first.part.index, ());
        division.turns.arrived(other.part.index, ());
        division.turns.arrived(99, ());
        let mut merged = second.part.until;
        while !division.is_done() {
            if let Some(turn) = division.hand_out(1) {
                division.turns.arrived(turn.part.index, ());
            }
            while let Some((part, next)) = division.turns.take() {
                assert_eq!((part.from, next), (merged, Next::Here(())));
                merged = part.until;
            }
        }
        assert_eq!(merged, 64 * MB);
    }

    #[test]
    fn with_no_readers_left_the_rest_is_divided_all_the_same() {
        let mut division: Division<()> = Division::new(20 * MB, 2);
        let first = division.hand_out(0).unwrap().part;
        division.turns.lost_with(0);
        assert_eq!(division.turns.take(), Some((first, Next::Lost)));
        let mut at = first.until;
        while !division.is_done() {
            assert_eq!(division.turns.take(), None);
            division.lose_next();
            let (part, next) = division.turns.take().unwrap();
            assert_eq!((part.from, next), (at, Next::Lost));
            at = part.until;
        }
        assert_eq!(at, 20 * MB);
        assert!(division.is_done());
    }
}
