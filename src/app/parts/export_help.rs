//! Where each vendor keeps its exports, folded away until somebody asks: who looks for
//! an export is about to open it, and all that is loaded for it is loaded now.

use crate::app::state::Action;
use crate::app::view::exports::{VENDORS, where_found};
use crate::app::words::Words;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct ExportHelpProps {
    pub words: Words,
    pub send: Callback<Action>,
}

#[component]
pub fn ExportHelp(props: &ExportHelpProps) -> Html {
    let words = &props.words;
    let ontoggle = (!words.are_all()).then(|| props.send.reform(|_| Action::FilesExpected));
    html! {
        <details class="export-help" data-test="export-help" {ontoggle}>
            <summary>{ words.say("exports-where") }</summary>
            if words.are_all() {
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
            } else {
                <p class="hint" aria-busy="true">{ words.say("screen-awaited") }</p>
            }
        </details>
    }
}
