//! The root of the page: holds the state, does its effects, draws the frame.

use super::deferred::use_screens;
use super::effects;
use super::frame::Frame;
use super::link::Link;
use super::parts::hand_over::Added;
use super::parts::in_turn::Scripted;
use super::state::{Action, Effect, State};
use super::words::Words;
use crate::messages::Failure;
use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Milliseconds that the worker has to answer a question before the page is drawn
/// without the answer: nobody sees that much, and it is drawn once instead of twice.
const SHORTLY: i32 = 40;

/// Draw the page into the document's body.
pub fn start() {
    yew::Renderer::<Root>::new().render();
}

/// The state, and what every action leads to: first the next state, then what has
/// to happen outside, then the drawing.
struct Held {
    state: RefCell<Rc<State>>,
    /// Not yet done, in this order.
    effects: RefCell<Doing>,
    /// What is drawn says; effects say the same.
    words: RefCell<Words>,
    link: OnceCell<Link>,
    draw: UseForceUpdateHandle,
}

struct Doing {
    waiting: VecDeque<Effect>,
    /// Somebody does them until none is left.
    at_work: bool,
}

impl Held {
    /// The page at its start; its worker starts with it.
    fn new(draw: UseForceUpdateHandle) -> Rc<Held> {
        let mut state = State::new(effects::kept(), &effects::surroundings());
        let waiting = VecDeque::from(state.take_effects());
        let held = Rc::new(Held {
            words: RefCell::new(Words::first(state.language)),
            state: RefCell::new(Rc::new(state)),
            effects: RefCell::new(Doing { waiting, at_work: false }),
            link: OnceCell::new(),
            draw,
        });
        held.link.get_or_init(|| Link::new(held.sender()));
        held
    }

    /// What sends actions here.
    fn sender(self: &Rc<Held>) -> Callback<Action> {
        let held = self.clone();
        Callback::from(move |action| held.act(action))
    }

    fn act(self: &Rc<Held>, action: Action) {
        let before = self.state.borrow().clone();
        let unseen = before.is_unseen(&action);
        let mut state = State::reduce((*before).clone(), action);
        self.effects.borrow_mut().waiting.extend(state.take_effects());
        let state = Rc::new(state);
        self.state.replace(state.clone());
        self.do_effects();
        if unseen {
            return;
        }
        let awaited = state.awaited_figures();
        if awaited.is_none() || awaited == before.awaited_figures() {
            self.draw.force_update();
            return;
        }
        let held = self.clone();
        spawn_local(async move {
            effects::sleep(SHORTLY).await;
            // With the answer it has been drawn.
            if held.state.borrow().awaited_figures() == awaited {
                held.draw.force_update();
            }
        });
    }

    fn do_effects(self: &Rc<Held>) {
        let Some(link) = self.link.get() else { return };
        // An effect may send an action, whose effects come behind those that wait.
        if std::mem::replace(&mut self.effects.borrow_mut().at_work, true) {
            return;
        }
        let send = self.sender();
        while let Some(effect) = self.next_effect() {
            let words = self.words.borrow().clone();
            effects::run(effect, &words, link, &send);
        }
    }

    fn next_effect(&self) -> Option<Effect> {
        let mut effects = self.effects.borrow_mut();
        let next = effects.waiting.pop_front();
        effects.at_work = next.is_some();
        next
    }
}

#[component]
fn Root() -> Html {
    let draw = use_force_update();
    let held = use_memo((), |()| Held::new(draw));
    let state = held.state.borrow().clone();
    let send = use_callback((), {
        let held = (*held).clone();
        move |action: Action, ()| held.act(action)
    });
    // Once the network is gone it is too late, where nothing keeps them.
    let kept = use_memo((), |()| effects::is_kept());
    // Not had once, they are asked for again when that has been read.
    let not_had = state.failure == Some(Failure::NotLoaded);
    let wanted = state.goes_on() || !*kept;
    let there = use_screens(wanted && !not_had, state.language, send.reform(Action::Failed));
    let first = use_memo(state.language, |language| Words::first(*language));
    let screens = there.as_ref().map(|(screens, _)| *screens);
    let words = there.map_or_else(|| (*first).clone(), |(_, words)| words);
    held.words.replace(words.clone());
    {
        let held = held.clone();
        use_effect_with(screens, move |screens| {
            if let (Some(screens), Some(link)) = (screens, held.link.get()) {
                link.understand(*screens);
            }
        });
    }
    {
        let (held, send) = ((*held).clone(), send.clone());
        use_effect_with((), move |()| {
            effects::hear_fragments(send.reform(Action::OpenFragment));
            // What the start itself asks for.
            held.do_effects();
        });
    }
    use_effect_with((words.clone(), state.theme), |(words, theme)| effects::dress(words, *theme));
    let add = {
        let (held, send) = (held.clone(), send.clone());
        use_callback((), move |added: Added, ()| {
            if let Some(link) = held.link.get() {
                effects::add_files(added.files, added.what, link, &send);
            }
        })
    };
    let zones = use_memo((), |()| effects::zones());
    html! {
        <ContextProvider<Scripted> context={Scripted(true)}>
            <Frame {state} {words} {send} {add} {zones} {screens} />
        </ContextProvider<Scripted>>
    }
}
