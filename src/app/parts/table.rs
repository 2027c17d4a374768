//! Plain tables of counts, such as the ones behind the charts.

use super::count::shown_count;
use crate::app::words::Words;
use crate::contract::Count;
use yew::prelude::*;

/// A row: its name, and a count for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    pub name: String,
    pub counts: Vec<Count>,
}

#[derive(Clone, PartialEq, Properties)]
pub struct CountTableProps {
    pub caption: String,
    /// The heading of the names, then one for each count.
    pub headings: Vec<String>,
    pub rows: Vec<TableRow>,
    pub words: Words,
}

/// A table that scrolls inside its own box.
#[component]
pub fn CountTable(props: &CountTableProps) -> Html {
    let CountTableProps { caption, headings, rows, words } = props;
    html! {
        <div class="table-box" role="region" aria-label={caption.clone()} tabindex="0">
            <table class="counts">
                <caption class="visually-hidden">{ caption }</caption>
                <thead>
                    <tr>{ for headings.iter().map(|heading| html! { <th scope="col">{ heading }</th> }) }</tr>
                </thead>
                <tbody>
                    { for rows.iter().map(|row| html! {
                        <tr>
                            <th scope="row">{ &row.name }</th>
                            { for row.counts.iter().map(|&count| html! {
                                <td>{ shown_count(count, words) }</td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}
