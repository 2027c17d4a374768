//! The first page: what this is, and how to begin.

use super::ScreenProps;
use yew::prelude::*;

#[component]
pub fn Start(props: &ScreenProps) -> Html {
    let _ = props;
    html! {}
}
