//! One of the large figures at the head of a report.

use super::count::{shown_count, shown_rate};
use crate::app::view::rates::{Missing, Quotient};
use crate::app::words::Words;
use crate::contract::Count;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct RateFigureProps {
    pub quotient: Quotient,
    pub words: Words,
}

/// A rate with both its numbers and its formula. Where the files hold no base,
/// the count stands for itself.
#[component]
pub fn RateFigure(props: &RateFigureProps) -> Html {
    let RateFigureProps { quotient, words } = props;
    let name = words.say(&format!("rate-{}", quotient.rate.name()));
    let (top, _) = quotient.counts;
    let alone = quotient.share == Err(Missing::NotInFiles) && top != Count::Unavailable;
    let test = format!("headline-{}", quotient.rate.name());
    let value = match quotient.share {
        Ok(share) => format!("{share}"),
        Err(_) => String::new(),
    };
    let base = words.say(&format!("measure-{}", quotient.base.name()));
    html! {
        <div class="figure" data-test={test} data-value={value}>
            <dt class="figure-name">
                { if alone { words.say(&format!("measure-{}", quotient.top.name())) } else { name } }
            </dt>
            <dd class="figure-value">
                if alone {
                    { shown_count(top, words) }
                } else {
                    { shown_rate(quotient, words) }
                }
            </dd>
            <dd class="figure-numbers">
                if alone {
                    { words.with("statistics-no-rate", &[("whole", base.into())]) }
                } else if quotient.share == Err(Missing::NotInFiles) {
                    { words.say("missing-about-not-in-files") }
                } else {
                    { quotient.numbers(words) }
                }
            </dd>
            <dd class="figure-formula"><Formula quotient={*quotient} words={words.clone()} /></dd>
        </div>
    }
}

#[derive(PartialEq, Properties)]
pub struct FormulaProps {
    pub quotient: Quotient,
    pub words: Words,
}

/// How a rate is made, on demand.
#[component]
pub fn Formula(props: &FormulaProps) -> Html {
    let FormulaProps { quotient, words } = props;
    let name = words.say(&format!("rate-{}", quotient.rate.name()));
    html! {
        <details class="formula">
            <summary>
                <span aria-hidden="true">{ words.say("statistics-formula-show") }</span>
                <span class="visually-hidden">{ words.with("statistics-formula-of", &[("rate", name.into())]) }</span>
            </summary>
            <div class="formula-text">
                <p class="formula-quotient">{ quotient.formula(words) }</p>
                <p>{ quotient.about(words) }</p>
                if let Err(why) = quotient.share {
                    <p>{ words.say(&format!("missing-about-{}", why.name())) }</p>
                }
            </div>
        </details>
    }
}

#[derive(PartialEq, Properties)]
pub struct CountFigureProps {
    pub name: String,
    pub count: Count,
    /// A line below the number.
    pub below: String,
    pub words: Words,
}

/// A count that is no part of anything.
#[component]
pub fn CountFigure(props: &CountFigureProps) -> Html {
    let CountFigureProps { name, count, below, words } = props;
    html! {
        <div class="figure">
            <dt class="figure-name">{ name }</dt>
            <dd class="figure-value">{ shown_count(*count, words) }</dd>
            <dd class="figure-numbers">{ below }</dd>
        </div>
    }
}
