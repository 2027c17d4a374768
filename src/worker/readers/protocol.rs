//! What the engine's worker and its readers say to each other: orders one way,
//! words the other. Plain data; file handles and buffers travel beside it.
//!
//! A message is `{ body, beside }`. Buffers of a word, and those of a shard, change
//! hands instead of being copied.

use crate::contract::FilePlan;
use crate::port::{self, PortError};
use js_sys::{Array, Object, Reflect};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};

/// The name under which a reader is started: the same program is the engine's
/// worker under any other.
pub const READER: &str = "reader";

const BODY: &str = "body";
const BESIDE: &str = "beside";

/// Numbers the readings of a file, so that late words about another are told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round(pub u32);

/// From the engine's worker to a reader.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Beside it: what is needed to read any file of this command.
    Seed,
    /// The next file. Beside it: its handle, and its first bytes.
    Open { round: Round, name: String, plan: FilePlan },
    /// Read the records that begin in `[from, until)`, in bytes of the open file.
    /// With `goes_on`, they follow those of the order before; up to `through`, orders
    /// for those that follow are to be expected.
    Read { part: u32, from: u64, until: u64, goes_on: bool, through: u64 },
    /// Read the records of a piece of the open file's text, which begins at that byte
    /// of it; `last`: and ends with it. Beside it: its bytes.
    Piece { part: u32, from: u64, last: bool },
    /// Read a file as its only part. Beside it: its bytes, or its first ones and its
    /// handle.
    File { round: Round, part: u32, name: String, plan: FilePlan },
    /// Count a shard, whose number is that of the part. Beside it: the shard in pieces.
    Count { round: Round, part: u32 },
}

/// From a reader to the engine's worker.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// The first word: no order is sent before it.
    Ready,
    /// Beside it: what the part came to.
    Part { round: Round, part: u32 },
    /// It did not make a part of it.
    Lost { round: Round, part: u32 },
    /// The browser withholds the file.
    Unreadable { round: Round },
}

/// A file handle or a buffer beside a message.
pub fn beside<T: JsCast>(things: &Array, index: u32) -> Option<T> {
    things.get(index).dyn_into().ok()
}

/// Sends an order; what is beside it is copied, except the bytes of files.
///
/// # Errors
/// [`PortError::NotSent`] when the browser refuses it.
pub fn order(reader: &Worker, order: &Order, beside: &Array) -> Result<(), PortError> {
    reader.post_message(&message(order, beside)?).map_err(|_| PortError::NotSent)
}

/// Sends an order; buffers beside it change hands.
///
/// # Errors
/// [`PortError::NotSent`] when the browser refuses it.
pub fn order_giving(reader: &Worker, order: &Order, beside: &Array) -> Result<(), PortError> {
    reader
        .post_message_with_transfer(&message(order, beside)?, beside)
        .map_err(|_| PortError::NotSent)
}

/// Sends a word; buffers beside it change hands.
///
/// # Errors
/// [`PortError::NotSent`] when the browser refuses it.
pub fn word(
    scope: &DedicatedWorkerGlobalScope,
    word: &Word,
    beside: &Array,
) -> Result<(), PortError> {
    scope
        .post_message_with_transfer(&message(word, beside)?, beside)
        .map_err(|_| PortError::NotSent)
}

/// What arrived, and what was beside it.
///
/// # Errors
/// [`PortError::NotUnderstood`] for anything that this build did not send.
pub fn read<T: DeserializeOwned>(event: &MessageEvent) -> Result<(T, Array), PortError> {
    let message = event.data();
    let part =
        |name: &str| Reflect::get(&message, &name.into()).map_err(|_| PortError::NotUnderstood);
    let body = port::from_plain(part(BODY)?)?;
    let beside = part(BESIDE)?.dyn_into::<Array>().map_err(|_| PortError::NotUnderstood)?;
    Ok((body, beside))
}

fn message(body: &impl Serialize, beside: &Array) -> Result<JsValue, PortError> {
    let message = Object::new();
    for (name, part) in [(BODY, port::plain(body)?), (BESIDE, beside.into())] {
        Reflect::set(&message, &name.into(), &part).map_err(|_| PortError::NotSent)?;
    }
    Ok(message.into())
}
