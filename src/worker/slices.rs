//! The bytes of a file, a slice at a time: no file is ever held whole.

use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{File, ReadableStreamByobReader, ReadableStreamDefaultReader};

/// Bytes behind a part that are fetched with it: its last record ends there.
const BEHIND: u64 = 64 << 10;

/// Bytes fetched at a time where a record goes on far behind its part.
const FURTHER: u64 = 1 << 20;

/// Bytes of a buffer that the browser fills: it hands over fewer at a time.
const LENT: u32 = 1 << 20;

/// Beginnings of files that are fetched at a time: to open one takes the browser longer
/// than to read it.
const HEADS: usize = 4;

/// Buffers that are kept for the next slices: so many are under way at a time.
const SPARE: usize = 4;

/// The browser did not hand over the bytes: the file was moved, deleted or
/// changed since it was chosen.
pub struct Unreadable;

/// A file being read from some byte on, towards its end.
///
/// As a stream, whose slices are as large as the browser likes: asked for
/// slices of a size of our own, it takes about twice as long.
pub struct Slices {
    file: File,
    /// Where the next stream begins.
    at: u64,
    /// Up to here bytes are wanted in any case, and fetched before they are asked for.
    wanted: u64,
    end: u64,
    stream: Option<Stream>,
    /// The last slice.
    bytes: Vec<u8>,
    /// The byte behind it.
    behind: u64,
    /// So many bytes of its end are handed over once more.
    again: usize,
}

impl Slices {
    /// A whole file.
    pub fn new(file: &File) -> Slices {
        let (file, end) = (file.clone(), file.size() as u64);
        let (bytes, behind, again) = (Vec::new(), 0, 0);
        Slices { file, at: 0, wanted: end, end, stream: None, bytes, behind, again }
    }

    /// A file from a byte on, of which those before `until` and a few more are
    /// wanted in any case. The browser begins to fetch them at once.
    ///
    /// # Errors
    /// [`Unreadable`] when the browser refuses to open the file.
    pub fn of_part(file: &File, from: u64, until: u64) -> Result<Slices, Unreadable> {
        let mut slices = Slices::behind(file, from);
        slices.wanted = until.saturating_add(BEHIND).min(slices.end);
        slices.open()?;
        Ok(slices)
    }

    /// A file from a byte on.
    pub fn behind(file: &File, at: u64) -> Slices {
        let mut slices = Slices::new(file);
        slices.at = at.min(slices.end);
        slices.behind = slices.at;
        slices
    }

    /// The browser begins to fetch what will be asked for.
    ///
    /// # Errors
    /// [`Unreadable`] when it refuses to open the file.
    pub fn begun(mut self) -> Result<Slices, Unreadable> {
        if self.at < self.end {
            self.open()?;
        }
        Ok(self)
    }

    /// The next slice; `None` behind the last.
    ///
    /// # Errors
    /// [`Unreadable`] as soon as the browser refuses a slice.
    pub async fn next(&mut self) -> Result<Option<&[u8]>, Unreadable> {
        let again = std::mem::take(&mut self.again);
        if again > 0 {
            return Ok(self.bytes.get(self.bytes.len() - again..));
        }
        loop {
            let Some(stream) = &mut self.stream else {
                if self.at >= self.end {
                    return Ok(None);
                }
                self.open()?;
                continue;
            };
            if stream.next(&mut self.bytes).await? {
                self.behind += self.bytes.len() as u64;
                return Ok(Some(&self.bytes));
            }
            self.stream = None;
        }
    }

    /// The next slice begins at this byte, which is one of the last slice, or the
    /// one behind it.
    #[must_use]
    pub fn back_to(mut self, at: u64) -> Slices {
        self.again = self.bytes.len().min(self.behind.saturating_sub(at) as usize);
        self
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

    /// Opens what is wanted; behind that, a little at a time.
    fn open(&mut self) -> Result<(), Unreadable> {
        let to = if self.at < self.wanted { self.wanted } else { self.at.saturating_add(FURTHER) };
        let to = to.min(self.end);
        self.stream = Some(Stream::open(&self.file, self.at, to)?);
        self.at = to;
        Ok(())
    }
}

/// Some bytes of a file on their way. Dropping it sends for no more.
struct Stream {
    reader: Reader,
    /// Asked for before it is needed, so that it comes while another is worked on;
    /// `None` when all are there.
    coming: Option<JsFuture>,
    /// Bytes still to come: of a file that was cut off meanwhile, fewer do.
    left: u64,
}

impl Stream {
    fn open(file: &File, from: u64, to: u64) -> Result<Stream, Unreadable> {
        let part = file.slice_with_f64_and_f64(from as f64, to as f64).map_err(|_| Unreadable)?;
        let stream = part.stream();
        let reader = match ReadableStreamByobReader::new(&stream) {
            Ok(reader) => Reader::Filling(reader, shared_buffers()),
            // A browser that fills no buffers of ours.
            Err(_) => Reader::Giving(stream.get_reader().unchecked_into()),
        };
        let mut stream = Stream { reader, coming: None, left: to.saturating_sub(from) };
        stream.send_for_more();
        Ok(stream)
    }

    fn send_for_more(&mut self) {
        self.coming = (self.left > 0).then(|| self.reader.read(self.left).into());
    }

    /// Writes the next slice in place of what was in `bytes`; `false` when there is none.
    async fn next(&mut self, bytes: &mut Vec<u8>) -> Result<bool, Unreadable> {
        let Some(coming) = &mut self.coming else { return Ok(false) };
        let read = coming.await.map_err(|_| Unreadable)?;
        let told = |name: &str| Reflect::get(&read, &name.into()).map_err(|_| Unreadable);
        if told("done")?.is_truthy() {
            return Err(Unreadable);
        }
        let slice = told("value")?.dyn_into::<Uint8Array>().map_err(|_| Unreadable)?;
        self.left = self.left.saturating_sub(slice.length().into());
        self.send_for_more();
        bytes.resize(slice.length() as usize, 0);
        slice.copy_to(bytes);
        self.reader.give_back(&slice);
        Ok(true)
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let over = JsFuture::from(self.reader.cancel());
        // Whatever the answer is, nobody has to be told of it.
        spawn_local(async { drop(over.await) });
    }
}

/// How the browser hands over the bytes of a stream.
enum Reader {
    /// In buffers of ours, used again and again: it takes a third less time.
    Filling(ReadableStreamByobReader, Rc<Buffers>),
    /// In new ones of its own.
    Giving(ReadableStreamDefaultReader),
}

/// Buffers that wait to be filled. They hold what was read: with the last stream
/// they go too.
type Buffers = RefCell<Vec<ArrayBuffer>>;

fn shared_buffers() -> Rc<Buffers> {
    thread_local! {
        static SHARED: RefCell<Weak<Buffers>> = const { RefCell::new(Weak::new()) };
    }
    SHARED.with_borrow_mut(|shared| {
        let buffers = shared.upgrade().unwrap_or_default();
        *shared = Rc::downgrade(&buffers);
        buffers
    })
}

impl Reader {
    /// The next slice, of at most `left` bytes.
    fn read(&self, left: u64) -> Promise {
        match self {
            Reader::Giving(reader) => reader.read(),
            Reader::Filling(reader, buffers) => {
                let buffer = buffers.borrow_mut().pop();
                let room = left.min(LENT.into()) as u32;
                let buffer = buffer.unwrap_or_else(|| ArrayBuffer::new(room));
                let room = Uint8Array::new_with_byte_offset_and_length(&buffer, 0, room);
                reader.read_with_array_buffer_view(&room)
            }
        }
    }

    /// The slice is copied: its buffer can be filled again.
    fn give_back(&self, slice: &Uint8Array) {
        if let Reader::Filling(_, buffers) = self {
            let mut buffers = buffers.borrow_mut();
            let buffer = slice.buffer();
            if buffers.len() < SPARE && buffer.byte_length() == LENT {
                buffers.push(buffer);
            }
        }
    }

    fn cancel(&self) -> Promise<JsValue> {
        match self {
            Reader::Filling(reader, _) => reader.cancel(),
            Reader::Giving(reader) => reader.cancel(),
        }
    }
}

/// The first bytes of a file, at most `limit`.
///
/// # Errors
/// [`Unreadable`] when the browser refuses them.
pub async fn head(file: &File, limit: u32) -> Result<Vec<u8>, Unreadable> {
    all(of_head(file, limit)).await
}

fn of_head(file: &File, limit: u32) -> Slices {
    let mut slices = Slices { end: (file.size() as u64).min(limit.into()), ..Slices::new(file) };
    slices.wanted = slices.end;
    slices
}

/// The first bytes of many files; those of the next few are on their way.
pub struct Heads<F> {
    files: F,
    limit: u32,
    coming: VecDeque<Result<Slices, Unreadable>>,
    put_back: Option<Vec<u8>>,
}

impl<F: Iterator<Item = File>> Heads<F> {
    pub fn new(files: F, limit: u32) -> Heads<F> {
        Heads { files, limit, coming: VecDeque::new(), put_back: None }
    }

    /// Those of the next file; `None` behind the last.
    pub async fn next(&mut self) -> Option<Result<Vec<u8>, Unreadable>> {
        while self.coming.len() < HEADS
            && let Some(file) = self.files.next()
        {
            self.coming.push_back(of_head(&file, self.limit).begun());
        }
        if let Some(head) = self.put_back.take() {
            return Some(Ok(head));
        }
        Some(match self.coming.pop_front()? {
            Ok(slices) => all(slices).await,
            Err(Unreadable) => Err(Unreadable),
        })
    }

    /// Those of the last file are asked for once more.
    pub fn put_back(&mut self, head: Vec<u8>) {
        self.put_back = Some(head);
    }
}

/// A whole file, for archives, whose directory stands at the end.
///
/// # Errors
/// [`Unreadable`] as soon as the browser refuses a slice.
pub async fn whole(file: &File) -> Result<Vec<u8>, Unreadable> {
    all(Slices::new(file)).await
}

async fn all(mut slices: Slices) -> Result<Vec<u8>, Unreadable> {
    let mut all = Vec::with_capacity(slices.end as usize);
    while let Some(bytes) = slices.next().await? {
        all.extend_from_slice(bytes);
    }
    Ok(all)
}
