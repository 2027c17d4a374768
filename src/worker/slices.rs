//! The bytes of a file, a slice at a time: no file is ever held whole.

use js_sys::{ArrayBuffer, Uint8Array};
use std::collections::VecDeque;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Large enough that asking for it costs little, small enough for a phone.
const SLICE: u64 = 8 << 20;

/// Slices that the browser fetches while another is worked on: with one alone it
/// stands still between two.
const COMING: usize = 2;

/// Bytes behind a part that are fetched with it: its last record ends there.
const BEHIND: u64 = 64 << 10;

/// Bytes fetched at a time where a record goes on far behind its part.
const FURTHER: u64 = 1 << 20;

/// The browser did not hand over the bytes: the file was moved, deleted or
/// changed since it was chosen.
pub struct Unreadable;

/// A file being read from some byte on, towards its end.
pub struct Slices {
    file: File,
    at: u64,
    /// Up to here bytes are wanted in any case, and fetched before they are asked for.
    wanted: u64,
    end: u64,
    coming: VecDeque<JsFuture>,
    bytes: Vec<u8>,
}

impl Slices {
    /// A whole file.
    pub fn new(file: &File) -> Slices {
        let end = file.size() as u64;
        Slices {
            file: file.clone(),
            at: 0,
            wanted: end,
            end,
            coming: VecDeque::new(),
            bytes: Vec::new(),
        }
    }

    /// A file from a byte on, of which those before `until` and a few more are
    /// wanted in any case. The browser begins to fetch them at once.
    ///
    /// # Errors
    /// [`Unreadable`] when the browser refuses the first slice.
    pub fn of_part(file: &File, from: u64, until: u64) -> Result<Slices, Unreadable> {
        let mut slices = Slices::new(file);
        slices.at = from.min(slices.end);
        slices.wanted = until.saturating_add(BEHIND).min(slices.end);
        slices.fetch_ahead()?;
        Ok(slices)
    }

    /// The next slice; `None` behind the last.
    ///
    /// # Errors
    /// [`Unreadable`] as soon as the browser refuses a slice.
    pub async fn next(&mut self) -> Result<Option<&[u8]>, Unreadable> {
        self.fetch_ahead()?;
        if self.coming.is_empty() && self.at < self.end {
            self.fetch(FURTHER)?;
        }
        let Some(coming) = self.coming.pop_front() else { return Ok(None) };
        let buffer = coming.await.map_err(|_| Unreadable)?;
        self.fetch_ahead()?;
        take(buffer, &mut self.bytes)?;
        Ok(Some(&self.bytes))
    }

    /// For another part to use the room that this one needed.
    pub fn with_room(mut self, room: Vec<u8>) -> Slices {
        self.bytes = room;
        self
    }

    /// The room, for another part.
    pub fn into_room(self) -> Vec<u8> {
        self.bytes
    }

    fn fetch_ahead(&mut self) -> Result<(), Unreadable> {
        while self.coming.len() < COMING && self.at < self.wanted {
            let left = self.wanted - self.at;
            // What is behind a part is no slice of its own.
            self.fetch(if left <= SLICE + BEHIND { left } else { SLICE })?;
        }
        Ok(())
    }

    fn fetch(&mut self, bytes: u64) -> Result<(), Unreadable> {
        let to = self.at.saturating_add(bytes).min(self.end);
        self.coming.push_back(slice(&self.file, self.at as f64, to as f64)?);
        self.at = to;
        Ok(())
    }
}

/// The first bytes of a file, at most `limit`.
///
/// # Errors
/// [`Unreadable`] when the browser refuses them.
pub async fn head(file: &File, limit: u32) -> Result<Vec<u8>, Unreadable> {
    let buffer = slice(file, 0.0, file.size().min(f64::from(limit)))?.await;
    let mut bytes = Vec::new();
    take(buffer.map_err(|_| Unreadable)?, &mut bytes)?;
    Ok(bytes)
}

/// A whole file, for archives, whose directory stands at the end.
///
/// # Errors
/// [`Unreadable`] as soon as the browser refuses a slice.
pub async fn whole(file: &File) -> Result<Vec<u8>, Unreadable> {
    let mut slices = Slices::new(file);
    let mut whole = Vec::with_capacity(file.size() as usize);
    while let Some(bytes) = slices.next().await? {
        whole.extend_from_slice(bytes);
    }
    Ok(whole)
}

fn slice(file: &File, from: f64, to: f64) -> Result<JsFuture, Unreadable> {
    let blob = file.slice_with_f64_and_f64(from, to).map_err(|_| Unreadable)?;
    Ok(JsFuture::from(blob.array_buffer()))
}

fn take(buffer: JsValue, bytes: &mut Vec<u8>) -> Result<(), Unreadable> {
    let buffer = buffer.dyn_into::<ArrayBuffer>().map_err(|_| Unreadable)?;
    let view = Uint8Array::new(&buffer);
    bytes.resize(view.length() as usize, 0);
    view.copy_to(bytes);
    Ok(())
}
