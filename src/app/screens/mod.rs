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

use super::parts::hand_over::Added;
use super::state::{Action, State};
use super::words::Words;
use std::rc::Rc;
use yew::{Callback, Properties};

#[derive(Clone, PartialEq, Properties)]
pub struct ScreenProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
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
