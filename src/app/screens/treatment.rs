//! How far people may be seen, and how figures are counted.

use crate::app::frame::veil;
use crate::app::parts::counting_rules::CountingRules;
use crate::app::parts::file_entry::consent_facts;
use crate::app::parts::hand_over::{Added, As, FilesButton};
use crate::app::parts::radio::{Choice, RadioGroup};
use crate::app::parts::value::input_value;
use crate::app::screens::OpeningProps;
use crate::app::state::{Action, State};
use crate::app::words::Words;
use crate::contract::{FileClass, Mode, Settings, Treatment as Treated};
use yew::prelude::*;

#[component]
pub fn Treatment(props: &OpeningProps) -> Html {
    let OpeningProps { state, words, send, add, zones } = props;
    let settings = &state.settings;
    let reads_again = state.files.iter().any(|file| file.is_used());
    html! {
        <div class="treatment">
            <div class="screen-head">
                <div>
                    <h1>{ words.say("treatment-title") }</h1>
                    <p class="lead">{ words.say("treatment-lead") }</p>
                </div>
            </div>
            <fieldset class="mode-cards">
                <legend>{ words.say("treatment-mode") }</legend>
                <div class="mode-cards-row">
                    { mode_card(Mode::Personal, "personal", settings, words, send) }
                    { mode_card(Mode::Anonymous, "anonymous", settings, words, send) }
                    { mode_card(Mode::Choice, "choice", settings, words, send) }
                </div>
                <p class="hint">{ words.say("treatment-ceiling") }</p>
                <p class="hint">
                    { words.say("treatment-same-figures") }
                    if reads_again {
                        { " " }{ words.say("treatment-reads-again") }
                    }
                </p>
            </fieldset>
            if settings.mode == Mode::Choice {
                { subscribers(state, words, send, add) }
            }
            <CountingRules
                settings={settings.clone()}
                {reads_again}
                words={words.clone()}
                zones={zones.clone()}
                change={send.reform(Action::Settings)}
            />
            <section class="settings-section">
                <h2>{ words.say("treatment-threshold") }</h2>
                { threshold(settings, words, send) }
            </section>
        </div>
    }
}

fn mode_card(
    mode: Mode,
    name: &str,
    settings: &Settings,
    words: &Words,
    send: &Callback<Action>,
) -> Html {
    let chosen = settings.mode == mode;
    let onchange = {
        let settings = settings.clone();
        send.reform(move |_| Action::Settings(Settings { mode, ..settings.clone() }))
    };
    let line = |sign: &'static str, message: String| {
        html! { <li class={format!("consequence-{sign}")}>{ words.say(&message) }</li> }
    };
    html! {
        <label class={classes!("mode-card", chosen.then_some("mode-card-chosen"))} data-test={format!("mode-{name}")}>
            <span class="mode-card-head">
                <input type="radio" name="mode" checked={chosen} {onchange} />
                <span class="mode-card-name">{ words.say(&format!("mode-{name}")) }</span>
                { veil(mode) }
            </span>
            <span class="mode-card-what">{ words.say(&format!("treatment-{name}")) }</span>
            <ul>
                { line("kept", format!("treatment-{name}-kept")) }
                { line("gone", format!("treatment-{name}-gone")) }
            </ul>
        </label>
    }
}

/// What is done where a subscriber said nothing, or no; and the lists that say so.
fn subscribers(
    state: &State,
    words: &Words,
    send: &Callback<Action>,
    add: &Callback<Added>,
) -> Html {
    let settings = &state.settings;
    let unknown = {
        let settings = settings.clone();
        send.reform(move |unknown| Action::Settings(Settings { unknown, ..settings.clone() }))
    };
    let denied = {
        let settings = settings.clone();
        send.reform(move |denied| Action::Settings(Settings { denied, ..settings.clone() }))
    };
    let choice = |treated: Treated, name: &str| {
        Choice::explained(
            treated,
            words.say(&format!("treated-{name}")),
            words.say(&format!("treated-{name}-hint")),
        )
    };
    let lists: Vec<&str> = state
        .files
        .iter()
        .filter(|file| file.class() == Some(FileClass::Consent))
        .map(|file| file.name.as_str())
        .collect();
    html! {
        <section class="settings-section">
            <h2>{ words.say("treatment-subscribers") }</h2>
            <div class="settings-pair">
                <RadioGroup<Treated>
                    legend={words.say("treatment-unknown")}
                    name="unknown"
                    value={settings.unknown}
                    choices={vec![
                        choice(Treated::Named, "named"),
                        choice(Treated::Anonymous, "anonymous"),
                        choice(Treated::Excluded, "excluded"),
                    ]}
                    change={unknown}
                />
                <RadioGroup<Treated>
                    legend={words.say("treatment-denied")}
                    name="denied"
                    value={settings.denied}
                    choices={vec![
                        choice(Treated::Anonymous, "anonymous"),
                        choice(Treated::Excluded, "excluded"),
                    ]}
                    change={denied}
                />
            </div>
            <div class="consent-drop">
                <div>
                    <h3>{ words.say("treatment-consent") }</h3>
                    <p class="hint">{ words.say("treatment-consent-hint") }</p>
                </div>
                <FilesButton
                    label={words.say("treatment-consent-open")}
                    test="consent-input"
                    what={As::Consent}
                    add={add.clone()}
                />
            </div>
            if !lists.is_empty() {
                <p class="breakable">{ words.with("treatment-lists", &[("names", lists.join(", ").into())]) }</p>
            }
            if let Some(summary) = &state.consent {
                { consent_facts(summary, words) }
            }
        </section>
    }
}

fn threshold(settings: &Settings, words: &Words, send: &Callback<Action>) -> Html {
    let onchange = {
        let settings = settings.clone();
        send.reform(move |event: Event| {
            let threshold = input_value(&event).parse().unwrap_or(Settings::DEFAULT_THRESHOLD);
            Action::Settings(Settings { threshold, ..settings.clone() })
        })
    };
    let presets = [5, 11, 20, 50];
    let own = (!presets.contains(&settings.threshold)).then_some(settings.threshold);
    html! {
        <div class="field">
            <label for="threshold">{ words.say("treatment-threshold-label") }</label>
            <select id="threshold" data-test="threshold" {onchange}>
                { for presets.into_iter().chain(own).map(|people: u32| html! {
                    <option value={people.to_string()} selected={people == settings.threshold}>
                        { match people {
                            5 => words.say("treatment-threshold-5"),
                            11 => words.say("treatment-threshold-11"),
                            _ => words.with("treatment-threshold-n", &[("people", people.into())]),
                        } }
                    </option>
                }) }
            </select>
            <p class="hint">{ words.say("treatment-threshold-hint") }</p>
        </div>
    }
}
