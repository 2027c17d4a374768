//! What its owner decides about a report: title and smallest group in sight,
//! everything else one step away.

use super::radio::{Choice, RadioGroup};
use super::typed_text::TypedText;
use super::value::{checked, input_value};
use crate::app::state::{Action, State};
use crate::app::view::protection::{can_hold, method_words, table_words, thousandths};
use crate::app::words::Words;
use crate::contract::{Method, Perturbation, Privacy, Settings, Sharing, Table};
use std::rc::Rc;
use yew::prelude::*;

/// Presets for the smallest group shown; 5 is for use inside the company.
const THRESHOLDS: [u32; 4] = [5, 11, 20, 50];

/// Presets for ε, in thousandths: whole numbers of such reports fill a year.
const EPSILONS: [u32; 4] = [100, 250, 500, 1_000];

#[derive(Clone, PartialEq, Properties)]
pub struct ShareChoicesProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
}

#[component]
pub fn ShareChoices(props: &ShareChoicesProps) -> Html {
    let ShareChoicesProps { state, words, send } = props;
    let title = change(props, |sharing, event: Event| sharing.title = input_value(&event));
    let settings = state.settings.clone();
    let threshold = send.reform(move |event: Event| {
        let threshold = input_value(&event).parse().unwrap_or(Settings::DEFAULT_THRESHOLD);
        Action::Settings(Settings { threshold, ..settings.clone() })
    });
    // Kept from elsewhere: it stays what it is until another is chosen.
    let own = (!THRESHOLDS.contains(&state.settings.threshold)).then_some(state.settings.threshold);
    html! {
        <section class="share-chosen" aria-labelledby="share-chosen-heading">
            <h2 id="share-chosen-heading">{ words.say("choices-heading") }</h2>
            <div class="field">
                <label for="share-title">{ words.say("share-title") }</label>
                <TypedText id="share-title" test="share-title" described_by="share-title-hint" max_length="200"
                    value={state.share.sharing.title.clone()} onchange={title} />
                <p class="hint" id="share-title-hint">{ words.say("share-title-hint") }</p>
            </div>
            <div class="field">
                <label for="share-threshold">{ words.say("share-threshold") }</label>
                <select id="share-threshold" data-test="threshold"
                    aria-describedby="share-threshold-hint" onchange={threshold}>
                    { for THRESHOLDS.into_iter().chain(own).map(|k| html! {
                        <option value={k.to_string()} selected={state.settings.threshold == k}>
                            { threshold_words(words, k) }
                        </option>
                    }) }
                </select>
                <p class="hint" id="share-threshold-hint">{ words.say("share-threshold-hint") }</p>
            </div>
            <details class="more-choices">
                <summary data-test="more-choices">{ words.say("choices-more") }</summary>
                <p class="hint">{ words.say("choices-more-hint") }</p>
                { method(props) }
                { parameter(props) }
                { tables(props) }
                { detail(props) }
            </details>
        </section>
    }
}

fn threshold_words(words: &Words, people: u32) -> String {
    if THRESHOLDS.contains(&people) {
        words.say(&format!("share-threshold-{people}"))
    } else {
        words.with("treatment-threshold-n", &[("people", people.into())])
    }
}

/// A callback that changes one thing of what is shared.
fn change<IN: 'static>(
    props: &ShareChoicesProps,
    alter: impl Fn(&mut Sharing, IN) + 'static,
) -> Callback<IN> {
    let sharing = props.state.share.sharing.clone();
    props.send.reform(move |value| {
        let mut sharing = sharing.clone();
        alter(&mut sharing, value);
        Action::Sharing(Box::new(sharing))
    })
}

fn method(props: &ShareChoicesProps) -> Html {
    let words = &props.words;
    let choices = Method::ALL.map(|method| {
        let hint = words.say(&format!("share-method-{}-hint", method.name()));
        Choice::explained(method, method_words(words, method), hint)
            .tested(format!("method-{}", method.name()))
    });
    html! {
        <RadioGroup<Method>
            legend={words.say("choices-method")}
            name="method"
            value={props.state.share.sharing.method}
            choices={choices.to_vec()}
            change={change(props, |sharing, method| sharing.method = method)}
        />
    }
}

/// The one number of a method that has one.
fn parameter(props: &ShareChoicesProps) -> Html {
    let (words, sharing) = (&props.words, &props.state.share.sharing);
    match sharing.method {
        Method::CellKey => {
            let choices = Perturbation::ALL.map(|perturbation| {
                let name = match perturbation {
                    Perturbation::Light => "light",
                    Perturbation::Usual => "usual",
                    Perturbation::Strong => "strong",
                };
                Choice::new(perturbation, words.say(&format!("choices-perturbation-{name}")))
                    .tested(format!("perturbation-{name}"))
            });
            html! {
                <RadioGroup<Perturbation>
                    legend={words.say("choices-perturbation")}
                    name="perturbation"
                    value={sharing.perturbation}
                    choices={choices.to_vec()}
                    change={change(props, |sharing, strength| sharing.perturbation = strength)}
                />
            }
        }
        Method::Private => {
            let choices = EPSILONS.map(|milli| {
                let value = thousandths(words, milli);
                let label = words.with("choices-epsilon-value", &[("epsilon", value.into())]);
                Choice::explained(milli, label, words.say(&format!("choices-epsilon-{milli}")))
                    .tested(format!("epsilon-{milli}"))
            });
            html! {
                <>
                    <RadioGroup<u32>
                        legend={words.say("choices-epsilon")}
                        name="epsilon"
                        value={sharing.privacy.epsilon_milli}
                        choices={choices.to_vec()}
                        change={change(props, |sharing, milli| sharing.privacy.epsilon_milli = milli)}
                    />
                    <p class="hint" data-test="budget">{ budget(props) }</p>
                </>
            }
        }
        Method::Gathered | Method::Exact | Method::Rounded => html! {},
    }
}

/// What is left of this year's budget, as far as anybody keeps the account.
fn budget(props: &ShareChoicesProps) -> String {
    let words = &props.words;
    let Some(ledger) = &props.state.ledger.open else { return words.say("choices-budget-unknown") };
    let left = Privacy::YEARLY_EPSILON_MILLI.saturating_sub(ledger.epsilon_spent_milli);
    let epsilon = |milli| {
        let value = thousandths(words, milli);
        words.with("choices-epsilon-value", &[("epsilon", value.into())])
    };
    let values =
        [("left", epsilon(left).into()), ("all", epsilon(Privacy::YEARLY_EPSILON_MILLI).into())];
    words.with("choices-budget", &values)
}

fn tables(props: &ShareChoicesProps) -> Html {
    let words = &props.words;
    let Sharing { tables: chosen, method, .. } = &props.state.share.sharing;
    let method = *method;
    let table_box = |table: Table| {
        let onchange = change(props, move |sharing, event: Event| {
            sharing.tables.retain(|other| *other != table);
            if checked(&event) {
                sharing.tables.push(table);
                // One selection is one report, in whatever order it was made.
                sharing.tables.sort();
            }
        });
        html! {
            <label class="radio">
                <input type="checkbox" {onchange} disabled={!can_hold(method, table)}
                    checked={chosen.contains(&table) && can_hold(method, table)}
                    data-test={format!("table-{}", table.name())} />
                <span>{ table_words(words, table) }</span>
            </label>
        }
    };
    html! {
        <fieldset class="radio-group">
            <legend>{ words.say("choices-tables") }</legend>
            <p class="hint">{ words.say("choices-tables-hint") }</p>
            if method == Method::Private {
                <p class="hint">{ words.say("choices-tables-private") }</p>
            }
            { for Table::BREAKDOWNS.into_iter().map(table_box) }
        </fieldset>
    }
}

fn detail(props: &ShareChoicesProps) -> Html {
    let words = &props.words;
    if props.state.ledger.open.is_none() {
        // Days of a report that is not held against earlier ones would tell
        // too much; there is nothing to choose.
        return html! {
            <div class="field">
                <span class="field-label">{ words.say("choices-detail") }</span>
                <p class="hint" data-test="detail-weeks-only">{ words.say("choices-detail-without-ledger") }</p>
            </div>
        };
    }
    let choices = vec![
        Choice::new(false, words.say("choices-detail-days")).tested("detail-days"),
        Choice::explained(
            true,
            words.say("choices-detail-weeks"),
            words.say("choices-detail-weeks-hint"),
        )
        .tested("detail-weeks"),
    ];
    html! {
        <RadioGroup<bool>
            legend={words.say("choices-detail")}
            name="detail"
            value={props.state.share.sharing.weeks}
            {choices}
            change={change(props, |sharing, weeks| sharing.weeks = weeks)}
        />
    }
}
