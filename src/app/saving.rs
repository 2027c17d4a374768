//! What is saved, in files and in the browser, and what else only screens that are
//! loaded later ask for: loaded with them.

use super::effects::today;
use super::link::Link;
use super::profile_file;
use super::report;
use super::state::{Action, Effect, LEDGER_ENDING, LedgerTrouble, SaveAs};
use super::stored_ledger::{self, NotStored};
use super::view::mapping::profile_name;
use super::view::sheet;
use super::words::Words;
use crate::contract::Snapshot;
use crate::messages::Command;
use crate::port;
use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, File, HtmlAnchorElement, Url};
use yew::Callback;

/// Do one effect, where it is one of these.
pub fn run(effect: Effect, words: &Words, link: &Link, send: &Callback<Action>) {
    match effect {
        Effect::Verify { job, snapshot } => match text_of(&snapshot) {
            Some(snapshot) => link.send(Command::Verify { job, snapshot }, &[]),
            // What came out of a text goes back into one.
            None => web_sys::console::error_1(&"a snapshot has no text".into()),
        },
        Effect::Rehearse { made_up } => report::rehearse(made_up, words.clone()),
        Effect::Save { snapshot, form } => save(&snapshot, form, words),
        Effect::SaveReviewed { review, form: SaveAs::Json } => {
            let name = format!("{}.{}", sheet::file_stem(&review.snapshot), Snapshot::EXTENSION);
            download(&name, "application/json", &review.text);
        }
        Effect::SaveReviewed { review, form } => save(&review.snapshot, form, words),
        Effect::SavePeople { page } => {
            download("milchglas.csv", "text/csv;charset=utf-8", &sheet::people(&page, words));
        }
        Effect::SaveProblems { csv } => {
            let name = format!("milchglas-{}.csv", words.say("file-problems-name"));
            download(&name, "text/csv;charset=utf-8", &csv);
        }
        Effect::FitProfile { file, profile, header } => {
            let applied = Box::new(profile.onto(&header));
            send.emit(Action::ProfileFitted { file, applied });
        }
        Effect::SaveProfile { profile } => {
            if let Ok(text) = profile_file::text(&profile) {
                download(&profile_name(&profile.name), "application/json", &text);
            }
        }
        Effect::SaveRows { csv } => {
            let name = format!("milchglas-rows-{}.csv", today());
            download(&name, "text/csv;charset=utf-8", &csv);
        }
        Effect::SaveLedger { text } => {
            let name = format!("milchglas-{}{LEDGER_ENDING}", today());
            download(&name, "application/json", &text);
        }
        Effect::StoreLedger { text, known } => {
            let send = send.clone();
            spawn_local(async move {
                let trouble = match stored_ledger::store(&text, known.as_deref()).await {
                    Ok(()) => return,
                    Err(NotStored::Refused) => LedgerTrouble::NotKept,
                    Err(NotStored::Changed) => LedgerTrouble::ChangedElsewhere,
                };
                send.emit(Action::LedgerNotKept(trouble));
            });
        }
        Effect::FetchLedger => {
            let send = send.clone();
            spawn_local(async move {
                send.emit(match stored_ledger::fetch().await {
                    Ok(text) => Action::LedgerFound(text),
                    Err(_) => Action::LedgerNotKept(LedgerTrouble::NotKept),
                });
            });
        }
        Effect::DropLedger => spawn_local(async move {
            if stored_ledger::drop_all().await.is_err() {
                web_sys::console::error_1(&"the ledger could not be removed".into());
            }
        }),
        // Done where it was asked for.
        Effect::Send { .. }
        | Effect::ReplaceWorker
        | Effect::Forget { .. }
        | Effect::FetchSample
        | Effect::Keep(_)
        | Effect::Copy { .. }
        | Effect::ClearFragment => {}
    }
}

/// What a snapshot's file says.
fn text_of(snapshot: &Snapshot) -> Option<String> {
    let value = port::plain(snapshot).ok()?;
    js_sys::JSON::stringify(&value).ok()?.as_string()
}

/// Reads a profile's file.
pub fn open_profile(file: File, send: Callback<Action>) {
    spawn_local(async move {
        send.emit(Action::ProfileOpened(profile_file::read(&file).await.map(Box::new)));
    });
}

fn save(snapshot: &Snapshot, form: SaveAs, words: &Words) {
    let stem = sheet::file_stem(snapshot);
    match form {
        SaveAs::Csv => download(
            &format!("{stem}.csv"),
            "text/csv;charset=utf-8",
            &sheet::snapshot(snapshot, words),
        ),
        SaveAs::Html => {
            let (snapshot, language) = (snapshot.clone(), words.language());
            spawn_local(async move {
                match super::printed::page(&snapshot, language).await {
                    Ok(page) => {
                        download(&format!("{stem}.html"), "text/html;charset=utf-8", &page);
                    }
                    Err(_) => not_offered(),
                }
            });
        }
        SaveAs::Print => {
            if let Some(window) = web_sys::window() {
                let _ = window.print();
            }
        }
        // The one who saved it has its exact text, and its link.
        SaveAs::Json | SaveAs::Link => {}
    }
}

/// Offer a text as a file to save.
fn download(name: &str, media: &str, text: &str) {
    let offer = || -> Result<(), JsValue> {
        let properties = BlobPropertyBag::new();
        properties.set_type(media);
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &properties)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let document =
            web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
        let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
        anchor.set_href(&address);
        anchor.set_download(name);
        anchor.click();
        // The browser has taken its own reference when the click returns.
        Url::revoke_object_url(&address)
    };
    if offer().is_err() {
        not_offered();
    }
}

fn not_offered() {
    web_sys::console::error_1(&"a file could not be offered for saving".into());
}
