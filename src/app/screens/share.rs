//! What would leave, before it leaves; and the forms in which it can.

use super::ScreenProps;
use yew::prelude::*;

#[component]
pub fn Share(props: &ScreenProps) -> Html {
    let _ = props;
    html! {}
}
