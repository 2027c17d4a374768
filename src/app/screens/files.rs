//! The open files: what each was recognised as and what became of its rows.

use super::ScreenProps;
use yew::prelude::*;

#[component]
pub fn Files(props: &ScreenProps) -> Html {
    let _ = props;
    html! {}
}
