//! The door between page and worker: messages as plain objects, with the
//! `File` handles they speak of beside them.
//!
//! A message is `{ body, files }`. Nothing in `body` is a handle, nothing in
//! `files` is anything else; a command names its files by their index.

use js_sys::{Array, Object, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent, Worker};

const BODY: &str = "body";
const FILES: &str = "files";

/// Why a message did not pass. Says nothing of its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortError {
    /// It could not be put into a form the browser carries, or the other side is gone.
    NotSent,
    /// It is not a message of this link.
    NotUnderstood,
}

/// Something messages can be posted to: the worker as the page sees it, or the
/// page as the worker sees it.
pub trait Port {
    fn carry(&self, message: &JsValue) -> Result<(), JsValue>;
}

impl Port for Worker {
    fn carry(&self, message: &JsValue) -> Result<(), JsValue> {
        self.post_message(message)
    }
}

impl Port for DedicatedWorkerGlobalScope {
    fn carry(&self, message: &JsValue) -> Result<(), JsValue> {
        self.post_message(message)
    }
}

/// Sends `body`, and `files` as the handles they are: their bytes are not copied.
///
/// # Errors
/// [`PortError::NotSent`] when `body` has no plain form or the browser refuses it.
pub fn post(target: &impl Port, body: &impl Serialize, files: &[File]) -> Result<(), PortError> {
    let message = Object::new();
    let handles: Array = files.iter().collect();
    let parts = [(BODY, plain(body)?), (FILES, handles.into())];
    for (name, part) in parts {
        Reflect::set(&message, &name.into(), &part).map_err(|_| PortError::NotSent)?;
    }
    target.carry(&message).map_err(|_| PortError::NotSent)
}

/// What arrived: the body, and the handles beside it.
///
/// # Errors
/// [`PortError::NotUnderstood`] for anything that [`post`] of the same build did not send.
pub fn read<T: DeserializeOwned>(event: &MessageEvent) -> Result<(T, Vec<File>), PortError> {
    let message = event.data();
    let part =
        |name: &str| Reflect::get(&message, &name.into()).map_err(|_| PortError::NotUnderstood);
    let body = from_plain(part(BODY)?)?;
    let handles = part(FILES)?.dyn_into::<Array>().map_err(|_| PortError::NotUnderstood)?;
    let files = handles
        .iter()
        .map(|handle| handle.dyn_into::<File>().map_err(|_| PortError::NotUnderstood))
        .collect::<Result<_, _>>()?;
    Ok((body, files))
}

/// Plain data as a plain JavaScript value: objects for maps, `null` for nothing.
///
/// # Errors
/// [`PortError::NotSent`] for numbers that JavaScript cannot hold exactly.
pub fn plain(value: &(impl Serialize + ?Sized)) -> Result<JsValue, PortError> {
    value
        .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
        .map_err(|_| PortError::NotSent)
}

/// Plain data from a plain JavaScript value.
///
/// # Errors
/// [`PortError::NotUnderstood`] when the value has another shape.
pub fn from_plain<T: DeserializeOwned>(value: JsValue) -> Result<T, PortError> {
    serde_wasm_bindgen::from_value(value).map_err(|_| PortError::NotUnderstood)
}

/// The same for what people write: it must say nothing that is not understood. A
/// struct out of JavaScript is asked for its own keys alone, so that one that is
/// misspelt, or of a later version, would be passed over. A key that holds
/// `undefined` is one that is left out.
///
/// # Errors
/// [`PortError::NotUnderstood`] when the value has another shape, or a key too many.
pub fn from_plain_exactly<T: DeserializeOwned + Serialize>(value: JsValue) -> Result<T, PortError> {
    let value = defined(value, DEEPEST);
    let understood: T = from_plain(value.clone())?;
    match says_more(&value, &plain(&understood)?) {
        true => Err(PortError::NotUnderstood),
        false => Ok(understood),
    }
}

/// Nothing that people write has values in values so often; an object that holds
/// itself has them without end.
const DEEPEST: u8 = 8;

/// A plain value without the keys that hold `undefined`.
fn defined(value: JsValue, depth: u8) -> JsValue {
    let Some(depth) = depth.checked_sub(1) else { return value };
    if let Some(list) = value.dyn_ref::<Array>() {
        return list.iter().map(|inner| defined(inner, depth)).collect::<Array>().into();
    }
    // A map, say, has entries of its own kind.
    let plain = value.dyn_ref::<Object>().filter(|object| {
        Object::get_prototype_of(object) == Object::get_prototype_of(&Object::new())
    });
    let Some(object) = plain else { return value };
    let left = Array::new();
    for entry in Object::entries(object) {
        let entry: Array = entry.unchecked_into();
        let inner = defined(entry.get(1), depth);
        if !inner.is_undefined() {
            left.push(&Array::of2(&entry.get(0), &inner));
        }
    }
    Object::from_entries(&left).map_or(value, JsValue::from)
}

/// Whether a plain value has a key, at any depth, that another one lacks.
pub fn says_more(value: &JsValue, other: &JsValue) -> bool {
    let Some(object) = value.dyn_ref::<Object>() else { return false };
    let at = |object: &JsValue, key: &JsValue| Reflect::get(object, key).unwrap_or_default();
    Object::keys(object).iter().any(|key| {
        let known = other.is_object() && Reflect::has(other, &key).unwrap_or(false);
        let inner = at(value, &key);
        !inner.is_undefined() && (!known || says_more(&inner, &at(other, &key)))
    })
}
