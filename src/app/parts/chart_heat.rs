//! Weekday by hours, one grid for each of the two series.

use super::chart_frame::{Hatch, hatched};
use super::tips::use_tips;
use crate::app::view::heat::{DEPTHS, Series, heat};
use crate::app::view::names::{weekday, weekday_short};
use crate::app::view::rates::count_text;
use crate::app::view::scale::{percent, trimmed};
use crate::app::words::Words;
use crate::contract::WeekRow;
use std::rc::Rc;
use yew::prelude::*;

/// Share of the width that the names of the days take.
const NAMES: f64 = 0.09;
const TOP: f64 = 20.0;
const ROW: f64 = 22.0;

#[derive(PartialEq, Properties)]
pub struct HeatChartProps {
    pub id: &'static str,
    pub rows: Rc<Vec<WeekRow>>,
    pub series: Series,
    pub label: String,
    pub words: Words,
}

#[component]
pub fn HeatChart(props: &HeatChartProps) -> Html {
    let HeatChartProps { id, rows, series, label, words } = props;
    let tips = use_tips();
    let heat = heat(rows, *series, ROW);
    let hatch = format!("hatch-{id}");
    let place = |share: f64| NAMES + share * (1.0 - NAMES);
    let fields = heat.fields.iter().map(|field| {
        let tip = || {
            let values = [
                ("day", weekday(field.weekday, words).into()),
                ("from", u32::from(field.from_hour).into()),
                ("to", u32::from(field.to_hour).into()),
                ("n", count_text(field.count, words).into()),
            ];
            words.with("chart-week-field", &values)
        };
        let (class, fill) = match field.depth {
            Some(depth) => (format!("cell depth-{depth}"), None),
            None if field.count.is_withheld() => ("hatched".into(), Some(hatched(&hatch))),
            None => ("cell depth-none".into(), None),
        };
        html! {
            <rect {class} {fill} x={percent(place(field.block.x))}
                width={percent(field.block.width * (1.0 - NAMES))}
                y={trimmed(TOP + field.block.y)} height={trimmed(field.block.height)} rx="3">
                { tips.of(tip) }
            </rect>
        }
    });
    let class = match series {
        Series::Opens => "plot heat heat-opens",
        Series::Clicks => "plot heat heat-clicks",
    };
    html! {
        <svg {class} width="100%" height={trimmed(TOP + 7.0 * ROW + 2.0)} role="img" aria-label={label.clone()}
            onpointerover={tips.onpointerover.clone()}>
            <Hatch id={hatch.clone()} />
            { for [0_u8, 6, 12, 18].into_iter().map(|hour| html! {
                <text class="tick" x={percent(place(f64::from(hour) / 24.0))} y="13">
                    { words.with("chart-hour", &[("hour", u32::from(hour).into())]) }
                </text>
            }) }
            { for (0_u8..7).map(|day| html! {
                <text class="tick" x="0" y={trimmed(TOP + f64::from(day) * ROW + ROW * 0.7)}>
                    { weekday_short(day, words) }
                </text>
            }) }
            { for fields }
        </svg>
    }
}

#[derive(PartialEq, Properties)]
pub struct HeatLegendProps {
    pub series: Series,
    pub words: Words,
}

/// From few to many.
#[component]
pub fn HeatLegend(props: &HeatLegendProps) -> Html {
    let HeatLegendProps { series, words } = props;
    let class = match series {
        Series::Opens => "heat heat-opens",
        Series::Clicks => "heat heat-clicks",
    };
    html! {
        <p class="heat-legend" aria-hidden="true">
            <span>{ words.say("chart-week-legend-less") }</span>
            <svg {class} width="90" height="12">
                { for (0..=DEPTHS).map(|depth| html! {
                    <rect class={format!("cell depth-{depth}")} x={(u32::from(depth) * 15).to_string()}
                        y="0" width="15" height="12" rx="2" />
                }) }
            </svg>
            <span>{ words.say("chart-week-legend-more") }</span>
        </p>
    }
}
