//! Texts that repeat, each kept once.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::sync::Arc;

/// A dictionary from text to a small number and back.
#[derive(Default)]
pub(super) struct Texts {
    texts: Vec<Arc<str>>,
    /// Empty once sealed.
    codes: HashMap<Arc<str>, u32, BuildHasherDefault<DefaultHasher>>,
}

impl Texts {
    /// The number of a text, new where the text is.
    pub(super) fn code(&mut self, text: &str) -> u32 {
        if let Some(&code) = self.codes.get(text) {
            return code;
        }
        let code = self.texts.len() as u32;
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.codes.insert(text, code);
        code
    }

    pub(super) fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(code as usize).map(AsRef::as_ref)
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// All texts, by their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(AsRef::as_ref)
    }

    /// Replaces texts by others, which may be there already; gives the new
    /// number of each old one.
    pub(super) fn replace(&mut self, others: Vec<Option<String>>) -> Vec<u32> {
        let mut texts = Texts::default();
        let numbers = self.texts.iter().zip(others);
        let numbers = numbers.map(|(text, other)| texts.code(other.as_deref().unwrap_or(text)));
        let numbers = numbers.collect();
        *self = texts;
        numbers
    }

    /// Forgets the way from text to number.
    pub(super) fn seal(&mut self) {
        self.codes = HashMap::default();
        self.texts.shrink_to_fit();
    }

    pub(super) fn bytes(&self) -> usize {
        self.texts.capacity() * size_of::<Arc<str>>()
            + self.texts.iter().map(|text| text.len() + 16).sum::<usize>()
            + self.codes.capacity() * (size_of::<(Arc<str>, u32)>() + 1)
    }
}
