//! The figures of the selected campaigns, with filters.

use super::ScreenProps;
use crate::app::parts::campaign_picker::CampaignPicker;
use crate::app::parts::campaign_table::{Choice, is_empty};
use crate::app::parts::value::{checked, input_value};
use crate::app::report::ReportBody;
use crate::app::state::{Action, Busy, Screen, State};
use crate::app::view::names::convention_name;
use crate::app::view::notes::of_files;
use crate::app::words::Words;
use crate::contract::{Convention, Filter, Settings, Statistics};
use yew::prelude::*;

const CONVENTIONS: [Convention; 5] = [
    Convention::Measurable,
    Convention::Delivered,
    Convention::Sent,
    Convention::DdvTotal,
    Convention::CleverElements,
];

#[component]
pub fn StatisticsScreen(props: &ScreenProps) -> Html {
    let ScreenProps { state, words, send } = props;
    // One and the same all the time: with another one all rows would be drawn anew.
    let choose = use_memo(send.clone(), |send| {
        send.reform(|choice| match choice {
            Choice::Approached(key) => likely(Action::OnlyCampaign(key)),
            Choice::Pressed(key) => Action::OnlyCampaign(key),
        })
    });
    let Some(report) = &state.report else { return nothing_yet(state, words, send) };
    html! {
        <div class="statistics">
            <header class="screen-head">
                <div>
                    <h1>{ words.say("statistics-heading") }</h1>
                    <p class="lead">{ words.say("statistics-lead") }</p>
                </div>
            </header>
            <Filters state={state.clone()} words={words.clone()} send={send.clone()} />
            if let Some(statistics) = &state.statistics {
                <p class="visually-hidden" role="status">
                    { words.with("statistics-updated", &[("n", statistics.campaigns.len().into())]) }
                </p>
                if is_empty(statistics) {
                    { nothing_selected(words, send) }
                } else {
                    <ReportBody statistics={statistics.clone()} words={words.clone()}
                        convention={state.settings.convention} interactive=true
                        notes={of_files(&report.files)}
                        choose={(report.campaigns.len() > 1).then(|| (*choose).clone())}
                        alone={is_one_alone(&state.filter, statistics)} />
                }
            } else {
                <p class="lead" role="status">{ words.say("statistics-counting") }</p>
            }
        </div>
    }
}

fn likely(action: Action) -> Action {
    Action::Likely(Box::new(action))
}

/// Of all that are shown; other ones are still on screen while this one is counted.
fn is_one_alone(filter: &Filter, statistics: &Statistics) -> bool {
    let chosen = filter.campaigns.as_ref().is_some_and(|campaigns| campaigns.len() == 1);
    chosen && statistics.campaigns.len() == 1
}

fn nothing_yet(state: &State, words: &Words, send: &Callback<Action>) -> Html {
    let reading = matches!(state.busy, Busy::Reading(..) | Busy::Inspecting(..));
    let go = send.reform(|_: MouseEvent| Action::Show(Screen::Files));
    html! {
        <section class="empty">
            if reading {
                <h1>{ words.say("statistics-reading") }</h1>
                <p role="status">{ words.say("statistics-reading-lead") }</p>
            } else {
                <h1>{ words.say("statistics-empty-heading") }</h1>
                <p>{ words.say("statistics-empty-lead") }</p>
                <button type="button" class="button button-primary" onclick={go}>
                    { words.say("statistics-empty-open") }
                </button>
            }
        </section>
    }
}

fn nothing_selected(words: &Words, send: &Callback<Action>) -> Html {
    let clear = send.reform(|_: MouseEvent| Action::Filter(Filter::default()));
    html! {
        <section class="empty">
            <h2>{ words.say("statistics-nothing-selected") }</h2>
            <p>{ words.say("statistics-nothing-selected-lead") }</p>
            <button type="button" class="button" onclick={clear}>
                { words.say("statistics-clear-filter") }
            </button>
        </section>
    }
}

/// Campaigns, period, convention, machine events.
#[component]
fn Filters(props: &ScreenProps) -> Html {
    let ScreenProps { state, words, send } = props;
    let campaigns = use_memo(state.report.clone(), |report| {
        report.as_ref().map(|report| report.campaigns.clone()).unwrap_or_default()
    });
    let filter = &state.filter;
    let with_filter = |change: fn(Filter, String) -> Filter| {
        let filter = filter.clone();
        send.reform(move |event: Event| Action::Filter(change(filter.clone(), input_value(&event))))
    };
    let choose = {
        let filter = filter.clone();
        send.reform(move |campaigns: Option<Vec<u32>>| {
            Action::Filter(Filter { campaigns, ..filter.clone() })
        })
    };
    let from = with_filter(|filter, day| Filter { from: some_day(day), ..filter });
    let to = with_filter(|filter, day| Filter { to: some_day(day), ..filter });
    let all = || Action::Filter(Filter::default());
    let clear = send.reform(move |_: MouseEvent| all());
    let near_clear = send.reform(move |_: PointerEvent| likely(all()));
    let at_clear = send.reform(move |_: FocusEvent| likely(all()));
    let settings = &state.settings;
    let convention = {
        let settings = settings.clone();
        send.reform(move |event: Event| {
            let convention = convention_named(&input_value(&event));
            Action::Settings(Settings { convention, ..settings.clone() })
        })
    };
    let with_machine = {
        let settings = settings.clone();
        move |include_machine| Action::Settings(Settings { include_machine, ..settings.clone() })
    };
    let other = with_machine(!settings.include_machine);
    let at_machine = {
        let other = other.clone();
        send.reform(move |_: FocusEvent| likely(other.clone()))
    };
    let near_machine = send.reform(move |_: PointerEvent| likely(other.clone()));
    let machine = send.reform(move |event: Event| with_machine(checked(&event)));
    html! {
        <form class="filters" aria-label={words.say("filter-label")}
            onsubmit={Callback::from(|event: SubmitEvent| event.prevent_default())}>
            <CampaignPicker {campaigns} chosen={filter.campaigns.clone()} change={choose} words={words.clone()} />
            <div class="field">
                <label for="filter-from">{ words.say("filter-from") }</label>
                <input id="filter-from" type="date" data-test="filter-from" max={filter.to.clone()}
                    value={filter.from.clone().unwrap_or_default()} onchange={from} />
            </div>
            <div class="field">
                <label for="filter-to">{ words.say("filter-to") }</label>
                <input id="filter-to" type="date" data-test="filter-to" min={filter.from.clone()}
                    value={filter.to.clone().unwrap_or_default()} onchange={to} />
            </div>
            <div class="field filter-convention">
                <label for="filter-convention">{ words.say("filter-convention") }</label>
                <select id="filter-convention" data-test="convention" onchange={convention}>
                    { for CONVENTIONS.map(|convention| {
                        let name = convention_name(convention);
                        html! {
                            <option value={name} selected={settings.convention == convention}>
                                { words.say(&format!("convention-{name}")) }
                            </option>
                        }
                    }) }
                </select>
            </div>
            <label class="filter-machine" onpointerover={near_machine}>
                <input type="checkbox" role="switch" data-test="include-machine"
                    checked={settings.include_machine} onchange={machine} onfocus={at_machine} />
                { words.say("filter-machine") }
            </label>
            <p class="filter-foot hint">
                { words.with("statistics-zone", &[("zone", settings.zone.as_str().into())]) }
                if *filter != Filter::default() {
                    <button type="button" class="link" data-test="clear-filter" onclick={clear}
                        onpointerover={near_clear} onfocus={at_clear}>
                        { words.say("statistics-clear-filter") }
                    </button>
                }
            </p>
        </form>
    }
}

fn some_day(day: String) -> Option<String> {
    (!day.is_empty()).then_some(day)
}

fn convention_named(name: &str) -> Convention {
    CONVENTIONS
        .into_iter()
        .find(|convention| convention_name(*convention) == name)
        .unwrap_or_default()
}
