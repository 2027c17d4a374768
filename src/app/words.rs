//! What the page says, in German and English: Fluent messages, and numbers and
//! dates by the browser's `Intl` (by the same rules natively, for reports made
//! on the command line and for tests).

#[cfg(not(target_arch = "wasm32"))]
mod countries;
mod fluent;
mod plain;
mod written;

use fluent::Fluent;
use plain::Plain;
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use written::{country, day_text, moment_text, number, percent, size};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    En,
    De,
}

impl Language {
    /// The language of a browser's or system's tag, such as `de-AT`.
    pub fn from_tag(tag: &str) -> Language {
        if tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("de")) {
            Language::De
        } else {
            Language::En
        }
    }

    pub const fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::De => "de",
        }
    }

    /// What the start page says, and what can go wrong before there is more: each a
    /// [plain](Plain) message.
    const fn first(self) -> &'static str {
        match self {
            Language::En => include_str!("words/en/frame.ftl"),
            Language::De => include_str!("words/de/frame.ftl"),
        }
    }

    /// What all other screens say besides.
    const fn later(self) -> [&'static str; 8] {
        match self {
            Language::En => [
                include_str!("words/en/exports.ftl"),
                include_str!("words/en/terms.ftl"),
                include_str!("words/en/files.ftl"),
                include_str!("words/en/treatment.ftl"),
                include_str!("words/en/statistics.ftl"),
                include_str!("words/en/people.ftl"),
                include_str!("words/en/share.ftl"),
                include_str!("words/en/protection.ftl"),
            ],
            Language::De => [
                include_str!("words/de/exports.ftl"),
                include_str!("words/de/terms.ftl"),
                include_str!("words/de/files.ftl"),
                include_str!("words/de/treatment.ftl"),
                include_str!("words/de/statistics.ftl"),
                include_str!("words/de/people.ftl"),
                include_str!("words/de/share.ftl"),
                include_str!("words/de/protection.ftl"),
            ],
        }
    }
}

/// Where messages are found.
trait Messages {
    /// The message of that name, with its values; `None` where there is none.
    fn message(&self, name: &str, values: &[(&str, Value)]) -> Option<String>;
}

/// What is said in one language. Cheap to clone; equal when the language is, and
/// how much can be said in it.
#[derive(Clone)]
pub struct Words {
    language: Language,
    all: bool,
    messages: Rc<dyn Messages>,
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        (self.language, self.all) == (other.language, other.all)
    }
}

impl Words {
    /// Everything the page says. Names the texts of all screens, and Fluent: where they
    /// are not yet loaded, there are the [first](Self::first).
    pub fn new(language: Language) -> Words {
        let sources = std::iter::once(language.first()).chain(language.later());
        Words { language, all: true, messages: Rc::new(Fluent::new(language, sources)) }
    }

    /// What the start page says.
    pub fn first(language: Language) -> Words {
        let messages = Rc::new(Plain::new(language, language.first()));
        Words { language, all: false, messages }
    }

    /// Whether everything can be said.
    pub fn are_all(&self) -> bool {
        self.all
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The message of that name; the name itself where there is none (a test
    /// holds that this does not happen).
    pub fn say(&self, name: &str) -> String {
        self.with(name, &[])
    }

    /// A message with values. Numbers choose the plural and are grouped by
    /// themselves.
    pub fn with(&self, name: &str, values: &[(&str, Value)]) -> String {
        self.messages.message(name, values).unwrap_or_else(|| name.to_owned())
    }

    pub fn has(&self, name: &str) -> bool {
        self.messages.message(name, &[]).is_some()
    }

    /// What a country is called, by its two letters; those where it has no name.
    pub fn country(&self, code: &str) -> String {
        country(code, self.language).unwrap_or_else(|| code.to_owned())
    }

    /// `1,234` or `1.234`.
    pub fn number(&self, value: u64) -> String {
        number(value, self.language)
    }

    /// A share of 1 with `digits` decimals: `12.3%` or `12,3 %`.
    pub fn percent(&self, share: f64, digits: u8) -> String {
        percent(share, digits, self.language)
    }

    /// A day given as `YYYY-MM-DD`: `14 Sept 2026`, `14. Sept. 2026`.
    pub fn day(&self, day: &str) -> String {
        day_text(day, self.language)
    }

    /// A moment given as ISO 8601 in UTC, on the wall clock of `zone`.
    pub fn moment(&self, moment: &str, zone: &str) -> String {
        moment_text(moment, zone, self.language)
    }

    /// Bytes with a unit: `12.3 MB`.
    pub fn size(&self, bytes: u64) -> String {
        size(bytes, self.language)
    }
}

/// A value in a message.
pub enum Value {
    Number(u64),
    Text(String),
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Number(number.into())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Number(number as u64)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

#[cfg(test)]
mod tests;
