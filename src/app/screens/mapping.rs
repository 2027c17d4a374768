//! The mapping dialog: what the columns of an unknown file mean.

use super::ScreenProps;
use yew::prelude::*;

#[component]
pub fn Mapping(props: &ScreenProps) -> Html {
    let _ = props;
    html! {}
}
