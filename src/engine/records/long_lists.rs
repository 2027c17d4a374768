//! A long list in an object, read in pieces: each is the object with its beginning and
//! the next of the list's elements, and what stands behind the list is in the last one.

use super::scan::plain;

/// So many bytes of an object are gathered before it is cut.
pub(super) const PIECE: usize = 1 << 20;

/// Where an object that is still open can be cut.
pub(super) struct Cut {
    /// Behind the bracket that opens its list.
    list: usize,
    /// Where the last whole element of the list begins.
    last: usize,
    /// What closes everything that is open around the elements.
    closing: Vec<u8>,
}

impl Cut {
    /// Where `object` can be cut, which ends inside a list of objects: before the last
    /// of them that is whole, so that the list is never empty. `None` where there is no
    /// such list, or where it has no two.
    pub(super) fn of(object: &[u8]) -> Option<Cut> {
        let mut open = Vec::new();
        // The list around everything else: the brackets open in it, and its beginning.
        let mut list: Option<(usize, usize)> = None;
        // Of its elements that are objects: how many are whole, where the last of those
        // begins, and where the one begins that is open.
        let (mut whole, mut last, mut begun) = (0, 0, 0);
        let mut at = 0;
        while let Some(&byte) = object.get(at) {
            let depth = list.map(|(depth, _)| depth);
            match byte {
                b'"' => {
                    at = behind_string(object, at + 1);
                    continue;
                }
                b'{' => {
                    if depth == Some(open.len()) {
                        begun = at;
                    }
                    open.push(b'}');
                }
                b'[' => {
                    open.push(b']');
                    if list.is_none() {
                        list = Some((open.len(), at + 1));
                        whole = 0;
                    }
                }
                b'}' | b']' => {
                    open.pop();
                    if depth.is_some_and(|depth| open.len() < depth) {
                        list = None;
                    } else if depth == Some(open.len()) && byte == b'}' {
                        (whole, last) = (whole + 1, begun);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        let (depth, list) = list.filter(|_| whole > 1)?;
        let closing = open.get(..depth)?.iter().rev().copied().collect();
        Some(Cut { list, last, closing })
    }

    /// What stands before the cut, as an object of its own.
    pub(super) fn piece(&self, object: &[u8]) -> Vec<u8> {
        let before = object.get(..self.last).unwrap_or_default().trim_ascii_end();
        [before.strip_suffix(b",").unwrap_or(before), &self.closing].concat()
    }

    /// What stands behind it, with the beginning of the object.
    pub(super) fn rest(&self, object: &[u8]) -> Vec<u8> {
        let (start, rest) = (object.get(..self.list), object.get(self.last..));
        [start.unwrap_or_default(), rest.unwrap_or_default()].concat()
    }
}

/// Behind the string whose first byte stands at `at`, or the end of all.
fn behind_string(text: &[u8], mut at: usize) -> usize {
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += plain(rest);
        match text.get(at) {
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            _ => at += 1,
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::super::{Reader, Record, sniff};
    use super::*;
    use crate::contract::ProblemKind;
    use serde_json::Value;

    /// The objects of a file in which long lists are read in pieces.
    fn read(text: &[u8], slice: usize) -> Vec<Result<Value, ProblemKind>> {
        let mut reader = Reader::new(&sniff("x.json", &text[..text.len().min(1 << 16)], false));
        // Whoever has a name is somebody, and wraps nobody.
        reader.read_in_pieces(|object| !object.contains_key("name"));
        let mut seen = Vec::new();
        let mut each = |_: u64, record: Record<'_>| match record {
            Record::Object(object) => seen.push(Ok(Value::Object(object.clone()))),
            Record::Broken(kind) => seen.push(Err(kind)),
            Record::Row(_) | Record::Plain(_) => panic!("no such thing in this file"),
        };
        text.chunks(slice).for_each(|bytes| reader.push(bytes, &mut each));
        reader.finish(&mut each);
        assert_eq!(reader.rows(), seen.len() as u64);
        seen
    }

    /// A list of numbered elements of about `size` bytes.
    fn list(elements: u64, size: usize) -> String {
        let filling = "]\\\"}".repeat(size / 4);
        let element = |n| format!(r#"{{"n":{n},"x":[{{"t":"{filling}"}}]}}"#);
        (0..elements).map(element).collect::<Vec<_>>().join(", ")
    }

    fn numbers<'v>(objects: &'v [Result<Value, ProblemKind>]) -> impl Iterator<Item = u64> + 'v {
        let lists = objects.iter().flatten().filter_map(|object| object["d"]["e"].as_array());
        lists.flatten().filter_map(|element| element["n"].as_u64())
    }

    #[test]
    fn a_long_list_is_read_in_pieces_however_the_bytes_are_cut() {
        let list = list(40_000, 60);
        let text = format!(r#"{{"page":3,"d":{{"e":[{list}]}},"end":true}} {{"d":{{"e":[]}}}}"#);
        let whole = read(text.as_bytes(), usize::MAX);
        let expected = text.len() / PIECE + 2;
        assert!((expected..expected + 2).contains(&whole.len()), "{} pieces", whole.len());
        assert!(numbers(&whole).eq(0..40_000));
        let (pieces, rest) = whole.split_at(whole.len() - 2);
        for piece in pieces {
            let piece = piece.as_ref().expect("whole");
            assert_eq!((&piece["page"], piece.get("end")), (&Value::from(3), None));
        }
        assert_eq!(rest[0].as_ref().map(|last| &last["end"]), Ok(&Value::Bool(true)));
        for slice in [1, 4093, PIECE - 1, PIECE, PIECE + 1] {
            assert!(read(text.as_bytes(), slice) == whole, "slices of {slice}");
        }
    }

    #[test]
    fn however_long_the_list_is_it_is_read() {
        let text = format!(r#"{{"d":{{"e":[{}]}}}}"#, list(800, 100_000));
        assert!(text.len() > 64 << 20);
        assert!(numbers(&read(text.as_bytes(), 1 << 20)).eq(0..800));
        // What cannot be cut has the limit that it always had.
        let text = format!(r#"{{"d":"{}"}}"#, "x".repeat(70 << 20));
        assert_eq!(read(text.as_bytes(), 1 << 20), [Err(ProblemKind::RecordTooLarge)]);
    }

    #[test]
    fn a_record_with_a_long_list_stays_one() {
        let list = list(40_000, 60);
        let text = format!(r#"{{"name":"Zoë","d":{{"e":[{list}]}}}}"#);
        for slice in [4093, usize::MAX] {
            let seen = read(text.as_bytes(), slice);
            assert_eq!(seen.len(), 1);
            assert!(numbers(&seen).eq(0..40_000));
        }
    }

    #[test]
    fn a_broken_element_costs_its_piece_and_what_is_behind_it() {
        let (before, behind) = (list(30_000, 60), list(5, 60));
        let text = format!(r#"{{"d":{{"e":[{before},{{"n"}}]:1,{behind}]}}}}"#);
        let whole = read(text.as_bytes(), usize::MAX);
        assert_eq!(whole.last(), Some(&Err(ProblemKind::BadJson)));
        assert!(numbers(&whole).count() > 10_000);
        for slice in [1, 4093, PIECE + 1] {
            assert!(read(text.as_bytes(), slice) == whole, "slices of {slice}");
        }
    }

    fn cut(object: &str) -> Option<(String, String)> {
        let cut = Cut::of(object.as_bytes())?;
        let text = |bytes| String::from_utf8(bytes).expect("cut between characters");
        Some((text(cut.piece(object.as_bytes())), text(cut.rest(object.as_bytes()))))
    }

    #[test]
    fn an_object_is_cut_between_the_elements_of_its_list() {
        for (object, piece, rest) in [
            (r#"{"a":[{"n":1},{"n":2},{"n""#, r#"{"a":[{"n":1}]}"#, r#"{"a":[{"n":2},{"n""#),
            (
                r#"{"t":"]}","d":{"e":[ {"n":{"x":[1]}} , {"n":"\"}"}"#,
                r#"{"t":"]}","d":{"e":[ {"n":{"x":[1]}} ]}}"#,
                r#"{"t":"]}","d":{"e":[{"n":"\"}"}"#,
            ),
            // What is no object is neither lost nor taken for one.
            (
                r#"{"a":[{"n":1},7,"{",[{}],{"n":2}, null,"#,
                r#"{"a":[{"n":1},7,"{",[{}]]}"#,
                r#"{"a":[{"n":2}, null,"#,
            ),
            // Lists that are over, and lists in the elements, are not the one.
            (r#"{"l":[{"n":7},{"n":8}],"e":[{"x":[{"y":1}]},{"x":[{"y":1},{"y":2},{"#, "", ""),
            (
                r#"{"l":[{"n":7},{"n":8}],"e":[{"x":[{"y":1}]},{"x":[]},{"#,
                r#"{"l":[{"n":7},{"n":8}],"e":[{"x":[{"y":1}]}]}"#,
                r#"{"l":[{"n":7},{"n":8}],"e":[{"x":[]},{"#,
            ),
        ] {
            let expected = (!piece.is_empty()).then(|| (piece.to_owned(), rest.to_owned()));
            assert_eq!(cut(object), expected, "{object}");
        }
        for whole in ["{", r#"{"a":[{"n":1}"#, r#"{"a":[1,2,3"#, r#"{"a":{"b":{"#, r#"{"a":"\"#] {
            assert_eq!(cut(whole), None, "{whole}");
        }
    }
}
