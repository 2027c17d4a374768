//! Opens and clicks hour by hour, as curves with the area below them.

use super::chart_columns::{Tick, tick_marks};
use super::chart_frame::{Hatch, hatched};
use crate::app::view::area::{Curve, WIDTH, curve};
use crate::app::view::marks::grid;
use crate::app::view::rates::count_text;
use crate::app::view::scale::{Scale, percent, trimmed};
use crate::app::words::Words;
use crate::contract::Count;
use yew::prelude::*;

const TOP: f64 = 20.0;
const BOTTOM: f64 = 180.0;
const HEIGHT: f64 = 206.0;

#[derive(PartialEq, Properties)]
pub struct CurveChartProps {
    pub id: &'static str,
    /// One count for each step, all steps of the same length.
    pub opens: Vec<Count>,
    pub clicks: Vec<Count>,
    /// The name of each step.
    pub names: Vec<String>,
    pub ticks: Vec<Tick>,
    pub label: String,
    pub words: Words,
}

#[component]
pub fn CurveChart(props: &CurveChartProps) -> Html {
    let CurveChartProps { id, opens, clicks, names, ticks, label, words } = props;
    let scale = Scale::over(opens.iter().chain(clicks).copied(), 4);
    let grid = grid(&scale, TOP, BOTTOM);
    let hatch = format!("hatch-{id}");
    let series = [(opens, "opens"), (clicks, "clicks")]
        .map(|(counts, class)| drawn(&curve(counts, &scale, TOP, BOTTOM), class, &hatch));
    let step = 1.0 / opens.len().max(1) as f64;
    let reaches =
        opens.iter().zip(clicks).zip(names).enumerate().map(|(at, ((open, click), name))| {
            let values = [
                ("name", name.as_str().into()),
                ("opens", count_text(*open, words).into()),
                ("clicks", count_text(*click, words).into()),
            ];
            html! {
                <rect class="reach" x={percent(at as f64 * step)} width={percent(step)}
                    y={trimmed(TOP)} height={trimmed(BOTTOM - TOP)}>
                    <title>{ words.with("chart-value", &values) }</title>
                </rect>
            }
        });
    html! {
        <svg class="plot" width="100%" height={trimmed(HEIGHT)} role="img" aria-label={label.clone()}>
            <Hatch id={hatch.clone()} />
            { for grid.iter().map(|line| html! {
                <line class="grid" x1="0" x2="100%" y1={trimmed(line.y)} y2={trimmed(line.y)} />
            }) }
            // Paths know no percentages: this part is stretched, its lines are not.
            <svg x="0" y="0" width="100%" height={trimmed(HEIGHT)} preserveAspectRatio="none"
                viewBox={format!("0 0 {} {}", trimmed(WIDTH), trimmed(HEIGHT))}>
                { for series }
            </svg>
            <line class="ground" x1="0" x2="100%" y1={trimmed(BOTTOM)} y2={trimmed(BOTTOM)} />
            { for grid.iter().map(|line| html! {
                <text class="grid-name" x="0" y={trimmed(line.y - 4.0)}>{ words.number(line.value) }</text>
            }) }
            { tick_marks(ticks) }
            { for reaches }
        </svg>
    }
}

fn drawn(curve: &Curve, class: &'static str, hatch: &str) -> Html {
    html! {
        <g class={class}>
            { for curve.areas.iter().map(|path| html! { <path class="area" d={path.clone()} /> }) }
            { for curve.lines.iter().map(|path| html! { <path class="curve" d={path.clone()} /> }) }
            { for curve.gaps.iter().map(|&(x, width)| html! {
                <rect class="hatched" fill={hatched(hatch)} x={trimmed(x)} width={trimmed(width)}
                    y={trimmed(TOP)} height={trimmed(BOTTOM - TOP)} />
            }) }
        </g>
    }
}
