//! Texts that many cells share, one behind the other in one piece of memory.

use crate::contract::ProblemKind;

/// No workbook has more texts, or more bytes of them.
const MAX_TEXTS: usize = 1 << 24;
const MAX_BYTES: usize = 256 << 20;

#[derive(Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// The text that is being put together: the last one, not yet ended.
    ///
    /// # Errors
    /// [`ProblemKind::ArchiveTooLarge`] where there are too many, or too long ones.
    pub(super) fn push(&mut self, piece: &str) -> Result<(), ProblemKind> {
        self.text.push_str(piece);
        if self.text.len() > MAX_BYTES { Err(ProblemKind::ArchiveTooLarge) } else { Ok(()) }
    }

    /// # Errors
    /// Those of [`Strings::push`].
    pub(super) fn end(&mut self) -> Result<(), ProblemKind> {
        let end = u32::try_from(self.text.len()).map_err(|_| ProblemKind::ArchiveTooLarge)?;
        self.ends.push(end);
        if self.ends.len() > MAX_TEXTS { Err(ProblemKind::ArchiveTooLarge) } else { Ok(()) }
    }

    /// The text with this number; `None` where there is none.
    pub(super) fn get(&self, at: usize) -> Option<&str> {
        let end = *self.ends.get(at)? as usize;
        let start = match at.checked_sub(1) {
            Some(before) => *self.ends.get(before)? as usize,
            None => 0,
        };
        self.text.get(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_not_endless_texts() {
        let mut strings = Strings::default();
        let end = (0..u64::MAX).find_map(|_| strings.end().err());
        assert_eq!(end, Some(ProblemKind::ArchiveTooLarge));
        assert!(strings.ends.capacity() <= 4 * MAX_TEXTS);
        let mut strings = Strings::default();
        let piece = "x".repeat(1 << 20);
        let end = (0..u64::MAX).find_map(|_| strings.push(&piece).err());
        assert_eq!(end, Some(ProblemKind::ArchiveTooLarge));
        assert!(strings.text.capacity() <= 4 * MAX_BYTES);
    }

    #[test]
    fn texts_are_found_by_number() {
        let mut strings = Strings::default();
        for pieces in [&["a", "b"][..], &[], &["ä"]] {
            pieces.iter().for_each(|piece| assert!(strings.push(piece).is_ok()));
            assert!(strings.end().is_ok());
        }
        let texts = [strings.get(0), strings.get(1), strings.get(2), strings.get(3)];
        assert_eq!(texts, [Some("ab"), Some(""), Some("ä"), None]);
    }
}
