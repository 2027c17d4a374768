//! What surrounds every chart: heading, a sentence, the legend, and the table
//! behind it.

use super::in_turn::Scripted;
use super::table::{CountTable, TableRow};
use crate::app::words::Words;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct ChartFrameProps {
    /// Unique on the page; names the parts that refer to each other.
    pub id: &'static str,
    pub title: String,
    /// What the chart shows, in a sentence.
    pub summary: String,
    /// Whether the two series are explained.
    #[prop_or_default]
    pub legend: bool,
    /// Whether something in the chart is withheld.
    #[prop_or_default]
    pub withheld: bool,
    /// Headings of the table behind it.
    pub headings: Vec<String>,
    pub rows: Vec<TableRow>,
    pub words: Words,
    pub children: Html,
}

#[component]
pub fn ChartFrame(props: &ChartFrameProps) -> Html {
    let words = &props.words;
    let title = format!("chart-{}-title", props.id);
    html! {
        <section class={classes!("chart", format!("chart-{}", props.id))} aria-labelledby={title.clone()}>
            <div class="chart-head">
                <h2 id={title}>{ &props.title }</h2>
                if props.legend {
                    <Legend withheld={props.withheld} words={words.clone()} />
                }
            </div>
            <p class="chart-summary">{ &props.summary }</p>
            { props.children.clone() }
            <Behind summary={words.say("chart-show-table")}>
                <CountTable caption={props.title.clone()} headings={props.headings.clone()}
                    rows={props.rows.clone()} words={words.clone()} />
            </Behind>
        </section>
    }
}

#[derive(PartialEq, Properties)]
pub struct BehindProps {
    /// What opens it.
    pub summary: String,
    pub children: Html,
}

/// What unfolds below a chart. Where scripts run it is drawn when it is opened for
/// the first time: together these are half of a report, and few are ever opened.
#[component]
pub fn Behind(props: &BehindProps) -> Html {
    let Scripted(scripted) = use_context().unwrap_or_default();
    let drawn = use_state(|| !scripted);
    let ontoggle = {
        let drawn = drawn.setter();
        Callback::from(move |_: Event| drawn.set(true))
    };
    html! {
        <details class="behind" {ontoggle}>
            <summary>{ &props.summary }</summary>
            if *drawn {
                { props.children.clone() }
            }
        </details>
    }
}

#[derive(PartialEq, Properties)]
pub struct LegendProps {
    #[prop_or_default]
    pub withheld: bool,
    pub words: Words,
}

/// Which colour and shape is which; the shapes differ too.
#[component]
pub fn Legend(props: &LegendProps) -> Html {
    let LegendProps { withheld, words } = props;
    html! {
        <ul class="legend">
            <li>
                <svg class="swatch" width="14" height="14" aria-hidden="true">
                    <rect class="opens" x="0" y="2" width="14" height="10" rx="2" />
                </svg>
                { words.say("chart-opens") }
            </li>
            <li>
                <svg class="swatch" width="14" height="14" aria-hidden="true">
                    <rect class="clicks" x="4" y="2" width="6" height="10" rx="1" />
                </svg>
                { words.say("chart-clicks") }
            </li>
            if *withheld {
                <li>
                    <svg class="swatch" width="14" height="14" aria-hidden="true">
                        <rect class="hatch-ground" x="0" y="2" width="14" height="10" rx="2" />
                        <path class="hatch-lines" d="M-2 12L8 2M4 12L14 2" />
                    </svg>
                    { words.say("chart-withheld") }
                </li>
            }
        </ul>
    }
}

#[derive(PartialEq, Properties)]
pub struct HatchProps {
    /// The id to refer to; one for each drawing.
    pub id: String,
}

/// The filling of what is withheld.
#[component]
pub fn Hatch(props: &HatchProps) -> Html {
    html! {
        <defs>
            <pattern id={props.id.clone()} width="8" height="8" patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)">
                <rect class="hatch-ground" width="8" height="8" />
                <line class="hatch-lines" x1="0" y1="0" x2="0" y2="8" />
            </pattern>
        </defs>
    }
}

/// How to fill with a [`Hatch`] of that id.
pub fn hatched(id: &str) -> String {
    format!("url(#{id})")
}
