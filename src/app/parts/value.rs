//! What the user put into a form element.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::TargetCast;

/// The text of the input, select or text area that an event is about.
pub fn input_value<E>(event: &E) -> String
where
    E: AsRef<web_sys::Event> + JsCast + TargetCast,
{
    if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
        input.value()
    } else if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
        select.value()
    } else {
        event.target_dyn_into::<HtmlTextAreaElement>().map_or_else(String::new, |area| area.value())
    }
}

/// Whether the check box that an event is about is set.
pub fn checked<E>(event: &E) -> bool
where
    E: AsRef<web_sys::Event> + JsCast + TargetCast,
{
    event.target_dyn_into::<HtmlInputElement>().is_some_and(|input| input.checked())
}
