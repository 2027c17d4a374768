//! What surrounds every screen.

use super::screens::{
    ScreenProps, files::Files, mapping::Mapping, people::People, share::Share,
    snapshot::SnapshotView, start::Start, statistics::StatisticsScreen, treatment::Treatment,
};
use super::state::{Action, Screen, State};
use super::words::Words;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct FrameProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
    /// Files the user handed over.
    pub add: Callback<Vec<web_sys::File>>,
    /// Names of the zones to choose from.
    pub zones: Rc<Vec<String>>,
}

#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let ScreenProps { state, words, send } = ScreenProps {
        state: props.state.clone(),
        words: props.words.clone(),
        send: props.send.clone(),
    };
    let screen = match state.screen {
        Screen::Files if state.files.is_empty() => html! { <Start {state} {words} {send} /> },
        Screen::Files => html! { <Files {state} {words} {send} /> },
        Screen::Statistics => html! { <StatisticsScreen {state} {words} {send} /> },
        Screen::People => html! { <People {state} {words} {send} /> },
        Screen::Share => html! { <Share {state} {words} {send} /> },
        Screen::Treatment => html! { <Treatment {state} {words} {send} /> },
        Screen::Snapshot => html! { <SnapshotView {state} {words} {send} /> },
    };
    html! {
        <>
            <main id="content">{ screen }</main>
            <Mapping state={props.state.clone()} words={props.words.clone()} send={props.send.clone()} />
        </>
    }
}
