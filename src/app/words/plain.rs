//! The plainest of Fluent's messages: one line of text and values, as the start page
//! has them. Read without Fluent, which would be a fifth of the start page's program;
//! that both say the same is tested with every message.

use super::written::number;
use super::{Language, Messages, Value};

pub(super) struct Plain {
    language: Language,
    /// Names and patterns, as they stand in the source.
    messages: Vec<(&'static str, &'static str)>,
}

impl Plain {
    pub(super) fn new(language: Language, source: &'static str) -> Plain {
        // What begins otherwise is a comment, or empty.
        let is_message = |line: &&str| line.starts_with(|first: char| first.is_ascii_lowercase());
        let lines = source.lines().filter(is_message);
        Plain { language, messages: lines.filter_map(|line| line.split_once(" = ")).collect() }
    }
}

impl Messages for Plain {
    fn message(&self, name: &str, values: &[(&str, Value)]) -> Option<String> {
        let (_, pattern) = self.messages.iter().find(|(known, _)| *known == name)?;
        let mut pieces = pattern.split("{ $");
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (key, behind) = piece.split_once(" }").unwrap_or((piece, ""));
            match values.iter().find(|(known, _)| *known == key) {
                Some((_, Value::Number(value))) => text += &number(*value, self.language),
                Some((_, Value::Text(value))) => text += value,
                None => {}
            }
            text += behind;
        }
        Some(text)
    }
}
