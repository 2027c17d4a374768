//! Somebody's snapshot: the same figures and pictures, read-only, marked with
//! when and how it was made. Every text in it is plain text to the page.

use super::ScreenProps;
use crate::app::parts::risk_report::{Legend, RiskReport};
use crate::app::parts::save_forms::SaveForms;
use crate::app::parts::snapshot_check::SnapshotCheck;
use crate::app::report::ReportBody;
use crate::app::state::Action;
use crate::app::view::protection::method_words;
use crate::app::view::share::withheld_words;
use crate::app::words::Words;
use crate::contract::{Convention, Mode, Snapshot, Treatment};
use std::rc::Rc;
use yew::prelude::*;

#[component]
pub fn SnapshotView(props: &ScreenProps) -> Html {
    let ScreenProps { state, words, send } = props;
    let Some(snapshot) = &state.opened else { return html! {} };
    let close = send.reform(|_: MouseEvent| Action::CloseSnapshot);
    html! {
        <article class="snapshot" data-test="snapshot">
            <p class="snapshot-label">{ words.say("snapshot-label") }</p>
            <SnapshotHead snapshot={snapshot.clone()} words={words.clone()} />
            <div class="snapshot-actions" role="group" aria-label={words.say("snapshot-save")}>
                <SaveForms words={words.clone()} send={send.clone()} all=false />
                <button class="button" data-test="close-snapshot" onclick={close}>
                    { words.say("snapshot-close") }
                </button>
            </div>
            <p class="hint">{ words.say("snapshot-checked") }</p>
            <SnapshotCheck check={state.check.clone()} words={words.clone()} send={send.clone()} />
            <div class="paper">
                <ReportBody statistics={Rc::new(snapshot.statistics.clone())} words={words.clone()}
                    convention={snapshot.treated.convention} interactive=false />
            </div>
            <RiskReport snapshot={snapshot.clone()} words={words.clone()} />
        </article>
    }
}

#[derive(PartialEq, Properties)]
pub struct SnapshotHeadProps {
    pub snapshot: Rc<Snapshot>,
    pub words: Words,
}

/// Title, when and how it was made, and what it does not show: the same on the
/// screen and on paper.
#[component]
pub fn SnapshotHead(props: &SnapshotHeadProps) -> Html {
    let SnapshotHeadProps { snapshot, words } = props;
    let title = if snapshot.title.is_empty() {
        words.say("snapshot-untitled")
    } else {
        snapshot.title.clone()
    };
    let made = words.with(
        "snapshot-made",
        &[("day", words.day(&snapshot.made.on).into()), ("by", snapshot.made.by.clone().into())],
    );
    let withheld = withheld_words(words, &snapshot.protection.withheld);
    html! {
        <header class="snapshot-head">
            <h1>{ title }</h1>
            <p class="lead">{ made }</p>
            <dl class="facts">
                { for facts(words, snapshot).into_iter().map(|(term, value)| html! {
                    <div><dt>{ term }</dt><dd>{ value }</dd></div>
                }) }
            </dl>
            if !withheld.is_empty() {
                <details class="snapshot-withheld">
                    <summary>{ words.say("snapshot-withheld") }</summary>
                    <ul>{ for withheld.into_iter().map(|sentence| html! { <li>{ sentence }</li> }) }</ul>
                </details>
            }
            <Legend protection={snapshot.protection.clone()} words={words.clone()} />
        </header>
    }
}

/// How the report was made, term and value.
fn facts(words: &Words, snapshot: &Snapshot) -> Vec<(String, String)> {
    let treated = &snapshot.treated;
    let mode = match treated.mode {
        Mode::Personal => "mode-personal",
        Mode::Anonymous => "mode-anonymous",
        Mode::Choice => "mode-choice",
    };
    let people = words
        .with("snapshot-threshold-people", &[("people", snapshot.protection.threshold.into())]);
    let mut facts = vec![
        (words.say("snapshot-method"), method_words(words, snapshot.protection.method)),
        (words.say("snapshot-threshold"), people),
        (words.say("snapshot-mode"), words.say(mode)),
    ];
    if treated.mode == Mode::Choice {
        facts.push((words.say("snapshot-unknown"), treatment(words, treated.unknown)));
        facts.push((words.say("snapshot-denied"), treatment(words, treated.denied)));
    }
    facts.push((words.say("snapshot-convention"), convention(words, treated.convention)));
    facts.push((words.say("snapshot-period"), period(words, snapshot)));
    facts.push((words.say("snapshot-zone"), treated.zone.clone()));
    facts
}

fn treatment(words: &Words, treatment: Treatment) -> String {
    words.say(match treatment {
        Treatment::Named => "snapshot-treatment-named",
        Treatment::Anonymous => "snapshot-treatment-anonymous",
        Treatment::Excluded => "snapshot-treatment-excluded",
    })
}

fn convention(words: &Words, convention: Convention) -> String {
    words.say(match convention {
        Convention::Measurable => "convention-measurable",
        Convention::Delivered => "convention-delivered",
        Convention::Sent => "convention-sent",
        Convention::DdvTotal => "convention-ddv-total",
        Convention::CleverElements => "convention-clever-elements",
    })
}

fn period(words: &Words, snapshot: &Snapshot) -> String {
    let day = |day: &Option<String>| day.as_ref().map(|day| words.day(day));
    match (day(&snapshot.treated.from), day(&snapshot.treated.to)) {
        (None, None) => words.say("snapshot-period-all"),
        (Some(from), None) => words.with("snapshot-period-from", &[("from", from.into())]),
        (None, Some(to)) => words.with("snapshot-period-to", &[("to", to.into())]),
        (Some(from), Some(to)) => {
            words.with("snapshot-period-both", &[("from", from.into()), ("to", to.into())])
        }
    }
}
