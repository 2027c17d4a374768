//! Weekday by hours: a grid of fields, the more the deeper.

use super::marks::Block;
use crate::contract::{Count, WeekRow};

/// Depths above zero.
pub const DEPTHS: u8 = 5;

/// One field, as shares of the width of the grid; `y` and `height` in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    pub block: Block,
    pub weekday: u8,
    pub from_hour: u8,
    pub to_hour: u8,
    pub count: Count,
    /// 0 for nothing, up to [`DEPTHS`]; `None` where the count is not shown.
    pub depth: Option<u8>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heat {
    pub fields: Vec<Field>,
    /// Largest count of each depth, from 1 to [`DEPTHS`].
    pub limits: Vec<u64>,
}

/// Which of the two series a grid shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    Opens,
    Clicks,
}

impl Series {
    pub const fn of(self, row: &WeekRow) -> Count {
        match self {
            Series::Opens => row.opens,
            Series::Clicks => row.clicks,
        }
    }
}

/// The fields of one series, `row_height` pixels a weekday. Rows that are no
/// time of a week are left out.
pub fn heat(rows: &[WeekRow], series: Series, row_height: f64) -> Heat {
    let max = rows.iter().filter_map(|row| series.of(row).exact()).max().unwrap_or(0);
    let limits = (1..=u64::from(DEPTHS))
        .map(|depth| {
            (max / u64::from(DEPTHS)) * depth
                + (max % u64::from(DEPTHS)) * depth / u64::from(DEPTHS)
        })
        .collect::<Vec<_>>();
    let fields = rows
        .iter()
        .filter(|row| row.weekday < 7 && row.from_hour < row.to_hour && row.to_hour <= 24)
        .map(|row| {
            let count = series.of(row);
            let depth = count.exact().map(|value| depth(value, &limits));
            let block = Block {
                x: f64::from(row.from_hour) / 24.0,
                width: f64::from(row.to_hour - row.from_hour) / 24.0,
                y: f64::from(row.weekday) * row_height,
                height: row_height,
            };
            Field {
                block,
                weekday: row.weekday,
                from_hour: row.from_hour,
                to_hour: row.to_hour,
                count,
                depth,
            }
        })
        .collect();
    Heat { fields, limits }
}

fn depth(value: u64, limits: &[u64]) -> u8 {
    if value == 0 {
        return 0;
    }
    let below = limits.iter().filter(|&&limit| limit < value).count();
    u8::try_from(below + 1).unwrap_or(DEPTHS).min(DEPTHS)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(weekday: u8, from_hour: u8, to_hour: u8, opens: Count) -> WeekRow {
        WeekRow { weekday, from_hour, to_hour, opens, clicks: Count::Exact(0) }
    }

    #[test]
    fn depth_grows_with_the_count() {
        let rows: Vec<WeekRow> = [0, 1, 20, 21, 80, 100]
            .into_iter()
            .zip(0..)
            .map(|(opens, hour)| row(0, hour, hour + 1, Count::Exact(opens)))
            .collect();
        let heat = heat(&rows, Series::Opens, 20.0);
        let depths: Vec<_> = heat.fields.iter().map(|field| field.depth).collect();
        assert_eq!(depths, [Some(0), Some(1), Some(1), Some(2), Some(4), Some(5)]);
        assert_eq!(heat.limits, [20, 40, 60, 80, 100]);
    }

    #[test]
    fn coarse_parts_of_the_day_are_wider_and_hidden_ones_have_no_depth() {
        let heat = heat(&[row(6, 18, 24, Count::Withheld)], Series::Opens, 20.0);
        let field = heat.fields[0];
        assert_eq!(field.block, Block { x: 0.75, width: 0.25, y: 120.0, height: 20.0 });
        assert_eq!(field.depth, None);
    }

    #[test]
    fn nothing_but_zeros_stays_pale_and_impossible_times_are_left_out() {
        let rows = [
            row(0, 0, 1, Count::Exact(0)),
            row(7, 0, 1, Count::Exact(9)),
            row(1, 5, 4, Count::Exact(9)),
        ];
        let heat = heat(&rows[..1], Series::Opens, 20.0);
        assert_eq!(heat.fields[0].depth, Some(0));
        assert_eq!(super::heat(&rows, Series::Opens, 20.0).fields.len(), 1);
    }

    #[test]
    fn tiny_maxima_do_not_confuse_the_depths() {
        let rows = [row(0, 0, 1, Count::Exact(1)), row(0, 1, 2, Count::Exact(2))];
        let depths: Vec<_> =
            heat(&rows, Series::Opens, 1.0).fields.iter().map(|f| f.depth).collect();
        assert!(depths[0] < depths[1], "{depths:?}");
        assert_eq!(depths[1], Some(5));
    }
}
