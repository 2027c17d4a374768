//! A reader's end: reads the parts it is ordered to read, one after another, counts
//! shards, and hands back what they came to. It has no screens, no session and no
//! ledger.

use super::protocol::{self, Order, Round, Word};
use super::stretch;
use crate::contract::FilePlan;
use crate::engine::session::{self, PartReader};
use crate::worker::slices::{Slices, Unreadable};
use js_sys::{Array, ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

/// Listens to orders, and says so: [`Word::Ready`] is the first word.
pub fn start(scope: DedicatedWorkerGlobalScope) {
    let reader = Rc::new(Reader { engine: scope.clone(), desk: RefCell::default() });
    let ready = reader.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event| reader.receive(&event));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It listens for as long as the worker lives.
    on_message.forget();
    ready.say(&Word::Ready, &Array::new());
}

struct Reader {
    engine: DedicatedWorkerGlobalScope,
    desk: RefCell<Desk>,
}

#[derive(Default)]
struct Desk {
    /// Taken away while it reads.
    parts: Option<PartReader>,
    open: Option<(Round, File)>,
    waiting: VecDeque<Waiting>,
    /// What stands behind the part that was read last, where a further one is to be
    /// expected.
    further: Option<Slices>,
    /// Somebody carries out orders until none is left.
    at_work: bool,
    room: Vec<u8>,
}

/// What is read when its turn comes.
enum Waiting {
    Part(Stretch),
    File(Whole),
}

/// A part of the open file.
struct Stretch {
    round: Round,
    part: u32,
    from: u64,
    until: u64,
    goes_on: bool,
    through: u64,
    /// On their way, where it goes on from no other.
    bytes: Option<Slices>,
}

/// A file that is its only part.
struct Whole {
    round: Round,
    part: u32,
    name: String,
    plan: FilePlan,
    /// Its first bytes, or all.
    bytes: Vec<u8>,
    /// Those behind them, on their way.
    rest: Option<Slices>,
}

impl Reader {
    fn receive(self: &Rc<Self>, event: &MessageEvent) {
        let Ok((order, beside)) = protocol::read::<Order>(event) else {
            web_sys::console::error_1(&"an order was not understood".into());
            return;
        };
        let mut desk = self.desk.borrow_mut();
        match order {
            Order::Seed => {
                desk.parts = protocol::beside::<ArrayBuffer>(&beside, 0)
                    .and_then(|seed| PartReader::new(&Uint8Array::new(&seed).to_vec()));
            }
            Order::Open { round, name, plan } => {
                let file = protocol::beside::<File>(&beside, 0);
                let head = protocol::beside::<ArrayBuffer>(&beside, 1);
                desk.waiting.clear();
                desk.open = file.map(|file| (round, file));
                if let (Some(parts), Some(head)) = (&mut desk.parts, head) {
                    parts.file(&name, &plan, &Uint8Array::new(&head).to_vec());
                }
            }
            Order::Count { round, part } => {
                let pieces = (0..beside.length()).map(|at| protocol::beside(&beside, at));
                let pieces = pieces.collect::<Option<Vec<ArrayBuffer>>>().unwrap_or_default();
                let pieces = pieces.iter().map(|piece| Uint8Array::new(piece).to_vec());
                match desk.parts.as_ref().and_then(|parts| parts.count(pieces)) {
                    Some(counted) => self.part(round, part, &counted),
                    None => self.say(&Word::Lost { round, part }, &Array::new()),
                }
            }
            Order::Piece { part, from, last } => {
                let Some((round, _)) = desk.open else { return };
                let piece = protocol::beside::<ArrayBuffer>(&beside, 0);
                match piece.and_then(|piece| desk.piece(from, last, &piece)) {
                    Some(read) => self.part(round, part, &read),
                    None => self.say(&Word::Lost { round, part }, &Array::new()),
                }
            }
            Order::Read { part, from, until, goes_on, through } => {
                let Some((round, _)) = desk.open else { return };
                let bytes = if goes_on { None } else { desk.bytes(from, through) };
                let stretch = Stretch { round, part, from, until, goes_on, through, bytes };
                self.wait(&mut desk, Waiting::Part(stretch));
            }
            Order::File { round, part, name, plan } => {
                let bytes = protocol::beside::<ArrayBuffer>(&beside, 0);
                let bytes = bytes.map(|bytes| Uint8Array::new(&bytes).to_vec()).unwrap_or_default();
                let rest = protocol::beside::<File>(&beside, 1)
                    .map(|file| Slices::behind(&file, bytes.len() as u64).begun());
                match rest.transpose() {
                    Ok(rest) => {
                        let whole = Whole { round, part, name, plan, bytes, rest };
                        self.wait(&mut desk, Waiting::File(whole));
                    }
                    Err(Unreadable) => self.say(&Word::Lost { round, part }, &Array::new()),
                }
            }
        }
    }

    fn wait(self: &Rc<Self>, desk: &mut Desk, waiting: Waiting) {
        desk.waiting.push_back(waiting);
        if !std::mem::replace(&mut desk.at_work, true) {
            let reader = self.clone();
            spawn_local(async move { reader.work().await });
        }
    }

    async fn work(&self) {
        loop {
            // The borrow must end here: orders arrive while this one is carried out.
            let next = self.desk.borrow_mut().next();
            match next {
                Some((Waiting::Part(stretch), parts)) => self.read(stretch, parts).await,
                Some((Waiting::File(whole), parts)) => self.read_whole(whole, parts).await,
                None => return,
            }
        }
    }

    async fn read_whole(&self, whole: Whole, parts: Option<PartReader>) {
        let Whole { round, part, name, plan, bytes, rest } = whole;
        let mut read = None;
        if let Some(mut parts) = parts {
            parts.file(&name, &plan, session::head(&bytes));
            // Whoever is no longer wanted is ended.
            read = stretch::read_whole(&mut parts, &bytes, rest, || true).await.ok().flatten();
            self.desk.borrow_mut().parts = Some(parts);
        }
        match read {
            Some(read) => self.part(round, part, &read),
            // What is withheld here is so where it is read again.
            None => self.say(&Word::Lost { round, part }, &Array::new()),
        }
    }

    async fn read(&self, stretch: Stretch, parts: Option<PartReader>) {
        let Stretch { round, part, from, until, goes_on, through, bytes } = stretch;
        let (exact, bytes) = {
            let mut desk = self.desk.borrow_mut();
            match desk.further.take().filter(|_| goes_on) {
                Some(further) => (true, Some(further)),
                // Where it goes on, the part before came to nothing.
                None => {
                    let room = std::mem::take(&mut desk.room);
                    let bytes = bytes.or_else(|| desk.bytes(from, through));
                    (false, bytes.map(|bytes| bytes.with_room(room)))
                }
            }
        };
        let (Some(mut bytes), Some(mut parts)) = (bytes, parts) else {
            self.say(&Word::Unreadable { round }, &Array::new());
            return;
        };
        match exact {
            true => parts.begin(parts.end(), true, until),
            false => parts.begin(from, from == 0, until),
        }
        // Whoever is no longer wanted is ended.
        let read =
            stretch::read(&mut parts, &mut bytes, stretch::limit(from, until), || true).await;
        {
            let mut desk = self.desk.borrow_mut();
            if until < through && matches!(read, Ok(Some(_))) {
                desk.further = Some(bytes.back_to(parts.end()));
            } else {
                desk.room = bytes.into_room();
            }
            desk.parts = Some(parts);
        }
        match read {
            Ok(Some(read)) => self.part(round, part, &read),
            Ok(None) => self.say(&Word::Lost { round, part }, &Array::new()),
            Err(_) => self.say(&Word::Unreadable { round }, &Array::new()),
        }
    }

    fn part(&self, round: Round, part: u32, came_to: &[u8]) {
        let came_to = Uint8Array::from(came_to).buffer();
        self.say(&Word::Part { round, part }, &Array::of1(&came_to));
    }

    fn say(&self, word: &Word, beside: &Array) {
        if protocol::word(&self.engine, word, beside).is_err() {
            web_sys::console::error_1(&"a word could not be sent".into());
        }
    }
}

impl Desk {
    /// The bytes of a part, and of those behind it, as soon as they come; `None`
    /// where the browser refuses them.
    fn bytes(&self, from: u64, through: u64) -> Option<Slices> {
        let (_, file) = self.open.as_ref()?;
        Slices::of_part(file, stretch::first(from), through).ok()
    }

    /// What a piece of a text comes to; `None` where its last record goes on behind it.
    fn piece(&mut self, from: u64, last: bool, piece: &ArrayBuffer) -> Option<Vec<u8>> {
        let (parts, piece) = (self.parts.as_mut()?, Uint8Array::new(piece));
        self.room.resize(piece.length() as usize, 0);
        piece.copy_to(&mut self.room);
        parts.begin(from, true, from + u64::from(piece.length()));
        let wanted = parts.push(&self.room);
        (last || !wanted).then(|| parts.finish())
    }

    fn next(&mut self) -> Option<(Waiting, Option<PartReader>)> {
        let next = self.waiting.pop_front();
        self.at_work = next.is_some();
        next.map(|waiting| (waiting, self.parts.take()))
    }
}
