//! The campaigns with their main figures, in an order of the reader's choice.

use super::count::{data_value, shown_count, shown_rate};
use super::in_turn::use_in_turn;
use crate::app::view::names;
use crate::app::view::order::{Cell, Column, Order};
use crate::app::view::rates::Quotient;
use crate::app::view::scale::percent;
use crate::app::words::Words;
use crate::contract::{CampaignRow, Convention, Count, Measure, Statistics};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::HtmlElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct CampaignTableProps {
    pub statistics: Rc<Statistics>,
    pub convention: Convention,
    /// Whether headings sort.
    pub interactive: bool,
    /// Asked to show one campaign alone, by its key, or all again where it is.
    #[prop_or_default]
    pub choose: Option<Callback<Choice>>,
    /// Whether one campaign was chosen alone.
    #[prop_or_default]
    pub alone: bool,
    pub words: Words,
}

/// A campaign's name, by the campaign's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The pointer or the focus came to it: it may be pressed.
    Approached(u32),
    Pressed(u32),
}

/// Rows that are drawn together: a few dozen keep the page from answering for a moment.
const TOGETHER: usize = 12;

#[component]
pub fn CampaignTable(props: &CampaignTableProps) -> Html {
    let CampaignTableProps { statistics, convention, interactive, choose, alone, words } = props;
    let order = use_state(Order::default);
    let places =
        use_memo((statistics.clone(), *order, *convention), |(statistics, order, convention)| {
            Rc::<[usize]>::from(order.apply(&statistics.campaigns, *convention))
        });
    let caption = words.say(if *interactive {
        "statistics-campaigns-caption-sortable"
    } else {
        "statistics-campaigns-caption"
    });
    let heading = |column: Column| {
        let name = words.say(&format!("column-{}", column.name()));
        if !interactive {
            return html! { <th scope="col">{ name }</th> };
        }
        let sorted = order.column == column;
        let direction = match (sorted, order.descending) {
            (false, _) => "none",
            (true, true) => "descending",
            (true, false) => "ascending",
        };
        let onclick = {
            let order = order.clone();
            Callback::from(move |_: MouseEvent| order.set(order.by(column)))
        };
        html! {
            <th scope="col" aria-sort={direction}>
                <button type="button" class="sort" {onclick}>
                    { name }
                    <svg class="sort-mark" width="8" height="10" aria-hidden="true">
                        <path class="up" d="M4 0L8 4H0Z" />
                        <path class="down" d="M4 10L8 6H0Z" />
                    </svg>
                </button>
            </th>
        }
    };
    let pieces = places.len().div_ceil(TOGETHER);
    let drawn = use_in_turn(pieces);
    let chosen = use_mut_ref(|| None);
    let blocks = (0..pieces.min(drawn)).map(|block| {
        html! {
            <Rows key={block} statistics={statistics.clone()} places={(*places).clone()} {block}
                convention={*convention} choose={choose.clone()} alone={*alone}
                chosen={chosen.clone()} words={words.clone()} />
        }
    });
    html! {
        <section class="campaigns" aria-labelledby="campaigns-title"
            aria-busy={(drawn < pieces).then_some("true")}>
            <h2 id="campaigns-title">{ words.say("statistics-campaigns") }</h2>
            <div class="table-box" role="region" aria-labelledby="campaigns-title" tabindex="0">
                <table class="campaign-table">
                    <caption class="visually-hidden">{ caption }</caption>
                    <thead><tr>{ for Column::ALL.map(heading) }</tr></thead>
                    <tbody>{ for blocks }</tbody>
                </table>
            </div>
        </section>
    }
}

/// The campaign whose name was pressed last, and what was shown then: with other
/// figures, drawn elsewhere, the name has the focus again.
type Chosen = Rc<RefCell<Option<(u32, Rc<Statistics>)>>>;

#[derive(PartialEq, Properties)]
struct RowsProps {
    statistics: Rc<Statistics>,
    /// Of all campaigns, in their order.
    places: Rc<[usize]>,
    /// Which [`TOGETHER`] of them are drawn.
    block: usize,
    convention: Convention,
    choose: Option<Callback<Choice>>,
    alone: bool,
    chosen: Chosen,
    words: Words,
}

/// Some rows, drawn anew only when something about them changes.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let RowsProps { statistics, places, block, convention, choose, alone, chosen, words } = props;
    let button = use_node_ref();
    {
        let (button, chosen) = (button.clone(), chosen.clone());
        use_effect(move || {
            if let Some(button) = button.cast::<HtmlElement>()
                && chosen.take().is_some()
                && nothing_has_the_focus()
            {
                // Without the focus it can be used all the same.
                let _ = button.focus();
            }
        });
    }
    let names = choose.as_ref().map(|choose| Names {
        choose: choose.clone(),
        alone: *alone,
        chosen: chosen.clone(),
        statistics: statistics.clone(),
        button,
    });
    let places = places.iter().skip(block * TOGETHER).take(TOGETHER);
    let rows = places.filter_map(|&at| statistics.campaigns.get(at)).map(|row| {
        html! {
            <tr key={row_key(row)} data-test="campaign-row" data-campaign={row.id.clone()}>
                { for Column::ALL.map(|column| cell(row, column, *convention, names.as_ref(), words)) }
            </tr>
        }
    });
    html! { <>{ for rows }</> }
}

fn row_key(row: &CampaignRow) -> String {
    format!("{}-{}-{}", row.key, row.gathers, row.name)
}

fn cell(
    row: &CampaignRow,
    column: Column,
    convention: Convention,
    names: Option<&Names>,
    words: &Words,
) -> Html {
    match column.of(row, convention) {
        Cell::Name => html! { <th scope="row">{ name(row, names, words) }</th> },
        Cell::Day(day) => html! {
            <td class="day">{ day.map_or_else(|| words.say("missing-no-base"), |day| words.day(&day)) }</td>
        },
        Cell::Count(count) => html! {
            <td data-figure={column.name()} data-value={data_value(count)}>
                { shown_count(count, words) }
            </td>
        },
        Cell::Rate(quotient) => html! {
            <td class="rate" title={numbers(&quotient, words)}>
                { shown_rate(&quotient, words) }
                { small_bar(column, &quotient) }
            </td>
        },
    }
}

/// Whoever has gone on elsewhere meanwhile is not called back.
fn nothing_has_the_focus() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    let focused = document.and_then(|document| document.active_element());
    focused.is_none_or(|element| element.tag_name() == "BODY")
}

/// Names that can be pressed.
struct Names {
    choose: Callback<Choice>,
    alone: bool,
    chosen: Chosen,
    statistics: Rc<Statistics>,
    /// The button that gets the focus.
    button: NodeRef,
}

fn name(row: &CampaignRow, names: Option<&Names>, words: &Words) -> Html {
    let name = names::campaign(row, words);
    match names {
        Some(Names { choose, alone, chosen, statistics, button }) if row.gathers <= 1 => {
            let key = row.key;
            let focused = chosen
                .borrow()
                .as_ref()
                .is_some_and(|(last, seen)| *last == key && !Rc::ptr_eq(seen, statistics));
            let onclick = {
                let (choose, chosen, statistics) =
                    (choose.clone(), chosen.clone(), statistics.clone());
                Callback::from(move |event: MouseEvent| {
                    chosen.replace(Some((key, statistics.clone())));
                    // Taken away with the focus on it, it would have the browser lay out the page at once.
                    if let Some(button) = event.target_dyn_into::<HtmlElement>() {
                        let _ = button.blur();
                    }
                    choose.emit(Choice::Pressed(key));
                })
            };
            let approached = Choice::Approached(key);
            let onpointerover = choose.reform(move |_: PointerEvent| approached);
            let onfocus = choose.reform(move |_: FocusEvent| approached);
            let title = match alone {
                true => words.say("filter-all-campaigns"),
                false => words.with("filter-only", &[("campaign", name.as_str().into())]),
            };
            html! {
                <button type="button" class="campaign-name" aria-pressed={alone.to_string()} {title}
                    {onclick} {onpointerover} {onfocus}
                    ref={if focused { button.clone() } else { NodeRef::default() }}>{ name }</button>
            }
        }
        _ => html! { <span class="campaign-name">{ name }</span> },
    }
}

fn numbers(quotient: &Quotient, words: &Words) -> Option<String> {
    quotient.share.is_ok().then(|| quotient.numbers(words))
}

/// The two rates people compare are drawn as well.
fn small_bar(column: Column, quotient: &Quotient) -> Html {
    let class = match column {
        Column::Open => "opens",
        Column::Click => "clicks",
        _ => return html! {},
    };
    match quotient.share {
        Ok(share) => html! {
            <svg class="small-bar" width="100%" height="3" aria-hidden="true">
                <rect class="track" width="100%" height="3" rx="1.5" />
                <rect {class} width={percent(share.min(1.0))} height="3" rx="1.5" />
            </svg>
        },
        Err(_) => html! {},
    }
}

/// Whether anything was sent or came back in the selection.
pub fn is_empty(statistics: &Statistics) -> bool {
    statistics.campaigns.is_empty()
        && matches!(statistics.overall[Measure::Recipients], Count::Exact(0) | Count::Unavailable)
}
