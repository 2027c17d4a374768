//! A column of a dialect, be it a cell of a row or a value of an object: the
//! answers of an API and their copies in a warehouse differ in nothing but that
//! and the spelling of the names.

use super::{Look, Source, cell};
use crate::contract::ProblemKind;
use crate::engine::events::look;
use crate::engine::events::out::{Column, Refusal};
use crate::engine::events::words;
use serde_json::Value;
use std::borrow::Cow;

/// Other names of one column, at most.
const NAMES: usize = 5;

/// One column, by all the names it has, the best first.
#[derive(Clone, Copy)]
pub(super) struct Field {
    names: &'static [&'static str],
    /// Positions in the header of delimited text.
    at: [Option<usize>; NAMES],
}

impl Field {
    /// What a file has of the columns with these names, [`NAMES`] at most.
    pub(super) fn new(look: &Look, names: &'static [&'static str]) -> Field {
        let mut at = [None; NAMES];
        for (at, name) in at.iter_mut().zip(names) {
            *at = look.column(name);
        }
        Field { names, at }
    }

    /// The column at a position, whatever its name.
    pub(super) fn at(names: &'static [&'static str], at: Option<usize>) -> Field {
        Field { names, at: [at, None, None, None, None] }
    }

    /// What a record says here, trimmed: the first of the columns that says
    /// something, which `NULL` and `n/a` do not.
    pub(super) fn of<'a>(self, source: Source<'a>) -> Cow<'a, str> {
        let told = |text: &Cow<'a, str>| !words::is_absent(text);
        let found = match source {
            Source::Row(row) => {
                self.at.into_iter().flatten().map(|at| cell(&row, Some(at))).find(told)
            }
            // Nobody who has fields asks for it.
            Source::Plain(_) => None,
            Source::Object(object) | Source::Element(object, _) => self
                .names
                .iter()
                .filter_map(|name| object.get(*name))
                .map(|value| trimmed(look::text(unwrapped(value))))
                .find(told),
        };
        found.unwrap_or_default()
    }

    /// Whether a record says yes here.
    pub(super) fn is_true(self, source: Source<'_>) -> bool {
        words::yes_no(&self.of(source)) == Some(true)
    }

    /// For problems.
    pub(super) fn column(self) -> Column {
        self.names.first().map_or(Column::Unknown, |name| Column::Named(name))
    }

    /// A problem with what stands here.
    pub(super) fn problem(self, kind: ProblemKind) -> Refusal {
        Refusal::Problem(kind, self.column())
    }
}

/// The value inside an optional one as Avro's tools print it: `{"string":"x"}`.
fn unwrapped(value: &Value) -> &Value {
    const TYPES: [&str; 7] = ["string", "boolean", "int", "long", "float", "double", "bytes"];
    match value.as_object().map(|object| (object.len(), object.iter().next())) {
        Some((1, Some((name, inner)))) if TYPES.contains(&name.as_str()) => inner,
        _ => value,
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) if text.trim().len() == text.len() => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::events::look::Object;

    fn object(text: &str) -> Object {
        serde_json::from_str(text).expect("the test's own text is an object")
    }

    #[test]
    fn no_column_has_more_names_than_there_is_room_for() {
        let look = Look::new("x.csv", b"e,d,c,b,a\n1,2,3,4,5\n", true);
        let field = Field::new(&look, &["a", "b", "c", "d", "e"]);
        assert_eq!(field.at, [4, 3, 2, 1, 0].map(Some));
    }

    #[test]
    fn the_first_name_that_says_something() {
        let look = Look::new("x.json", b"{}", true);
        let field = Field::new(&look, &["campaignId", "campaign_id"]);
        for (text, expected) in [
            (r#"{"campaign_id":4711}"#, "4711"),
            (r#"{"campaignId":null,"campaign_id":" x "}"#, "x"),
            (r#"{"campaignId":"NULL"}"#, ""),
            (r#"{"campaignId":{"string":"x"}}"#, "x"),
            (r#"{"campaignId":{"name":"x"}}"#, ""),
            (r#"{}"#, ""),
        ] {
            assert_eq!(field.of(Source::Object(&object(text))), expected, "{text}");
        }
        let flag = Field::new(&look, &["flag"]);
        for (text, expected) in [
            (r#"{"flag":true}"#, true),
            (r#"{"flag":"True"}"#, true),
            (r#"{"flag":{"boolean":true}}"#, true),
            (r#"{"flag":1}"#, true),
            (r#"{"flag":"false"}"#, false),
            (r#"{"flag":[]}"#, false),
        ] {
            assert_eq!(flag.is_true(Source::Object(&object(text))), expected, "{text}");
        }
    }
}
