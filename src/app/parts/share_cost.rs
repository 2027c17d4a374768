//! What protection costs: how much is missing, how far figures are off, and how
//! that compares with the choices before.

use crate::app::view::protection::{cost_words, list, table_words};
use crate::app::view::share::{cost, withheld_words};
use crate::app::words::Words;
use crate::contract::Review;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub struct ShareCostProps {
    /// What is in sight: of the present choices, or of those before.
    pub review: Rc<Review>,
    /// What the choices before came to, to compare with.
    pub before: Option<Rc<Review>>,
    pub words: Words,
}

#[component]
pub fn ShareCost(props: &ShareCostProps) -> Html {
    let ShareCostProps { review, before, words } = props;
    let sentences = withheld_words(words, &review.snapshot.protection.withheld);
    let summary = words.with(
        "share-cost",
        &[
            ("withheld", review.cost.cells_withheld.into()),
            ("all", review.cost.cells.into()),
            ("share", share(words, review).into()),
        ],
    );
    let left_out: Vec<String> =
        review.left_out.iter().map(|table| table_words(words, *table)).collect();
    html! {
        <section class="share-cost" aria-labelledby="share-cost-heading">
            <h2 id="share-cost-heading">{ words.say("share-protected") }</h2>
            <p data-test="share-cost">{ summary }</p>
            if let Some(before) = before {
                <p class="hint" data-test="share-cost-before">
                    { words.with("cost-before", &[("share", share(words, before).into())]) }
                </p>
            }
            { for cost_words(words, review.snapshot.protection.method, &review.cost).into_iter()
                .map(|line| html! { <p>{ line }</p> }) }
            if review.rounds > 0 {
                <p>{ words.with("cost-rounds", &[("rounds", review.rounds.into())]) }</p>
            }
            if !left_out.is_empty() {
                <p class="share-left-out" data-test="left-out">
                    { words.with("cost-left-out", &[("tables", list(words, &left_out).into())]) }
                </p>
            }
            if sentences.is_empty() && review.cost.cells_withheld == 0 && left_out.is_empty() {
                <p>{ words.say("share-protected-nothing") }</p>
            }
            if !sentences.is_empty() {
                <details>
                    <summary>{ words.say("cost-withheld") }</summary>
                    <ul>{ for sentences.into_iter().map(|sentence| html! { <li>{ sentence }</li> }) }</ul>
                </details>
            }
        </section>
    }
}

fn share(words: &Words, review: &Review) -> String {
    words.percent(cost(review.cost.cells, review.cost.cells_withheld), 1)
}
