//! A text that comes bit by bit, cut into pieces between records, and which reader has
//! which. Knows nothing of workers or of the browser.

use super::turns::Turns;
use crate::engine::session::Border;

/// Bytes of a piece, at least, but for the last.
const PIECE: usize = 4 << 20;

/// Where there is no border, it is cut all the same: so long no piece becomes.
const LONGEST: usize = 4 * PIECE;

/// A border that bytes come in the middle of is hardly longer.
const AROUND: usize = 1 << 10;

/// Pieces that a reader has at once: one it reads, one that waits.
const AT_ONCE: usize = 2;

/// Some bytes of a text, from that byte of it on.
pub struct Piece {
    pub index: u32,
    pub from: u64,
    pub bytes: Vec<u8>,
    /// The text ends with it.
    pub last: bool,
}

impl Piece {
    pub fn until(&self) -> u64 {
        self.from + self.bytes.len() as u64
    }

    /// Its bytes from that one of the text on.
    pub fn behind(&self, at: u64) -> &[u8] {
        let from = usize::try_from(at.saturating_sub(self.from)).unwrap_or(usize::MAX);
        self.bytes.get(from..).unwrap_or_default()
    }
}

/// A text being cut; `T` is what a piece comes to.
pub struct Pieces<T> {
    pub turns: Turns<Piece, T>,
    /// What is not cut yet, from that byte of the text on.
    filling: Vec<u8>,
    from: u64,
    /// So much of it was looked through, and has no border.
    looked: usize,
    border: Border,
}

impl<T> Pieces<T> {
    pub fn new(border: Border) -> Pieces<T> {
        Pieces { turns: Turns::default(), filling: Vec::new(), from: 0, looked: 0, border }
    }

    /// The text goes on with these bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.filling.extend_from_slice(bytes);
        if self.filling.len() < PIECE {
            return;
        }
        let from = self.looked.saturating_sub(AROUND);
        match self.filling.get(from..).and_then(|new| self.border.last_in(new)) {
            Some(end) => self.cut(from + end, false),
            None if self.filling.len() < LONGEST => self.looked = self.filling.len(),
            None => self.cut(self.filling.len(), false),
        }
    }

    /// The text is whole: what is left of it is the last piece.
    pub fn close(&mut self) {
        if !self.filling.is_empty() {
            self.cut(self.filling.len(), true);
        }
    }

    /// Whether so much waits for so many readers that no more of the text is wanted yet.
    pub fn are_enough(&self, readers: usize) -> bool {
        self.turns.len() > AT_ONCE * readers
    }

    /// Whether every piece was taken.
    pub fn are_done(&self) -> bool {
        self.turns.len() == 0
    }

    /// The next piece for the reader of that number; `None` while it has enough, or
    /// there is none.
    pub fn hand_out(&mut self, reader: u32) -> Option<&Piece> {
        if self.turns.with(reader) >= AT_ONCE {
            return None;
        }
        let at = self.turns.due(|_| true)?;
        self.turns.give(at, reader)
    }

    /// With no readers left: the next piece is nobody's.
    pub fn lose_next(&mut self) {
        if let Some(at) = self.turns.due(|_| true) {
            self.turns.lose(at);
        }
    }

    /// What the text goes on with behind all that was taken, as far as it is there.
    pub fn ahead(&mut self) -> Option<&[u8]> {
        if self.are_done() && !self.filling.is_empty() {
            self.cut(self.filling.len(), false);
        }
        self.turns.get(0).map(|piece| piece.bytes.as_slice())
    }

    /// Nobody needs any longer what the text goes on with.
    pub fn pass_over(&mut self) {
        self.turns.drop_next();
    }

    fn cut(&mut self, at: usize, last: bool) {
        let mut rest = Vec::with_capacity(PIECE + (PIECE >> 4));
        rest.extend_from_slice(self.filling.get(at..).unwrap_or_default());
        self.filling.truncate(at);
        let bytes = std::mem::replace(&mut self.filling, rest);
        let piece = Piece { index: self.turns.next_index(), from: self.from, bytes, last };
        self.from = piece.until();
        self.looked = 0;
        self.turns.enter(piece, None);
    }
}

#[cfg(test)]
mod tests {
    use super::super::turns::Next;
    use super::*;

    fn cut(text: &[u8], at_once: usize) -> Vec<Piece> {
        let mut pieces: Pieces<()> = Pieces::new(Border::Line);
        text.chunks(at_once).for_each(|bytes| pieces.push(bytes));
        pieces.close();
        let mut all = Vec::new();
        while !pieces.are_done() {
            pieces.lose_next();
            all.extend(pieces.turns.take().map(|(piece, _)| piece));
        }
        all
    }

    #[test]
    fn pieces_are_the_text_and_end_with_lines() {
        let line = b"one,two,three\n";
        for bytes in [1, 14, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 5] {
            let text: Vec<u8> = line.iter().copied().cycle().take(bytes).collect();
            for at_once in [1 << 15, PIECE * 2] {
                let pieces = cut(&text, at_once);
                assert_eq!(pieces.iter().flat_map(|piece| &piece.bytes).count(), bytes);
                assert!(pieces.windows(2).all(|two| two[0].until() == two[1].from));
                assert!(pieces.iter().enumerate().all(|(at, piece)| piece.index == at as u32));
                let (last, others) = pieces.split_last().expect("one at least");
                assert!(others.iter().all(|piece| piece.bytes.ends_with(b"\n") && !piece.last));
                assert!(last.last || last.bytes.ends_with(b"\n"));
            }
        }
    }

    #[test]
    fn pieces_of_an_array_end_with_its_elements() {
        let element = b"{\"email\":\"ada@example.org\",\"tags\":[{\"x\":1},{\"x\":2}]}, ";
        let text: Vec<u8> = element.iter().copied().cycle().take(2 * PIECE).collect();
        for at_once in [1 << 15, 777, PIECE * 2] {
            let border = Border::Element(vec![b"email".to_vec()]);
            let mut pieces: Pieces<()> = Pieces::new(border);
            text.chunks(at_once).for_each(|bytes| pieces.push(bytes));
            pieces.lose_next();
            let (first, _) = pieces.turns.take().expect("a piece");
            assert!(
                first.bytes.ends_with(b"]},")
                    && first.bytes.len() % element.len() == element.len() - 1
            );
            assert!((PIECE - 100..PIECE + at_once).contains(&first.bytes.len()));
        }
    }

    #[test]
    fn without_lines_it_is_cut_where_it_must() {
        let pieces = cut(&vec![b'x'; LONGEST + 7], 1 << 15);
        let bytes: Vec<usize> = pieces.iter().map(|piece| piece.bytes.len()).collect();
        assert_eq!(bytes, [LONGEST, 7]);
    }

    #[test]
    fn readers_have_two_each_and_what_they_lose_is_told() {
        let mut pieces: Pieces<&str> = Pieces::new(Border::Line);
        for _ in 0..6 {
            pieces.push(&[b"x".repeat(PIECE), b"\n".to_vec()].concat());
        }
        assert!(pieces.are_enough(2) && !pieces.are_enough(3));
        let mut given = |reader| pieces.hand_out(reader).map(|piece| piece.index);
        assert_eq!([given(7), given(7), given(7)], [Some(0), Some(1), None]);
        assert_eq!([given(8), given(8), given(8)], [Some(2), Some(3), None]);
        assert!(pieces.turns.take().is_none());
        pieces.turns.arrived(1, "second");
        pieces.turns.lost_with(8);
        pieces.turns.arrived(3, "too late");
        assert!(pieces.turns.take().is_none(), "the first is not there yet");
        pieces.turns.arrived(0, "first");
        let mut taken = || pieces.turns.take().map(|(piece, next)| (piece.index, next));
        assert_eq!(taken(), Some((0, Next::Here("first"))));
        assert_eq!(taken(), Some((1, Next::Here("second"))));
        assert_eq!(taken(), Some((2, Next::Lost)));
        assert_eq!(taken(), Some((3, Next::Lost)));
        assert_eq!(taken(), None);
    }

    #[test]
    fn what_comes_next_can_be_read_by_others_and_passed_over() {
        let mut pieces: Pieces<()> = Pieces::new(Border::Line);
        pieces.push(&[b"x".repeat(PIECE), b"\n".to_vec()].concat());
        pieces.push(b"the rest");
        let index = pieces.hand_out(1).expect("a piece").index;
        assert_eq!(pieces.ahead().map(<[u8]>::len), Some(PIECE + 1));
        pieces.pass_over();
        pieces.turns.arrived(index, ());
        assert_eq!(pieces.ahead(), Some(&b"the rest"[..]));
        pieces.pass_over();
        assert_eq!(pieces.ahead(), None);
        assert!(pieces.are_done());
        pieces.push(b"more");
        pieces.close();
        pieces.lose_next();
        let (piece, _) = pieces.turns.take().expect("the last");
        assert_eq!((piece.from, piece.last), (PIECE as u64 + 9, true));
        assert_eq!(piece.behind(PIECE as u64 + 11), b"re");
    }
}
