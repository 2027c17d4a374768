//! Every free text that would leave: what looks personal is marked, and each
//! can be renamed or dropped.

use super::typed_text::TypedText;
use super::value::input_value;
use crate::app::state::Action;
use crate::app::view::protection::table_words;
use crate::app::view::texts::{Chosen, needs_a_look, pieces, reason_name};
use crate::app::words::Words;
use crate::contract::{Sharing, Table, TextChoice, TextReview as Text};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct TextReviewProps {
    pub texts: Vec<Text>,
    pub sharing: Sharing,
    pub words: Words,
    pub send: Callback<Action>,
}

#[component]
pub fn TextReview(props: &TextReviewProps) -> Html {
    let TextReviewProps { texts, words, .. } = props;
    let (look, plain): (Vec<&Text>, Vec<&Text>) = texts.iter().partition(|text| needs_a_look(text));
    html! {
        <section class="texts" aria-labelledby="texts-heading" data-test="texts">
            <h2 id="texts-heading">{ words.say("texts-heading") }</h2>
            if texts.is_empty() {
                <p>{ words.say("texts-none") }</p>
            } else {
                <p class="hint">{ words.say("texts-lead") }</p>
                if !look.is_empty() {
                    { table(props, &look, words.with("texts-attention", &[("n", look.len().into())])) }
                }
                if !plain.is_empty() {
                    <details>
                        <summary data-test="texts-plain">
                            { words.with("texts-plain", &[("n", plain.len().into())]) }
                        </summary>
                        { table(props, &plain, words.with("texts-plain", &[("n", plain.len().into())])) }
                    </details>
                }
            }
        </section>
    }
}

fn table(props: &TextReviewProps, texts: &[&Text], caption: String) -> Html {
    let words = &props.words;
    html! {
        <div class="share-table">
            <table class="texts-table">
                <caption>{ caption }</caption>
                <thead><tr>
                    { for ["texts-place", "texts-from", "texts-to", "texts-choice"].map(|name| html! {
                        <th scope="col">{ words.say(name) }</th>
                    }) }
                </tr></thead>
                <tbody>
                    { for texts.iter().map(|text| html! {
                        <Row key={format!("{} {}", text.table.name(), text.text)} text={(*text).clone()}
                            choice={props.sharing.texts.get(&text.text).cloned()}
                            sharing={props.sharing.clone()} words={words.clone()} send={props.send.clone()} />
                    }) }
                </tbody>
            </table>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    text: Text,
    choice: Option<TextChoice>,
    sharing: Sharing,
    words: Words,
    send: Callback<Action>,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let RowProps { text, choice, words, .. } = props;
    // Between choosing to rename and having a name there is nothing to ask for.
    let naming = use_state(|| false);
    let chosen = if *naming { Chosen::Rename } else { Chosen::of(choice.as_ref()) };
    let choose = {
        let naming = naming.clone();
        let decide = decide(props);
        Callback::from(move |event: Event| match input_value(&event).as_str() {
            "rename" => naming.set(true),
            other => {
                naming.set(false);
                decide.emit((other == "drop").then_some(TextChoice::Drop));
            }
        })
    };
    let rename = {
        let naming = naming.clone();
        decide(props).reform(move |event: Event| {
            naming.set(false);
            let name = input_value(&event);
            let name = name.trim();
            (!name.is_empty()).then(|| TextChoice::Rename(name.to_owned()))
        })
    };
    let name = match choice {
        Some(TextChoice::Rename(name)) => name.clone(),
        _ => String::new(),
    };
    let place = match text.table {
        Table::Overall => words.say("share-table-title"),
        table => table_words(words, table),
    };
    let of = [("text", text.text.clone().into())];
    html! {
        <tr data-test="text-row">
            <td>{ place }</td>
            <td class="breakable">{ marked(text, words) }</td>
            <td class="breakable">
                <span>{ if text.shown.is_empty() { words.say("texts-dropped") } else { text.shown.clone() } }</span>
                if let Some(reason) = text.reason {
                    <span class="hint">{ words.say(&format!("texts-reason-{}", reason_name(reason))) }</span>
                }
            </td>
            <td class="texts-choice">
                <select aria-label={words.with("texts-choice-of", &of)} data-test="text-choice" onchange={choose}>
                    { for Chosen::ALL.map(|one| html! {
                        <option value={one.name()} selected={one == chosen}>
                            { words.say(&format!("texts-choice-{}", one.name())) }
                        </option>
                    }) }
                </select>
                if chosen == Chosen::Rename {
                    <TypedText test="text-name" label={words.with("texts-rename-of", &of)} max_length="200"
                        value={name} onchange={rename} />
                }
            </td>
        </tr>
    }
}

/// What becomes of this text, among all that is shared.
fn decide(props: &RowProps) -> Callback<Option<TextChoice>> {
    let (text, sharing) = (props.text.text.clone(), props.sharing.clone());
    props.send.reform(move |choice: Option<TextChoice>| {
        let mut sharing = sharing.clone();
        match choice {
            Some(choice) => sharing.texts.insert(text.clone(), choice),
            None => sharing.texts.remove(&text),
        };
        Action::Sharing(Box::new(sharing))
    })
}

/// The text as its owner knows it, with its personal-looking parts marked.
fn marked(text: &Text, words: &Words) -> Html {
    pieces(&text.text, &text.marked)
        .into_iter()
        .map(|piece| {
            if piece.marked {
                html! { <mark title={words.say("texts-marked")}>{ piece.text }</mark> }
            } else {
                html! { { piece.text } }
            }
        })
        .collect()
}
