//! Where people react: links, mailbox providers, devices, mail programs.

use crate::app::parts::chart_bars::{BarCell, BarRow, BarTable};
use crate::app::parts::chart_frame::Legend;
use crate::app::view::names;
use crate::app::view::rates::{Missing, share, share_text};
use crate::app::words::Words;
use crate::contract::{Count, GroupRow, Measure, Statistics};
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
            { groups(&statistics.providers, "providers", words) }
            <div class="report-pair">
                { groups(&statistics.devices, "devices", words) }
                { groups(&statistics.clients, "clients", words) }
            </div>
        </>
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

fn groups(rows: &[GroupRow], id: &'static str, words: &Words) -> Html {
    if rows.is_empty() {
        return html! {};
    }
    // Groups known from reactions only have no base to show.
    let based = rows.iter().any(|row| row.delivered != Count::Unavailable);
    let mut headings = vec![words.say(&format!("chart-{id}-group"))];
    if based {
        headings.push(words.say("csv-delivered"));
    }
    headings.extend([words.say("csv-openers"), words.say("csv-clickers")]);
    let bar_rows = rows
        .iter()
        .map(|row| {
            let delivered = based.then_some(BarCell::Count(row.delivered));
            BarRow {
                name: names::group(row, words),
                drawn: (row.openers, row.clickers),
                cells: delivered
                    .into_iter()
                    .chain([BarCell::Count(row.openers), BarCell::Count(row.clickers)])
                    .collect(),
            }
        })
        .collect::<Vec<_>>();
    let withheld = rows.iter().any(|row| row.openers.is_withheld() || row.clickers.is_withheld());
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
