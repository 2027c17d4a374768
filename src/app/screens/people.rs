//! Who did what: lists, timelines, target groups.

use super::ScreenProps;
use yew::prelude::*;

#[component]
pub fn People(props: &ScreenProps) -> Html {
    let _ = props;
    html! {}
}
