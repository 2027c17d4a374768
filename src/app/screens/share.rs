//! What would leave, before it leaves: the choices and what they cost, the
//! texts that go with it, the releases before, what could still be worked out,
//! the forms in which it can be saved, and the report itself as readers see it.

use super::OpeningProps;
use crate::app::parts::ledger_panel::LedgerPanel;
use crate::app::parts::refusal::Refusal;
use crate::app::parts::risk_report::{Legend, RiskReport};
use crate::app::parts::row_export::RowExport;
use crate::app::parts::save_forms::{Checklist, SaveForms};
use crate::app::parts::share_choices::ShareChoices;
use crate::app::parts::share_cost::ShareCost;
use crate::app::parts::text_review::TextReview;
use crate::app::report::ReportBody;
use crate::app::state::{Action, Screen};
use crate::contract::Review;
use std::rc::Rc;
use yew::prelude::*;

#[component]
pub fn Share(props: &OpeningProps) -> Html {
    let OpeningProps { state, words, send, .. } = props;
    if !state.has_figures() {
        let go = send.reform(|_: MouseEvent| Action::Show(Screen::Files));
        return html! {
            <div class="share">
                <section class="empty">
                    <h1>{ words.say("share-nothing-open") }</h1>
                    <p>{ words.say("share-nothing-open-lead") }</p>
                    <button type="button" class="button button-primary" onclick={go}>
                        { words.say("share-to-files") }
                    </button>
                </section>
                if state.ledger.open.is_some() || state.ledger.trouble.is_some() {
                    { ledger(props) }
                }
            </div>
        };
    }
    let share = &state.share;
    // While the worker protects, what was in sight stays there, and says so.
    let shown = share.review.as_ref().or(share.before.as_ref());
    html! {
        <div class="share">
            <header class="screen-head">
                <div>
                    <h1>{ words.say("share-heading") }</h1>
                    <p class="lead">{ words.say("share-lead") }</p>
                    if shown.is_some() {
                        <p><a href="#share-preview">{ words.say("share-jump") }</a></p>
                    }
                </div>
            </header>
            <div class="share-layout">
                <div class="share-choices">
                    <ShareChoices state={state.clone()} words={words.clone()} send={send.clone()} />
                    if let Some(review) = shown.filter(|_| share.failure.is_none()) {
                        <ShareCost review={review.clone()} words={words.clone()}
                            before={share.review.as_ref().and(share.before.clone())} />
                    }
                </div>
                <div class="share-result" aria-busy={share.is_waiting().to_string()}>
                    { said(props) }
                    if let Some(review) = shown.filter(|_| share.failure.is_none()) {
                        { steps(props, review) }
                    } else {
                        { ledger(props) }
                    }
                </div>
            </div>
        </div>
    }
}

/// That the worker protects, or why there is nothing to show.
fn said(props: &OpeningProps) -> Html {
    let OpeningProps { state, words, send, .. } = props;
    let share = &state.share;
    html! {
        <>
            <div class="share-status" role="status">
                if share.is_waiting() {
                    <p class="loading" data-test="protecting">{ words.say("share-preparing") }</p>
                    if let Some(progress) = share.progress.as_ref().filter(|progress| progress.steps > 0) {
                        <progress max={progress.steps.to_string()} value={progress.steps_done.to_string()}
                            aria-label={words.say("share-preparing")} />
                    }
                }
            </div>
            if let Some(failure) = &share.failure {
                <Refusal failure={failure.clone()} state={state.clone()} words={words.clone()} send={send.clone()} />
            }
        </>
    }
}

fn ledger(props: &OpeningProps) -> Html {
    let OpeningProps { state, words, send, add, .. } = props;
    html! {
        <LedgerPanel panel={state.ledger.clone()} words={words.clone()} send={send.clone()} add={add.clone()} />
    }
}

/// From the texts to the report itself, in the order in which they are looked at.
fn steps(props: &OpeningProps, review: &Rc<Review>) -> Html {
    let OpeningProps { state, words, send, .. } = props;
    let share = &state.share;
    let stale = share.review.is_none();
    let snapshot = Rc::new(review.snapshot.clone());
    let statistics = Rc::new(review.snapshot.statistics.clone());
    html! {
        <>
            <TextReview texts={review.texts.clone()} sharing={share.sharing.clone()}
                words={words.clone()} send={send.clone()} />
            { ledger(props) }
            <div class={classes!(stale.then_some("stale"))}>
                <RiskReport snapshot={snapshot.clone()} words={words.clone()} />
            </div>
            <section class="share-forms" aria-labelledby="share-forms-heading">
                <h2 id="share-forms-heading">{ words.say("checklist-heading") }</h2>
                <Checklist review={review.clone()} words={words.clone()} />
                <h3>{ words.say("share-save") }</h3>
                <SaveForms words={words.clone()} send={send.clone()} all=true disabled={stale}
                    link={review.fragment.is_some()} copied={share.copied} />
            </section>
            <section class={classes!("share-preview", stale.then_some("stale"))} id="share-preview"
                aria-labelledby="share-preview-heading" data-test="share-preview">
                <h2 id="share-preview-heading">{ words.say("share-preview") }</h2>
                <div class="paper">
                    if !snapshot.title.is_empty() {
                        <p class="paper-title">{ snapshot.title.clone() }</p>
                    }
                    <Legend protection={snapshot.protection.clone()} words={words.clone()} />
                    <ReportBody {statistics} words={words.clone()}
                        convention={snapshot.treated.convention} interactive=false />
                </div>
            </section>
            <RowExport state={state.clone()} words={words.clone()} send={send.clone()} />
        </>
    }
}
