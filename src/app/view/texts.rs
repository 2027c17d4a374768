//! The free texts that leave with a report, cut at what looks personal in them.

use crate::contract::{TextChoice, TextReason, TextReview};

/// A piece of a text, and whether it looks personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub marked: bool,
}

/// A text in pieces; marks beyond its end, or within each other, do no harm.
pub fn pieces(text: &str, marked: &[(u32, u32)]) -> Vec<Piece> {
    let is_marked = |at: usize| {
        marked.iter().any(|&(start, length)| {
            (u64::from(start)..u64::from(start) + u64::from(length)).contains(&(at as u64))
        })
    };
    let mut pieces: Vec<Piece> = Vec::new();
    for (at, letter) in text.chars().enumerate() {
        let marked = is_marked(at);
        match pieces.last_mut() {
            Some(last) if last.marked == marked => last.text.push(letter),
            _ => pieces.push(Piece { text: letter.into(), marked }),
        }
    }
    pieces
}

/// Whether the owner should look at it: something in it looks personal, or it
/// does not leave as it is.
pub fn needs_a_look(review: &TextReview) -> bool {
    review.reason.is_some() || !review.marked.is_empty()
}

/// Whether it leaves as it is although something in it looks personal.
pub fn leaves_marked(review: &TextReview) -> bool {
    review.reason.is_none() && !review.marked.is_empty()
}

/// The end of the name of a reason in the words.
pub const fn reason_name(reason: TextReason) -> &'static str {
    match reason {
        TextReason::Personal => "personal",
        TextReason::Rare => "rare",
        TextReason::Owner => "owner",
    }
}

/// What the owner has chosen for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    Propose,
    Drop,
    Rename,
}

impl Chosen {
    pub const ALL: [Chosen; 3] = [Chosen::Propose, Chosen::Drop, Chosen::Rename];

    pub const fn of(choice: Option<&TextChoice>) -> Chosen {
        match choice {
            None => Chosen::Propose,
            Some(TextChoice::Drop) => Chosen::Drop,
            Some(TextChoice::Rename(_)) => Chosen::Rename,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Chosen::Propose => "propose",
            Chosen::Drop => "drop",
            Chosen::Rename => "rename",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, marked: &[(u32, u32)]) -> Vec<(String, bool)> {
        pieces(text, marked).into_iter().map(|piece| (piece.text, piece.marked)).collect()
    }

    #[test]
    fn a_text_is_cut_by_letters_and_nothing_is_lost() {
        assert_eq!(
            cut("Grüße an Jörg!", &[(9, 4)]),
            [("Grüße an ".into(), false), ("Jörg".into(), true), ("!".into(), false)]
        );
        assert_eq!(cut("", &[(0, 4)]), []);
        assert_eq!(
            cut("ab", &[(1, u32::MAX), (u32::MAX, u32::MAX)]),
            [("a".into(), false), ("b".into(), true)]
        );
        for marks in [&[(0, 0)][..], &[(2, 3), (1, 9)], &[(5, 1), (0, 2)]] {
            let whole: String =
                pieces("a text of some length", marks).into_iter().map(|p| p.text).collect();
            assert_eq!(whole, "a text of some length");
        }
    }
}
