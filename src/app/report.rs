//! The figures and pictures of a report: the same on the statistics screen, on
//! the share screen, in the snapshot viewer and in the HTML page.

mod breakdowns;
mod counts;
#[cfg(test)]
pub mod tests;
mod times;

use super::effects::sleep;
use super::parts::campaign_table::{CampaignTable, Choice, is_empty};
use super::parts::chart_frame::ChartFrame;
use super::parts::chart_funnel::{BOTTOM, FunnelChart, TOP};
use super::parts::count::shown_rate;
use super::parts::figure::{CountFigure, Formula, RateFigure};
use super::parts::in_turn::{Scripted, use_in_turn};
use super::parts::table::TableRow;
use super::view::funnel::funnel;
use super::view::notes::{Note, of_statistics};
use super::view::rates::{Quotient, Rate};
use super::words::Words;
use crate::contract::{Convention, Count, Figures, Measure, Statistics};
use breakdowns::Breakdowns;
use counts::{AllFigures, MachineEvents};
use std::rc::Rc;
use times::{Arrival, Days, Week};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The rates at the head; the others follow in a list.
const HEADLINE: [Rate; 7] = [
    Rate::Delivery,
    Rate::Open,
    Rate::Click,
    Rate::ClickToOpen,
    Rate::BounceHard,
    Rate::Unsubscribe,
    Rate::Complaint,
];

/// Of so many pieces is a report; drawn together they would keep the page from
/// answering for a moment.
const PIECES: usize = 8;

/// Milliseconds in which readers start: they need the cores, too.
const BEFORE_REHEARSAL: i32 = 100;

/// Milliseconds in which even a slow machine has drawn a report.
const REHEARSAL: i32 = 2_000;

#[derive(Clone, PartialEq, Properties)]
pub struct ReportBodyProps {
    pub statistics: Rc<Statistics>,
    pub words: Words,
    pub convention: Convention,
    /// Whether tables can be sorted.
    pub interactive: bool,
    /// What the files call for, beside what the figures themselves do.
    #[prop_or_default]
    pub notes: Vec<Note>,
    /// Asked to show one campaign alone, by its key, or all again where it is.
    #[prop_or_default]
    pub choose: Option<Callback<Choice>>,
    /// Whether one campaign was chosen alone.
    #[prop_or_default]
    pub alone: bool,
}

#[component]
pub fn ReportBody(props: &ReportBodyProps) -> Html {
    let ReportBodyProps { statistics, words, convention, interactive, notes, choose, alone } =
        props;
    let drawn = use_in_turn(PIECES);
    if is_empty(statistics) {
        return html! { <p class="report-none">{ words.say("report-none") }</p> };
    }
    html! {
        <div class="report" aria-busy={(drawn < PIECES).then_some("true")}>
            <KeyFigures statistics={statistics.clone()} convention={*convention} notes={notes.clone()}
                words={words.clone()} />
            if drawn > 1 {
                <FunnelAndRates statistics={statistics.clone()} convention={*convention} words={words.clone()} />
            }
            if drawn > 2 && !statistics.campaigns.is_empty() {
                <CampaignTable statistics={statistics.clone()} convention={*convention}
                    interactive={*interactive} choose={choose.clone()} alone={*alone} words={words.clone()} />
            }
            if drawn > 3 {
                <Arrival statistics={statistics.clone()} words={words.clone()} />
            }
            if drawn > 4 {
                <Days statistics={statistics.clone()} words={words.clone()} />
            }
            if drawn > 5 {
                <Week statistics={statistics.clone()} words={words.clone()} />
            }
            if drawn > 6 {
                <Breakdowns statistics={statistics.clone()} words={words.clone()} />
            }
            if drawn > 7 {
                <MachineEvents statistics={statistics.clone()} words={words.clone()} />
                <AllFigures statistics={statistics.clone()} words={words.clone()} />
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct RehearsalProps {
    statistics: Rc<Statistics>,
    words: Words,
}

#[component]
fn Rehearsal(props: &RehearsalProps) -> Html {
    let RehearsalProps { statistics, words } = props;
    html! {
        <ContextProvider<Scripted> context={Scripted(true)}>
            <ReportBody statistics={statistics.clone()} words={words.clone()}
                convention={Convention::default()} interactive=true choose={Callback::noop()} />
        </ContextProvider<Scripted>>
    }
}

/// Draws a report beside the document, and forgets it. A browser compiles each
/// function when it is first called: with this, before somebody waits for it.
pub fn rehearse(statistics: Rc<Statistics>, words: Words) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(root) = document.and_then(|document| document.create_element("div").ok()) else {
        return;
    };
    let props = RehearsalProps { statistics, words };
    spawn_local(async move {
        sleep(BEFORE_REHEARSAL).await;
        let drawn = yew::Renderer::<Rehearsal>::with_root_and_props(root, props).render();
        sleep(REHEARSAL).await;
        drawn.destroy();
    });
}

#[derive(PartialEq, Properties)]
struct KeyFiguresProps {
    statistics: Rc<Statistics>,
    convention: Convention,
    /// What is to be said below, beside what the figures themselves call for.
    notes: Vec<Note>,
    words: Words,
}

#[component]
fn KeyFigures(props: &KeyFiguresProps) -> Html {
    let KeyFiguresProps { statistics, convention, notes, words } = props;
    let mut all_notes = of_statistics(statistics, *convention);
    all_notes.extend(notes);
    html! {
        <>
            { key_figures(statistics, *convention, words) }
            { noted(&all_notes, words) }
        </>
    }
}

fn key_figures(statistics: &Statistics, convention: Convention, words: &Words) -> Html {
    let figures = &statistics.overall;
    // A gathered row stands for several campaigns.
    let campaigns: u64 = statistics.campaigns.iter().map(|row| u64::from(row.gathers.max(1))).sum();
    // What the files know nothing of is said in the notes, not in empty places.
    let headline = HEADLINE
        .into_iter()
        .map(|rate| rate.of(figures, convention))
        .filter(|quotient| quotient.worth_showing() || quotient.counts.0 != Count::Unavailable);
    let (measure, count) = match figures[Measure::Sent] {
        Count::Unavailable => (Measure::Recipients, figures[Measure::Recipients]),
        sent => (Measure::Sent, sent),
    };
    html! {
        <section class="key-figures" aria-label={words.say("statistics-key-figures")}>
            <dl class="figures">
                <CountFigure name={words.say(&format!("measure-{}", measure.name()))} {count}
                    below={words.with("statistics-in-campaigns", &[("n", campaigns.into())])}
                    words={words.clone()} />
                { for headline.map(|quotient| html! { <RateFigure {quotient} words={words.clone()} /> }) }
            </dl>
        </section>
    }
}

fn noted(notes: &[Note], words: &Words) -> Html {
    if notes.is_empty() {
        return html! {};
    }
    html! {
        <aside class="notes" aria-label={words.say("statistics-notes")}>
            <ul>
                { for notes.iter().map(|note| html! {
                    <li class={classes!(note.is_warning().then_some("note-warning"))}>{ note.text(words) }</li>
                }) }
            </ul>
        </aside>
    }
}

#[derive(PartialEq, Properties)]
struct FunnelAndRatesProps {
    statistics: Rc<Statistics>,
    convention: Convention,
    words: Words,
}

#[component]
fn FunnelAndRates(props: &FunnelAndRatesProps) -> Html {
    let FunnelAndRatesProps { statistics, convention, words } = props;
    let figures = &statistics.overall;
    let (funnel, rates) = (funnel_chart(figures, words), more_rates(figures, *convention, words));
    if funnel.is_none() && rates.is_none() {
        return html! {};
    }
    html! { <div class="report-pair">{ funnel }{ rates }</div> }
}

fn funnel_chart(figures: &Figures<Count>, words: &Words) -> Option<Html> {
    let steps = funnel(figures, TOP, BOTTOM);
    if steps.is_empty() {
        return None;
    }
    let rows: Vec<TableRow> = steps
        .iter()
        .map(|step| TableRow {
            name: words.say(&format!("measure-{}", step.measure.name())),
            counts: vec![step.count],
        })
        .collect();
    Some(html! {
        <ChartFrame id="funnel" title={words.say("chart-funnel")} summary={words.say("chart-funnel-summary")}
            headings={vec![words.say("chart-funnel-step"), words.say("chart-funnel-count")]}
            {rows} words={words.clone()}>
            <FunnelChart {steps} label={words.say("chart-funnel")} words={words.clone()} />
        </ChartFrame>
    })
}

fn more_rates(figures: &Figures<Count>, convention: Convention, words: &Words) -> Option<Html> {
    let rates: Vec<Quotient> = Rate::ALL
        .into_iter()
        .filter(|rate| !HEADLINE.contains(rate))
        // Under some conventions a rate of the list is the one at the head.
        .filter(|rate| {
            let measures = rate.measures(convention);
            HEADLINE.iter().all(|head| head.measures(convention) != measures)
        })
        .map(|rate| rate.of(figures, convention))
        .filter(Quotient::worth_showing)
        .collect();
    if rates.is_empty() {
        return None;
    }
    Some(html! {
        <section class="more-rates" aria-labelledby="rates-title">
            <h2 id="rates-title">{ words.say("statistics-rates") }</h2>
            <dl>
                { for rates.into_iter().map(|quotient| html! {
                    <div data-test={format!("rate-{}", quotient.rate.name())}>
                        <dt>{ words.say(&format!("rate-{}", quotient.rate.name())) }</dt>
                        <dd class="rate-value">
                            { shown_rate(&quotient, words) }
                        </dd>
                        <dd class="rate-numbers">{ quotient.numbers(words) }</dd>
                        <dd class="rate-formula"><Formula {quotient} words={words.clone()} /></dd>
                    </div>
                }) }
            </dl>
        </section>
    })
}
