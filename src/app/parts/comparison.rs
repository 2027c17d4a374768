//! "What your service reported": a table beside the figures that were counted.

use super::count::shown_count;
use crate::app::view::comparison::Comparison;
use crate::app::words::Words;
use crate::contract::Count;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct ComparisonTableProps {
    pub comparison: Comparison,
    pub words: Words,
}

#[component]
pub fn ComparisonTable(props: &ComparisonTableProps) -> Html {
    let ComparisonTableProps { comparison, words } = props;
    let title = words.say("comparison-title");
    let cells = |counts: &[Count]| -> Html {
        let cell = |&count: &Count| html! { <td>{ shown_count(count, words) }</td> };
        counts.iter().map(cell).collect()
    };
    html! {
        <section class="comparison" data-test="comparison">
            <h3>{ title.clone() }</h3>
            <p class="hint">{ words.say("comparison-hint") }</p>
            <div class="table-box" role="region" aria-label={title.clone()} tabindex="0">
                <table class="counts">
                    <caption class="visually-hidden">{ title }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ words.say("comparison-campaign") }</th>
                            <th scope="col">{ words.say("comparison-from") }</th>
                            { for comparison.measures.iter().map(|measure| html! {
                                <th scope="col">
                                    { words.say(&format!("measure-{}", measure.name())) }
                                </th>
                            }) }
                        </tr>
                    </thead>
                    { for comparison.rows.iter().map(|row| html! {
                        <tbody data-test="compared-campaign">
                            <tr>
                                <th scope="rowgroup" rowspan="2" class="breakable">{ &row.name }</th>
                                <th scope="row">{ words.say("comparison-reported") }</th>
                                { cells(&row.reported) }
                            </tr>
                            <tr>
                                <th scope="row">{ words.say("comparison-counted") }</th>
                                if let Some(counted) = &row.counted {
                                    { cells(counted) }
                                } else {
                                    <td colspan={comparison.measures.len().to_string()}>
                                        { words.say("comparison-none") }
                                    </td>
                                }
                            </tr>
                        </tbody>
                    }) }
                </table>
            </div>
        </section>
    }
}
