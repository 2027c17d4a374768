//! The report drawn natively, and what must be in it.

use super::{ReportBody, ReportBodyProps};
use crate::app::view::notes::Note;
use crate::app::view::sample;
use crate::app::words::{Language, Words};
use crate::contract::{Convention, Count, Measure, Statistics};
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use yew::{Callback, LocalServerRenderer};

/// The value of a future that waits for nothing but itself.
pub fn ready<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..100_000 {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
    panic!("the future waits for something outside")
}

fn props(statistics: Statistics) -> ReportBodyProps {
    ReportBodyProps {
        statistics: Rc::new(statistics),
        words: Words::new(Language::En),
        convention: Convention::Measurable,
        interactive: false,
        notes: Vec::new(),
        choose: None,
        alone: false,
    }
}

fn drawn(props: ReportBodyProps) -> String {
    let renderer = LocalServerRenderer::<ReportBody>::with_props(props).hydratable(false);
    ready(renderer.render())
}

#[test]
fn every_figure_stands_there_once_with_its_value() {
    let statistics = sample::statistics();
    let page = drawn(props(statistics.clone()));
    for (measure, count) in statistics.overall.iter() {
        let value = count.exact().map(|value| value.to_string()).unwrap_or_default();
        let mark = format!("data-test=\"figure-{}\" data-value=\"{value}\"", measure.name());
        assert_eq!(page.matches(&mark).count(), 1, "{mark}");
    }
    assert_eq!(page.matches("data-test=\"campaign-row\"").count(), 3);
}

#[test]
fn rates_stand_beside_their_numbers_and_can_say_their_formula() {
    let page = drawn(props(sample::statistics()));
    for text in ["35.8%", "9,490 of 26,497", "Unique opens ÷ Delivered", "23.7%"] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn the_convention_changes_the_rates_and_nothing_else() {
    let sent = ReportBodyProps { convention: Convention::Sent, ..props(sample::statistics()) };
    let page = drawn(sent);
    assert!(page.contains("9,490 of 26,783") && !page.contains("9,490 of 26,497"));
    assert!(page.contains("data-test=\"figure-openers\" data-value=\"9490\""));
}

#[test]
fn only_the_owner_sorts_and_chooses() {
    let read_only = drawn(props(sample::statistics()));
    assert!(!read_only.contains("<button") && !read_only.contains("aria-sort"));
    let owner = ReportBodyProps {
        interactive: true,
        choose: Some(Callback::noop()),
        ..props(sample::statistics())
    };
    let page = drawn(owner);
    assert_eq!(page.matches("aria-sort=\"descending\"").count(), 1);
    assert!(page.contains("Show only September news"));
}

#[test]
fn opens_alone_show_no_rate_and_no_empty_places() {
    let mut statistics = Statistics::default();
    for (measure, count) in
        [(Measure::Recipients, 80), (Measure::Openers, 80), (Measure::Opens, 95)]
    {
        statistics.overall[measure] = Count::Exact(count);
    }
    let page = drawn(props(statistics));
    assert!(page.contains("no rate: Opens measurable is not in these files"));
    assert!(page.contains("Add the export of sends or deliveries"));
    for nothing in ["headline-click\"", "headline-delivery\"", "chart-funnel", "more-rates"] {
        assert!(!page.contains(nothing), "{nothing}");
    }
}

#[test]
fn notes_of_the_files_are_said_as_well() {
    let noted = ReportBodyProps {
        notes: vec![Note::UnclassifiedBounces(2)],
        ..props(sample::statistics())
    };
    assert!(drawn(noted).contains("2 bounces have no class"));
}

#[test]
fn nothing_at_all_is_said_in_words() {
    assert!(drawn(props(Statistics::default())).contains("This report holds no figures."));
}

#[test]
fn a_hidden_count_is_in_no_shape_title_or_value() {
    let mut statistics = sample::statistics();
    // A number that occurs nowhere else.
    let secret = 7_654_321;
    statistics.links[0].clickers = Count::Exact(secret);
    assert!(drawn(props(statistics.clone())).contains("7,654,321"));
    statistics.links[0].clickers = Count::Withheld;
    statistics.links[0].clicks = Count::Withheld;
    statistics.week[5].opens = Count::Withheld;
    statistics.arrival[0].opens = Count::Withheld;
    statistics.days[0].clicks = Count::Withheld;
    let page = drawn(props(statistics));
    assert!(!page.contains("7,654,321") && !page.contains("7654321"));
    for hatch in ["hatch-links", "hatch-week-opens", "hatch-arrival", "hatch-days"] {
        assert!(page.contains(&format!("url(#{hatch})")), "{hatch}");
    }
}

#[test]
fn a_picture_of_which_nothing_is_left_is_not_drawn() {
    let mut statistics = sample::statistics();
    for row in &mut statistics.arrival {
        (row.opens, row.clicks) = (Count::Withheld, Count::Withheld);
    }
    let page = drawn(props(statistics));
    assert!(page.contains("withheld as a whole") && !page.contains("hatch-arrival"));
}
