//! Several workers that read files: the engine's worker divides a large one, readers
//! make parts of their own slices, and the parts are merged in the order of the
//! file. Of one that is packed, or in UTF-16, and of a member of an archive, the
//! engine's worker makes the text, and readers are given pieces of that. Of many small
//! files or members each is read by one reader. When all is read, they count shards. Where readers
//! cannot be had, or stop, the engine's worker reads and counts alone.

mod counting;
mod division;
mod files;
mod inbox;
mod members;
mod pieces;
mod protocol;
pub mod reader;
mod reading;
mod stretch;
mod turns;
mod unwrapped;
mod whole;

pub use protocol::READER;
pub use reading::{Crew, Divided};
pub use unwrapped::Bytes;

use crate::contract::FilePlan;
use crate::engine::session::PartReader;
use crate::port::PortError;
use inbox::{Heard, Inbox};
use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use protocol::{Order, Round, Word};
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Files from this size on, in bytes, are worth several readers.
const WORTHWHILE: u64 = 8 << 20;

/// Smaller ones are read as quickly as they are given to a reader.
const SMALLEST: u64 = 256 << 10;

/// Exports are about a tenth of their size when they are packed; some are less so.
const PACKED: u64 = 4;

/// More do not help: the browser hands over the bytes no faster.
const MOST: f64 = 8.0;

/// The script that a reader is.
const SCRIPT: &str = "./reader.js";

/// The readers of the engine's worker: none until files are being chosen, and none
/// when a large one is read.
#[derive(Default)]
pub struct Readers {
    pool: RefCell<Pool>,
    inbox: Rc<Inbox>,
}

#[derive(Default)]
struct Pool {
    readers: Vec<Reader>,
    /// How many were ever started: the number of the next.
    started: u32,
    round: Round,
    /// One died before it was ready: no others are started.
    barred: bool,
}

/// A reader as the engine's worker sees it; dropping it ends it.
struct Reader {
    number: u32,
    worker: Worker,
    ready: bool,
    /// Has the seed of the command that runs.
    seeded: bool,
    /// Has the file of the round that runs.
    opened: bool,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// A file that one reader reads as a whole.
struct Given<'f> {
    name: &'f str,
    plan: &'f FilePlan,
    /// Its first bytes, or all.
    bytes: &'f [u8],
    /// Where there are more.
    rest: Option<&'f File>,
}

/// What readers are told of a file.
struct Briefing<'f> {
    seed: ArrayBuffer,
    name: String,
    plan: &'f FilePlan,
    file: &'f File,
    head: ArrayBuffer,
}

impl Briefing<'_> {
    /// The engine's worker as a reader of the file, which begins so.
    fn part_reader(&self, head: &[u8]) -> Option<PartReader> {
        let mut parts = PartReader::new(&Uint8Array::new(&self.seed).to_vec())?;
        parts.file(&self.name, self.plan, head);
        Some(parts)
    }
}

impl Readers {
    /// Whether so many bytes of text are worth several readers.
    pub fn are_worth_it(text: u64) -> bool {
        cores() > 1 && text >= WORTHWHILE
    }

    /// How much text there may be in a file of so many bytes.
    pub fn text_of(bytes: u64, packed: bool) -> u64 {
        if packed { bytes.saturating_mul(PACKED) } else { bytes }
    }

    /// The sizes of files that are worth one reader, where there are others like them;
    /// `None` where there are none.
    fn small() -> Option<Range<u64>> {
        (cores() > 1).then_some(SMALLEST..WORTHWHILE)
    }

    /// Starts them where they may be needed soon.
    pub fn prepare(&self) {
        if cores() > 1 {
            self.start();
        }
    }

    /// Starts as many as the machine has cores, less those that there are: their
    /// start then costs no time when reading begins.
    pub fn start(&self) {
        let mut pool = self.pool.borrow_mut();
        while !pool.barred && pool.readers.len() < cores() {
            let number = pool.started;
            pool.started += 1;
            match start(number, &self.inbox) {
                Some(reader) => pool.readers.push(reader),
                None => pool.barred = true,
            }
        }
    }

    /// The command is over: whoever worked for it ends, and with them the keys they
    /// knew and the memory they held. Without effect where they have ended.
    pub fn end(&self) {
        self.pool.borrow_mut().readers.retain(|reader| !reader.seeded);
    }

    /// Those who wait for a file that did not come end.
    pub fn end_idle(&self) {
        self.pool.borrow_mut().readers.retain(|reader| reader.seeded);
    }

    fn count(&self) -> usize {
        self.pool.borrow().readers.len()
    }

    /// Those that can be given parts.
    fn ready(&self) -> Vec<u32> {
        let pool = self.pool.borrow();
        pool.readers.iter().filter(|reader| reader.ready).map(|reader| reader.number).collect()
    }

    /// Begins another round: words of the ones before no longer count.
    fn begin(&self) {
        // Who became ready, or died, while nobody listened.
        while self.heard().is_some() {}
        let mut pool = self.pool.borrow_mut();
        pool.round.0 += 1;
        for reader in &mut pool.readers {
            reader.opened = false;
        }
    }

    /// Orders a part of a reader; briefs it first where it must be. Whether that
    /// could be done; a reader that cannot be told is let go.
    fn order(&self, number: u32, order: &Order, beside: &Array, briefing: &Briefing<'_>) -> bool {
        let mut pool = self.pool.borrow_mut();
        let round = pool.round;
        let Some(reader) = pool.readers.iter_mut().find(|reader| reader.number == number) else {
            return false;
        };
        let told = reader.brief(round, briefing).is_ok()
            && protocol::order_giving(&reader.worker, order, beside).is_ok();
        if !told {
            pool.readers.retain(|reader| reader.number != number);
        }
        told
    }

    /// Has a reader count a shard, which it is given in pieces. Whether that could be
    /// done; a reader that cannot be told is let go.
    fn give_shard(&self, number: u32, shard: u32, seed: &ArrayBuffer, pieces: &Array) -> bool {
        self.give(number, seed, |reader, round| {
            protocol::order_giving(reader, &Order::Count { round, part: shard }, pieces)
        })
    }

    /// Has a reader read a file. Whether that could be done; a reader that cannot be told
    /// is let go.
    fn give_file(&self, number: u32, part: u32, seed: &ArrayBuffer, given: &Given<'_>) -> bool {
        let Given { name, plan, bytes, rest } = *given;
        self.give(number, seed, |reader, round| {
            let order = Order::File { round, part, name: name.to_owned(), plan: plan.clone() };
            let bytes = buffer(bytes);
            match rest {
                Some(file) => protocol::order(reader, &order, &Array::of2(&bytes, file)),
                None => protocol::order_giving(reader, &order, &Array::of1(&bytes)),
            }
        })
    }

    fn give(
        &self,
        number: u32,
        seed: &ArrayBuffer,
        order: impl FnOnce(&Worker, Round) -> Result<(), PortError>,
    ) -> bool {
        let mut pool = self.pool.borrow_mut();
        let round = pool.round;
        let Some(reader) = pool.readers.iter_mut().find(|reader| reader.number == number) else {
            return false;
        };
        let told = reader.seed(seed).and_then(|()| order(&reader.worker, round));
        if told.is_err() {
            pool.readers.retain(|reader| reader.number != number);
        }
        told.is_ok()
    }

    /// The readers are let go; what they hold is lost.
    fn dismiss(&self) -> Vec<u32> {
        self.pool.borrow_mut().readers.drain(..).map(|reader| reader.number).collect()
    }

    /// The next that concerns the round that runs.
    async fn hear(&self) -> News {
        loop {
            let heard = self.inbox.next().await;
            if let Some(news) = self.pool.borrow_mut().note(heard) {
                return news;
            }
        }
    }

    /// The same where it has come already.
    fn heard(&self) -> Option<News> {
        loop {
            let heard = self.inbox.take()?;
            if let Some(news) = self.pool.borrow_mut().note(heard) {
                return Some(news);
            }
        }
    }
}

/// What a reading must know of its readers.
enum News {
    /// Another reader can be given parts.
    Ready,
    Part(u32, ArrayBuffer),
    Lost(u32),
    Unreadable,
    Died(u32),
    Tick,
}

impl Pool {
    fn note(&mut self, heard: Heard) -> Option<News> {
        match heard {
            Heard::Tick => Some(News::Tick),
            Heard::Died(number) => {
                let at = self.readers.iter().position(|reader| reader.number == number)?;
                self.barred |= !self.readers.swap_remove(at).ready;
                Some(News::Died(number))
            }
            Heard::Word(number, word, beside) => match word {
                Word::Ready => {
                    let reader = self.readers.iter_mut().find(|reader| reader.number == number)?;
                    reader.ready = true;
                    Some(News::Ready)
                }
                Word::Part { round, part } if round == self.round => Some(
                    protocol::beside(&beside, 0)
                        .map_or(News::Lost(part), |read| News::Part(part, read)),
                ),
                Word::Lost { round, part } if round == self.round => Some(News::Lost(part)),
                Word::Unreadable { round } if round == self.round => Some(News::Unreadable),
                Word::Part { .. } | Word::Lost { .. } | Word::Unreadable { .. } => None,
            },
        }
    }
}

impl Reader {
    fn seed(&mut self, seed: &ArrayBuffer) -> Result<(), PortError> {
        if !std::mem::replace(&mut self.seeded, true) {
            protocol::order(&self.worker, &Order::Seed, &Array::of1(seed))?;
        }
        Ok(())
    }

    fn brief(&mut self, round: Round, briefing: &Briefing<'_>) -> Result<(), PortError> {
        self.seed(&briefing.seed)?;
        if !std::mem::replace(&mut self.opened, true) {
            let order =
                Order::Open { round, name: briefing.name.clone(), plan: briefing.plan.clone() };
            protocol::order(&self.worker, &order, &Array::of2(briefing.file, &briefing.head))?;
        }
        Ok(())
    }
}

/// Starts a reader with the program that runs here: it is compiled only once.
fn start(number: u32, inbox: &Rc<Inbox>) -> Option<Reader> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    options.set_name(READER);
    let worker = Worker::new_with_options(SCRIPT, &options).ok()?;
    let heard = inbox.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Ok((word, beside)) = protocol::read::<Word>(&event) {
            heard.put(Heard::Word(number, word, beside));
        }
    });
    let heard = inbox.clone();
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
        // It would end the engine's worker too.
        event.prevent_default();
        heard.put(Heard::Died(number));
    });
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let reader = Reader {
        number,
        worker,
        ready: false,
        seeded: false,
        opened: false,
        _on_message: on_message,
        _on_error: on_error,
    };
    reader.worker.post_message(&wasm_bindgen::module()).ok()?;
    Some(reader)
}

/// Cores of this machine that readers may use, as the browser tells.
fn cores() -> usize {
    let told = Reflect::get(&js_sys::global(), &"navigator".into())
        .and_then(|navigator| {
            Reflect::get(navigator.unchecked_ref::<Object>(), &"hardwareConcurrency".into())
        })
        .ok()
        .and_then(|cores| cores.as_f64())
        .unwrap_or(1.0);
    told.clamp(1.0, MOST) as usize
}

/// Bytes as a buffer that can be posted.
fn buffer(bytes: &[u8]) -> ArrayBuffer {
    Uint8Array::from(bytes).buffer()
}
