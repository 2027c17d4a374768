//! What is given to readers, and taken back in its order whoever is faster.

use std::collections::VecDeque;

/// What has become of the part that is merged next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<T> {
    /// Read: this is what it came to.
    Here(T),
    /// No reader will read it.
    Lost,
}

enum State<T> {
    /// Not handed out yet: that reader's, or anybody's, where that reader is gone.
    Due(Option<u32>),
    With(u32),
    Next(Next<T>),
}

/// Parts that are not merged yet, in their order; `T` is what one comes to.
pub struct Turns<P, T> {
    open: VecDeque<(P, State<T>)>,
    /// The index of the first of them.
    first: u32,
}

impl<P, T> Default for Turns<P, T> {
    fn default() -> Turns<P, T> {
        Turns { open: VecDeque::new(), first: 0 }
    }
}

impl<P, T> Turns<P, T> {
    /// The index of the next part that is entered.
    pub fn next_index(&self) -> u32 {
        self.first + self.open.len() as u32
    }

    /// The index of the open part at a place.
    pub fn index(&self, at: usize) -> u32 {
        self.first + at as u32
    }

    /// Enters the next part: for that reader, or for anybody.
    pub fn enter(&mut self, part: P, whose: Option<u32>) {
        self.open.push_back((part, State::Due(whose)));
    }

    /// How many parts are open.
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// The open part at a place.
    pub fn get(&self, at: usize) -> Option<&P> {
        self.open.get(at).map(|(part, _)| part)
    }

    /// How many a reader has.
    pub fn with(&self, reader: u32) -> usize {
        let has = |(_, state): &&(P, State<T>)| matches!(state, State::With(who) if *who == reader);
        self.open.iter().filter(has).count()
    }

    /// The place of the first that is due to somebody of whom this holds.
    pub fn due(&self, holds: impl Fn(Option<u32>) -> bool) -> Option<usize> {
        self.open.iter().position(|(_, state)| matches!(state, State::Due(who) if holds(*who)))
    }

    /// Whether the one at that place is due.
    pub fn is_due(&self, at: usize) -> bool {
        matches!(self.open.get(at), Some((_, State::Due(_))))
    }

    /// Gives the one at that place to a reader.
    pub fn give(&mut self, at: usize, reader: u32) -> Option<&P> {
        let (part, state) = self.open.get_mut(at)?;
        *state = State::With(reader);
        Some(part)
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
            match state {
                State::With(who) if *who == reader => *state = State::Next(Next::Lost),
                State::Due(whose) if *whose == Some(reader) => *whose = None,
                State::With(_) | State::Due(_) | State::Next(_) => {}
            }
        }
    }

    /// The one at that place is nobody's.
    pub fn lose(&mut self, at: usize) {
        if let Some((_, state)) = self.open.get_mut(at) {
            *state = State::Next(Next::Lost);
        }
    }

    /// The part to merge next, as soon as it is there or known to be lost.
    pub fn take(&mut self) -> Option<(P, Next<T>)> {
        match self.open.pop_front()? {
            (part, State::Next(next)) => {
                self.first += 1;
                Some((part, next))
            }
            other => {
                self.open.push_front(other);
                None
            }
        }
    }

    /// The part to merge next, whoever has it: nothing comes of it.
    pub fn drop_next(&mut self) -> Option<P> {
        let (part, _) = self.open.pop_front()?;
        self.first += 1;
        Some(part)
    }

    fn settle(&mut self, index: u32, next: Next<T>) {
        let open = index.checked_sub(self.first).and_then(|at| self.open.get_mut(at as usize));
        if let Some((_, state @ State::With(_))) = open {
            *state = State::Next(next);
        }
    }
}
