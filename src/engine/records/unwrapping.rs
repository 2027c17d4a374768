//! A file's text as bytes of UTF-8 (or 8-bit text) behind gzip and UTF-16, as they
//! come in.

use super::encoding::Decoder;
use super::gunzip::Gunzip;
use super::sniff::Sniff;
use crate::contract::{Container, Encoding, ProblemKind};

/// How the text of a file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Whole,
    /// There would be more, and it cannot be had: what is open stays so.
    BrokenOff(ProblemKind),
    /// The text seems to be whole, but what it was packed in is not.
    CutOff(ProblemKind),
}

/// Takes off what a file is packed in, and its byte-order mark.
pub struct Unwrapping {
    gunzip: Option<Gunzip>,
    decoder: Decoder,
    /// Beyond reading: everything behind is passed over.
    damaged: Option<ProblemKind>,
}

impl Unwrapping {
    /// For a file that was sniffed so; at its first byte.
    pub(super) fn of(sniff: &Sniff) -> Unwrapping {
        Unwrapping {
            gunzip: (sniff.container == Container::Gzip).then(Gunzip::new),
            decoder: Decoder::new(sniff.encoding),
            damaged: None,
        }
    }

    /// What follows was never packed, and is no beginning of a file: a mark there is
    /// text.
    pub(super) fn go_on(&mut self) {
        self.decoder.go_on();
    }

    /// Unwraps the next bytes, however they are cut, and hands on what comes out.
    /// Whether more of them make sense.
    pub fn push(&mut self, bytes: &[u8], sink: &mut dyn FnMut(&[u8])) -> bool {
        if self.damaged.is_some() {
            return false;
        }
        let Some(gunzip) = &mut self.gunzip else {
            self.decoder.push(bytes, sink);
            return true;
        };
        let decoder = &mut self.decoder;
        self.damaged = gunzip.push(bytes, &mut |chunk| decoder.push(chunk, sink)).err();
        self.damaged.is_none()
    }

    /// Hands on what is left, and says how the text ends.
    pub fn finish(&mut self, sink: &mut dyn FnMut(&[u8])) -> Ending {
        if let Some(kind) = self.damaged {
            return Ending::BrokenOff(kind);
        }
        self.decoder.finish(sink);
        match self.gunzip.as_ref().and_then(|gunzip| gunzip.finish().err()) {
            Some(kind) => Ending::CutOff(kind),
            None => Ending::Whole,
        }
    }
}

/// The first bytes of a file's text, about `limit` of them, and how the rest of it is
/// read: as that of a file that is nothing but text. `None` where it is that already.
pub(super) fn unwrapped(sniff: &Sniff, head: &[u8], limit: usize) -> Option<(Sniff, Vec<u8>)> {
    /// What is unpacked at once: a thousand times as much at most.
    const STEP: usize = 512;
    let encoding = match sniff.encoding {
        Encoding::Utf16Le | Encoding::Utf16Be => Encoding::Utf8,
        encoding => encoding,
    };
    if sniff.container == Container::Plain && encoding == sniff.encoding {
        return None;
    }
    let (mut unwrapping, mut text) = (Unwrapping::of(sniff), Vec::new());
    for bytes in head.chunks(STEP) {
        if text.len() >= limit
            || !unwrapping.push(bytes, &mut |bytes| text.extend_from_slice(bytes))
        {
            break;
        }
    }
    Some((Sniff { container: Container::Plain, encoding, ..sniff.clone() }, text))
}
