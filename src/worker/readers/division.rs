//! How a file is divided into parts, who reads which, and in which order they
//! are merged. Knows nothing of workers or of the browser.

use std::collections::VecDeque;

/// The largest part, in bytes: fewer, larger parts repeat fewer subscribers.
const LARGEST: u64 = 8 << 20;

/// The smallest, towards the end of a file, so that all readers end together.
const SMALLEST: u64 = 1 << 20;

/// Parts that a reader has at once: one it reads, one whose bytes are coming.
const AT_ONCE: usize = 2;

/// Parts for each reader between the one that is merged next and the last that
/// was handed out: what is read but not yet merged stays that small.
const AHEAD: usize = 3;

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

/// What has become of the part that is merged next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// Read: this is what it came to.
    Here(T),
    /// No reader will read it.
    Lost,
}

/// A file being divided; `T` is what a part comes to.
pub struct Division<T> {
    size: u64,
    readers: u64,
    /// Where the next part begins.
    from: u64,
    /// Handed out or lost, and not yet merged: in the order of the file.
    open: VecDeque<(Part, State<T>)>,
    /// The index of the first of them.
    first: u32,
}

enum State<T> {
    With(u32),
    Next(Next<T>),
}

impl<T> Division<T> {
    /// A file of so many bytes for so many readers; at least one is assumed.
    pub fn new(size: u64, readers: usize) -> Division<T> {
        Division { size, readers: readers.max(1) as u64, from: 0, open: VecDeque::new(), first: 0 }
    }

    /// The next part for the reader of that number; `None` while it has enough to
    /// do, too much waits to be merged, or everything is handed out.
    pub fn hand_out(&mut self, reader: u32) -> Option<Part> {
        let has =
            |(_, state): &&(Part, State<T>)| matches!(state, State::With(who) if *who == reader);
        if self.open.len() >= AHEAD * self.readers as usize
            || self.open.iter().filter(has).count() >= AT_ONCE
        {
            return None;
        }
        self.cut(State::With(reader))
    }

    /// A part is read. Without effect for one that nobody has.
    pub fn arrived(&mut self, index: u32, what: T) {
        self.settle(index, Next::Here(what));
    }

    /// A reader could not make a part of it. Without effect for one that nobody has.
    pub fn lost(&mut self, index: u32) {
        self.settle(index, Next::Lost);
    }

    /// A reader is gone, and with it whatever it had.
    pub fn lost_with(&mut self, reader: u32) {
        for (_, state) in &mut self.open {
            if matches!(state, State::With(who) if *who == reader) {
                *state = State::Next(Next::Lost);
            }
        }
    }

    /// The part to merge next, as soon as it is there or known to be lost.
    pub fn take(&mut self) -> Option<(Part, Next<T>)> {
        match self.open.pop_front()? {
            (part, State::Next(next)) => {
                self.first += 1;
                Some((part, next))
            }
            with => {
                self.open.push_front(with);
                None
            }
        }
    }

    /// With no readers left: the next part is nobody's.
    pub fn lose_next(&mut self) {
        self.cut(State::Next(Next::Lost));
    }

    /// Whether every part was taken.
    pub fn is_done(&self) -> bool {
        self.from >= self.size && self.open.is_empty()
    }

    fn cut(&mut self, state: State<T>) -> Option<Part> {
        let left = self.size.checked_sub(self.from).filter(|&left| left > 0)?;
        // Ever smaller towards the end: half of what each reader has left.
        let bytes = (left / (2 * self.readers)).clamp(SMALLEST, LARGEST).min(left);
        let index = self.first + self.open.len() as u32;
        let part = Part { index, from: self.from, until: self.from + bytes };
        self.from = part.until;
        self.open.push_back((part, state));
        Some(part)
    }

    fn settle(&mut self, index: u32, next: Next<T>) {
        let open = index.checked_sub(self.first).and_then(|at| self.open.get_mut(at as usize));
        if let Some((_, state @ State::With(_))) = open {
            *state = State::Next(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MB: u64 = 1 << 20;

    /// Divides a file for readers that answer in an order of their own.
    fn divided(size: u64, readers: u32, mut pick: impl FnMut(usize) -> usize) -> Vec<Part> {
        let mut division = Division::new(size, readers as usize);
        let mut out: Vec<Part> = Vec::new();
        let mut merged = Vec::new();
        while !division.is_done() {
            for reader in 0..readers {
                while let Some(part) = division.hand_out(reader) {
                    out.push(part);
                }
            }
            assert!(out.len() <= AHEAD * readers as usize);
            let answers = out.remove(pick(out.len()));
            division.arrived(answers.index, answers);
            while let Some((part, next)) = division.take() {
                assert_eq!(next, Next::Here(part), "what came belongs to it");
                merged.push(part);
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
                    let parts = divided(size, readers, order);
                    assert_eq!(parts.first().map(|part| part.from), Some(0));
                    assert_eq!(parts.last().map(|part| part.until), Some(size));
                    assert!(parts.windows(2).all(|two| two[0].until == two[1].from));
                    assert!(parts.iter().enumerate().all(|(at, part)| part.index == at as u32));
                    assert!(parts.iter().all(|part| (1..=LARGEST).contains(&part.bytes())));
                }
            }
        }
    }

    #[test]
    fn the_last_parts_are_small_so_that_readers_end_together() {
        let parts = divided(219_473_739, 2, |_| 0);
        assert_eq!(parts[0].bytes(), LARGEST);
        assert!(parts[parts.len() - 3..].iter().all(|part| part.bytes() <= SMALLEST));
    }

    #[test]
    fn a_reader_that_is_slow_holds_no_more_than_the_window_up() {
        let mut division: Division<()> = Division::new(1 << 30, 2);
        let slow = division.hand_out(0).unwrap();
        let mut handed_out = 1;
        while let Some(part) = division.hand_out(1) {
            division.arrived(part.index, ());
            handed_out += 1;
            assert_eq!(division.take(), None, "the first is not there yet");
        }
        assert_eq!(handed_out, AHEAD * 2);
        division.arrived(slow.index, ());
        assert!(std::iter::from_fn(|| division.take()).count() == handed_out);
        assert!(division.hand_out(1).is_some());
    }

    #[test]
    fn what_a_reader_took_with_it_is_lost_and_nothing_else() {
        let mut division: Division<()> = Division::new(64 * MB, 2);
        let (first, second) = (division.hand_out(0).unwrap(), division.hand_out(1).unwrap());
        let third = division.hand_out(0).unwrap();
        division.arrived(third.index, ());
        division.lost_with(0);
        assert_eq!(division.take(), Some((first, Next::Lost)));
        assert_eq!(division.take(), None);
        // What it said before it went still counts, what comes too late does not.
        division.arrived(first.index, ());
        division.arrived(second.index, ());
        division.arrived(second.index, ());
        division.lost(second.index);
        assert_eq!(division.take(), Some((second, Next::Here(()))));
        assert_eq!(division.take(), Some((third, Next::Here(()))));
        division.arrived(99, ());
        assert_eq!(division.take(), None);
    }

    #[test]
    fn with_no_readers_left_the_rest_is_divided_all_the_same() {
        let mut division: Division<()> = Division::new(20 * MB, 2);
        let first = division.hand_out(0).unwrap();
        division.lost_with(0);
        assert_eq!(division.take(), Some((first, Next::Lost)));
        let mut at = first.until;
        while !division.is_done() {
            assert_eq!(division.take(), None);
            division.lose_next();
            let (part, next) = division.take().unwrap();
            assert_eq!((part.from, next), (at, Next::Lost));
            at = part.until;
        }
        assert_eq!(at, 20 * MB);
        assert!(division.is_done());
    }
}
