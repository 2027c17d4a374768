//! The root of the page: holds the state, does its effects, draws the frame.

use super::deferred::use_screens;
use super::effects;
use super::frame::Frame;
use super::link::Link;
use super::parts::hand_over::Added;
use super::parts::in_turn::Scripted;
use super::state::{Action, State};
use super::words::Words;
use crate::messages::Failure;
use std::rc::Rc;
use yew::prelude::*;

/// The state, handed on without a copy.
struct Held(Rc<State>);

impl Reducible for Held {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        Rc::new(Held(Rc::new(State::reduce((*self.0).clone(), action))))
    }
}

/// Draw the page into the document's body.
pub fn start() {
    yew::Renderer::<Root>::new().render();
}

#[component]
fn Root() -> Html {
    let held = use_reducer(|| Held(Rc::new(State::new(effects::kept(), &effects::surroundings()))));
    let state = held.0.clone();
    let send = {
        let dispatcher = held.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(action))
    };
    let link = use_memo((), |()| Link::new(send.clone()));
    // Once the network is gone it is too late, where nothing keeps them.
    let kept = use_memo((), |()| effects::is_kept());
    // Not had once, they are asked for again when that has been read.
    let not_had = state.failure == Some(Failure::NotLoaded);
    let wanted = state.goes_on() || !*kept;
    let there = use_screens(wanted && !not_had, state.language, send.reform(Action::Failed));
    let first = use_memo(state.language, |language| Words::first(*language));
    let screens = there.as_ref().map(|(screens, _)| *screens);
    let words = there.map_or_else(|| (*first).clone(), |(_, words)| words);
    {
        let link = link.clone();
        use_effect_with(screens, move |screens| {
            screens.iter().for_each(|screens| link.understand(*screens));
        });
    }
    let done = use_mut_ref(|| None::<u64>);
    {
        let (link, send, words) = (link.clone(), send.clone(), words.clone());
        use_effect_with(state.outbox().to_vec(), move |outbox| {
            let mut done = done.borrow_mut();
            for (number, effect) in outbox {
                if done.is_none_or(|last| *number > last) {
                    *done = Some(*number);
                    effects::run(effect.clone(), &words, &link, &send);
                }
            }
            if let Some((last, _)) = outbox.last() {
                send.emit(Action::EffectsDone(*last));
            }
        });
    }
    {
        let send = send.clone();
        use_effect_with((), move |()| {
            effects::hear_fragments(send.reform(Action::OpenFragment));
        });
    }
    use_effect_with((words.clone(), state.theme), |(words, theme)| effects::dress(words, *theme));
    let add = {
        let (link, send) = ((*link).clone(), send.clone());
        use_callback((), move |added: Added, ()| {
            effects::add_files(added.files, added.what, &link, &send);
        })
    };
    let zones = use_memo((), |()| effects::zones());
    html! {
        <ContextProvider<Scripted> context={Scripted(true)}>
            <Frame {state} {words} {send} {add} {zones} {screens} />
        </ContextProvider<Scripted>>
    }
}
