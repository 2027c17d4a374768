//! The same engine as an ES module, for any static page: give it files and
//! settings, get the report and snapshots as plain objects.
//!
//! Reads in slices and yields to the page between them; a page that must stay
//! perfectly smooth imports the module in a worker of its own. Nothing is sent
//! anywhere. The types are in [`types`], and in the `.d.ts` beside the module.

mod errors;
mod types;

use crate::contract::{FilePlan, Filter, Progress, Settings, Sharing};
use crate::engine::session::{self, Session, Source};
use crate::messages::Failure;
use crate::port;
use crate::worker::intake::{self, Input, Watch};
use crate::worker::{entropy, panics};
use errors::{aborted, failed, no_profile, nothing_read, unfit};
use js_sys::{Array, Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{AbortSignal, File};

/// How a day is written.
const DAY: &str = "YYYY-MM-DD";

#[wasm_bindgen(start, skip_typescript)]
fn begin() {
    panics::silence();
}

/// A reading of some files, and the questions it can answer.
#[wasm_bindgen(skip_typescript)]
pub struct Milchglas {
    settings: Settings,
    session: Rc<RefCell<Option<Session>>>,
    /// What was read last, as handles: nothing that the files hold.
    inputs: Rc<RefCell<Vec<Input>>>,
}

#[wasm_bindgen]
impl Milchglas {
    /// Takes settings (`Partial<Settings>`); what is left out is as usual.
    ///
    /// # Errors
    /// A `TypeError` when the settings are none.
    #[wasm_bindgen(constructor, skip_typescript)]
    pub fn new(settings: JsValue) -> Result<Milchglas, JsValue> {
        let settings: Settings = or_default(settings, "settings")?;
        Ok(Milchglas { settings: settings.sound(), session: Rc::default(), inputs: Rc::default() })
    }

    /// Reads files anew and resolves with the report. What was read before is
    /// forgotten first.
    ///
    /// # Errors
    /// Rejects with an `AbortError` when the signal says so, with a
    /// `MilchglasError` when nothing could be read, whose `files` say what became
    /// of the rows of each, with a `TypeError` when the arguments are not those of
    /// the type.
    #[wasm_bindgen(skip_typescript)]
    pub fn read(&self, files: JsValue, options: JsValue) -> Promise {
        let (session, settings) = (self.session.clone(), self.settings.clone());
        let inputs = self.inputs.clone();
        future_to_promise(async move {
            let asked = Asked::from(&files, &options)?;
            forget(&session)?;
            inputs.replace(asked.inputs.clone());
            let mut reading = sitting(settings, &asked.inputs)?;
            read_all(&mut reading, &asked.inputs, &asked.audience).await?;
            reading.seal().map_err(|failure| nothing_read(&failure, reading.files()))?;
            let report = plain(&reading.report(&Filter::default()))?;
            session.try_borrow_mut().map_err(|_| busy())?.replace(reading);
            Ok(report)
        })
    }

    /// Reads the files of the last [`Milchglas::read`] once more, for their rows that
    /// cannot be used, and resolves with those. They hold personal data.
    ///
    /// # Errors
    /// Rejects as [`Milchglas::read`] does, and before that was called.
    #[wasm_bindgen(js_name = unusableRows, skip_typescript)]
    pub fn unusable_rows(&self, options: JsValue) -> Promise {
        let (inputs, settings) = (self.inputs.borrow().clone(), self.settings.clone());
        future_to_promise(async move {
            let separator = separator(&options)?;
            let audience = Audience::from(&options)?;
            if inputs.is_empty() {
                return Err(failed(&Failure::NothingRead));
            }
            let mut reading = sitting(settings, &inputs)?.for_unusable_rows(separator);
            read_all(&mut reading, &inputs, &audience).await?;
            plain(&reading.into_unusable_rows())
        })
    }

    /// The report of the messages that pass the filter.
    ///
    /// # Errors
    /// A `MilchglasError` before anything was read.
    #[wasm_bindgen(skip_typescript)]
    pub fn report(&self, filter: JsValue) -> Result<JsValue, JsValue> {
        let filter: Filter = or_default(filter, "filter")?;
        self.ask(|session| plain(&session.report(&filter)))
    }

    /// Protected figures, and what they cost. Only this may be handed on.
    ///
    /// # Errors
    /// A `MilchglasError` when too few people are left to publish anything.
    #[wasm_bindgen(skip_typescript)]
    pub fn snapshot(&self, options: JsValue) -> Result<JsValue, JsValue> {
        let wish: Wish = or_default(options, "options")?;
        let mut settings = self.settings.clone();
        if let Some(threshold) = wish.threshold {
            settings.threshold = threshold;
        }
        let today = wish.today.unwrap_or_else(today);
        if crate::engine::calendar::day_from_text(&today).is_none() {
            return Err(unfit(&format!("today must be {DAY}")));
        }
        self.ask(|session| {
            let sharing = Sharing { title: wish.title, ..wish.sharing };
            let reviewed = session
                .review(&settings.sound(), &wish.filter, &sharing, &today, None, &mut |_, _| true)
                .map_err(|failure| failed(&failure))?;
            plain(&reviewed.review)
        })
    }

    fn ask<T>(&self, question: impl FnOnce(&Session) -> Result<T, JsValue>) -> Result<T, JsValue> {
        let session = self.session.try_borrow().map_err(|_| busy())?;
        question(session.as_ref().ok_or_else(|| failed(&Failure::NothingRead))?)
    }
}

/// What a file is, from its first bytes.
///
/// # Errors
/// Rejects with a `MilchglasError` when the browser withholds the file.
#[wasm_bindgen(skip_typescript)]
pub fn inspect(file: File) -> Promise {
    future_to_promise(async move {
        let unreadable = || failed(&Failure::Unreadable { file: file.name() });
        let inspections = intake::inspect(&[&file], |_| Ok(())).await.map_err(|_| unreadable())?;
        plain(inspections.first().ok_or_else(unreadable)?)
    })
}

/// Somebody's snapshot: the text of its file, or the fragment of its link.
///
/// # Errors
/// A `MilchglasError` whose `fault` says what is wrong with it.
#[wasm_bindgen(js_name = openSnapshot, skip_typescript)]
pub fn open_snapshot(text: &str) -> Result<JsValue, JsValue> {
    let snapshot =
        session::open_snapshot(text).map_err(|fault| failed(&Failure::Snapshot { fault }))?;
    plain(&snapshot)
}

/// A profile that was saved in the page's mapping dialog, for a file with these
/// columns.
///
/// # Errors
/// A `MilchglasError` whose `fault` says why the text is no profile, a `TypeError`
/// where the columns are none.
#[wasm_bindgen(js_name = applyProfile, skip_typescript)]
pub fn apply_profile(text: &str, header: JsValue) -> Result<JsValue, JsValue> {
    let header: Vec<String> =
        port::from_plain(header).map_err(|_| unfit("header is not of its type"))?;
    let profile = session::open_profile(text).map_err(no_profile)?;
    plain(&profile.onto(&header))
}

/// The version of the module.
#[wasm_bindgen(skip_typescript)]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").into()
}

/// What [`Milchglas::snapshot`] is asked for.
#[derive(Default, serde::Deserialize, serde::Serialize)]
#[serde(default, deny_unknown_fields)]
struct Wish {
    title: String,
    today: Option<String>,
    threshold: Option<u32>,
    filter: Filter,
    /// Everything else about it; its title counts for nothing.
    sharing: Sharing,
}

/// What [`Milchglas::read`] is asked for: consent lists before everything else.
struct Asked {
    inputs: Vec<Input>,
    audience: Audience,
}

impl Asked {
    fn from(files: &JsValue, options: &JsValue) -> Result<Asked, JsValue> {
        let mut inputs = Vec::new();
        let mut plans = plans(options, "consentPlans")?;
        for file in file_list(&member(options, "consent"), "consent")? {
            let plan = plans.next().flatten().unwrap_or_default();
            inputs.push(Input { file, source: Source::Consent(plan.mapping) });
        }
        let mut plans = self::plans(options, "plans")?;
        for file in file_list(files, "files")? {
            let plan = plans.next().flatten().unwrap_or_default();
            inputs.push(Input { file, source: Source::Events(plan) });
        }
        Ok(Asked { inputs, audience: Audience::from(options)? })
    }
}

fn plans(
    options: &JsValue,
    name: &str,
) -> Result<impl Iterator<Item = Option<FilePlan>> + use<>, JsValue> {
    let plans: Option<Vec<Option<FilePlan>>> = option(options, name)?;
    Ok(plans.unwrap_or_default().into_iter())
}

/// The caller's ear and hand.
struct Audience {
    on_progress: Option<Function>,
    signal: Option<AbortSignal>,
}

impl Audience {
    fn from(options: &JsValue) -> Result<Audience, JsValue> {
        let on_progress = member(options, "onProgress");
        let signal = member(options, "signal");
        Ok(Audience {
            on_progress: given(on_progress, |it| it.dyn_into().ok(), "onProgress")?,
            signal: given(signal, |it| it.dyn_into().ok(), "signal")?,
        })
    }
}

impl Watch for Audience {
    fn progress(&self, progress: Progress) {
        if let Some(tell) = &self.on_progress
            && let Ok(progress) = port::plain(&progress)
        {
            // What the caller's own function throws is the caller's affair.
            let _ = tell.call1(&JsValue::UNDEFINED, &progress);
        }
    }

    fn is_cancelled(&self) -> bool {
        self.signal.as_ref().is_some_and(AbortSignal::aborted)
    }
}

/// A sitting that has read nothing yet.
fn sitting(settings: Settings, inputs: &[Input]) -> Result<Session, JsValue> {
    let plans = inputs.iter().filter_map(|input| match &input.source {
        Source::Events(plan) => Some(plan),
        Source::Consent(_) => None,
    });
    let zones = intake::zones_of(&settings, plans);
    let key = entropy::key().map_err(|entropy::NoEntropy| failed(&Failure::Crashed))?;
    Ok(Session::new(key, settings, zones))
}

async fn read_all(
    reading: &mut Session,
    inputs: &[Input],
    audience: &Audience,
) -> Result<(), JsValue> {
    intake::read(reading, inputs, audience).await.map_err(|stop| match stop {
        intake::Stop::Cancelled => aborted(),
        intake::Stop::Unreadable(file) => failed(&Failure::Unreadable { file }),
        intake::Stop::Failed(failure) => failed(&failure),
    })
}

/// What stands between the cells of a CSV.
fn separator(options: &JsValue) -> Result<char, JsValue> {
    let asked: Option<char> = option(options, "separator")?;
    match asked.unwrap_or(',') {
        separator @ (',' | ';' | '\t') => Ok(separator),
        _ => Err(unfit("separator must be a comma, a semicolon or a tab")),
    }
}

/// What is no longer wanted must be out of memory before something new is read.
fn forget(session: &RefCell<Option<Session>>) -> Result<(), JsValue> {
    session.try_borrow_mut().map_err(|_| busy())?.take();
    Ok(())
}

fn busy() -> JsValue {
    unfit("a question cannot be asked from within another")
}

fn plain(value: &impl serde::Serialize) -> Result<JsValue, JsValue> {
    port::plain(value).map_err(|_| failed(&Failure::Crashed))
}

fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn is_nothing(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

fn or_default<T: Default + serde::de::DeserializeOwned + serde::Serialize>(
    value: JsValue,
    name: &str,
) -> Result<T, JsValue> {
    if is_nothing(&value) {
        return Ok(T::default());
    }
    port::from_plain_exactly(value).map_err(|_| unfit(&format!("{name} is not of its type")))
}

fn option<T: serde::de::DeserializeOwned + serde::Serialize>(
    options: &JsValue,
    name: &str,
) -> Result<Option<T>, JsValue> {
    or_default(member(options, name), name)
}

fn given<T>(
    value: JsValue,
    cast: impl FnOnce(JsValue) -> Option<T>,
    name: &str,
) -> Result<Option<T>, JsValue> {
    if is_nothing(&value) {
        return Ok(None);
    }
    cast(value).map(Some).ok_or_else(|| unfit(&format!("{name} is not of its type")))
}

/// An array of files, or a `FileList`.
fn file_list(value: &JsValue, name: &str) -> Result<Vec<File>, JsValue> {
    if is_nothing(value) {
        return Ok(Vec::new());
    }
    let wrong = || unfit(&format!("{name} must be files"));
    if !value.is_object() {
        return Err(wrong());
    }
    Array::from(value).iter().map(|file| file.dyn_into::<File>().map_err(|_| wrong())).collect()
}

/// The day it is where the user is.
fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}
