//! The bytes of a file, a slice at a time: no file is ever held whole.

use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Large enough to keep the parser busy, small enough for a phone.
const SLICE: f64 = 4.0 * 1024.0 * 1024.0;

/// The browser did not hand over the bytes: the file was moved, deleted or
/// changed since it was chosen.
pub struct Unreadable;

/// A file being read from its beginning to its end. While one slice is worked
/// on, the browser fetches the next.
pub struct Slices<'f> {
    file: &'f File,
    end: f64,
    at: f64,
    coming: Option<JsFuture>,
    bytes: Vec<u8>,
}

impl<'f> Slices<'f> {
    pub fn new(file: &'f File) -> Slices<'f> {
        Slices { file, end: file.size(), at: 0.0, coming: None, bytes: Vec::new() }
    }

    /// The next slice; `None` behind the last.
    ///
    /// # Errors
    /// [`Unreadable`] as soon as the browser refuses a slice.
    pub async fn next(&mut self) -> Result<Option<&[u8]>, Unreadable> {
        let Some(coming) =
            self.coming.take().map_or_else(|| self.fetch(), |slice| Ok(Some(slice)))?
        else {
            return Ok(None);
        };
        let buffer = coming.await.map_err(|_| Unreadable)?;
        self.coming = self.fetch()?;
        take(buffer, &mut self.bytes)?;
        Ok(Some(&self.bytes))
    }

    fn fetch(&mut self) -> Result<Option<JsFuture>, Unreadable> {
        if self.at >= self.end {
            return Ok(None);
        }
        let to = (self.at + SLICE).min(self.end);
        let slice = slice(self.file, self.at, to)?;
        self.at = to;
        Ok(Some(slice))
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
