//! Lists of words, each with what it means. As text they are a third of what they are
//! as the arms of a `match`, and everybody loads them.

use crate::engine::sorting::Sorting;

/// Words, and what they mean: each stands in it once.
pub(super) struct Vocabulary<T>(Vec<(&'static str, T)>);

impl<T: Copy> Vocabulary<T> {
    /// From lines of words with spaces between them, each with what they all mean.
    pub(super) fn of(lines: &[(&'static str, T)]) -> Vocabulary<T> {
        let mut words = Vec::new();
        for (line, meaning) in lines {
            words.extend(line.split(' ').map(|word| (word, *meaning)));
        }
        words.put_in_order(|(one, _), (other, _)| one.cmp(other));
        Vocabulary(words)
    }

    pub(super) fn meaning(&self, word: &str) -> Option<T> {
        let place = self.0.binary_search_by(|(known, _)| (*known).cmp(word)).ok()?;
        self.0.get(place).map(|(_, meaning)| *meaning)
    }

    /// All words, in order.
    #[cfg(test)]
    pub(super) fn words(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(word, _)| *word)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Whether the lists are written as they are read: each word once, and reduced.
    pub(in crate::engine::events) fn is_sound<T: Copy>(vocabulary: &Vocabulary<T>) {
        let words: Vec<&str> = vocabulary.words().collect();
        for word in &words {
            let reduced = word.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
            assert!(!word.is_empty() && reduced, "{word:?} is written as no word is");
        }
        let twice: Vec<_> = words.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{twice:?} stand twice");
    }

    #[test]
    fn every_word_is_found_and_no_other() {
        let vocabulary = Vocabulary::of(&[("sent gesendet", 1), ("opened", 2), ("a b", 3)]);
        let found = |word| vocabulary.meaning(word);
        assert_eq!(["sent", "gesendet", "opened", "a", "b"].map(found), [1, 1, 2, 3, 3].map(Some));
        assert_eq!(["", " ", "sen", "sentgesendet", "sent gesendet", "z"].map(found), [None; 6]);
        is_sound(&vocabulary);
    }
}
