//! The parts of the mapping dialog: a role for each column beside its first
//! cells, a kind for each event word, and where the campaign comes from.

use super::radio::{Choice, RadioGroup};
use super::typed_text::TypedText;
use super::value::input_value;
use crate::app::view::mapping::{
    becomes_words, role_groups, role_of, with_role, words as kind_words,
};
use crate::app::words::Words;
use crate::contract::{CampaignSource, FileClass, Inspection, Kind, Mapping, Role, Trial};
use yew::prelude::*;

/// The value of an option that leaves a word's rows out.
const LEFT_OUT: &str = "-";

#[derive(Clone, PartialEq, Properties)]
pub struct ColumnRolesProps {
    pub class: FileClass,
    pub mapping: Mapping,
    pub header: Vec<String>,
    /// The first rows as they stand in the file.
    pub preview: Vec<Vec<String>>,
    /// What the mapping makes of them; `None` while it is tried.
    pub tried: Option<Trial>,
    /// The zone in which times are shown.
    pub zone: String,
    pub words: Words,
    pub change: Callback<Mapping>,
}

#[component]
pub fn ColumnRoles(props: &ColumnRolesProps) -> Html {
    let ColumnRolesProps { class, mapping, header, preview, words, change, .. } = props;
    let groups = role_groups(*class, mapping.granularity);
    let select = |column: usize, name: &str| {
        let chosen = mapping.roles.get(column).copied().unwrap_or(Role::Ignore);
        let onchange = {
            let (mapping, groups, columns) = (mapping.clone(), groups.clone(), header.len());
            change.reform(move |event: Event| {
                let role = role_of(&input_value(&event), &groups).unwrap_or(Role::Ignore);
                with_role(mapping.clone(), column, role, columns)
            })
        };
        let option = |role: &Role| {
            html! {
                <option value={role.key()} selected={*role == chosen}>
                    { role_words(words, *role) }
                </option>
            }
        };
        html! {
            <select
                class={(chosen == Role::Ignore).then_some("role-ignored")}
                data-test={format!("role-{column}")}
                aria-label={words.with("mapping-role-of", &[("column", name.into())])}
                {onchange}
            >
                { for groups.iter().map(|group| match group.name {
                    None => group.roles.iter().map(option).collect::<Html>(),
                    Some(name) => html! {
                        <optgroup label={words.say(name)}>
                            { for group.roles.iter().map(option) }
                        </optgroup>
                    },
                }) }
            </select>
        }
    };
    html! {
        <div class="table-box" tabindex="0" role="region" aria-label={words.say("mapping-columns")}>
            <table class="mapping-table">
                <caption>{ words.say("mapping-columns") }</caption>
                <thead>
                    <tr>
                        <th scope="col" class="mapping-becomes">{ words.say("mapping-becomes") }</th>
                        { for header.iter().enumerate().map(|(column, name)| html! {
                            <th scope="col">
                                <span class="breakable">{ name }</span>
                                { select(column, name) }
                            </th>
                        }) }
                    </tr>
                </thead>
                <tbody>
                    { for preview.iter().enumerate().map(|(at, row)| html! {
                        <tr>
                            { becomes(props, at) }
                            { for (0..header.len()).map(|column| html! {
                                <td class={(mapping.roles.get(column).copied().unwrap_or(Role::Ignore) == Role::Ignore)
                                    .then_some("cell-ignored")}>
                                    { row.get(column).map(String::as_str).unwrap_or_default() }
                                </td>
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// What a row that is shown becomes; empty where it was not tried.
fn becomes(props: &ColumnRolesProps, at: usize) -> Html {
    let ColumnRolesProps { tried, zone, words, .. } = props;
    let row = tried.as_ref().and_then(|trial| trial.rows.get(at));
    let (class, text) = row.map(|row| becomes_words(words, row, zone)).unwrap_or_default();
    html! { <td class={classes!("mapping-becomes", class)} data-test="becomes">{ text }</td> }
}

/// What a role is called in a column's choice.
fn role_words(words: &Words, role: Role) -> String {
    match role {
        // The group's heading says how; the choice says what.
        Role::CountOf(kind) | Role::TimeOf(kind) | Role::FlagOf(kind) => kind_name(words, kind),
        _ => words.say(&format!("role-{}", role.key())),
    }
}

fn kind_name(words: &Words, kind: Kind) -> String {
    words.say(&format!("kind-{}", kind.name()))
}

#[derive(Clone, PartialEq, Properties)]
pub struct KindWordsProps {
    pub mapping: Mapping,
    pub inspection: Inspection,
    pub words: Words,
    pub change: Callback<Mapping>,
}

/// A kind for each word, or one for the whole file where no column says it.
#[component]
pub fn KindWords(props: &KindWordsProps) -> Html {
    let KindWordsProps { mapping, inspection, words, change } = props;
    if !mapping.roles.contains(&Role::Kind) {
        let onchange = {
            let mapping = mapping.clone();
            change.reform(move |event: Event| {
                let kind = Kind::from_name(&input_value(&event));
                Mapping { kind, ..mapping.clone() }
            })
        };
        return html! {
            <div class="field">
                <label for="mapping-kind">{ words.say("mapping-kind") }</label>
                <select id="mapping-kind" data-test="mapping-kind" {onchange}>
                    <option value="" selected={mapping.kind.is_none()}>
                        { words.say("mapping-kind-none") }
                    </option>
                    { kind_options(words, mapping.kind) }
                </select>
            </div>
        };
    }
    let found = kind_words(mapping, inspection);
    html! {
        <fieldset class="kind-words">
            <legend>{ words.say("mapping-words") }</legend>
            <p class="hint">{ words.say("mapping-words-hint") }</p>
            <div class="kind-words-grid">
                { for found.into_iter().enumerate().map(|(at, (word, meaning))| {
                    let id = format!("mapping-word-{at}");
                    let onchange = {
                        let (mapping, word) = (mapping.clone(), word.clone());
                        change.reform(move |event: Event| {
                            let mut mapping = mapping.clone();
                            match input_value(&event).as_str() {
                                "" => mapping.words.remove(&word),
                                LEFT_OUT => mapping.words.insert(word.clone(), None),
                                name => mapping.words.insert(word.clone(), Kind::from_name(name)),
                            };
                            mapping
                        })
                    };
                    html! {
                        <div class={classes!("kind-word", meaning.is_none().then_some("kind-word-open"))}>
                            <label for={id.clone()} class="breakable">{ &word }</label>
                            <select {id} data-test="mapping-word" data-word={word.clone()} {onchange}>
                                <option value="" selected={meaning.is_none()}>
                                    { words.say("mapping-word-open") }
                                </option>
                                <option value={LEFT_OUT} selected={meaning == Some(None)}>
                                    { words.say("mapping-word-left-out") }
                                </option>
                                { kind_options(words, meaning.flatten()) }
                            </select>
                        </div>
                    }
                }) }
            </div>
        </fieldset>
    }
}

fn kind_options(words: &Words, chosen: Option<Kind>) -> Html {
    Kind::ALL
        .into_iter()
        .map(|kind| {
            html! {
                <option value={kind.name()} selected={chosen == Some(kind)}>
                    { kind_name(words, kind) }
                </option>
            }
        })
        .collect()
}

#[derive(Clone, PartialEq, Properties)]
pub struct CampaignChoiceProps {
    pub mapping: Mapping,
    pub words: Words,
    pub change: Callback<Mapping>,
}

#[derive(Clone, Copy, PartialEq)]
enum Source {
    Column,
    FileName,
    Typed,
}

#[component]
pub fn CampaignChoice(props: &CampaignChoiceProps) -> Html {
    let CampaignChoiceProps { mapping, words, change } = props;
    let (source, typed) = match &mapping.campaign {
        CampaignSource::Column => (Source::Column, ""),
        CampaignSource::FileName => (Source::FileName, ""),
        CampaignSource::Typed(name) => (Source::Typed, name.as_str()),
    };
    let choose = {
        let mapping = mapping.clone();
        change.reform(move |source| {
            let campaign = match source {
                Source::Column => CampaignSource::Column,
                Source::FileName => CampaignSource::FileName,
                Source::Typed => CampaignSource::Typed(String::new()),
            };
            Mapping { campaign, ..mapping.clone() }
        })
    };
    // When the field is left, not with every letter: each change is tried.
    let onchange = {
        let mapping = mapping.clone();
        change.reform(move |event: Event| {
            let campaign = CampaignSource::Typed(input_value(&event).trim().to_owned());
            Mapping { campaign, ..mapping.clone() }
        })
    };
    html! {
        <div>
            <RadioGroup<Source>
                legend={words.say("mapping-campaign")}
                name="mapping-campaign"
                value={source}
                choices={vec![
                    Choice::new(Source::Column, words.say("mapping-campaign-column")),
                    Choice::new(Source::FileName, words.say("mapping-campaign-file")),
                    Choice::new(Source::Typed, words.say("mapping-campaign-typed")),
                ]}
                change={choose}
            />
            if source == Source::Typed {
                <TypedText
                    class="mapping-campaign-name"
                    test="mapping-campaign-name"
                    label={words.say("mapping-campaign-name")}
                    value={typed.to_owned()}
                    {onchange}
                />
            }
        </div>
    }
}
