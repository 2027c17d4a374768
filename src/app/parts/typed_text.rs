//! A field for words. What is being typed stays there until it is finished,
//! whatever is drawn meanwhile: an answer of the worker may come between two keys.

use super::value::input_value;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct TypedTextProps {
    /// As it was last accepted.
    pub value: AttrValue,
    /// When typing is finished.
    pub onchange: Callback<Event>,
    #[prop_or_default]
    pub id: Option<AttrValue>,
    #[prop_or_default]
    pub class: Classes,
    pub test: AttrValue,
    /// The name of a field without a visible one.
    #[prop_or_default]
    pub label: Option<AttrValue>,
    #[prop_or_default]
    pub described_by: Option<AttrValue>,
    #[prop_or_default]
    pub max_length: Option<AttrValue>,
}

#[component]
pub fn TypedText(props: &TypedTextProps) -> Html {
    let typed = use_state(|| None::<String>);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(Some(input_value(&event))))
    };
    let onchange = {
        let (typed, finished) = (typed.clone(), props.onchange.clone());
        Callback::from(move |event: Event| {
            finished.emit(event);
            typed.set(None);
        })
    };
    let value = (*typed).clone().map_or_else(|| props.value.clone(), AttrValue::from);
    html! {
        <input type="text" id={props.id.clone()} class={props.class.clone()} autocomplete="off"
            maxlength={props.max_length.clone()} data-test={props.test.clone()} aria-label={props.label.clone()}
            aria-describedby={props.described_by.clone()} {value} {oninput} {onchange} />
    }
}
