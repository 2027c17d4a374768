//! One of a few: radio buttons under a legend.

use yew::prelude::*;

/// One choice of a [`RadioGroup`].
#[derive(Clone, PartialEq)]
pub struct Choice<T> {
    pub value: T,
    pub label: AttrValue,
    /// What choosing it means, in a line.
    pub hint: Option<AttrValue>,
    /// The name by which tests find it.
    pub test: Option<AttrValue>,
}

impl<T> Choice<T> {
    pub fn new(value: T, label: impl Into<AttrValue>) -> Choice<T> {
        Choice { value, label: label.into(), hint: None, test: None }
    }

    pub fn explained(
        value: T,
        label: impl Into<AttrValue>,
        hint: impl Into<AttrValue>,
    ) -> Choice<T> {
        Choice { hint: Some(hint.into()), ..Choice::new(value, label) }
    }

    pub fn tested(self, name: impl Into<AttrValue>) -> Choice<T> {
        Choice { test: Some(name.into()), ..self }
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct RadioGroupProps<T: Clone + PartialEq + 'static> {
    pub legend: AttrValue,
    /// The name of the group in the document.
    pub name: AttrValue,
    pub value: T,
    pub choices: Vec<Choice<T>>,
    pub change: Callback<T>,
}

#[component]
pub fn RadioGroup<T>(props: &RadioGroupProps<T>) -> Html
where
    T: Clone + PartialEq + 'static,
{
    html! {
        <fieldset class="radio-group">
            <legend>{ &props.legend }</legend>
            { for props.choices.iter().map(|choice| {
                let value = choice.value.clone();
                html! {
                    <label class="radio">
                        <input
                            type="radio"
                            name={props.name.clone()}
                            data-test={choice.test.clone()}
                            checked={choice.value == props.value}
                            onchange={props.change.reform(move |_| value.clone())}
                        />
                        <span>
                            { &choice.label }
                            if let Some(hint) = &choice.hint {
                                <span class="hint">{ hint }</span>
                            }
                        </span>
                    </label>
                }
            }) }
        </fieldset>
    }
}
