//! How far people may be seen, and how figures are counted.

use super::ScreenProps;
use yew::prelude::*;

#[component]
pub fn Treatment(props: &ScreenProps) -> Html {
    let _ = props;
    html! {}
}
