//! The builder of a target group.

use super::campaign_name;
use crate::app::parts::value::input_value;
use crate::app::screens::ScreenProps;
use crate::app::view::people as lists;
use crate::contract::{Condition, Did, PeopleList, Target};
use yew::prelude::*;

const DIDS: [(Did, &str); 6] = [
    (Did::Received, "received"),
    (Did::Opened, "opened"),
    (Did::Clicked, "clicked"),
    (Did::Bounced, "bounced"),
    (Did::Unsubscribed, "unsubscribed"),
    (Did::Complained, "complained"),
];

/// The conditions, each in a line of its own; every change asks for the list anew.
pub(super) fn choice(
    props: &ScreenProps,
    target: &Target,
    ask: impl Fn(PeopleList) + Clone + 'static,
) -> Html {
    let words = &props.words;
    let change = {
        let target = target.clone();
        let ask = ask.clone();
        move |at: usize, condition: Condition| {
            ask(PeopleList::Group { target: lists::with_condition(&target, at, condition) });
        }
    };
    let add = {
        let (target, ask) = (target.clone(), ask.clone());
        Callback::from(move |_: MouseEvent| {
            let mut target = target.clone();
            target.conditions.push(lists::new_condition());
            ask(PeopleList::Group { target });
        })
    };
    html! {
        <div class="group-builder">
            <p>{ words.say("people-group-lead") }</p>
            <ol>
                { for target.conditions.iter().enumerate().map(|(at, condition)| {
                    let remove = {
                        let (target, ask) = (target.clone(), ask.clone());
                        Callback::from(move |_: MouseEvent| {
                            let mut target = target.clone();
                            target.conditions.remove(at);
                            ask(PeopleList::Group { target });
                        })
                    };
                    html! {
                        <li>
                            <fieldset class="condition">
                                <legend class="visually-hidden">
                                    { words.with("people-group-condition", &[("number", (at + 1).into())]) }
                                </legend>
                                { condition_fields(props, at, condition, change.clone()) }
                                <button class="button button-quiet" onclick={remove}
                                    aria-label={words.say("people-group-remove")}
                                    disabled={target.conditions.len() == 1}>{ "×" }</button>
                            </fieldset>
                        </li>
                    }
                }) }
            </ol>
            <button class="button" data-test="group-add" onclick={add}>
                { words.say("people-group-add") }
            </button>
        </div>
    }
}

fn condition_fields(
    props: &ScreenProps,
    at: usize,
    condition: &Condition,
    change: impl Fn(usize, Condition) + Clone + 'static,
) -> Html {
    let ScreenProps { state, words, .. } = props;
    let select = |apply: fn(&mut Condition, String)| {
        let (condition, change) = (condition.clone(), change.clone());
        Callback::from(move |event: Event| {
            let mut condition = condition.clone();
            apply(&mut condition, input_value(&event));
            change(at, condition);
        })
    };
    let holds = select(|condition, value| condition.holds = value == "did");
    let did = select(|condition, value| {
        if let Some((did, _)) = DIDS.iter().find(|(_, name)| *name == value) {
            condition.did = *did;
        }
    });
    let campaign = select(|condition, value| condition.campaign = value.parse().ok());
    let link = select(|condition, value| {
        condition.link = (!value.is_empty()).then_some(value);
    });
    let campaigns = state.report.iter().flat_map(|report| &report.campaigns);
    let links = state.report.iter().flat_map(|report| &report.statistics.links);
    html! {
        <>
            <select aria-label={words.say("people-group-holds-label")} data-test="condition-holds" onchange={holds}>
                <option value="did" selected={condition.holds}>{ words.say("people-group-did") }</option>
                <option value="not" selected={!condition.holds}>{ words.say("people-group-did-not") }</option>
            </select>
            <select aria-label={words.say("people-group-did-label")} data-test="condition-did" onchange={did}>
                { for DIDS.iter().map(|(did, name)| html! {
                    <option value={*name} selected={condition.did == *did}>
                        { words.say(&format!("people-did-{name}")) }
                    </option>
                }) }
            </select>
            <select aria-label={words.say("people-campaign")} data-test="condition-campaign" onchange={campaign}>
                <option value="" selected={condition.campaign.is_none()}>{ words.say("people-any-campaign") }</option>
                { for campaigns.map(|campaign| html! {
                    <option value={campaign.key.to_string()} selected={condition.campaign == Some(campaign.key)}>
                        { campaign_name(words, &campaign.name, &campaign.id) }
                    </option>
                }) }
            </select>
            if condition.did == Did::Clicked {
                <select aria-label={words.say("people-link")} data-test="condition-link" onchange={link}>
                    <option value="" selected={condition.link.is_none()}>{ words.say("people-any-link") }</option>
                    { for links.filter(|row| !row.link.is_empty()).map(|row| html! {
                        <option value={row.link.clone()} selected={condition.link.as_ref() == Some(&row.link)}>
                            { row.link.clone() }
                        </option>
                    }) }
                </select>
            }
        </>
    }
}
