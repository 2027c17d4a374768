//! One file a screen. All take the state, the words, and where to send what the
//! user does; those on which files can be opened take two things more.

pub mod files;
pub mod mapping;
pub mod people;
pub mod share;
pub mod snapshot;
pub mod start;
pub mod statistics;
pub mod treatment;

use super::frame::FrameProps;
use super::parts::hand_over::Added;
use super::state::{Action, Screen, State};
use super::words::Words;
use files::Files;
use mapping::Mapping;
use people::People;
use share::Share;
use snapshot::SnapshotView;
use statistics::StatisticsScreen;
use std::rc::Rc;
use treatment::Treatment;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct ScreenProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
}

/// The screen that is shown, where it is another than the first.
pub fn shown(props: &FrameProps) -> Html {
    let FrameProps { state, words, send, add, zones, .. } = props.clone();
    match state.screen {
        Screen::Files => html! { <Files {state} {words} {send} {add} {zones} /> },
        Screen::Statistics => html! { <StatisticsScreen {state} {words} {send} /> },
        Screen::People => html! { <People {state} {words} {send} /> },
        Screen::Share => html! { <Share {state} {words} {send} {add} {zones} /> },
        Screen::Treatment => html! { <Treatment {state} {words} {send} {add} {zones} /> },
        Screen::Snapshot => html! { <SnapshotView {state} {words} {send} /> },
    }
}

/// The dialog above the screen, where one is open.
pub fn dialog(props: &FrameProps) -> Html {
    let FrameProps { state, words, send, add, zones, .. } = props.clone();
    html! {
        if state.mapping.is_some() {
            <Mapping {state} {words} {send} {add} {zones} />
        }
    }
}

/// What a screen needs on which files can be opened.
#[derive(Clone, PartialEq, Properties)]
pub struct OpeningProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
    pub add: Callback<Added>,
    /// Names of the time zones to choose from.
    pub zones: Rc<Vec<String>>,
}
