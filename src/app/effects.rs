//! Does what the reducer asks for: messages, storage, clipboard. What only later
//! screens ask for is in `saving`.

use super::deferred;
use super::link::Link;
use super::parts::hand_over::As;
use super::state::{Action, Effect, Kept, Surroundings, Theme};
use super::words::{Language, Words};
use crate::messages::{Command, Failure};
use js_sys::{Array, Date, Intl, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::Callback;

/// The only entry of the page in the browser's storage.
const KEY: &str = "milchglas";

/// So many files are asked for their size in one task of the page.
const SIZES_AT_ONCE: usize = 64;

/// Sample exports that come with the page.
const SAMPLES: [&str; 2] = ["events.csv", "consent.csv"];

/// The choices of an earlier visit; none where storage is off or not ours.
pub fn kept() -> Kept {
    storage()
        .and_then(|storage| storage.get_item(KEY).ok().flatten())
        .and_then(|text| js_sys::JSON::parse(&text).ok())
        .and_then(|value| serde_wasm_bindgen::from_value(value).ok())
        .unwrap_or_default()
}

/// What the browser says of language, zone and address.
pub fn surroundings() -> Surroundings {
    let tag = web_sys::window().and_then(|window| window.navigator().language());
    let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    let zone = Reflect::get(&options, &"timeZone".into()).ok().and_then(|zone| zone.as_string());
    Surroundings {
        language: tag.map_or(Language::En, |tag| Language::from_tag(&tag)),
        zone: zone.unwrap_or_else(|| "UTC".into()),
        fragment: fragment(),
    }
}

/// Whether the browser keeps the page's files for when there is no network.
pub fn is_kept() -> bool {
    web_sys::window().is_some_and(|window| {
        let keeper = Reflect::get(&window.navigator(), &"serviceWorker".into());
        keeper.is_ok_and(|keeper| keeper.is_object())
    })
}

/// Names of the zones this browser knows.
pub fn zones() -> Vec<String> {
    let names = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| {
            let list: js_sys::Function =
                Reflect::get(&intl, &"supportedValuesOf".into())?.dyn_into()?;
            list.call1(&intl, &"timeZone".into())
        })
        .map(|names| Array::from(&names))
        .unwrap_or_default();
    let mut names: Vec<String> = names.iter().filter_map(|name| name.as_string()).collect();
    if !names.iter().any(|name| name == "UTC") {
        names.push("UTC".into());
    }
    names
}

/// Do one effect.
pub fn run(effect: Effect, words: &Words, link: &Link, send: &Callback<Action>) {
    match effect {
        Effect::Send { mut command, handles } => {
            if let Command::Review { today, .. }
            | Command::NewLedger { today, .. }
            | Command::OpenLedger { today, .. }
            | Command::ExportRows { today, .. } = &mut command
            {
                *today = self::today();
            }
            link.send(command, &handles);
        }
        Effect::ReplaceWorker => link.replace(),
        Effect::Forget { handles } => link.forget(&handles),
        Effect::FetchSample => {
            let (link, send) = (link.clone(), send.clone());
            spawn_local(async move {
                let mut files = Vec::new();
                for name in SAMPLES {
                    match sample(name).await {
                        Ok(file) => files.push(file),
                        Err(_) => {
                            let failure = Failure::Unreadable { file: name.into() };
                            send.emit(Action::Failed(failure));
                            return;
                        }
                    }
                }
                add_files(files, As::Data, &link, &send);
            });
        }
        Effect::Keep(kept) => {
            let text = serde_wasm_bindgen::to_value(&*kept)
                .ok()
                .and_then(|value| js_sys::JSON::stringify(&value).ok())
                .and_then(|text| text.as_string());
            if let (Some(storage), Some(text)) = (storage(), text) {
                // A full or blocked storage costs the choices, nothing else.
                let _ = storage.set_item(KEY, &text);
            }
        }
        Effect::Copy { fragment } => {
            let send = send.clone();
            spawn_local(async move {
                if copy(&fragment).await.is_ok() {
                    send.emit(Action::Copied);
                }
            });
        }
        Effect::ClearFragment => {
            if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
                let _ = history.replace_state_with_url(&JsValue::NULL, "", Some("./"));
            }
        }
        later => {
            let (words, link, send) = (words.clone(), link.clone(), send.clone());
            spawn_local(async move {
                match deferred::load().await {
                    Ok(screens) => (screens.run)(later, &words, &link, &send),
                    Err(failure) => send.emit(Action::Failed(failure)),
                }
            });
        }
    }
}

/// Hand files over: their handles to the link, their names and sizes to the state.
pub fn add_files(mut files: Vec<File>, what: As, link: &Link, send: &Callback<Action>) {
    if what == As::Profile {
        if let Some(file) = files.into_iter().next() {
            let send = send.clone();
            spawn_local(async move {
                match deferred::load().await {
                    Ok(screens) => (screens.open_profile)(file, send),
                    Err(failure) => send.emit(Action::Failed(failure)),
                }
            });
        }
        return;
    }
    if what == As::Ledger {
        // There is one ledger at a time.
        files.truncate(1);
    }
    let (link, send) = (link.clone(), send.clone());
    spawn_local(async move {
        let added = measured(&files).await;
        link.keep(files);
        match what {
            As::Data => send.emit(Action::FilesAdded(added)),
            As::Consent => send.emit(Action::ConsentAdded(added)),
            As::Ledger => send.emit(Action::LedgerFile),
            // Read above, and not among the open files.
            As::Profile => {}
        }
    });
}

/// Names and sizes. A browser looks a size up when it is asked for, and waits for the
/// disk: a thousand of them would stop the page for a quarter of a second.
async fn measured(files: &[File]) -> Vec<(String, u64)> {
    let mut measured = Vec::with_capacity(files.len());
    for some in files.chunks(SIZES_AT_ONCE) {
        if !measured.is_empty() {
            sleep(0).await;
        }
        measured.extend(some.iter().map(|file| (file.name(), file.size() as u64)));
    }
    measured
}

/// What the document as a whole says of language, theme and title.
pub fn dress(words: &Words, theme: Theme) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    document.set_title(&words.say("page-title"));
    let Some(root) = document.document_element() else { return };
    let set = |name: &str, value: Option<&str>| match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
    let theme = match theme {
        Theme::System => None,
        Theme::Light => Some("light"),
        Theme::Dark => Some("dark"),
    };
    // Plain names and values, on an element that exists.
    let _ = set("lang", Some(words.language().tag())).and_then(|()| set("data-theme", theme));
}

/// Calls `heard` with the part behind `#` whenever it changes, for as long as
/// the page is open.
pub fn hear_fragments(heard: Callback<String>) {
    let Some(window) = web_sys::window() else { return };
    let listener = Closure::<dyn FnMut()>::new(move || heard.emit(fragment()));
    let _ =
        window.add_event_listener_with_callback("hashchange", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Comes back after that many milliseconds.
pub async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(promise).await;
}

/// Has the browser load the styles of all screens but the first, which wait in the page
/// until then.
///
/// # Errors
/// [`Failure::NotLoaded`] when some cannot be had; the next time they are asked for again.
#[cfg(feature = "split")]
pub fn styles() -> impl Future<Output = Result<(), Failure>> {
    let mut begun = Vec::new();
    let document = web_sys::window().and_then(|window| window.document());
    let next = || document.as_ref()?.query_selector("link[rel=stylesheet][disabled]").ok()?;
    while let Some(link) = next() {
        let loading = Promise::new(&mut |there, not_there| {
            let _ = link.add_event_listener_with_callback("load", &there);
            let _ = link.add_event_listener_with_callback("error", &not_there);
        });
        if link.remove_attribute("disabled").is_err() {
            break;
        }
        begun.push((link, JsFuture::from(loading)));
    }
    async move {
        let mut all = Ok(());
        for (link, loading) in begun {
            if loading.await.is_err() {
                let _ = link.set_attribute("disabled", "");
                all = Err(Failure::NotLoaded);
            }
        }
        all
    }
}

/// The part of the address behind `#`.
fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

fn storage() -> Option<web_sys::Storage> {
    web_sys::window().and_then(|window| window.local_storage().ok().flatten())
}

/// The day on the wall clock, `YYYY-MM-DD`.
pub fn today() -> String {
    let now = Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

async fn sample(name: &str) -> Result<File, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response = JsFuture::from(window.fetch_with_str(&format!("./samples/{name}"))).await?;
    let response: web_sys::Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let bytes = JsFuture::from(response.array_buffer()?).await?;
    File::new_with_u8_array_sequence(&Array::of1(&Uint8Array::new(&bytes)), name)
}

async fn copy(fragment: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let location = window.location();
    let page = location.href()?;
    let page = page.split('#').next().unwrap_or_default();
    let link = format!("{page}#{fragment}");
    JsFuture::from(window.navigator().clipboard().write_text(&link)).await.map(|_| ())
}
