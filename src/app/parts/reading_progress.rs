//! How far reading has come, with a way to stop it.

use crate::app::state::{Action, Busy, State};
use crate::app::words::Words;
use crate::contract::Progress;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct ReadingProgressProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
}

#[component]
pub fn ReadingProgress(props: &ReadingProgressProps) -> Html {
    let words = &props.words;
    let (title, detail, bar) = match &props.state.busy {
        Busy::Nothing => return html! {},
        Busy::Inspecting(_) => (
            words.say("progress-looking"),
            String::new(),
            html! { <progress aria-label={words.say("progress-looking")} /> },
        ),
        Busy::Reading(_, progress) => {
            let name = words.with("progress-reading", &[("file", progress.file.as_str().into())]);
            let detail = if words.are_all() { detail(progress, words) } else { String::new() };
            let bar = html! {
                <progress
                    aria-label={words.say("progress-label")}
                    max={progress.bytes.max(1).to_string()}
                    value={progress.bytes_done.min(progress.bytes).to_string()}
                />
            };
            (name, detail, bar)
        }
    };
    let onclick = props.send.reform(|_| Action::Cancel);
    html! {
        <section class="progress" data-test="progress" aria-label={words.say("progress-label")}>
            <div class="progress-line">
                <p class="progress-what">{ title }</p>
                <p class="progress-detail">{ detail }</p>
                <button type="button" class="button button-quiet" data-test="cancel" {onclick}>
                    { words.say("cancel") }
                </button>
            </div>
            { bar }
        </section>
    }
}

/// Bytes and rows so far.
fn detail(progress: &Progress, words: &Words) -> String {
    words.with(
        "progress-detail",
        &[
            ("done", words.size(progress.bytes_done).into()),
            ("all", words.size(progress.bytes).into()),
            ("rows", progress.rows.into()),
        ],
    )
}

/// What a screen reader is told of it: every tenth, not every step.
pub fn spoken(state: &State, words: &Words) -> String {
    match &state.busy {
        Busy::Reading(_, progress) if progress.bytes > 0 => {
            let tenths = progress.bytes_done.saturating_mul(10) / progress.bytes;
            words.with("progress-spoken", &[("percent", (tenths.min(10) * 10).into())])
        }
        Busy::Reading(..) | Busy::Inspecting(_) => words.say("progress-looking"),
        Busy::Nothing => match &state.report {
            Some(report) if words.are_all() => {
                words.with("progress-done", &[("files", report.files.len().into())])
            }
            _ => String::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;
    use crate::messages::Job;

    #[test]
    fn a_screen_reader_hears_tenths() {
        let words = Words::new(Language::En);
        let at = |done, all| {
            let progress = Progress { bytes_done: done, bytes: all, ..Progress::default() };
            let mut state = State::default();
            state.busy = Busy::Reading(Job(1), progress);
            spoken(&state, &words)
        };
        assert_eq!(at(301, 1_000), at(399, 1_000));
        assert_ne!(at(399, 1_000), at(400, 1_000));
        assert!(at(2_000, 1_000).contains("100"), "never beyond the end");
        assert_eq!(at(0, 0), words.say("progress-looking"));
    }
}
