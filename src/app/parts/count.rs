//! A count as it may be shown: a number, or a mark that says why there is none.

use crate::app::view::rates::{Missing, Quotient};
use crate::app::words::Words;
use crate::contract::Count;
use yew::prelude::*;

/// A count. No component of its own: there are hundreds on a page.
pub fn shown_count(count: Count, words: &Words) -> Html {
    match count {
        Count::Exact(value) => html! { <span class="number">{ words.number(value) }</span> },
        Count::Withheld => missing(Missing::Withheld, words),
        Count::Unavailable => missing(Missing::NotInFiles, words),
    }
}

/// A rate alone, without its numbers.
pub fn shown_rate(quotient: &Quotient, words: &Words) -> Html {
    match quotient.share {
        Ok(_) => html! { <span class="number">{ quotient.text(words) }</span> },
        Err(why) => missing(why, words),
    }
}

/// The mark for what is not shown; the reason is its tooltip and is read aloud.
fn missing(why: Missing, words: &Words) -> Html {
    let class = classes!("missing", (why == Missing::Withheld).then_some("withheld"));
    let about = words.say(&format!("missing-about-{}", why.name()));
    html! {
        <span {class} title={about.clone()}>
            { words.say(&format!("missing-{}", why.name())) }
            <span class="visually-hidden">{ " " }{ about }</span>
        </span>
    }
}

/// A count as an attribute for tests and scripts: the number, else empty.
pub fn data_value(count: Count) -> String {
    count.exact().map(|value| value.to_string()).unwrap_or_default()
}
