//! The last look before a report leaves, and a button for each form in which it
//! can be kept.

use crate::app::state::{Action, SaveAs};
use crate::app::view::checklist::checklist;
use crate::app::words::Words;
use crate::contract::Review;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct ChecklistProps {
    pub review: Rc<Review>,
    pub words: Words,
}

#[component]
pub fn Checklist(props: &ChecklistProps) -> Html {
    let ChecklistProps { review, words } = props;
    html! {
        <ul class="checklist" aria-label={words.say("checklist-heading")} data-test="checklist">
            { for checklist(words, review).into_iter().map(|line| {
                let name = if line.ok { "ok" } else { "note" };
                html! {
                    <li class={format!("checklist-{name}")} data-test={format!("check-{}", line.name)}>
                        <span class="visually-hidden">{ words.say(&format!("checklist-{name}")) }{ ": " }</span>
                        { line.text }
                    </li>
                }
            }) }
        </ul>
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
    /// What is in sight is not what would be saved.
    #[prop_or_default]
    pub disabled: bool,
}

/// A button for each form in which a report can be kept.
#[component]
pub fn SaveForms(props: &SaveFormsProps) -> Html {
    let SaveFormsProps { words, send, all, link, copied, disabled } = props;
    let form = |name: &'static str, form: SaveAs, primary: bool| {
        let save = send.reform(move |_: MouseEvent| Action::Save(form));
        let hint = format!("share-save-{name}-hint");
        html! {
            <li>
                <button type="button" class={classes!("button", primary.then_some("button-primary"))}
                    data-test={format!("save-{name}")} disabled={*disabled} onclick={save}>
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
                    <button type="button" class="button" data-test="save-link" disabled=true>
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
