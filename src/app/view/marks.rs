//! What a count becomes in a picture. Lengths along the width are shares of 1
//! (pictures stretch), lengths along the height are pixels.

use super::scale::Scale;
use crate::contract::Count;

/// A count drawn. What is withheld has no length of its own: its mark fills
/// whatever room there is, the same for every value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Mark {
    /// How far it reaches, as a share of the room there is.
    Length(f64),
    Withheld,
    Nothing,
}

impl Mark {
    pub fn new(count: Count, scale: &Scale) -> Mark {
        match count {
            Count::Exact(value) => Mark::Length(scale.share(value)),
            Count::Withheld => Mark::Withheld,
            Count::Unavailable => Mark::Nothing,
        }
    }
}

/// A rectangle: `x` and `width` as shares of the width, `y` and `height` in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    pub x: f64,
    pub width: f64,
    pub y: f64,
    pub height: f64,
}

/// A horizontal line of an axis, in pixels from the top, and its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridLine {
    pub y: f64,
    pub value: u64,
}

/// The lines of a scale on a plot between `top` and `bottom` (pixels).
pub fn grid(scale: &Scale, top: f64, bottom: f64) -> Vec<GridLine> {
    scale
        .ticks
        .iter()
        .map(|&value| GridLine { y: bottom - scale.share(value) * (bottom - top), value })
        .collect()
}

/// Opens and clicks of the same thing, each as a share of the longest of all.
pub fn pairs(rows: &[(Count, Count)]) -> Vec<(Mark, Mark)> {
    let longest = rows
        .iter()
        .flat_map(|&(opens, clicks)| [opens.exact(), clicks.exact()])
        .flatten()
        .max()
        .unwrap_or(0)
        .max(1);
    let scale = Scale { top: longest, ticks: vec![longest] };
    rows.iter()
        .map(|&(opens, clicks)| (Mark::new(opens, &scale), Mark::new(clicks, &scale)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Count::{Exact, Unavailable, Withheld};

    #[test]
    fn bars_share_one_scale_and_hide_what_is_hidden() {
        let marks =
            pairs(&[(Exact(200), Exact(50)), (Withheld, Exact(0)), (Unavailable, Exact(1))]);
        assert_eq!(marks[0], (Mark::Length(1.0), Mark::Length(0.25)));
        assert_eq!(marks[1], (Mark::Withheld, Mark::Length(0.0)));
        assert_eq!(marks[2], (Mark::Nothing, Mark::Length(0.005)));
    }

    #[test]
    fn nothing_at_all_is_drawn_as_nothing() {
        assert_eq!(pairs(&[(Exact(0), Exact(0))]), [(Mark::Length(0.0), Mark::Length(0.0))]);
        assert!(pairs(&[]).is_empty());
    }

    #[test]
    fn grid_lines_run_from_the_lowest_tick_to_the_top() {
        let lines = grid(&Scale::fit(100, 4), 10.0, 110.0);
        assert_eq!(lines, [GridLine { y: 60.0, value: 50 }, GridLine { y: 10.0, value: 100 }]);
    }
}
