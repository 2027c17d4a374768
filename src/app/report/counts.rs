//! Machine events set aside, doubles, and every count with its meaning.

use crate::app::parts::count::{data_value, shown_count};
use crate::app::words::Words;
use crate::contract::{Count, Measure, Statistics};
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct CountsProps {
    pub statistics: Rc<Statistics>,
    pub words: Words,
}

/// What the three rules set aside, and what was found twice.
#[component]
pub fn MachineEvents(props: &CountsProps) -> Html {
    let CountsProps { statistics, words } = props;
    let machine = &statistics.machine;
    let lead = if machine.included { "machine-lead-included" } else { "machine-lead" };
    let rules = [
        ("machine-vendor", machine.vendor),
        ("machine-burst", machine.burst),
        ("machine-user-agent", machine.user_agent),
    ];
    html! {
        <section class="machine" aria-labelledby="machine-title">
            <h2 id="machine-title">{ words.say("machine-heading") }</h2>
            <p class="chart-summary">{ words.say(lead) }</p>
            <table class="counts">
                <caption class="visually-hidden">{ words.say("machine-heading") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.say("machine-rule") }</th>
                        <th scope="col">{ words.say("machine-events") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for rules.into_iter().map(|(rule, count)| html! {
                        <tr>
                            <th scope="row">{ words.say(rule) }</th>
                            <td data-test={rule} data-value={data_value(count)}>
                                { shown_count(count, words) }
                            </td>
                        </tr>
                    }) }
                </tbody>
            </table>
            if let Some(doubles) = statistics.doubles.exact() {
                <p class="chart-summary" data-test="doubles" data-value={doubles.to_string()}>
                    { words.with("machine-doubles", &[("n", doubles.into())]) }
                </p>
            }
        </section>
    }
}

/// Every count of the selection; those that no file holds are named below.
#[component]
pub fn AllFigures(props: &CountsProps) -> Html {
    let CountsProps { statistics, words } = props;
    let (missing, known): (Vec<_>, Vec<_>) =
        statistics.overall.iter().partition(|(_, count)| *count == Count::Unavailable);
    let name = |measure: Measure| words.say(&format!("measure-{}", measure.name()));
    html! {
        <section class="all-figures" aria-labelledby="all-figures-title">
            <h2 id="all-figures-title">{ words.say("statistics-all-figures") }</h2>
            <table class="counts">
                <caption class="visually-hidden">{ words.say("statistics-all-figures-caption") }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ words.say("statistics-all-figures-figure") }</th>
                        <th scope="col">{ words.say("statistics-all-figures-count") }</th>
                        <th scope="col" class="meaning">{ words.say("statistics-all-figures-meaning") }</th>
                    </tr>
                </thead>
                <tbody>
                    { for known.into_iter().map(|(measure, count)| html! {
                        <tr>
                            <th scope="row">{ name(measure) }</th>
                            <td data-test={format!("figure-{}", measure.name())} data-value={data_value(count)}>
                                { shown_count(count, words) }
                            </td>
                            <td class="meaning">{ words.say(&format!("measure-about-{}", measure.name())) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            if !missing.is_empty() {
                <div class="not-in-files">
                    <p>{ words.say("statistics-all-figures-missing") }</p>
                    <ul>
                        { for missing.into_iter().map(|(measure, _)| html! {
                            <li data-test={format!("figure-{}", measure.name())} data-value="">{ name(measure) }</li>
                        }) }
                    </ul>
                </div>
            }
        </section>
    }
}
