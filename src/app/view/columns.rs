//! Upright bars of two series: opens wide, clicks narrow in front of them.

use super::marks::{Block, GridLine, Mark, grid};
use super::scale::Scale;
use crate::contract::Count;

/// One step along the width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Where it begins and ends, as shares of the width.
    pub from: f64,
    pub to: f64,
    pub opens: Count,
    pub clicks: Count,
}

/// Upright bars, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    pub grid: Vec<GridLine>,
    pub columns: Vec<Column>,
    /// Where zero lies, in pixels from the top.
    pub bottom: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    pub opens: Placed,
    pub clicks: Placed,
}

/// A bar of one series, or the room of a hidden one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Placed {
    Bar(Block),
    /// As high as the plot, whatever the value.
    Withheld(Block),
    Nothing,
}

/// Share of a slot left free beside the bar.
const GAP: f64 = 0.2;

/// Place the bars of `slots` between `top` and `bottom` (pixels).
pub fn columns(slots: &[Slot], top: f64, bottom: f64) -> Columns {
    let scale = Scale::over(slots.iter().flat_map(|slot| [slot.opens, slot.clicks]), 4);
    let columns = slots
        .iter()
        .map(|slot| Column {
            opens: place(slot, slot.opens, 1.0 - GAP, &scale, top, bottom),
            clicks: place(slot, slot.clicks, (1.0 - GAP) / 2.0, &scale, top, bottom),
        })
        .collect();
    Columns { grid: grid(&scale, top, bottom), columns, bottom }
}

fn place(slot: &Slot, count: Count, part: f64, scale: &Scale, top: f64, bottom: f64) -> Placed {
    let slot_width = (slot.to - slot.from).max(0.0);
    let width = slot_width * part;
    let x = slot.from + (slot_width - width) / 2.0;
    match Mark::new(count, scale) {
        Mark::Length(share) => {
            // What is not nothing stays visible.
            let least = if share > 0.0 { 1.0 } else { 0.0 };
            let height = (share * (bottom - top)).max(least);
            Placed::Bar(Block { x, width, y: bottom - height, height })
        }
        Mark::Withheld => Placed::Withheld(Block { x, width, y: top, height: bottom - top }),
        Mark::Nothing => Placed::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(from: f64, to: f64, opens: Count, clicks: Count) -> Slot {
        Slot { from, to, opens, clicks }
    }

    #[test]
    fn bars_stand_on_the_ground_in_the_middle_of_their_slot() {
        let slots = [slot(0.0, 0.5, Count::Exact(100), Count::Exact(50))];
        let plot = columns(&slots, 10.0, 110.0);
        let Placed::Bar(opens) = plot.columns[0].opens else { panic!("no bar") };
        let Placed::Bar(clicks) = plot.columns[0].clicks else { panic!("no bar") };
        assert_eq!((opens.y, opens.height), (10.0, 100.0));
        assert_eq!((clicks.y, clicks.height), (60.0, 50.0));
        assert!((opens.x + opens.width / 2.0 - 0.25).abs() < 1e-9);
        assert!((clicks.x + clicks.width / 2.0 - 0.25).abs() < 1e-9);
        assert!(clicks.width < opens.width);
    }

    #[test]
    fn one_open_among_thousands_is_seen() {
        let slots = [
            slot(0.0, 0.5, Count::Exact(90_000), Count::Exact(0)),
            slot(0.5, 1.0, Count::Exact(1), Count::Exact(0)),
        ];
        let plot = columns(&slots, 0.0, 100.0);
        let Placed::Bar(opens) = plot.columns[1].opens else { panic!("no bar") };
        let Placed::Bar(clicks) = plot.columns[1].clicks else { panic!("no bar") };
        assert_eq!((opens.height, clicks.height), (1.0, 0.0));
    }

    #[test]
    fn hidden_bars_look_alike_whatever_stands_beside_them() {
        let hidden = |other| {
            let slots = [
                slot(0.0, 0.5, Count::Withheld, Count::Unavailable),
                slot(0.5, 1.0, Count::Exact(other), Count::Exact(1)),
            ];
            columns(&slots, 0.0, 100.0).columns[0]
        };
        assert_eq!(hidden(3), hidden(70_000));
        assert!(matches!(hidden(3).opens, Placed::Withheld(_)));
        assert_eq!(hidden(3).clicks, Placed::Nothing);
    }
}
