//! Anonymised rows for other tools: out of sight until somebody looks for them.

use crate::app::state::{Action, RowsView, State};
use crate::app::view::breaches::breach_words;
use crate::app::view::share::failure_words;
use crate::app::words::Words;
use crate::messages::Failure;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct RowExportProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
}

#[component]
pub fn RowExport(props: &RowExportProps) -> Html {
    let RowExportProps { state, words, send } = props;
    let running = matches!(state.share.rows, RowsView::Asked(_));
    let people = [("people", state.settings.threshold.into())];
    html! {
        <details class="rows" data-test="rows">
            <summary data-test="rows-open">{ words.say("rows-heading") }</summary>
            <p>{ words.with("rows-lead", &people) }</p>
            <p class="hint">{ words.say("rows-warning") }</p>
            if state.ledger.open.is_some() {
                <p class="hint">{ words.say("rows-once") }</p>
                <button type="button" class="button" data-test="rows-do" disabled={running}
                    onclick={send.reform(|_: MouseEvent| Action::ExportRows)}>
                    { words.say("rows-do") }
                </button>
            } else {
                <p>{ words.say("rows-no-ledger") }</p>
                <button type="button" class="button" data-test="rows-ledger"
                    onclick={send.reform(|_: MouseEvent| Action::NewLedger)}>
                    { words.say("ledger-new") }
                </button>
            }
            <div role="status" data-test="rows-said">{ said(state, words) }</div>
        </details>
    }
}

fn said(state: &State, words: &Words) -> Html {
    match &state.share.rows {
        RowsView::NotAsked => html! {},
        RowsView::Asked(_) => html! { <p>{ words.say("rows-running") }</p> },
        RowsView::Saved(rows) => {
            let values = [
                ("rows", rows.rows.into()),
                ("left", rows.rows_left_out.into()),
                ("fewest", rows.fewest.into()),
            ];
            html! { <p>{ words.with("rows-saved", &values) }</p> }
        }
        RowsView::Failed(failure) => {
            let (what, advice) = failure_words(words, failure);
            let releases = state.ledger.open.as_ref().map_or(&[][..], |ledger| &ledger.releases);
            let breaches = match failure {
                Failure::Unsafe { breaches } => breach_words(words, breaches, releases),
                _ => Vec::new(),
            };
            html! {
                <div class="notice notice-error">
                    <p class="notice-title">{ words.say("rows-refused") }</p>
                    <p>{ what }{ " " }{ advice }</p>
                    if !breaches.is_empty() {
                        <ul>{ for breaches.into_iter().map(|sentence| html! { <li>{ sentence }</li> }) }</ul>
                    }
                </div>
            }
        }
    }
}
