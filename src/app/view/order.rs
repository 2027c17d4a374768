//! The campaign table: its columns, and the order of its rows.

use super::arrival::sum;
use super::rates::{Quotient, Rate};
use crate::contract::{CampaignRow, Convention, Count, Measure};
use std::cmp::Ordering;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Name,
    SentOn,
    Sent,
    Delivery,
    Open,
    Openers,
    Click,
    Clickers,
    ClickToOpen,
    Bounced,
    Unsubscribed,
    Complained,
}

impl Column {
    pub const ALL: [Column; 12] = [
        Column::Name,
        Column::SentOn,
        Column::Sent,
        Column::Delivery,
        Column::Open,
        Column::Openers,
        Column::Click,
        Column::Clickers,
        Column::ClickToOpen,
        Column::Bounced,
        Column::Unsubscribed,
        Column::Complained,
    ];

    /// The end of its name in the words (`column-…`).
    pub const fn name(self) -> &'static str {
        match self {
            Column::Name => "name",
            Column::SentOn => "sent-on",
            Column::Sent => "sent",
            Column::Delivery => "delivery",
            Column::Open => "open",
            Column::Openers => "openers",
            Column::Click => "click",
            Column::Clickers => "clickers",
            Column::ClickToOpen => "click-to-open",
            Column::Bounced => "bounced",
            Column::Unsubscribed => "unsubscribed",
            Column::Complained => "complained",
        }
    }

    /// What a campaign has in this column.
    pub fn of(self, row: &CampaignRow, convention: Convention) -> Cell {
        let figures = &row.figures;
        let rate = |rate: Rate| Cell::Rate(rate.of(figures, convention));
        match self {
            Column::Name => Cell::Name,
            Column::SentOn => Cell::Day(row.sent_on.clone()),
            Column::Sent => Cell::Count(figures[Measure::Sent]),
            Column::Delivery => rate(Rate::Delivery),
            Column::Open => rate(Rate::Open),
            Column::Openers => Cell::Count(figures[Measure::Openers]),
            Column::Click => rate(Rate::Click),
            Column::Clickers => Cell::Count(figures[Measure::Clickers]),
            Column::ClickToOpen => rate(Rate::ClickToOpen),
            Column::Bounced => {
                Cell::Count(sum([figures[Measure::BouncedHard], figures[Measure::BouncedSoft]]))
            }
            Column::Unsubscribed => Cell::Count(figures[Measure::Unsubscribed]),
            Column::Complained => Cell::Count(figures[Measure::Complained]),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Name,
    Day(Option<String>),
    Count(Count),
    Rate(Quotient),
}

/// By which column, and in which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub column: Column,
    pub descending: bool,
}

impl Default for Order {
    fn default() -> Order {
        Order { column: Column::SentOn, descending: true }
    }
}

impl Order {
    /// After a click on a header: the other direction, or the column's natural
    /// one (names and days from the start, figures from the largest).
    pub fn by(self, column: Column) -> Order {
        let descending =
            if self.column == column { !self.descending } else { column != Column::Name };
        Order { column, descending }
    }

    /// The places of the rows in this order. What has no value comes last in
    /// both directions, gathered rows behind everything; ties stay as they were.
    pub fn apply(self, rows: &[CampaignRow], convention: Convention) -> Vec<usize> {
        let mut keyed: Vec<(usize, bool, Key)> = rows
            .iter()
            .enumerate()
            .map(|(at, row)| (at, row.gathers > 1, self.key(row, convention)))
            .collect();
        keyed.sort_by(|(_, gathered, key), (_, other_gathered, other)| {
            gathered.cmp(other_gathered).then_with(|| key.compare(other, self.descending))
        });
        keyed.into_iter().map(|(at, ..)| at).collect()
    }

    fn key(self, row: &CampaignRow, convention: Convention) -> Key {
        match self.column.of(row, convention) {
            Cell::Name => Key::Text(row.name.to_lowercase()),
            Cell::Day(day) => day.map_or(Key::None, Key::Text),
            Cell::Count(count) => count.exact().map_or(Key::None, Key::Number),
            Cell::Rate(quotient) => quotient.share.map_or(Key::None, Key::Share),
        }
    }
}

enum Key {
    None,
    Text(String),
    Number(u64),
    Share(f64),
}

impl Key {
    fn compare(&self, other: &Key, descending: bool) -> Ordering {
        let ascending = match (self, other) {
            (Key::None, Key::None) => return Ordering::Equal,
            (Key::None, _) => return Ordering::Greater,
            (_, Key::None) => return Ordering::Less,
            (Key::Text(a), Key::Text(b)) => a.cmp(b),
            (Key::Number(a), Key::Number(b)) => a.cmp(b),
            (Key::Share(a), Key::Share(b)) => a.total_cmp(b),
            // Keys of one column are of one sort.
            _ => Ordering::Equal,
        };
        if descending { ascending.reverse() } else { ascending }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::{Language, Words};

    fn row(name: &str, sent: Count, openers: Count, delivered: Count) -> CampaignRow {
        let mut row = CampaignRow { name: name.into(), gathers: 1, ..CampaignRow::default() };
        row.figures[Measure::Sent] = sent;
        row.figures[Measure::Openers] = openers;
        row.figures[Measure::Delivered] = delivered;
        row
    }

    fn rows() -> Vec<CampaignRow> {
        use Count::{Exact, Unavailable, Withheld};
        vec![
            row("beta", Exact(10), Exact(5), Exact(10)),
            row("Alpha", Withheld, Exact(9), Exact(100)),
            row("gamma", Exact(300), Unavailable, Exact(300)),
            CampaignRow { gathers: 4, ..row("", Exact(9_999), Exact(1), Exact(2)) },
        ]
    }

    fn order(column: Column, descending: bool) -> Vec<usize> {
        Order { column, descending }.apply(&rows(), Convention::Delivered)
    }

    #[test]
    fn rows_sort_both_ways_and_unknown_values_stay_last() {
        assert_eq!(order(Column::Name, false), [1, 0, 2, 3]);
        assert_eq!(order(Column::Name, true), [2, 0, 1, 3]);
        assert_eq!(order(Column::Sent, true), [2, 0, 1, 3]);
        assert_eq!(order(Column::Sent, false), [0, 2, 1, 3]);
        assert_eq!(order(Column::Open, true), [0, 1, 2, 3]);
        assert_eq!(order(Column::Open, false), [1, 0, 2, 3]);
    }

    #[test]
    fn a_second_click_turns_the_order_round() {
        let order = Order::default().by(Column::Open);
        assert_eq!(order, Order { column: Column::Open, descending: true });
        assert_eq!(order.by(Column::Open), Order { column: Column::Open, descending: false });
        assert!(!order.by(Column::Name).descending);
    }

    #[test]
    fn every_column_has_a_name() {
        for words in [Words::new(Language::En), Words::new(Language::De)] {
            for column in Column::ALL {
                assert!(words.has(&format!("column-{}", column.name())), "{column:?}");
            }
        }
    }
}
