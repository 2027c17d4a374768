//! Where people react: links, mailbox providers, devices, mail programs, countries.

use crate::app::parts::chart_bars::{BarCell, BarRow, BarTable};
use crate::app::parts::chart_frame::Legend;
use crate::app::view::names;
use crate::app::view::rates::{Missing, share, share_text};
use crate::app::words::Words;
use crate::contract::{Count, DeviceClientRow, GroupRow, Measure, Statistics};
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct BreakdownsProps {
    pub statistics: Rc<Statistics>,
    pub words: Words,
}

#[component]
pub fn Breakdowns(props: &BreakdownsProps) -> Html {
    let BreakdownsProps { statistics, words } = props;
    html! {
        <>
            { links(statistics, words) }
            { groups(&statistics.providers, "providers", words, names::group) }
            <div class="report-pair">
                { groups(&statistics.devices, "devices", words, names::group) }
                { groups(&statistics.clients, "clients", words, names::group) }
            </div>
            { beside(
                device_clients(&statistics.device_clients, words),
                groups(&statistics.countries, "countries", words, names::country),
                !statistics.device_clients.is_empty() && !statistics.countries.is_empty(),
            ) }
        </>
    }
}

/// Two charts next to each other; one alone has the whole width.
fn beside(first: Html, second: Html, both: bool) -> Html {
    if both {
        html! { <div class="report-pair">{ first }{ second }</div> }
    } else {
        html! { <>{ first }{ second }</> }
    }
}

fn links(statistics: &Statistics, words: &Words) -> Html {
    if statistics.links.is_empty() {
        return html! {};
    }
    let clickers = statistics.overall[Measure::Clickers];
    let rows = statistics
        .links
        .iter()
        .map(|row| BarRow {
            name: names::link(row, words),
            drawn: (Count::Unavailable, row.clickers),
            cells: vec![
                BarCell::Count(row.clickers),
                part(row.clickers, clickers, words),
                BarCell::Count(row.clicks),
            ],
        })
        .collect::<Vec<_>>();
    let headings =
        ["chart-links-link", "chart-links-clickers", "chart-links-share", "chart-clicks"]
            .map(|name| words.say(name));
    html! {
        <section class="chart chart-links" aria-labelledby="chart-links-title">
            <div class="chart-head"><h2 id="chart-links-title">{ words.say("chart-links") }</h2></div>
            <BarTable id="links" caption={words.say("chart-links-caption")} headings={headings.to_vec()}
                {rows} words={words.clone()} />
        </section>
    }
}

/// A share of clickers; recipients may click several links, so shares need not add up.
fn part(part: Count, whole: Count, words: &Words) -> BarCell {
    match share(part, whole, true) {
        Ok(share) => BarCell::Text(share_text(share, words)),
        Err(Missing::Withheld) => BarCell::Count(Count::Withheld),
        Err(Missing::NoBase) => BarCell::Text(words.say("missing-no-base")),
        Err(Missing::NotInFiles | Missing::MoreThanBase) => BarCell::Count(Count::Unavailable),
    }
}

fn groups(
    rows: &[GroupRow],
    id: &'static str,
    words: &Words,
    name: fn(&GroupRow, &Words) -> String,
) -> Html {
    // Groups known from reactions only have no base to show.
    let based = rows.iter().any(|row| row.delivered != Count::Unavailable);
    let reacted = |row: &GroupRow| (name(row, words), row.openers, row.clickers);
    let delivered = based.then(|| rows.iter().map(|row| row.delivered).collect());
    chart(id, rows.iter().map(reacted).collect(), delivered, words)
}

fn device_clients(rows: &[DeviceClientRow], words: &Words) -> Html {
    let reacted =
        |row: &DeviceClientRow| (names::device_client(row, words), row.openers, row.clickers);
    chart("device-clients", rows.iter().map(reacted).collect(), None, words)
}

/// Names with openers and clickers, and to how many it was delivered.
fn chart(
    id: &'static str,
    rows: Vec<(String, Count, Count)>,
    delivered: Option<Vec<Count>>,
    words: &Words,
) -> Html {
    if rows.is_empty() {
        return html! {};
    }
    let mut headings = vec![words.say(&format!("chart-{id}-group"))];
    if delivered.is_some() {
        headings.push(words.say("csv-delivered"));
    }
    headings.extend([words.say("csv-openers"), words.say("csv-clickers")]);
    let withheld =
        rows.iter().any(|(_, openers, clickers)| openers.is_withheld() || clickers.is_withheld());
    let mut delivered = delivered.map(Vec::into_iter);
    let bar_rows = rows
        .into_iter()
        .map(|(name, openers, clickers)| {
            let delivered = delivered.as_mut().and_then(Iterator::next);
            let cells = delivered.into_iter().chain([openers, clickers]);
            BarRow { name, drawn: (openers, clickers), cells: cells.map(BarCell::Count).collect() }
        })
        .collect::<Vec<_>>();
    let title = format!("chart-{id}-title");
    html! {
        <section class={classes!("chart", format!("chart-{id}"))} aria-labelledby={title.clone()}>
            <div class="chart-head">
                <h2 id={title}>{ words.say(&format!("chart-{id}")) }</h2>
                <Legend {withheld} words={words.clone()} />
            </div>
            <BarTable {id} caption={words.say(&format!("chart-{id}-caption"))} {headings} rows={bar_rows}
                words={words.clone()} />
        </section>
    }
}
