//! Somebody's snapshot, read-only.

use super::ScreenProps;
use yew::prelude::*;

#[component]
pub fn SnapshotView(props: &ScreenProps) -> Html {
    let _ = props;
    html! {}
}
