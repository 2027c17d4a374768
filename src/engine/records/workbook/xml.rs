//! XML as it streams by, with a limit to everything that a file could make
//! endless: one tag or text, depth, and how much comes out of how little.
//! Entities of a file's own are never expanded.

use crate::contract::ProblemKind;
use crate::engine::records::limits::Allowance;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::io::{self, BufRead, Read};

/// No tag and no piece of text is longer, in bytes.
const MAX_PIECE: usize = 1 << 20;
/// No element lies deeper.
const MAX_DEPTH: usize = 128;
/// Bytes read at a time.
const CHUNK: usize = 32 << 10;

/// What comes next in a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    /// An element begins: see [`Xml::name`] and [`Xml::attribute`].
    Open,
    /// An element ends: see [`Xml::name`]. Empty ones end, too.
    Close,
    /// See [`Xml::text`].
    Text,
    /// The document ends.
    End,
}

pub(super) struct Xml<R> {
    reader: Reader<Limited<R>>,
    buffer: Vec<u8>,
    depth: usize,
    name: String,
    attributes: String,
    text: String,
}

impl<R: Read> Xml<R> {
    pub(super) fn new(bytes: R, allowance: Allowance) -> Xml<R> {
        let mut reader = Reader::from_reader(Limited::new(bytes, allowance));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = true;
        Xml {
            reader,
            buffer: Vec::new(),
            depth: 0,
            name: String::new(),
            attributes: String::new(),
            text: String::new(),
        }
    }

    /// # Errors
    /// [`ProblemKind::DamagedArchive`] for what is no XML, and
    /// [`ProblemKind::ArchiveTooLarge`] beyond the limits.
    pub(super) fn next(&mut self) -> Result<Node, ProblemKind> {
        loop {
            self.buffer.clear();
            self.reader.get_mut().left = MAX_PIECE;
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(_) => {
                    let fault = self.reader.get_mut().fault;
                    return Err(fault.unwrap_or(ProblemKind::DamagedArchive));
                }
            };
            self.text.clear();
            match event {
                Event::Start(tag) => {
                    keep(&mut self.name, &mut self.attributes, &tag);
                    self.depth += 1;
                    if self.depth > MAX_DEPTH {
                        return Err(ProblemKind::ArchiveTooLarge);
                    }
                    return Ok(Node::Open);
                }
                Event::End(tag) => {
                    self.name.clear();
                    self.name.push_str(tag.local_name().as_ref());
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Node::Close);
                }
                Event::Text(text) => self.text.push_str(&text.xml10_content()),
                Event::CData(text) => self.text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => match &*reference {
                    "amp" => self.text.push('&'),
                    "lt" => self.text.push('<'),
                    "gt" => self.text.push('>'),
                    "quot" => self.text.push('"'),
                    "apos" => self.text.push('\''),
                    _ => self.text.extend(reference.resolve_char_ref().ok().flatten()),
                },
                Event::Eof if self.depth > 0 => return Err(ProblemKind::DamagedArchive),
                Event::Eof => return Ok(Node::End),
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => continue,
            }
            return Ok(Node::Text);
        }
    }

    /// Passes over everything inside the element that has just begun.
    pub(super) fn skip(&mut self) -> Result<(), ProblemKind> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.next()? == Node::End {
                return Err(ProblemKind::DamagedArchive);
            }
        }
        Ok(())
    }

    /// The element that begins or ends, without its prefix.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// An attribute of the element that begins, by its name without a prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'_, str>> {
        let mut attributes = Attributes::new(&self.attributes, 0);
        attributes.with_checks(false).flatten().find_map(|attribute| {
            let same = attribute.key.local_name().as_ref() == name;
            same.then(|| attribute.normalized_value(XmlVersion::Implicit1_0).ok()).flatten()
        })
    }

    /// A piece of text; what stands between two tags may come in several.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

fn keep(name: &mut String, attributes: &mut String, tag: &BytesStart<'_>) {
    name.clear();
    name.push_str(tag.local_name().as_ref());
    attributes.clear();
    attributes.push_str(tag.attributes_raw());
}

/// Bytes that end in an error when a piece of the document, or all of it, is
/// beyond its limit.
struct Limited<R> {
    bytes: R,
    chunk: Box<[u8]>,
    at: usize,
    end: usize,
    /// What the current piece may still take.
    left: usize,
    allowance: Allowance,
    fault: Option<ProblemKind>,
}

impl<R: Read> Limited<R> {
    fn new(bytes: R, allowance: Allowance) -> Limited<R> {
        let chunk = vec![0; CHUNK].into_boxed_slice();
        Limited { bytes, chunk, at: 0, end: 0, left: MAX_PIECE, allowance, fault: None }
    }

    fn fail(&mut self, kind: ProblemKind) -> io::Error {
        self.fault = Some(kind);
        io::ErrorKind::InvalidData.into()
    }
}

impl<R: Read> BufRead for Limited<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(self.fail(ProblemKind::ArchiveTooLarge));
        }
        if self.at >= self.end {
            (self.at, self.end) = (0, self.bytes.read(&mut self.chunk)?);
            if let Err(kind) = self.allowance.unpacked(self.end as u64) {
                return Err(self.fail(kind));
            }
        }
        let end = self.end.min(self.at.saturating_add(self.left));
        Ok(self.chunk.get(self.at..end).unwrap_or_default())
    }

    fn consume(&mut self, bytes: usize) {
        self.at += bytes;
        self.left = self.left.saturating_sub(bytes);
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut filled = self.fill_buf()?;
        let read = filled.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::records::limits::Total;

    fn seen(text: &str) -> Result<String, ProblemKind> {
        let mut xml =
            Xml::new(text.as_bytes(), Total::of(text.len() as u64).part(text.len() as u64));
        let mut out = String::new();
        loop {
            match xml.next()? {
                Node::Open => {
                    let id = xml.attribute("id").unwrap_or_default();
                    out.push_str(&format!("<{}:{id}>", xml.name()));
                }
                Node::Close => out.push_str(&format!("</{}>", xml.name())),
                Node::Text => out.push_str(xml.text()),
                Node::End => return Ok(out),
            }
        }
    }

    #[test]
    fn elements_and_texts() {
        let text = "<?xml version=\"1.0\"?><!-- no --><a:b id='x'><c r:id=\"&amp;&#65;\"/>\
            1 &lt; 2 &#x42;<![CDATA[<&]]></a:b>";
        assert_eq!(seen(text).as_deref(), Ok("<b:x><c:&A></c>1 < 2 B<&</b>"));
    }

    #[test]
    fn no_entity_is_expanded() {
        let text = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";
        assert_eq!(seen(text).as_deref(), Ok("<a:></a>"));
    }

    #[test]
    fn what_is_not_whole_is_damage() {
        for text in ["<a>", "<a></b>", "<a", "<a><![CDATA[", "&amp", "<a>\u{0}</a><"] {
            assert!(seen(text).is_err(), "{text}");
        }
    }

    /// Endless bytes, none of them stored: a start, and then the same again and again.
    struct Endless {
        start: &'static [u8],
        again: &'static [u8],
        given: u64,
    }

    impl Read for Endless {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            for place in out.iter_mut() {
                let (at, start) = (self.given as usize, self.start.len());
                *place = match self.start.get(at) {
                    Some(byte) => *byte,
                    None => self.again[(at - start) % self.again.len()],
                };
                self.given += 1;
            }
            Ok(out.len())
        }
    }

    #[test]
    fn nothing_is_endless() {
        let cases: [(&[u8], &[u8]); 7] = [
            (b"<a>", b"x"),
            (b"<a b=\"", b"x"),
            (b"<a ", b"b=\"\" "),
            (b"<!--", b"x"),
            (b"<![CDATA[", b"x"),
            (b"", b"<a>"),
            (b"<a>", b"<b/>"),
        ];
        for (start, again) in cases {
            let mut bytes = Endless { start, again, given: 0 };
            let mut xml = Xml::new(&mut bytes, Total::almost_spent(1000).part(1000));
            let end = loop {
                match xml.next() {
                    Ok(Node::End) => panic!("the bytes never end"),
                    Ok(_) => assert!(
                        xml.text.capacity() + xml.buffer.capacity() + xml.attributes.capacity()
                            <= 8 * MAX_PIECE,
                        "what is held is bounded"
                    ),
                    Err(kind) => break kind,
                }
            };
            assert_eq!(end, ProblemKind::ArchiveTooLarge);
        }
    }
}
