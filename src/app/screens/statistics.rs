//! The figures of the selected campaigns, with filters.

use super::ScreenProps;
use yew::prelude::*;

#[component]
pub fn StatisticsScreen(props: &ScreenProps) -> Html {
    let _ = props;
    html! {}
}
