//! Upright bars of opens and clicks.

use super::chart_frame::{Hatch, hatched};
use super::tips::{use_tips, values};
use crate::app::view::columns::{Placed, Slot, columns};
use crate::app::view::marks::{Block, GridLine};
use crate::app::view::scale::{percent, trimmed};
use crate::app::words::Words;
use yew::prelude::*;

const TOP: f64 = 20.0;
const BOTTOM: f64 = 180.0;
const HEIGHT: f64 = 206.0;

/// A name below the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Share of the width.
    pub at: f64,
    pub text: String,
    pub anchor: &'static str,
    /// Left out where there is little room.
    pub minor: bool,
}

#[derive(PartialEq, Properties)]
pub struct ColumnChartProps {
    pub id: &'static str,
    pub slots: Vec<Slot>,
    /// The name of each slot.
    pub names: Vec<String>,
    pub ticks: Vec<Tick>,
    /// What the picture shows, for those who do not see it.
    pub label: String,
    pub words: Words,
}

#[component]
pub fn ColumnChart(props: &ColumnChartProps) -> Html {
    let ColumnChartProps { id, slots, names, ticks, label, words } = props;
    let tips = use_tips();
    let plot = columns(slots, TOP, BOTTOM);
    let hatch = format!("hatch-{id}");
    let bars = slots.iter().zip(names).zip(&plot.columns).map(|((slot, name), column)| {
        html! {
            <g class="column">
                { tips.of(|| values(name, slot.opens, slot.clicks, words)) }
                <rect class="reach" x={percent(slot.from)} width={percent(slot.to - slot.from)}
                    y={trimmed(TOP)} height={trimmed(BOTTOM - TOP)} />
                { placed(column.opens, "opens", &hatch) }
                { placed(column.clicks, "clicks", &hatch) }
            </g>
        }
    });
    html! {
        <svg class={plot_class(&plot.grid, words)} width="100%" height={trimmed(HEIGHT)} role="img"
            aria-label={label.clone()} onpointerover={tips.onpointerover.clone()}>
            <Hatch id={hatch.clone()} />
            { for plot.grid.iter().map(|line| grid_line(line.y)) }
            { for bars }
            <line class="ground" x1="0" x2="100%" y1={trimmed(BOTTOM)} y2={trimmed(BOTTOM)} />
            { for plot.grid.iter().map(|line| grid_label(line.y, &words.number(line.value))) }
            { tick_marks(ticks) }
        </svg>
    }
}

fn placed(bar: Placed, class: &'static str, hatch: &str) -> Html {
    let rect = |block: Block, class: Classes, fill: Option<String>| {
        html! {
            <rect {class} {fill} x={percent(block.x)} width={percent(block.width)}
                y={trimmed(block.y)} height={trimmed(block.height)} />
        }
    };
    match bar {
        Placed::Bar(block) => rect(block, classes!(class), None),
        Placed::Withheld(block) => rect(block, classes!("hatched"), Some(hatched(hatch))),
        Placed::Nothing => html! {},
    }
}

pub fn grid_line(y: f64) -> Html {
    html! { <line class="grid" x1="0" x2="100%" y1={trimmed(y)} y2={trimmed(y)} /> }
}

/// A picture with room beside it for the values of its lines, as much as the longest needs.
pub fn plot_class(grid: &[GridLine], words: &Words) -> Classes {
    let longest = grid.iter().map(|line| words.number(line.value).chars().count()).max();
    let room = match longest.unwrap_or_default() {
        0..=3 => "beside-short",
        4..=6 => "beside-medium",
        _ => "beside-long",
    };
    classes!("plot", room)
}

/// Values stand beside the picture, where no bar can run into them.
pub fn grid_label(y: f64, name: &str) -> Html {
    html! { <text class="grid-name" x="100%" dx="8" y={trimmed(y + 4.0)}>{ name }</text> }
}

/// The names below the axis of a chart.
pub fn tick_marks(ticks: &[Tick]) -> Html {
    ticks
        .iter()
        .map(|tick| {
            let class = classes!("tick", tick.minor.then_some("minor"));
            html! {
                <text {class} x={percent(tick.at)} y={trimmed(HEIGHT - 6.0)} text-anchor={tick.anchor}>
                    { &tick.text }
                </text>
            }
        })
        .collect()
}
