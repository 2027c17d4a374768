//! Where each vendor keeps its exports, folded away until somebody asks.

use crate::app::view::exports::{VENDORS, where_found};
use crate::app::words::Words;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct ExportHelpProps {
    pub words: Words,
}

#[component]
pub fn ExportHelp(props: &ExportHelpProps) -> Html {
    let words = &props.words;
    html! {
        <details class="export-help" data-test="export-help">
            <summary>{ words.say("exports-where") }</summary>
            <p class="hint">{ words.say("exports-hint") }</p>
            <dl>
                { for VENDORS.iter().map(|(key, name)| html! {
                    <div>
                        <dt>{ *name }</dt>
                        <dd>{ where_found(words, key) }</dd>
                    </div>
                }) }
                <div>
                    <dt>{ words.say("exports-others") }</dt>
                    <dd>{ words.say("exports-others-hint") }</dd>
                </div>
            </dl>
        </details>
    }
}
