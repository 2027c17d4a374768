//! What is said of a part of a drawing when the pointer rests on it.

use super::in_turn::Scripted;
use crate::app::view::rates::count_text;
use crate::app::words::Words;
use crate::contract::Count;
use yew::prelude::*;

/// The tips of one drawing.
pub struct Tips {
    shown: bool,
    /// For the drawing as a whole.
    pub onpointerover: Callback<PointerEvent>,
}

impl Tips {
    /// The tip of the part within which this stands.
    pub fn of(&self, text: impl FnOnce() -> String) -> Html {
        if !self.shown {
            return html! {};
        }
        html! { <title>{ text() }</title> }
    }
}

/// Tips that are made when the pointer comes to the drawing for the first time: the
/// fields of a week alone have hundreds, and few are ever read. At once where nothing
/// is scripted.
#[hook]
pub fn use_tips() -> Tips {
    let Scripted(scripted) = use_context().unwrap_or_default();
    let shown = use_state_eq(|| !scripted);
    let onpointerover = {
        let shown = shown.setter();
        Callback::from(move |_: PointerEvent| shown.set(true))
    };
    Tips { shown: *shown, onpointerover }
}

/// The tip of a step: its name and both of its counts.
pub fn values(name: &str, opens: Count, clicks: Count, words: &Words) -> String {
    let values = [
        ("name", name.into()),
        ("opens", count_text(opens, words).into()),
        ("clicks", count_text(clicks, words).into()),
    ];
    words.with("chart-value", &values)
}
