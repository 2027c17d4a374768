//! What is thrown: `Error` objects with a name, plain English and the place,
//! and never a cell.

use crate::contract::{FileReport, ProfileFault};
use crate::english;
use crate::messages::Failure;
use crate::port;
use js_sys::{Error, Reflect, TypeError};
use wasm_bindgen::{JsCast, JsValue};

/// A `MilchglasError` with `failure`, and `problem` or `fault` where there is one.
pub fn failed(failure: &Failure) -> JsValue {
    let error = named("MilchglasError", &english::failure(failure));
    let detail = match failure {
        Failure::File { problem } => port::plain(problem).ok().map(|problem| ("problem", problem)),
        Failure::Snapshot { fault } => port::plain(fault).ok().map(|fault| ("fault", fault)),
        _ => None,
    };
    if let Some((name, detail)) = detail {
        set(&error, name, &detail);
    }
    set(&error, "failure", &tag(failure).into());
    error.into()
}

/// The same where no row of any file could be used, with `files`: what became of the rows
/// of each.
pub fn nothing_read(failure: &Failure, files: &[FileReport]) -> JsValue {
    let error = failed(failure);
    if let (Some(error), Ok(files)) = (error.dyn_ref::<Error>(), port::plain(files)) {
        set(error, "files", &files);
    }
    error
}

/// A `MilchglasError` about what should have been a profile, with its `fault`.
pub fn no_profile(fault: ProfileFault) -> JsValue {
    let error = named("MilchglasError", english::profile_fault(fault));
    if let Ok(fault) = port::plain(&fault) {
        set(&error, "fault", &fault);
    }
    set(&error, "failure", &"profile".into());
    error.into()
}

/// The `AbortError` that a signal asks for.
pub fn aborted() -> JsValue {
    named("AbortError", "Reading was cancelled.").into()
}

/// A `TypeError`: the call itself is wrong.
pub fn unfit(message: &str) -> JsValue {
    TypeError::new(message).into()
}

fn named(name: &str, message: &str) -> Error {
    let error = Error::new(message);
    error.set_name(name);
    error
}

fn set(error: &Error, name: &str, value: &JsValue) {
    // Setting a field of an object made a moment ago cannot fail.
    let _ = Reflect::set(error, &name.into(), value);
}

fn tag(failure: &Failure) -> &'static str {
    match failure {
        Failure::File { .. } => "file",
        Failure::Unreadable { .. } => "unreadable",
        Failure::Snapshot { .. } => "snapshot",
        Failure::NothingRead => "nothing_read",
        Failure::TooFewPeople => "too_few_people",
        Failure::Unsafe { .. } => "unsafe",
        Failure::Budget { .. } => "budget",
        Failure::Ledger { .. } => "ledger",
        Failure::NotKept => "not_kept",
        Failure::NoLedger => "no_ledger",
        Failure::NotLoaded => "not_loaded",
        Failure::Crashed => "crashed",
    }
}
