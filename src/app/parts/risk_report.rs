//! The residual-risk report and the legend of a report: the same on the screen,
//! in the viewer and on paper.

use crate::app::view::protection::legend;
use crate::app::view::risk::risk_words;
use crate::app::words::Words;
use crate::contract::{Protection, Snapshot};
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct RiskReportProps {
    pub snapshot: Rc<Snapshot>,
    pub words: Words,
}

#[component]
pub fn RiskReport(props: &RiskReportProps) -> Html {
    let RiskReportProps { snapshot, words } = props;
    let Some(risk) = &snapshot.risk else {
        return html! {
            <section class="risk" aria-labelledby="risk-heading" data-test="risk">
                <h2 id="risk-heading">{ words.say("risk-heading") }</h2>
                <p>{ words.say("risk-none") }</p>
            </section>
        };
    };
    let said = risk_words(words, &snapshot.protection, risk);
    html! {
        <section class="risk" aria-labelledby="risk-heading" data-test="risk">
            <h2 id="risk-heading">{ words.say("risk-heading") }</h2>
            <p class="risk-verdict" data-test="risk-verdict">{ said.verdict }</p>
            <p>{ words.say("risk-lead") }</p>
            <div class="risk-parts">
                { part(words.say("risk-tried"), said.tried) }
                <div class="risk-opinion">
                    <h3>{ words.say("risk-opinion") }</h3>
                    <dl>
                        { for said.opinion.into_iter().map(|(term, text)| html! {
                            <div><dt>{ term }</dt><dd>{ text }</dd></div>
                        }) }
                    </dl>
                </div>
                { part(words.say("risk-assumed"), said.assumed) }
                { part(words.say("risk-not-protected"), said.not_protected) }
            </div>
        </section>
    }
}

fn part(heading: String, lines: Vec<String>) -> Html {
    html! {
        <div>
            <h3>{ heading }</h3>
            <ul>{ for lines.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct LegendProps {
    pub protection: Protection,
    pub words: Words,
}

/// How to read what is missing, capped or changed.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    html! {
        <ul class="how-to-read" data-test="legend">
            { for legend(&props.words, &props.protection).into_iter().map(|line| html! { <li>{ line }</li> }) }
        </ul>
    }
}
