//! The ledger of what was shared: begun, opened, saved, kept in the browser by
//! those who say so, and forgotten.

use super::hand_over::{Added, As, FilesButton};
use super::value::checked;
use crate::app::state::{Action, LedgerPanel as Panel, LedgerTrouble};
use crate::app::view::protection::{method_words, thousandths};
use crate::app::view::share::failure_words;
use crate::app::words::Words;
use crate::contract::{LedgerView, Privacy, ReleaseView};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct LedgerPanelProps {
    pub panel: Panel,
    pub words: Words,
    pub send: Callback<Action>,
    pub add: Callback<Added>,
}

#[component]
pub fn LedgerPanel(props: &LedgerPanelProps) -> Html {
    let LedgerPanelProps { panel, words, .. } = props;
    html! {
        <section class="ledger" aria-labelledby="ledger-heading" data-test="ledger">
            <h2 id="ledger-heading">{ words.say("ledger-heading") }</h2>
            <p class="hint">{ words.say("ledger-lead") }</p>
            <div role="status">
                if let Some(trouble) = &panel.trouble {
                    { told(trouble, words) }
                }
                if let Some(number) = panel.entered {
                    <p class="ledger-entered" data-test="ledger-entered">
                        { words.with("ledger-entered", &[("number", number.into())]) }
                    </p>
                }
            </div>
            if let Some(ledger) = &panel.open {
                { open(props, ledger) }
            } else {
                { none(props) }
            }
        </section>
    }
}

fn told(trouble: &LedgerTrouble, words: &Words) -> Html {
    let (what, advice) = match trouble {
        LedgerTrouble::Failed(failure) => failure_words(words, failure),
        LedgerTrouble::NotKept => (words.say("ledger-trouble-not-kept"), String::new()),
        LedgerTrouble::ChangedElsewhere => (words.say("ledger-trouble-elsewhere"), String::new()),
        LedgerTrouble::NotEntered => (words.say("ledger-trouble-not-entered"), String::new()),
    };
    html! {
        <div class="notice notice-error" data-test="ledger-trouble">
            <p class="notice-title">{ what }</p>
            if !advice.is_empty() { <p>{ advice }</p> }
        </div>
    }
}

fn none(props: &LedgerPanelProps) -> Html {
    let LedgerPanelProps { words, send, add, .. } = props;
    html! {
        <>
            <p data-test="ledger-state">{ words.say("ledger-none") }</p>
            <div class="actions">
                <button type="button" class="button" data-test="ledger-new"
                    onclick={send.reform(|_: MouseEvent| Action::NewLedger)}>
                    { words.say("ledger-new") }
                </button>
                <FilesButton label={words.say("ledger-open-file")} test="ledger-file" what={As::Ledger}
                    accept=".json" add={add.clone()} />
            </div>
        </>
    }
}

fn open(props: &LedgerPanelProps, ledger: &LedgerView) -> Html {
    let LedgerPanelProps { panel, words, send, .. } = props;
    let count = ledger.releases.len();
    let keep = send.reform(|event: Event| Action::KeepLedger(checked(&event)));
    html! {
        <>
            if ledger.needs_reading {
                <div class="notice notice-warn" data-test="ledger-needs-reading">
                    <p>{ words.say("ledger-needs-reading") }</p>
                    <button type="button" class="button" data-test="ledger-read-again"
                        onclick={send.reform(|_: MouseEvent| Action::ReadAnew)}>
                        { words.say("ledger-read-again") }
                    </button>
                </div>
            }
            if count == 0 {
                <p data-test="ledger-state">{ words.say("ledger-empty") }</p>
            } else {
                <p data-test="ledger-state">{ words.with("ledger-count", &[("n", count.into())]) }</p>
                { releases(&ledger.releases, words) }
            }
            if ledger.epsilon_spent_milli > 0 {
                <p>{ budget(ledger, words) }</p>
            }
            if panel.unsaved {
                <p class="ledger-unsaved" data-test="ledger-unsaved">{ words.say("ledger-unsaved") }</p>
            }
            <div class="actions">
                <button type="button" data-test="save-ledger"
                    class={classes!("button", panel.unsaved.then_some("button-primary"))}
                    onclick={send.reform(|_: MouseEvent| Action::SaveLedger)}>
                    { words.say("ledger-save") }
                </button>
                <label class="radio">
                    <input type="checkbox" checked={panel.kept} data-test="ledger-keep" onchange={keep}
                        aria-describedby="ledger-keep-hint" />
                    <span>{ words.say("ledger-keep") }</span>
                </label>
            </div>
            <p class="hint" id="ledger-keep-hint">{ words.say("ledger-keep-hint") }</p>
            <details>
                <summary data-test="ledger-forget">{ words.say("ledger-forget") }</summary>
                <p>{ words.say("ledger-forget-lead") }</p>
                <button type="button" class="button" data-test="ledger-forget-do"
                    onclick={send.reform(|_: MouseEvent| Action::CloseLedger)}>
                    { words.say("ledger-forget-do") }
                </button>
            </details>
        </>
    }
}

fn releases(releases: &[ReleaseView], words: &Words) -> Html {
    let headings =
        ["ledger-number", "ledger-day", "ledger-title", "ledger-method", "ledger-threshold"];
    html! {
        <div class="share-table">
            <table class="ledger-table">
                <caption class="visually-hidden">{ words.say("ledger-caption") }</caption>
                <thead><tr>
                    { for headings.map(|name| html! { <th scope="col">{ words.say(name) }</th> }) }
                </tr></thead>
                <tbody>
                    { for releases.iter().map(|release| html! {
                        <tr data-test="ledger-release">
                            <td>{ words.number(release.number.into()) }</td>
                            <td>{ words.day(&release.on) }</td>
                            <td class="breakable">{ title(release, words) }</td>
                            <td>{ method_words(words, release.method) }</td>
                            <td>{ words.number(release.threshold.into()) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn title(release: &ReleaseView, words: &Words) -> String {
    match release.title.as_str() {
        _ if release.rows => words.say("ledger-rows"),
        "" => words.say("ledger-untitled"),
        title => title.to_owned(),
    }
}

fn budget(ledger: &LedgerView, words: &Words) -> String {
    let left = Privacy::YEARLY_EPSILON_MILLI.saturating_sub(ledger.epsilon_spent_milli);
    let epsilon = |milli| {
        words.with("choices-epsilon-value", &[("epsilon", thousandths(words, milli).into())])
    };
    let values =
        [("left", epsilon(left).into()), ("all", epsilon(Privacy::YEARLY_EPSILON_MILLI).into())];
    words.with("choices-budget", &values)
}
