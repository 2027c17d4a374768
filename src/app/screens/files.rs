//! The open files: what each was recognised as and what became of its rows.

use crate::app::parts::export_help::ExportHelp;
use crate::app::parts::file_entry::FileEntry;
use crate::app::parts::hand_over::FilesButton;
use crate::app::screens::OpeningProps;
use crate::app::state::{Action, Busy, OpenFile, Screen, State};
use crate::app::view::comparison::{Comparison, compare};
use crate::app::view::files::listed;
use crate::app::words::Words;
use yew::prelude::*;

/// So many files are listed, and so many more each time: all of a thousand would take a
/// second to draw, and nobody looks at each.
const LISTED: usize = 25;

#[component]
pub fn Files(props: &OpeningProps) -> Html {
    let OpeningProps { state, words, send, add, zones } = props;
    let unmapped = state.unmapped().count();
    let most = use_state(|| LISTED);
    let hidden = state.files.len().saturating_sub(*most);
    let more = {
        let most = most.clone();
        Callback::from(move |_| most.set(*most + LISTED))
    };
    html! {
        <div class="files" data-test="drop-zone">
            <div class="screen-head">
                <div>
                    <h1>{ words.say("nav-files") }</h1>
                    <p class="lead">{ summary(state, words) }</p>
                </div>
                <div class="actions">
                    <FilesButton label={words.say("files-add")} test="file-input" add={add.clone()} />
                    <button
                        type="button"
                        class="button button-quiet"
                        onclick={send.reform(|_| Action::RemoveAllFiles)}
                    >
                        { words.say("files-remove-all") }
                    </button>
                    if state.has_figures() {
                        <button
                            type="button"
                            class="button button-primary"
                            onclick={send.reform(|_| Action::Show(Screen::Statistics))}
                        >
                            { words.say("files-to-statistics") }
                        </button>
                    }
                </div>
            </div>
            if unmapped > 0 {
                <div class="notice notice-warn" role="status">
                    <p>{ words.with("files-need-you", &[("files", unmapped.into())]) }</p>
                </div>
            }
            if state.is_waiting() {
                <div class="notice notice-warn" role="status">
                    <p>{ words.say("files-unread") }</p>
                    <button
                        type="button"
                        class="button"
                        data-test="read-again"
                        onclick={send.reform(|_| Action::ReadAgain)}
                    >
                        { words.say("files-read") }
                    </button>
                </div>
            }
            <div class="file-list">
                { for listed(&state.files, *most).into_iter().map(|file| html! {
                    <FileEntry
                        key={file.id}
                        file={file.clone()}
                        consent={state.consent.clone()}
                        comparison={comparison(state, file)}
                        mode={state.settings.mode}
                        zone={state.settings.zone.clone()}
                        reading={state.busy != Busy::Nothing}
                        saving_problems={state.is_saving_problems(file.id)}
                        words={words.clone()}
                        send={send.clone()}
                        zones={zones.clone()}
                    />
                }) }
            </div>
            if hidden > 0 {
                <div class="files-more">
                    <p class="hint">
                        { words.with(
                            "files-listed",
                            &[("listed", (*most).into()), ("files", state.files.len().into())],
                        ) }
                    </p>
                    <button type="button" class="button" data-test="more-files" onclick={more}>
                        { words.with("files-more", &[("files", hidden.min(LISTED).into())]) }
                    </button>
                </div>
            }
            <ExportHelp words={words.clone()} send={send.clone()} />
        </div>
    }
}

/// The file's own sums beside all that was counted, whatever is filtered.
fn comparison(state: &State, file: &OpenFile) -> Option<Comparison> {
    let reported = &file.report.as_ref()?.reported;
    let counted = &state.report.as_ref()?.campaigns;
    (!reported.is_empty()).then(|| compare(reported, counted))
}

/// Files, rows and doubles in one line.
fn summary(state: &State, words: &Words) -> String {
    let files = words.with("files-count", &[("files", state.files.len().into())]);
    let Some(report) = &state.report else { return files };
    let rows: u64 = report.files.iter().map(|file| file.rows).sum();
    let mut parts = vec![files, words.with("files-rows", &[("rows", rows.into())])];
    if let Some(doubles) = report.statistics.doubles.exact().filter(|doubles| *doubles > 0) {
        parts.push(words.with("files-doubles", &[("doubles", doubles.into())]));
    }
    parts.join(" · ")
}
