//! One file a screen. All take the same three things: the state, the words,
//! and where to send what the user does.

pub mod files;
pub mod mapping;
pub mod people;
pub mod share;
pub mod snapshot;
pub mod start;
pub mod statistics;
pub mod treatment;

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
