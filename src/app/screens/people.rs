//! Who did what: lists behind figures, events, timelines, target groups.

mod group;

use super::ScreenProps;
use crate::app::parts::value::input_value;
use crate::app::state::{Action, PeopleView, Screen, State};
use crate::app::view::people as lists;
use crate::app::words::Words;
use crate::contract::{
    Kind, Measure, Mode, PeopleList, PeoplePage, PeopleQuery, Target, TimelineEntry,
};
use std::rc::Rc;
use yew::prelude::*;

#[component]
pub fn People(props: &ScreenProps) -> Html {
    let ScreenProps { state, words, send } = props;
    {
        let (send, filter) = (send.clone(), state.filter.clone());
        let ask = state.people.is_none() && state.has_figures();
        let ask = ask && state.settings.mode != Mode::Anonymous;
        use_effect_with(ask, move |&ask| {
            if ask {
                send.emit(Action::AskPeople(lists::opening(&filter)));
            }
        });
    }
    if state.settings.mode == Mode::Anonymous {
        return gone(props);
    }
    if !state.has_figures() {
        let go = send.reform(|_: MouseEvent| Action::Show(Screen::Files));
        return html! {
            <section class="empty">
                <h1>{ words.say("people-nothing-open") }</h1>
                <p>{ words.say("people-nothing-open-lead") }</p>
                <button class="button button-primary" onclick={go}>{ words.say("share-to-files") }</button>
            </section>
        };
    }
    let lead = match state.settings.mode {
        Mode::Choice => "people-choice-lead",
        _ => "people-lead",
    };
    html! {
        <div class="people">
            <header class="screen-head">
                <div>
                    <h1>{ words.say("people-heading") }</h1>
                    <p class="lead">{ words.say(lead) }</p>
                </div>
            </header>
            if let Some(view) = &state.people {
                <Choices state={state.clone()} words={words.clone()} send={send.clone()} />
                <div aria-live="polite">{ list(state, view, words, send) }</div>
            }
        </div>
    }
}

/// What anonymous mode takes away, said plainly.
fn gone(props: &ScreenProps) -> Html {
    let ScreenProps { words, send, .. } = props;
    let go = send.reform(|_: MouseEvent| Action::Show(Screen::Treatment));
    html! {
        <section class="empty people-gone" data-test="people-gone">
            <h1>{ words.say("people-gone-heading") }</h1>
            <p class="lead">{ words.say("people-gone-lead") }</p>
            <h2>{ words.say("people-gone-list") }</h2>
            <ul>
                <li>{ words.say("people-gone-1") }</li>
                <li>{ words.say("people-gone-2") }</li>
                <li>{ words.say("people-gone-3") }</li>
            </ul>
            <h2>{ words.say("people-gone-stays") }</h2>
            <p>{ words.say("people-gone-stays-text") }</p>
            <p>{ words.say("people-gone-back") }</p>
            <button class="button" onclick={go}>{ words.say("people-to-treatment") }</button>
        </section>
    }
}

/// Which list: behind a figure, events, target group; and what each needs to know.
#[component]
fn Choices(props: &ScreenProps) -> Html {
    let ScreenProps { state, words, send } = props;
    let Some(view) = &state.people else { return html! {} };
    let query = &view.query;
    let ask = {
        let (send, filter) = (send.clone(), state.filter.clone());
        move |list: PeopleList| send.emit(Action::AskPeople(lists::first_page(list, &filter)))
    };
    let tab = |name: &'static str, current: bool, list: PeopleList| {
        let ask = ask.clone();
        let onclick = Callback::from(move |_: MouseEvent| ask(list.clone()));
        html! {
            <button class="segment" aria-pressed={current.to_string()}
                data-test={format!("people-{name}")} {onclick}>
                { words.say(&format!("people-view-{name}")) }
            </button>
        }
    };
    let behind = matches!(query.list, PeopleList::Behind { .. });
    let events = matches!(query.list, PeopleList::Events { .. });
    let group = matches!(query.list, PeopleList::Group { .. });
    html! {
        <div class="people-choices">
            <div class="segments" role="group" aria-label={words.say("people-views")}>
                { tab("behind", behind, PeopleList::Behind { measure: Measure::Clickers }) }
                { tab("events", events, PeopleList::Events { kind: None }) }
                { tab("group", group, PeopleList::Group {
                    target: Target { conditions: vec![lists::new_condition()] } }) }
            </div>
            { match &query.list {
                PeopleList::Behind { measure } => figure_choice(props, *measure, ask),
                PeopleList::Events { kind } => kind_choice(words, *kind, ask),
                PeopleList::Group { target } => group::choice(props, target, ask),
                PeopleList::Timeline { .. } => {
                    let ask = ask.clone();
                    let back = Callback::from(move |_: MouseEvent| {
                        ask(PeopleList::Behind { measure: Measure::Clickers });
                    });
                    html! { <button class="button" onclick={back}>{ words.say("people-back") }</button> }
                }
            } }
        </div>
    }
}

fn figure_choice(props: &ScreenProps, chosen: Measure, ask: impl Fn(PeopleList) + 'static) -> Html {
    let ScreenProps { state, words, send } = props;
    let available = state.statistics.as_deref().map(lists::available).unwrap_or_default();
    let onchange = Callback::from(move |event: Event| {
        if let Some(measure) = Measure::from_name(&input_value(&event)) {
            ask(PeopleList::Behind { measure });
        }
    });
    let search = state.people.as_ref().map(|view| view.query.clone()).map(|query| {
        let text = query.search.clone();
        let search = send.reform(move |event: Event| {
            let search = input_value(&event);
            Action::AskPeople(PeopleQuery { search, offset: 0, ..query.clone() })
        });
        html! {
            <div class="field">
                <label for="people-search">{ words.say("people-search") }</label>
                <input id="people-search" type="search" autocomplete="off" spellcheck="false"
                    data-test="people-search" value={text} onchange={search} />
            </div>
        }
    });
    html! {
        <>
            <div class="field">
                <label for="people-figure">{ words.say("people-figure") }</label>
                <select id="people-figure" data-test="people-figure" {onchange}>
                    { for available.into_iter().map(|measure| html! {
                        <option value={measure.name()} selected={measure == chosen}>
                            { words.say(&format!("measure-{}", measure.name())) }
                        </option>
                    }) }
                </select>
            </div>
            { search.unwrap_or_default() }
        </>
    }
}

fn kind_choice(words: &Words, chosen: Option<Kind>, ask: impl Fn(PeopleList) + 'static) -> Html {
    let onchange = Callback::from(move |event: Event| {
        ask(PeopleList::Events { kind: Kind::from_name(&input_value(&event)) });
    });
    html! {
        <div class="field">
            <label for="people-kind">{ words.say("people-kind") }</label>
            <select id="people-kind" data-test="people-kind" {onchange}>
                <option value="" selected={chosen.is_none()}>{ words.say("people-kind-all") }</option>
                { for Kind::ALL.into_iter().map(|kind| html! {
                    <option value={kind.name()} selected={chosen == Some(kind)}>
                        { words.say(&format!("kind-{}", kind.name())) }
                    </option>
                }) }
            </select>
        </div>
    }
}

/// The name of a campaign, else its id.
pub(super) fn campaign_name(words: &Words, name: &str, id: &str) -> String {
    match (name, id) {
        ("", "") => words.say("people-unnamed-campaign"),
        ("", id) => id.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// The rows of the list, or why there are none yet.
fn list(state: &Rc<State>, view: &PeopleView, words: &Words, send: &Callback<Action>) -> Html {
    let Some(page) = &view.page else {
        return html! { <p class="loading" role="status">{ words.say("people-loading") }</p> };
    };
    let events = matches!(view.query.list, PeopleList::Events { .. } | PeopleList::Timeline { .. });
    let caption = if events {
        words.with("people-caption-events", &[("events", page.total.into())])
    } else {
        words.with("people-caption-people", &[("people", page.total.into())])
    };
    html! {
        <section class="people-list" data-test="people-list" data-total={page.total.to_string()}>
            <div class="people-list-head">
                <h2>{ heading(view, page, words).unwrap_or(caption) }</h2>
                if page.anonymous > 0 {
                    <p data-test="people-anonymous" data-value={page.anonymous.to_string()}>
                        { words.with("people-anonymous", &[("people", page.anonymous.into())]) }
                    </p>
                }
                <p class="hint">{ words.with("people-zone", &[("zone", state.settings.zone.clone().into())]) }</p>
            </div>
            if events {
                { entries(state, page, words) }
            } else if page.people.is_empty() {
                <p class="nothing">{ words.say("people-none") }</p>
            } else {
                { people(state, page, words, send) }
            }
            { pages(view, page, words, send) }
            if !events && !page.people.is_empty() {
                { export(view, words, send) }
            }
        </section>
    }
}

fn heading(view: &PeopleView, page: &PeoplePage, words: &Words) -> Option<String> {
    if !matches!(view.query.list, PeopleList::Timeline { .. }) {
        return None;
    }
    let (_, address) = page.entries.iter().find_map(|entry| entry.person.clone())?;
    Some(words.with("people-timeline", &[("address", address.into())]))
}

fn people(state: &Rc<State>, page: &PeoplePage, words: &Words, send: &Callback<Action>) -> Html {
    html! {
        <div class="table-box">
            <table class="people-table">
                <caption class="visually-hidden">{ words.say("people-heading") }</caption>
                <thead><tr>
                    <th scope="col">{ words.say("people-address") }</th>
                    <th scope="col" class="number">{ words.say("people-opens") }</th>
                    <th scope="col" class="number">{ words.say("people-clicks") }</th>
                    <th scope="col">{ words.say("people-last") }</th>
                </tr></thead>
                <tbody>{ for page.people.iter().map(|person| {
                    let timeline = lists::timeline(person, &state.filter);
                    let onclick = send.reform(move |_: MouseEvent| Action::AskPeople(timeline.clone()));
                    let last = person.last.as_ref()
                        .map(|last| words.moment(last, &state.settings.zone))
                        .unwrap_or_else(|| "–".into());
                    html! {
                        <tr data-test="person-row">
                            <th scope="row">
                                <button class="link" {onclick}>{ broken_at_its_sign(&person.address) }</button>
                            </th>
                            <td class="number">{ words.number(person.opens) }</td>
                            <td class="number">{ words.number(person.clicks) }</td>
                            <td>{ last }</td>
                        </tr>
                    }
                }) }</tbody>
            </table>
        </div>
    }
}

fn entries(state: &Rc<State>, page: &PeoplePage, words: &Words) -> Html {
    if page.entries.is_empty() {
        return html! { <p class="nothing">{ words.say("people-none") }</p> };
    }
    html! {
        <div class="table-box">
            <table class="people-table">
                <caption class="visually-hidden">{ words.say("people-view-events") }</caption>
                <thead><tr>
                    <th scope="col">{ words.say("people-time") }</th>
                    <th scope="col">{ words.say("people-person") }</th>
                    <th scope="col">{ words.say("people-what") }</th>
                    <th scope="col">{ words.say("people-campaign") }</th>
                    <th scope="col">{ words.say("people-link") }</th>
                    <th scope="col">{ words.say("people-client") }</th>
                </tr></thead>
                <tbody>{ for page.entries.iter().map(|entry| entry_row(state, entry, words)) }</tbody>
            </table>
        </div>
    }
}

/// An address; where it is too long for its line, the next begins with its sign.
fn broken_at_its_sign(address: &str) -> Html {
    let (name, domain) = address.split_at(address.rfind('@').unwrap_or_default());
    html! { <>{ name.to_owned() }<wbr />{ domain.to_owned() }</> }
}

fn entry_row(state: &Rc<State>, entry: &TimelineEntry, words: &Words) -> Html {
    let time = match &entry.time {
        Some(day) if day.len() <= 10 => words.day(day),
        Some(time) => words.moment(time, &state.settings.zone),
        None => words.say("people-no-time"),
    };
    let campaign = state
        .report
        .iter()
        .flat_map(|report| &report.campaigns)
        .find(|campaign| campaign.key == entry.campaign)
        .map(|campaign| campaign_name(words, &campaign.name, &campaign.id))
        .unwrap_or_default();
    let person = match &entry.person {
        Some((_, address)) => broken_at_its_sign(address),
        None => html! { <span class="anonymous">{ words.say("people-anonymous-row") }</span> },
    };
    html! {
        <tr data-test="event-row">
            <td class="time">{ time }</td>
            <td>{ person }</td>
            <td>
                { words.say(&format!("kind-{}", entry.kind.name())) }
                if entry.times > 1 {
                    { " " }{ words.with("people-times", &[("times", entry.times.into())]) }
                }
            </td>
            <td>{ campaign }</td>
            <td class="breakable">{ entry.link.clone().unwrap_or_default() }</td>
            <td>{ entry.client.clone().unwrap_or_default() }</td>
        </tr>
    }
}

/// Which rows are shown, and the way to the others.
fn pages(view: &PeopleView, page: &PeoplePage, words: &Words, send: &Callback<Action>) -> Html {
    let rows = page.people.len() + page.entries.len();
    let all = match view.query.list {
        PeopleList::Events { .. } => page.total + page.anonymous,
        _ => page.total,
    };
    if all <= view.query.limit {
        return html! {};
    }
    let turn = |pages: i64, name: &'static str| {
        let query = lists::turned(&view.query, pages, all);
        let disabled = query.is_none();
        let send = send.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(query) = query.clone() {
                send.emit(Action::AskPeople(query));
            }
        });
        html! { <button class="button" {disabled} {onclick}>{ words.say(name) }</button> }
    };
    let (from, to) = lists::span(&view.query, rows);
    html! {
        <nav class="pages" aria-label={words.say("people-heading")}>
            { turn(-1, "people-previous") }
            <span>{ words.with("people-page", &[("from", from.into()), ("to", to.into()), ("all", all.into())]) }</span>
            { turn(1, "people-next") }
        </nav>
    }
}

fn export(view: &PeopleView, words: &Words, send: &Callback<Action>) -> Html {
    let query = lists::export(&view.query);
    let onclick = send.reform(move |_: MouseEvent| Action::ExportPeople(query.clone()));
    html! {
        <div class="people-export">
            <button class="button" data-test="people-export" {onclick}>{ words.say("people-export") }</button>
            <p class="hint">{ words.say("people-export-warning") }</p>
        </div>
    }
}
