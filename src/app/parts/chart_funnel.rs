//! From sent to clicked.

use super::chart_frame::{Hatch, hatched};
use crate::app::view::funnel::Step;
use crate::app::view::rates::{count_text, share_text};
use crate::app::view::scale::{percent, trimmed};
use crate::app::words::Words;
use yew::prelude::*;

/// Between these the blocks stand, in pixels; names and numbers are below.
pub const TOP: f64 = 4.0;
pub const BOTTOM: f64 = 150.0;
const HEIGHT: f64 = 218.0;
/// The width of the stretched part in its own units.
const WIDTH: f64 = 1_000.0;

#[derive(PartialEq, Properties)]
pub struct FunnelChartProps {
    /// Computed between [`TOP`] and [`BOTTOM`].
    pub steps: Vec<Step>,
    pub label: String,
    pub words: Words,
}

#[component]
pub fn FunnelChart(props: &FunnelChartProps) -> Html {
    let FunnelChartProps { steps, label, words } = props;
    let hatch = "hatch-funnel";
    let slopes = steps.iter().filter_map(|step| step.slope).map(|corners| {
        let points: Vec<String> = corners
            .iter()
            .map(|&(x, y)| format!("{},{}", trimmed(x * WIDTH), trimmed(y)))
            .collect();
        html! { <polygon class="slope" points={points.join(" ")} /> }
    });
    let blocks = steps.iter().map(|step| {
        let class = format!("funnel-step funnel-{}", step.measure.name());
        let (block, class, fill) = match step.block {
            Some(block) => (block, class, None),
            None => (step.room, "hatched".into(), Some(hatched(hatch))),
        };
        // What is not nothing stays visible.
        let least = if step.count.exact() == Some(0) { 0.0 } else { 1.5 };
        let height = block.height.max(least);
        let name = words.say(&format!("measure-{}", step.measure.name()));
        html! {
            <>
                <rect {class} {fill} x={percent(block.x)} width={percent(block.width)}
                    y={trimmed(BOTTOM - height)} height={trimmed(height)} />
                <text class="step-name" x={percent(step.room.x)} y="172">{ name }</text>
                <text class="step-count" x={percent(step.room.x)} y="194">
                    { count_text(step.count, words) }
                </text>
                if let Some(share) = step.of_previous {
                    <text class="step-share" x={percent(step.room.x)} y="213">
                        { share_text(share, words) }
                    </text>
                }
            </>
        }
    });
    html! {
        <svg class="plot funnel" width="100%" height={trimmed(HEIGHT)} role="img" aria-label={label.clone()}>
            <Hatch id={hatch} />
            <svg x="0" y="0" width="100%" height={trimmed(HEIGHT)} preserveAspectRatio="none"
                viewBox={format!("0 0 {} {}", trimmed(WIDTH), trimmed(HEIGHT))}>
                { for slopes }
            </svg>
            <line class="ground" x1="0" x2="100%" y1={trimmed(BOTTOM)} y2={trimmed(BOTTOM)} />
            { for blocks }
        </svg>
    }
}
