//! A curve over time with the area below it, broken where something is hidden.

use super::scale::{Scale, trimmed};
use crate::contract::Count;
use std::fmt::Write;

/// The width of the drawing in its own units; it is stretched to the room there is.
pub const WIDTH: f64 = 1_000.0;

/// One series as SVG paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// The line, one path for each unbroken stretch.
    pub lines: Vec<String>,
    /// The same closed along the ground.
    pub areas: Vec<String>,
    /// Where something is hidden: begin and width in units of the drawing.
    pub gaps: Vec<(f64, f64)>,
}

/// A curve through the middles of steps of equal width, between `top` and
/// `bottom` (pixels).
pub fn curve(counts: &[Count], scale: &Scale, top: f64, bottom: f64) -> Curve {
    let step = WIDTH / counts.len().max(1) as f64;
    let height = |value| bottom - scale.share(value) * (bottom - top);
    let mut curve = Curve::default();
    let mut stretch: Vec<(f64, f64)> = Vec::new();
    for (at, &count) in counts.iter().enumerate() {
        let from = at as f64 * step;
        match count.exact() {
            Some(value) => {
                let y = height(value);
                if stretch.is_empty() {
                    stretch.push((from, y));
                }
                stretch.push((from + step / 2.0, y));
            }
            None => {
                curve.finish(&mut stretch, from, bottom);
                if count.is_withheld() {
                    match curve.gaps.last_mut() {
                        Some((begin, width)) if *begin + *width >= from - step / 4.0 => {
                            *width = from + step - *begin;
                        }
                        _ => curve.gaps.push((from, step)),
                    }
                }
            }
        }
    }
    curve.finish(&mut stretch, WIDTH, bottom);
    curve
}

impl Curve {
    /// End a stretch at `to`, level with its last point.
    fn finish(&mut self, stretch: &mut Vec<(f64, f64)>, to: f64, bottom: f64) {
        let (Some(&(first, _)), Some(&(_, level))) = (stretch.first(), stretch.last()) else {
            return;
        };
        stretch.push((to, level));
        let mut line = String::new();
        for (at, (x, y)) in stretch.drain(..).enumerate() {
            let letter = if at == 0 { 'M' } else { 'L' };
            // Writing into a string cannot fail.
            let _ = write!(line, "{letter}{} {}", trimmed(x), trimmed(y));
        }
        let ground = trimmed(bottom);
        self.areas.push(format!("{line}V{ground}H{}Z", trimmed(first)));
        self.lines.push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Count::{Exact, Withheld};

    fn drawn(counts: &[Count]) -> Curve {
        curve(counts, &Scale::fit(100, 4), 0.0, 100.0)
    }

    #[test]
    fn a_curve_runs_from_edge_to_edge() {
        let curve = drawn(&[Exact(100), Exact(50)]);
        assert_eq!(curve.lines, ["M0 0L250 0L750 50L1000 50"]);
        assert_eq!(curve.areas, ["M0 0L250 0L750 50L1000 50V100H0Z"]);
        assert!(curve.gaps.is_empty());
    }

    #[test]
    fn a_hidden_step_breaks_the_curve_and_says_nothing_of_its_height() {
        let curve = drawn(&[Exact(100), Withheld, Withheld, Exact(0)]);
        assert_eq!(curve.lines, ["M0 0L125 0L250 0", "M750 100L875 100L1000 100"]);
        assert_eq!(curve.gaps, [(250.0, 500.0)]);
    }

    #[test]
    fn what_is_unknown_is_left_out() {
        assert_eq!(drawn(&[Count::Unavailable]), Curve::default());
        assert_eq!(drawn(&[]), Curve::default());
    }
}
