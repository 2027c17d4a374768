//! From sent to clicked: what is left at each step.

use super::marks::Block;
use crate::contract::{Count, Figures, Measure};

/// The steps, in order; those that no file knows are left out.
const STEPS: [Measure; 4] =
    [Measure::Sent, Measure::Delivered, Measure::Openers, Measure::Clickers];

/// Share of a step's room that its block takes; the rest leads over to the next.
const BLOCK: f64 = 0.66;

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub measure: Measure,
    pub count: Count,
    /// Share of the step before; `None` where either is not known.
    pub of_previous: Option<f64>,
    /// `None` where the count is withheld: the whole height is hatched then.
    pub block: Option<Block>,
    /// The room of a hidden block.
    pub room: Block,
    /// How the step leads over to the next: the corners of a shape, `x` as a
    /// share of the width, `y` in pixels. Nothing from or to a hidden step.
    pub slope: Option<[(f64, f64); 4]>,
}

/// The steps between `top` and `bottom` (pixels); empty with fewer than two.
pub fn funnel(figures: &Figures<Count>, top: f64, bottom: f64) -> Vec<Step> {
    let known: Vec<(Measure, Count)> = STEPS
        .into_iter()
        .map(|measure| (measure, figures[measure]))
        .filter(|(_, count)| *count != Count::Unavailable)
        .collect();
    let max = known.iter().filter_map(|(_, count)| count.exact()).max().unwrap_or(0).max(1);
    if known.len() < 2 {
        return Vec::new();
    }
    let room = 1.0 / known.len() as f64;
    let reach =
        |count: Count| count.exact().map(|value| (value as f64 / max as f64) * (bottom - top));
    known
        .iter()
        .enumerate()
        .map(|(at, &(measure, count))| {
            let x = at as f64 * room;
            let width = room * BLOCK;
            let next = known.get(at + 1).map(|(_, count)| *count);
            let slope = match (reach(count), next.and_then(reach)) {
                (Some(here), Some(there)) => Some([
                    (x + width, bottom - here),
                    (x + room, bottom - there),
                    (x + room, bottom),
                    (x + width, bottom),
                ]),
                _ => None,
            };
            let before = at.checked_sub(1).and_then(|before| known.get(before));
            Step {
                measure,
                count,
                of_previous: before.and_then(|(_, before)| part(count, *before)),
                block: reach(count).map(|height| Block { x, width, y: bottom - height, height }),
                room: Block { x, width, y: top, height: bottom - top },
                slope,
            }
        })
        .collect()
}

/// What is left, where that makes sense: never more than there was.
fn part(count: Count, before: Count) -> Option<f64> {
    match (count.exact()?, before.exact()?) {
        (_, 0) => None,
        (count, before) if count > before => None,
        (count, before) => Some(count as f64 / before as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(values: [Count; 4]) -> Figures<Count> {
        let mut figures = Figures::default();
        for (measure, value) in STEPS.into_iter().zip(values) {
            figures[measure] = value;
        }
        figures
    }

    #[test]
    fn steps_shrink_and_lead_over() {
        let steps = funnel(&figures([1_000, 900, 450, 90].map(Count::Exact)), 0.0, 100.0);
        let heights: Vec<f64> =
            steps.iter().filter_map(|step| step.block).map(|block| block.height).collect();
        assert_eq!(heights, [100.0, 90.0, 45.0, 9.0]);
        assert_eq!(steps[2].of_previous, Some(0.5));
        assert_eq!(steps[0].of_previous, None);
        let slope = steps[0].slope.expect("leads over");
        assert_eq!((slope[0].1, slope[1].1), (0.0, 10.0));
        assert_eq!(steps[3].slope, None);
    }

    #[test]
    fn a_hidden_step_leads_nowhere() {
        let hidden = [Count::Exact(1_000), Count::Exact(900), Count::Withheld, Count::Exact(90)];
        let steps = funnel(&figures(hidden), 0.0, 100.0);
        assert_eq!(steps[2].block, None);
        assert_eq!((steps[1].slope, steps[2].slope), (None, None));
        assert_eq!((steps[2].of_previous, steps[3].of_previous), (None, None));
    }

    #[test]
    fn steps_that_no_file_knows_are_left_out() {
        let unknown = [Count::Unavailable, Count::Unavailable, Count::Exact(30), Count::Exact(9)];
        let steps = funnel(&figures(unknown), 0.0, 100.0);
        assert_eq!(steps.len(), 2);
        assert_eq!(steps[1].of_previous, Some(0.3));
        let alone = [Count::Unavailable, Count::Unavailable, Count::Exact(30), Count::Unavailable];
        assert!(funnel(&figures(alone), 0.0, 100.0).is_empty());
    }

    #[test]
    fn more_clickers_than_openers_give_no_share() {
        let odd = [100, 100, 5, 9].map(Count::Exact);
        assert_eq!(funnel(&figures(odd), 0.0, 100.0)[3].of_previous, None);
    }
}
