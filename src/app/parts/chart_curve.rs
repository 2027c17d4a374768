//! Opens and clicks hour by hour, as curves with the area below them.

use super::chart_columns::{Tick, grid_label, grid_line, plot_class, tick_marks};
use super::chart_frame::{Hatch, hatched};
use super::tips::{use_tips, values};
use crate::app::view::area::{Curve, WIDTH, curve};
use crate::app::view::marks::grid;
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
    let tips = use_tips();
    let scale = Scale::over(opens.iter().chain(clicks).copied(), 4);
    let grid = grid(&scale, TOP, BOTTOM);
    let hatch = format!("hatch-{id}");
    let curves = [(opens, "opens"), (clicks, "clicks")]
        .map(|(counts, class)| (curve(counts, &scale, TOP, BOTTOM), class));
    // Outside of the stretched part, so that the hatch keeps its shape.
    let gaps = curves.iter().flat_map(|(curve, _)| &curve.gaps).map(|&(x, width)| {
        html! {
            <rect class="hatched" fill={hatched(&hatch)} x={percent(x / WIDTH)} width={percent(width / WIDTH)}
                y={trimmed(TOP)} height={trimmed(BOTTOM - TOP)} />
        }
    });
    let step = 1.0 / opens.len().max(1) as f64;
    let reaches =
        opens.iter().zip(clicks).zip(names).enumerate().map(|(at, ((open, click), name))| {
            html! {
                <rect class="reach" x={percent(at as f64 * step)} width={percent(step)}
                    y={trimmed(TOP)} height={trimmed(BOTTOM - TOP)}>
                    { tips.of(|| values(name, *open, *click, words)) }
                </rect>
            }
        });
    html! {
        <svg class={plot_class(&grid, words)} width="100%" height={trimmed(HEIGHT)} role="img"
            aria-label={label.clone()} onpointerover={tips.onpointerover.clone()}>
            <Hatch id={hatch.clone()} />
            { for grid.iter().map(|line| grid_line(line.y)) }
            // Paths know no percentages: this part is stretched, its lines are not.
            <svg x="0" y="0" width="100%" height={trimmed(HEIGHT)} preserveAspectRatio="none"
                viewBox={format!("0 0 {} {}", trimmed(WIDTH), trimmed(HEIGHT))}>
                { for curves.iter().map(|(curve, class)| drawn(curve, class)) }
            </svg>
            { for gaps }
            <line class="ground" x1="0" x2="100%" y1={trimmed(BOTTOM)} y2={trimmed(BOTTOM)} />
            { for grid.iter().map(|line| grid_label(line.y, &words.number(line.value))) }
            { tick_marks(ticks) }
            { for reaches }
        </svg>
    }
}

fn drawn(curve: &Curve, class: &'static str) -> Html {
    html! {
        <g class={class}>
            { for curve.areas.iter().map(|path| html! { <path class="area" d={path.clone()} /> }) }
            { for curve.lines.iter().map(|path| html! { <path class="curve" d={path.clone()} /> }) }
        </g>
    }
}
