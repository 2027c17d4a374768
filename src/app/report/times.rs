//! When people react: after sending, by day, by weekday and hour.

use crate::app::parts::chart_columns::{ColumnChart, Tick};
use crate::app::parts::chart_curve::CurveChart;
use crate::app::parts::chart_frame::ChartFrame;
use crate::app::parts::chart_heat::{HeatChart, HeatLegend};
use crate::app::parts::table::TableRow;
use crate::app::view::arrival::{Course, course, step_name};
use crate::app::view::columns::Slot;
use crate::app::view::days::{Calendar, calendar, peak};
use crate::app::view::heat::Series;
use crate::app::view::names::weekday;
use crate::app::view::rates::count_text;
use crate::app::words::Words;
use crate::contract::{Count, Statistics};
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct TimesProps {
    pub statistics: Rc<Statistics>,
    pub words: Words,
}

/// Opens and clicks after sending.
#[component]
pub fn Arrival(props: &TimesProps) -> Html {
    arrival(&props.statistics, &props.words)
}

/// Opens and clicks by day.
#[component]
pub fn Days(props: &TimesProps) -> Html {
    days(&props.statistics, &props.words)
}

/// Opens and clicks by weekday and hour.
#[component]
pub fn Week(props: &TimesProps) -> Html {
    week(&props.statistics, &props.words)
}

fn arrival(statistics: &Statistics, words: &Words) -> Html {
    let rows = &statistics.arrival;
    let Some(course) = course(rows) else { return html! {} };
    let names: Vec<String> =
        rows.iter().map(|row| step_name(row.from_hour, row.to_hour, words)).collect();
    let title = words.say("chart-arrival");
    let withheld = rows.iter().any(|row| row.opens.is_withheld() || row.clicks.is_withheld());
    let table: Vec<TableRow> = rows
        .iter()
        .zip(&names)
        .map(|(row, name)| TableRow {
            name: name.clone(),
            counts: vec![row.opens, row.clicks, row.first_opens, row.first_clicks],
        })
        .collect();
    let nothing = match &course {
        Course::Steps { slots, .. } => {
            nothing_known(slots.iter().flat_map(|slot| [slot.opens, slot.clicks]))
        }
        Course::Hours { .. } => nothing_known(rows.iter().flat_map(|row| [row.opens, row.clicks])),
    };
    let (summary, chart) = match course {
        Course::Hours { opens, clicks, later } => {
            let hours = opens.len();
            let summary = match later {
                (Count::Unavailable | Count::Exact(0), Count::Unavailable | Count::Exact(0)) => {
                    words.say("chart-arrival-hours-all")
                }
                (opens, clicks) => words.with(
                    "chart-arrival-hours",
                    &[
                        ("hours", hours.into()),
                        ("opens", count_text(opens, words).into()),
                        ("clicks", count_text(clicks, words).into()),
                    ],
                ),
            };
            let chart = html! {
                <CurveChart id="arrival" {opens} {clicks} names={names[..hours.min(names.len())].to_vec()}
                    ticks={hour_ticks(hours, words)} label={title.clone()} words={words.clone()} />
            };
            (summary, chart)
        }
        Course::Steps { slots, firsts } => {
            let ticks = slots.iter().zip(&names).enumerate().map(|(at, (slot, name))| Tick {
                at: middle(slot),
                text: name.clone(),
                anchor: "middle",
                minor: at % 2 == 1,
            });
            let chart = html! {
                <ColumnChart id="arrival" ticks={ticks.collect::<Vec<_>>()} {slots} names={names.clone()}
                    label={title.clone()} words={words.clone()} />
            };
            let summary = if firsts { "chart-arrival-steps-first" } else { "chart-arrival-steps" };
            (words.say(summary), chart)
        }
    };
    let headings = [
        "chart-arrival-step",
        "chart-opens",
        "chart-clicks",
        "chart-arrival-first-opens",
        "chart-arrival-first-clicks",
    ];
    html! {
        <ChartFrame id="arrival" {title} {summary} legend=true {withheld}
            headings={said(&headings, words)} rows={table} words={words.clone()}>
            if nothing {
                { all_hidden(words) }
            } else {
                { chart }
            }
        </ChartFrame>
    }
}

fn days(statistics: &Statistics, words: &Words) -> Html {
    let calendar = calendar(&statistics.days);
    if calendar.slots.is_empty() {
        return html! {};
    }
    let name = |day: &str, days: u32| {
        let text = words.day(day);
        if days > 1 { words.with("chart-days-from", &[("day", text.into())]) } else { text }
    };
    let names: Vec<String> = calendar.days.iter().map(|day| name(day, calendar.step)).collect();
    let withheld =
        calendar.slots.iter().any(|slot| slot.opens.is_withheld() || slot.clicks.is_withheld());
    let rows: Vec<TableRow> = statistics
        .days
        .iter()
        .map(|row| TableRow { name: name(&row.day, row.days), counts: vec![row.opens, row.clicks] })
        .collect();
    let title = words.say("chart-days");
    html! {
        <ChartFrame id="days" title={title.clone()} summary={days_summary(&calendar, words)} legend=true
            {withheld} headings={said(&["chart-days-day", "chart-opens", "chart-clicks"], words)}
            {rows} words={words.clone()}>
            if nothing_known(calendar.slots.iter().flat_map(|slot| [slot.opens, slot.clicks])) {
                { all_hidden(words) }
            } else {
                <ColumnChart id="days" ticks={day_ticks(&calendar, words)} slots={calendar.slots.clone()}
                    {names} label={title} words={words.clone()} />
            }
        </ChartFrame>
    }
}

fn days_summary(calendar: &Calendar, words: &Words) -> String {
    if calendar.step > 1 {
        return words.with("chart-days-summary-step", &[("n", calendar.step.into())]);
    }
    let peak =
        peak(&calendar.slots).and_then(|at| calendar.slots.get(at).zip(calendar.days.get(at)));
    match peak {
        Some((slot, day)) => words.with(
            "chart-days-summary-peak",
            &[
                ("day", words.day(day).into()),
                ("opens", count_text(slot.opens, words).into()),
                ("clicks", count_text(slot.clicks, words).into()),
            ],
        ),
        None => words.say("chart-days-summary"),
    }
}

fn week(statistics: &Statistics, words: &Words) -> Html {
    let rows = &statistics.week;
    if rows.is_empty() {
        return html! {};
    }
    let withheld = rows.iter().any(|row| row.opens.is_withheld() || row.clicks.is_withheld());
    let table: Vec<TableRow> = rows
        .iter()
        .map(|row| {
            let hours = words.with(
                "chart-week-hours",
                &[("from", u32::from(row.from_hour).into()), ("to", u32::from(row.to_hour).into())],
            );
            TableRow {
                name: format!("{}, {hours}", weekday(row.weekday, words)),
                counts: vec![row.opens, row.clicks],
            }
        })
        .collect();
    let title = words.say("chart-week");
    let shared = Rc::new(rows.clone());
    let grids = [
        (Series::Opens, "week-opens", "chart-opens"),
        (Series::Clicks, "week-clicks", "chart-clicks"),
    ]
    .into_iter()
    // A series that no file knows has no grid.
    .filter(|(series, ..)| rows.iter().any(|row| series.of(row) != Count::Unavailable))
    .map(|(series, id, name)| {
        let name = words.say(name);
        html! {
            <div class="heat-half">
                <div class="heat-head">
                    <h3>{ &name }</h3>
                    <HeatLegend {series} words={words.clone()} />
                </div>
                <HeatChart {id} rows={shared.clone()} {series} label={format!("{title}: {name}")}
                    words={words.clone()} />
            </div>
        }
    });
    html! {
        <ChartFrame id="week" title={title.clone()} summary={words.say("chart-week-summary")} {withheld}
            headings={said(&["chart-week-time", "chart-opens", "chart-clicks"], words)}
            rows={table} words={words.clone()}>
            <div class="heat-pair">{ for grids }</div>
        </ChartFrame>
    }
}

fn nothing_known(counts: impl IntoIterator<Item = Count>) -> bool {
    counts.into_iter().all(|count| count.exact().is_none())
}

/// In place of a picture of which nothing is left.
fn all_hidden(words: &Words) -> Html {
    html! { <p class="all-hidden">{ words.say("chart-all-hidden") }</p> }
}

fn said(names: &[&str], words: &Words) -> Vec<String> {
    names.iter().map(|name| words.say(name)).collect()
}

fn middle(slot: &Slot) -> f64 {
    (slot.from + slot.to) / 2.0
}

fn hour_ticks(hours: usize, words: &Words) -> Vec<Tick> {
    let step = match hours {
        0..=24 => 6,
        25..=48 => 12,
        _ => 24,
    };
    (0..=hours)
        .step_by(step)
        .map(|hour| Tick {
            at: hour as f64 / hours.max(1) as f64,
            text: words.with("chart-hour", &[("hour", hour.into())]),
            anchor: if hour == 0 {
                "start"
            } else if hour == hours {
                "end"
            } else {
                "middle"
            },
            minor: false,
        })
        .collect()
}

/// At most five days named, the first and the last among them.
fn day_ticks(calendar: &Calendar, words: &Words) -> Vec<Tick> {
    let last = calendar.slots.len().saturating_sub(1);
    let parts = last.min(4);
    let mut ticks: Vec<Tick> = Vec::new();
    for part in 0..=parts {
        let at = (last * part).checked_div(parts).unwrap_or(0);
        let (Some(slot), Some(day)) = (calendar.slots.get(at), calendar.days.get(at)) else {
            continue;
        };
        let at = middle(slot);
        let anchor = match at {
            at if at < 0.12 => "start",
            at if at > 0.88 => "end",
            _ => "middle",
        };
        let tick = Tick { at, text: words.day(day), anchor, minor: part % 2 == 1 };
        // Quiet days push names together; the first and the last stay.
        let crowded = |ticks: &[Tick]| {
            ticks.last().is_some_and(|before| reach(&tick).0 - reach(before).1 < BETWEEN_NAMES)
        };
        if crowded(&ticks) && part < parts {
            continue;
        }
        while crowded(&ticks) && ticks.len() > 1 {
            ticks.pop();
        }
        ticks.push(tick);
    }
    ticks
}

/// The width of a day's name, as a share of the narrowest picture that has minor ones.
const NAME: f64 = 0.14;
/// The least room between two names, likewise.
const BETWEEN_NAMES: f64 = 0.02;

/// Where the name of a day begins and ends, as shares of the width.
fn reach(tick: &Tick) -> (f64, f64) {
    match tick.anchor {
        "start" => (tick.at, tick.at + NAME),
        "end" => (tick.at - NAME, tick.at),
        _ => (tick.at - NAME / 2.0, tick.at + NAME / 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;
    use crate::contract::DayRow;

    fn ticks(days: &[&str]) -> Vec<String> {
        let rows: Vec<DayRow> = days
            .iter()
            .map(|day| DayRow {
                day: (*day).into(),
                days: 1,
                opens: Count::Exact(1),
                clicks: Count::Exact(1),
            })
            .collect();
        day_ticks(&calendar(&rows), &Words::new(Language::De))
            .into_iter()
            .map(|tick| tick.text)
            .collect()
    }

    #[test]
    fn first_and_last_day_are_named_and_names_keep_apart() {
        assert_eq!(ticks(&["2026-09-14"]), ["14.09.2026"]);
        assert_eq!(
            ticks(&["2026-09-14", "2026-09-15", "2026-12-01"]),
            ["14.09.2026", "01.12.2026"]
        );
        let month: Vec<String> = (1..=30).map(|day| format!("2026-09-{day:02}")).collect();
        let month: Vec<&str> = month.iter().map(String::as_str).collect();
        assert_eq!(ticks(&month).len(), 5);
    }

    #[test]
    fn a_name_that_begins_at_its_step_has_room_before_the_next() {
        let rows: Vec<DayRow> = ["06-29", "07-13", "08-03", "08-24", "09-07", "09-14"]
            .into_iter()
            .map(|day| DayRow {
                day: format!("2026-{day}"),
                days: 14,
                opens: Count::Exact(20),
                clicks: Count::Withheld,
            })
            .collect();
        let ticks = day_ticks(&calendar(&rows), &Words::new(Language::En));
        let names: Vec<&str> = ticks.iter().map(|tick| tick.text.as_str()).collect();
        assert_eq!(names, ["29 Jun 2026", "3 Aug 2026", "24 Aug 2026", "14 Sept 2026"]);
        for pair in ticks.windows(2) {
            assert!(reach(&pair[0]).1 < reach(&pair[1]).0, "{pair:?}");
        }
    }

    #[test]
    fn hours_are_named_from_the_first_to_the_last() {
        let words = Words::new(Language::En);
        let texts =
            |hours| hour_ticks(hours, &words).into_iter().map(|tick| tick.text).collect::<Vec<_>>();
        assert_eq!(texts(24), ["0 h", "6 h", "12 h", "18 h", "24 h"]);
        assert_eq!(texts(72), ["0 h", "24 h", "48 h", "72 h"]);
    }
}
