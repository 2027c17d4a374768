//! "Check again": the reader lets the attacker try, and sees what he found.

use crate::app::state::{Action, Check, Findings};
use crate::app::view::breaches::breach_words;
use crate::app::view::share::failure_words;
use crate::app::words::Words;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct SnapshotCheckProps {
    pub check: Option<Check>,
    pub words: Words,
    pub send: Callback<Action>,
}

#[component]
pub fn SnapshotCheck(props: &SnapshotCheckProps) -> Html {
    let SnapshotCheckProps { check, words, send } = props;
    let running = check.as_ref().is_some_and(|check| check.outcome.is_none());
    html! {
        <section class="snapshot-check" aria-label={words.say("check-again")}>
            <button type="button" class="button" data-test="check-again" disabled={running}
                aria-describedby="check-again-hint"
                onclick={send.reform(|_: MouseEvent| Action::CheckSnapshot)}>
                { words.say("check-again") }
            </button>
            <span class="hint" id="check-again-hint">{ words.say("check-again-hint") }</span>
            <div role="status" data-test="check-said">
                if let Some(check) = check {
                    { said(check, words) }
                }
            </div>
        </section>
    }
}

fn said(check: &Check, words: &Words) -> Html {
    match &check.outcome {
        None => html! {
            <>
                <p class="loading">{ words.say("check-running") }</p>
                if let Some(progress) = check.progress.as_ref().filter(|progress| progress.steps > 0) {
                    <progress max={progress.steps.to_string()} value={progress.steps_done.to_string()}
                        aria-label={words.say("check-running")} />
                }
            </>
        },
        Some(Err(failure)) => {
            let (what, advice) = failure_words(words, failure);
            html! { <div class="notice notice-error"><p class="notice-title">{ what }</p><p>{ advice }</p></div> }
        }
        Some(Ok(Findings { risk, breaches })) => {
            let tried = words.with(
                "check-tried",
                &[
                    ("cells", risk.cells.into()),
                    ("withheld", risk.cells_withheld.into()),
                    ("programs", risk.programs.into()),
                ],
            );
            if breaches.is_empty() {
                return html! {
                    <div class="notice notice-good" data-test="check-nothing">
                        <p class="notice-title">{ words.say("check-nothing") }</p>
                        <p>{ tried }</p>
                    </div>
                };
            }
            html! {
                <div class="notice notice-error" data-test="check-found">
                    <p class="notice-title">
                        { words.with("check-found", &[("found", breaches.len().into())]) }
                    </p>
                    <p>{ words.say("check-found-lead") }</p>
                    <ul>
                        { for breach_words(words, breaches, &[]).into_iter().map(|sentence| html! {
                            <li>{ sentence }</li>
                        }) }
                    </ul>
                    <p>{ tried }</p>
                </div>
            }
        }
    }
}
