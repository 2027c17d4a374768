//! Bars that lie: a table in which each row's name stands over its bars.

use super::chart_frame::{Behind, Hatch, hatched};
use super::count::shown_count;
use crate::app::view::marks::{Mark, pairs};
use crate::app::view::scale::percent;
use crate::app::words::Words;
use crate::contract::Count;
use yew::prelude::*;

/// Rows shown at once; the others unfold.
const FIRST: usize = 8;

/// One row: the two counts that are drawn, and those that are only written.
#[derive(Clone, Debug, PartialEq)]
pub struct BarRow {
    pub name: String,
    pub drawn: (Count, Count),
    /// Counts, or texts such as a share, in the order of the headings.
    pub cells: Vec<BarCell>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum BarCell {
    Count(Count),
    Text(String),
}

#[derive(PartialEq, Properties)]
pub struct BarTableProps {
    pub id: &'static str,
    pub caption: String,
    /// The heading of the names, then of the cells.
    pub headings: Vec<String>,
    pub rows: Vec<BarRow>,
    pub words: Words,
}

#[component]
pub fn BarTable(props: &BarTableProps) -> Html {
    let BarTableProps { id, caption, headings, rows, words } = props;
    let marks = pairs(&rows.iter().map(|row| row.drawn).collect::<Vec<_>>());
    let hatch = format!("hatch-{id}");
    let rows: Vec<Html> =
        rows.iter().zip(marks).map(|(row, marks)| bar_row(row, marks, &hatch, words)).collect();
    let (first, more) = rows.split_at(rows.len().min(FIRST));
    let table = |rows: &[Html]| {
        html! {
            <div class="table-box">
                <table class="bars">
                    <caption class="visually-hidden">{ caption }</caption>
                    <thead>
                        <tr>{ for headings.iter().map(|heading| html! { <th scope="col">{ heading }</th> }) }</tr>
                    </thead>
                    <tbody>{ for rows.iter().cloned() }</tbody>
                </table>
            </div>
        }
    };
    html! {
        <>
            <svg class="hatch-only" width="0" height="0" aria-hidden="true"><Hatch id={hatch.clone()} /></svg>
            { table(first) }
            if !more.is_empty() {
                <Behind summary={words.with("chart-more", &[("n", more.len().into())])}>
                    { table(more) }
                </Behind>
            }
        </>
    }
}

fn bar_row(row: &BarRow, (opens, clicks): (Mark, Mark), hatch: &str, words: &Words) -> Html {
    // A single series has the room of both.
    let (y, height) = if opens == Mark::Nothing { ("2", "7") } else { ("8", "4") };
    html! {
        <tr>
            <th scope="row">
                <span class="bar-name">{ &row.name }</span>
                <svg class="bar" width="100%" height="13" aria-hidden="true">
                    { bar(opens, "opens", "0", "7", hatch) }
                    { bar(clicks, "clicks", y, height, hatch) }
                </svg>
            </th>
            { for row.cells.iter().map(|cell| match cell {
                BarCell::Count(count) => html! { <td>{ shown_count(*count, words) }</td> },
                BarCell::Text(text) => html! { <td><span class="number">{ text }</span></td> },
            }) }
        </tr>
    }
}

fn bar(
    mark: Mark,
    class: &'static str,
    y: &'static str,
    height: &'static str,
    hatch: &str,
) -> Html {
    match mark {
        Mark::Length(0.0) | Mark::Nothing => html! {},
        Mark::Length(share) => html! {
            <rect {class} x="0" {y} width={percent(share.max(0.002))} {height} rx="1.5" />
        },
        Mark::Withheld => html! {
            <rect class="hatched" fill={hatched(hatch)} x="0" {y} width="100%" {height} rx="1.5" />
        },
    }
}
