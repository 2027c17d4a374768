//! Why there is no report, which figures would betray whom, and what to do.

use crate::app::state::{Action, State};
use crate::app::view::breaches::{breach_advice, breach_words, too_few_advice};
use crate::app::view::share::failure_words;
use crate::app::words::Words;
use crate::messages::Failure;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct RefusalProps {
    pub failure: Failure,
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
}

#[component]
pub fn Refusal(props: &RefusalProps) -> Html {
    let RefusalProps { failure, state, words, send } = props;
    let (what, lead) = failure_words(words, failure);
    let breaches = match failure {
        Failure::Unsafe { breaches } => breaches.as_slice(),
        _ => &[],
    };
    let releases = state.ledger.open.as_ref().map_or(&[][..], |ledger| &ledger.releases);
    let said = breach_words(words, breaches, releases);
    let method = state.share.sharing.method;
    let advice = match failure {
        Failure::TooFewPeople => too_few_advice(words, method),
        _ => breach_advice(words, breaches, method, state.settings.threshold),
    };
    html! {
        <div class="notice notice-error refusal" role="alert" data-test="error">
            <h2>{ what }</h2>
            <p>{ lead }</p>
            if *failure == Failure::NotLoaded {
                <button type="button" class="button" data-test="try-again"
                    onclick={send.reform(|_| Action::ReviewAgain)}>
                    { words.say("screen-again") }
                </button>
            }
            if !said.is_empty() {
                <ul data-test="breaches">
                    { for said.into_iter().map(|sentence| html! { <li>{ sentence }</li> }) }
                </ul>
            }
            if !advice.is_empty() {
                <h3>{ words.say("breach-advice") }</h3>
                <ul data-test="breach-advice">
                    { for advice.into_iter().map(|line| html! { <li>{ line }</li> }) }
                </ul>
            }
        </div>
    }
}
