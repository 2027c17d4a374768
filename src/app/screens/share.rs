//! What would leave, before it leaves; and the forms in which it can.

use super::ScreenProps;
use crate::app::parts::value::input_value;
use crate::app::report::ReportBody;
use crate::app::state::{Action, SaveAs, Screen};
use crate::app::view::share::{cost, failure_words, withheld_words};
use crate::app::words::Words;
use crate::contract::{Review, Settings};
use std::rc::Rc;
use yew::prelude::*;

/// Presets for the smallest group shown; 5 is for use inside the company.
const THRESHOLDS: [u32; 4] = [5, 11, 20, 50];

#[component]
pub fn Share(props: &ScreenProps) -> Html {
    let ScreenProps { state, words, send } = props;
    if !state.has_figures() {
        let go = send.reform(|_: MouseEvent| Action::Show(Screen::Files));
        return html! {
            <section class="empty">
                <h1>{ words.say("share-nothing-open") }</h1>
                <p>{ words.say("share-nothing-open-lead") }</p>
                <button class="button button-primary" onclick={go}>{ words.say("share-to-files") }</button>
            </section>
        };
    }
    let title = send.reform(|event: Event| Action::Title(input_value(&event)));
    let settings = state.settings.clone();
    let threshold = send.reform(move |event: Event| {
        let threshold = input_value(&event).parse().unwrap_or(Settings::DEFAULT_THRESHOLD);
        Action::Settings(Settings { threshold, ..settings.clone() })
    });
    html! {
        <div class="share">
            <header class="screen-head">
                <div>
                    <h1>{ words.say("share-heading") }</h1>
                    <p class="lead">{ words.say("share-lead") }</p>
                </div>
            </header>
            <div class="share-layout">
                <div class="share-choices">
                    <div class="field">
                        <label for="share-title">{ words.say("share-title") }</label>
                        <input id="share-title" type="text" maxlength="200" autocomplete="off"
                            data-test="share-title" aria-describedby="share-title-hint"
                            value={state.share.title.clone()} onchange={title} />
                        <p class="hint" id="share-title-hint">{ words.say("share-title-hint") }</p>
                    </div>
                    <div class="field">
                        <label for="share-threshold">{ words.say("share-threshold") }</label>
                        <select id="share-threshold" data-test="threshold"
                            aria-describedby="share-threshold-hint" onchange={threshold}>
                            { for THRESHOLDS.iter().map(|&k| html! {
                                <option value={k.to_string()} selected={state.settings.threshold == k}>
                                    { words.say(&format!("share-threshold-{k}")) }
                                </option>
                            }) }
                        </select>
                        <p class="hint" id="share-threshold-hint">{ words.say("share-threshold-hint") }</p>
                    </div>
                    if let Some(review) = &state.share.review {
                        <Cost review={Rc::new(review.clone())} words={words.clone()} />
                    }
                    <Checklist words={words.clone()} />
                </div>
                <div class="share-result" aria-live="polite">
                    { result(props) }
                </div>
            </div>
        </div>
    }
}

/// The forms to save in and the preview, or why there are none.
fn result(props: &ScreenProps) -> Html {
    let ScreenProps { state, words, send } = props;
    if let Some(failure) = &state.share.failure {
        let (what, advice) = failure_words(words, failure);
        return html! {
            <div class="notice notice-error" role="alert" data-test="error">
                <h2>{ what }</h2>
                <p>{ advice }</p>
            </div>
        };
    }
    let Some(review) = &state.share.review else {
        return html! { <p class="loading" role="status">{ words.say("share-preparing") }</p> };
    };
    let statistics = Rc::new(review.snapshot.statistics.clone());
    html! {
        <>
            <section class="share-forms" aria-labelledby="share-forms-heading">
                <h2 id="share-forms-heading">{ words.say("share-save") }</h2>
                <SaveForms words={words.clone()} send={send.clone()} all=true
                    link={review.fragment.is_some()} copied={state.share.copied} />
            </section>
            <section class="share-preview" aria-labelledby="share-preview-heading" data-test="share-preview">
                <h2 id="share-preview-heading">{ words.say("share-preview") }</h2>
                <div class="paper">
                    if !review.snapshot.title.is_empty() {
                        <p class="paper-title">{ review.snapshot.title.clone() }</p>
                    }
                    <ReportBody {statistics} words={words.clone()}
                        convention={review.snapshot.treated.convention} interactive=false />
                </div>
            </section>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct CostProps {
    review: Rc<Review>,
    words: Words,
}

/// What protection costs, and which names it replaced.
#[component]
fn Cost(props: &CostProps) -> Html {
    let CostProps { review, words } = props;
    let sentences = withheld_words(words, &review.snapshot.protection.withheld);
    let share = words.percent(cost(review.cost.cells, review.cost.cells_withheld), 1);
    let summary = words.with(
        "share-cost",
        &[
            ("withheld", review.cost.cells_withheld.into()),
            ("all", review.cost.cells.into()),
            ("share", share.into()),
        ],
    );
    html! {
        <>
            <section class="share-cost">
                <h2>{ words.say("share-protected") }</h2>
                <p data-test="share-cost">{ summary }</p>
                if sentences.is_empty() {
                    <p>{ words.say("share-protected-nothing") }</p>
                } else {
                    <ul>{ for sentences.into_iter().map(|sentence| html! { <li>{ sentence }</li> }) }</ul>
                }
            </section>
            if !review.texts.is_empty() {
                <section class="share-renamed">
                    <h2>{ words.say("share-renamed") }</h2>
                    <p class="hint">{ words.say("share-renamed-lead") }</p>
                    <table>
                        <caption class="visually-hidden">{ words.say("share-renamed") }</caption>
                        <thead><tr>
                            <th scope="col">{ words.say("share-renamed-from") }</th>
                            <th scope="col">{ words.say("share-renamed-to") }</th>
                        </tr></thead>
                        <tbody>{ for review.texts.iter().map(|text| html! {
                            <tr><td>{ text.text.clone() }</td><td>{ text.shown.clone() }</td></tr>
                        }) }</tbody>
                    </table>
                </section>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct ChecklistProps {
    words: Words,
}

#[component]
fn Checklist(props: &ChecklistProps) -> Html {
    let words = &props.words;
    html! {
        <section class="share-check">
            <h2>{ words.say("share-check") }</h2>
            <ol>
                <li>{ words.say("share-check-1") }</li>
                <li>{ words.say("share-check-2") }</li>
                <li>{ words.say("share-check-3") }</li>
            </ol>
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct SaveFormsProps {
    pub words: Words,
    pub send: Callback<Action>,
    /// Also as a snapshot file and as a link: for the owner.
    pub all: bool,
    /// The data fits into a link.
    #[prop_or_default]
    pub link: bool,
    #[prop_or_default]
    pub copied: bool,
}

/// A button for each form in which a report can be kept.
#[component]
pub fn SaveForms(props: &SaveFormsProps) -> Html {
    let SaveFormsProps { words, send, all, link, copied } = props;
    let form = |name: &'static str, form: SaveAs, primary: bool| {
        let save = send.reform(move |_: MouseEvent| Action::Save(form));
        let hint = format!("share-save-{name}-hint");
        html! {
            <li>
                <button class={classes!("button", primary.then_some("button-primary"))}
                    data-test={format!("save-{name}")} onclick={save}>
                    { words.say(&format!("share-save-{name}")) }
                </button>
                if words.has(&hint) {
                    <span class="hint">{ words.say(&hint) }</span>
                }
            </li>
        }
    };
    html! {
        <ul class="save-forms">
            if *all {
                { form("json", SaveAs::Json, true) }
            }
            { form("html", SaveAs::Html, false) }
            { form("csv", SaveAs::Csv, false) }
            if *all && *link {
                { form("link", SaveAs::Link, false) }
            }
            if *all && !*link {
                <li>
                    <button class="button" data-test="save-link" disabled=true>
                        { words.say("share-save-link") }
                    </button>
                    <span class="hint">{ words.say("share-save-link-too-large") }</span>
                </li>
            }
            if !*all {
                { form("print", SaveAs::Print, false) }
            }
            <li class="save-said" role="status">
                if *copied { { words.say("share-save-link-copied") } }
            </li>
        </ul>
    }
}
