//! Choosing a time zone from those the browser knows.

use super::value::input_value;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct ZoneSelectProps {
    pub id: AttrValue,
    /// IANA name; `None` where the first choice stands for another setting.
    pub value: Option<String>,
    pub zones: Rc<Vec<String>>,
    /// Words for choosing none, where that is possible.
    #[prop_or_default]
    pub none: Option<AttrValue>,
    pub change: Callback<Option<String>>,
}

#[component]
pub fn ZoneSelect(props: &ZoneSelectProps) -> Html {
    let onchange = {
        let change = props.change.clone();
        Callback::from(move |event: Event| {
            let value = input_value(&event);
            change.emit((!value.is_empty()).then_some(value));
        })
    };
    // A zone kept from another browser may be missing in this one's list.
    let missing = props.value.as_ref().filter(|value| !props.zones.contains(value));
    html! {
        <select id={props.id.clone()} {onchange}>
            if let Some(none) = &props.none {
                <option value="" selected={props.value.is_none()}>{ none }</option>
            }
            if let Some(value) = missing {
                <option value={value.clone()} selected=true>{ value }</option>
            }
            { for props.zones.iter().map(|zone| html! {
                <option value={zone.clone()} selected={props.value.as_ref() == Some(zone)}>
                    { zone.replace('_', " ") }
                </option>
            }) }
        </select>
    }
}
