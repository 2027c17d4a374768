//! How figures are counted: zone, machine events, reading times, convention.

use super::radio::{Choice, RadioGroup};
use super::value::{checked, input_value};
use super::zone_select::ZoneSelect;
use crate::app::words::Words;
use crate::contract::{Convention, MachineRules, ReadingLimits, Settings};
use std::rc::Rc;
use yew::prelude::*;

/// Views longer than this are no reading any more, in seconds.
const LONGEST: f64 = 3_600.0;

#[derive(Clone, PartialEq, Properties)]
pub struct CountingRulesProps {
    pub settings: Settings,
    /// Files are open that another zone would make read again.
    pub reads_again: bool,
    pub words: Words,
    pub zones: Rc<Vec<String>>,
    pub change: Callback<Settings>,
}

#[component]
pub fn CountingRules(props: &CountingRulesProps) -> Html {
    let CountingRulesProps { settings, words, zones, change, .. } = props;
    let zone = {
        let settings = settings.clone();
        change.reform(move |zone: Option<String>| Settings {
            zone: zone.unwrap_or_else(|| settings.zone.clone()),
            ..settings.clone()
        })
    };
    let convention = {
        let settings = settings.clone();
        change.reform(move |convention| Settings { convention, ..settings.clone() })
    };
    let conventions = [
        (Convention::Measurable, "measurable"),
        (Convention::Delivered, "delivered"),
        (Convention::Sent, "sent"),
        (Convention::DdvTotal, "ddv-total"),
        (Convention::CleverElements, "clever-elements"),
    ];
    html! {
        <section class="settings-section">
            <h2>{ words.say("counting-title") }</h2>
            <div class="settings-pair">
                <div>
                    <div class="field">
                        <label for="zone">{ words.say("counting-zone") }</label>
                        <ZoneSelect
                            id="zone"
                            value={Some(settings.zone.clone())}
                            zones={zones.clone()}
                            change={zone}
                        />
                        <p class="hint">
                            { words.say("counting-zone-hint") }
                            if props.reads_again {
                                { " " }{ words.say("treatment-zone-reads-again") }
                            }
                        </p>
                    </div>
                    { reading(settings, words, change) }
                </div>
                { machine(settings, words, change) }
            </div>
            <RadioGroup<Convention>
                legend={words.say("counting-convention")}
                name="convention"
                value={settings.convention}
                choices={conventions
                    .into_iter()
                    .map(|(convention, name)| Choice::new(convention, words.say(&format!("convention-{name}"))))
                    .collect::<Vec<_>>()}
                change={convention}
            />
        </section>
    }
}

fn machine(settings: &Settings, words: &Words, change: &Callback<Settings>) -> Html {
    let switch = |name: &str, on: bool, set: fn(&mut Settings, bool)| {
        let settings = settings.clone();
        let onchange = change.reform(move |event: Event| {
            let mut settings = settings.clone();
            set(&mut settings, checked(&event));
            settings
        });
        html! {
            <label class="radio">
                <input type="checkbox" data-test={name.to_owned()} checked={on} {onchange} />
                <span>
                    { words.say(&format!("counting-{name}")) }
                    <span class="hint">{ words.say(&format!("counting-{name}-hint")) }</span>
                </span>
            </label>
        }
    };
    let MachineRules { vendor, burst, user_agent } = settings.machine;
    html! {
        <fieldset class="radio-group">
            <legend>{ words.say("counting-machine") }</legend>
            { switch("machine-vendor", vendor, |settings, on| settings.machine.vendor = on) }
            { switch("machine-burst", burst, |settings, on| settings.machine.burst = on) }
            { switch("machine-user-agent", user_agent, |settings, on| settings.machine.user_agent = on) }
            { switch("machine-include", settings.include_machine, |settings, on| {
                settings.include_machine = on;
            }) }
        </fieldset>
    }
}

fn reading(settings: &Settings, words: &Words, change: &Callback<Settings>) -> Html {
    let limit = |name: &str, milliseconds: u32, set: fn(&mut ReadingLimits, u32)| {
        let id = format!("reading-{name}");
        let onchange = {
            let settings = settings.clone();
            change.reform(move |event: Event| {
                let mut settings = settings.clone();
                if let Some(milliseconds) = milliseconds_of(&input_value(&event)) {
                    set(&mut settings.reading, milliseconds);
                }
                settings
            })
        };
        html! {
            <div class="field field-short">
                <label for={id.clone()}>{ words.say(&format!("counting-{name}")) }</label>
                <span class="with-unit">
                    <input
                        {id}
                        type="number"
                        min="0.5"
                        max={LONGEST.to_string()}
                        step="0.5"
                        value={(f64::from(milliseconds) / 1_000.0).to_string()}
                        {onchange}
                    />
                    <span>{ words.say("counting-seconds") }</span>
                </span>
            </div>
        }
    };
    let ReadingLimits { skimmed_from_ms, read_from_ms } = settings.reading;
    html! {
        <fieldset class="radio-group">
            <legend>{ words.say("counting-reading") }</legend>
            <div class="field-row">
                { limit("skimmed-from", skimmed_from_ms, |limits, ms| limits.skimmed_from_ms = ms) }
                { limit("read-from", read_from_ms, |limits, ms| limits.read_from_ms = ms) }
            </div>
            <p class="hint">{ words.say("counting-reading-hint") }</p>
        </fieldset>
    }
}

/// Seconds as they are typed, in milliseconds; `None` for what is no time.
fn milliseconds_of(seconds: &str) -> Option<u32> {
    let seconds: f64 = seconds.trim().replace(',', ".").parse().ok()?;
    (seconds > 0.0 && seconds <= LONGEST).then_some((seconds * 1_000.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_read_as_typed() {
        assert_eq!(milliseconds_of("2"), Some(2_000));
        assert_eq!(milliseconds_of(" 1,5 "), Some(1_500));
        for nonsense in ["", "0", "-1", "NaN", "inf", "4000", "x"] {
            assert_eq!(milliseconds_of(nonsense), None, "{nonsense}");
        }
    }
}
