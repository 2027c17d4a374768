//! One open file: what it was recognised as, what became of its rows, and what
//! the user can still say about it.

use super::comparison::ComparisonTable;
use super::zone_select::ZoneSelect;
use crate::app::state::{Action, OpenFile, Screen};
use crate::app::view::comparison::Comparison;
use crate::app::view::files::{
    dialect_name, form_words, granularity_words, has_unusable_decisions, ignored_words, places,
    unchosen_zone,
};
use crate::app::view::share::problem_words;
use crate::app::words::Words;
use crate::contract::{
    Certainty, ConsentSummary, FileClass, FileReport, Inspection, Mode, Problem, ProblemKind,
};
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

/// How many places of one kind of problem are named.
const PLACES: usize = 5;

#[derive(Clone, PartialEq, Properties)]
pub struct FileEntryProps {
    pub file: OpenFile,
    /// What all consent lists together held.
    pub consent: Option<ConsentSummary>,
    /// Its own sums beside the figures, where it has any.
    pub comparison: Option<Comparison>,
    pub mode: Mode,
    /// The zone of the settings.
    pub zone: String,
    /// The worker is busy with the files.
    pub reading: bool,
    /// The worker reads the file once more for its unusable rows.
    pub saving_problems: bool,
    pub words: Words,
    pub send: Callback<Action>,
    pub zones: Rc<Vec<String>>,
}

#[component]
pub fn FileEntry(props: &FileEntryProps) -> Html {
    let FileEntryProps { file, words, send, .. } = props;
    let id = file.id;
    let heading = format!("file-{id}");
    html! {
        <article class="file" data-test="file-row" aria-labelledby={heading.clone()}>
            <div class="file-head">
                <div>
                    <h2 id={heading} class="breakable">{ &file.name }</h2>
                    <p class="hint">{ recognised(file, words) }</p>
                </div>
                <div class="actions">
                    if can_be_mapped(file) {
                        <button
                            type="button"
                            class={classes!("button", file.needs_mapping().then_some("button-primary"))}
                            data-test="edit-mapping"
                            onclick={send.reform(move |_| Action::EditMapping(id))}
                        >
                            { words.say("file-columns") }
                        </button>
                    }
                    if file.class() == Some(FileClass::Snapshot) {
                        <button
                            type="button"
                            class="button"
                            onclick={send.reform(move |_| Action::OpenSnapshotFile(id))}
                        >
                            { words.say("file-open-snapshot") }
                        </button>
                    }
                    <button
                        type="button"
                        class="button button-quiet"
                        aria-label={words.with("file-remove-named", &[("file", file.name.as_str().into())])}
                        onclick={send.reform(move |_| Action::RemoveFile(id))}
                    >
                        { words.say("file-remove") }
                    </button>
                </div>
            </div>
            { body(props) }
        </article>
    }
}

/// Whether the columns' meaning is the user's to say.
fn can_be_mapped(file: &OpenFile) -> bool {
    file.inspection.as_ref().is_some_and(|inspection| {
        matches!(file.class(), Some(FileClass::Events | FileClass::Consent))
            && (inspection.mapping.is_some()
                || inspection.certainty != Certainty::Certain
                || file.needs_mapping())
    })
}

/// Name of the dialect, what a row is, form and size, in one line.
fn recognised(file: &OpenFile, words: &Words) -> String {
    let size = words.size(file.bytes);
    let Some(inspection) = &file.inspection else { return size };
    let what = match file.class() {
        Some(FileClass::Events) => {
            let granularity =
                file.report.as_ref().map_or(inspection.granularity, |r| r.granularity);
            let name = dialect_name(words, &inspection.dialect);
            format!("{name} · {}", granularity_words(words, granularity))
        }
        Some(FileClass::Consent) => words.say("class-consent"),
        Some(FileClass::Snapshot) => words.say("class-snapshot"),
        Some(FileClass::Aggregate) => {
            format!(
                "{} · {}",
                dialect_name(words, &inspection.dialect),
                words.say("class-aggregate")
            )
        }
        Some(FileClass::Unreadable) | None => return size,
    };
    format!("{what} · {} · {size}", form_words(words, inspection))
}

fn body(props: &FileEntryProps) -> Html {
    let FileEntryProps { file, words, .. } = props;
    let Some(inspection) = &file.inspection else {
        return html! { <p class="hint">{ words.say("file-not-looked") }</p> };
    };
    if file.needs_mapping() {
        let name = match inspection.certainty {
            Certainty::Likely => "file-likely",
            // Certain of something else than the user says it is.
            Certainty::Unknown | Certainty::Certain => "file-unknown",
        };
        return html! { <p class="file-needs">{ words.say(name) }</p> };
    }
    match (file.class(), &file.report) {
        (Some(FileClass::Events), Some(report)) => events(props, inspection, report),
        (Some(FileClass::Events), None) => html! {
            <>
                <p class="hint">
                    { words.say(if props.reading { "file-being-read" } else { "file-not-read" }) }
                </p>
                { zone(props, inspection) }
            </>
        },
        (Some(FileClass::Consent), _) => consent(props),
        (Some(FileClass::Aggregate), _) => html! {
            <>
                <p>{ words.say("file-aggregate") }</p>
                { comparison(props) }
            </>
        },
        (Some(FileClass::Snapshot), _) => html! { <p>{ words.say("file-snapshot") }</p> },
        (Some(FileClass::Unreadable) | None, _) => unreadable(inspection, words),
    }
}

fn unreadable(inspection: &Inspection, words: &Words) -> Html {
    let (what, advice) = match &inspection.problem {
        Some(problem) => problem_words(words, problem.kind),
        None => problem_words(words, ProblemKind::UnknownFormat),
    };
    html! {
        <div class="notice notice-error">
            <div><p class="notice-title">{ what }</p><p>{ advice }</p></div>
        </div>
    }
}

fn events(props: &FileEntryProps, inspection: &Inspection, report: &FileReport) -> Html {
    let words = &props.words;
    let events: u64 = report.events.values().sum();
    let ignored: u64 = report.ignored.values().sum();
    let problems: u64 = report.problems.values().sum();
    let fact = |name: &str, value: u64| {
        html! {
            <div>
                <dt>{ words.say(name) }</dt>
                <dd data-test={format!("file-{}", name.trim_start_matches("file-fact-"))}>
                    { words.number(value) }
                </dd>
            </div>
        }
    };
    html! {
        <>
            <dl class="facts">
                { fact("file-fact-rows", report.rows) }
                { fact("file-fact-used", report.rows_used) }
                { fact("file-fact-ignored", ignored) }
                { fact("file-fact-problems", problems) }
                { fact("file-fact-events", events) }
                { fact("file-fact-recipients", report.recipients) }
                { period(report, &props.zone, words) }
            </dl>
            { zone(props, inspection) }
            { remarks(report, words) }
            { comparison(props) }
            <div class="file-details">
                if events > 0 {
                    <details>
                        <summary>{ words.say("file-by-kind") }</summary>
                        { counts(
                            words.say("file-by-kind"),
                            report.events.iter().map(|(kind, count)| {
                                (words.say(&format!("kind-{}", kind.name())), *count)
                            }),
                            words,
                        ) }
                    </details>
                }
                if ignored > 0 {
                    <details>
                        <summary>{ words.with("file-ignored", &[("rows", ignored.into())]) }</summary>
                        { counts(
                            words.say("file-ignored-why"),
                            report.ignored.iter().map(|(reason, count)| {
                                (ignored_words(words, *reason), *count)
                            }),
                            words,
                        ) }
                    </details>
                }
                if problems > 0 {
                    <details open=true>
                        <summary>{ words.with("file-problems", &[("rows", problems.into())]) }</summary>
                        { problem_list(&report.problems, &report.located, words) }
                        { save_problems(props) }
                    </details>
                }
            </div>
        </>
    }
}

/// What the file's own sums say, beside what was counted.
fn comparison(props: &FileEntryProps) -> Html {
    let Some(comparison) = &props.comparison else { return html! {} };
    html! { <ComparisonTable comparison={comparison.clone()} words={props.words.clone()} /> }
}

/// The unusable rows as a file, and what is in it.
fn save_problems(props: &FileEntryProps) -> Html {
    let FileEntryProps { file, words, send, saving_problems, .. } = props;
    let id = file.id;
    let hint = format!("file-problems-hint-{id}");
    html! {
        <>
            <button
                type="button"
                class="button"
                data-test="save-problems"
                disabled={*saving_problems}
                aria-describedby={hint.clone()}
                onclick={send.reform(move |_| Action::SaveProblems(id))}
            >
                { words.say("file-save-problems") }
            </button>
            <p class="hint" id={hint}>{ words.say("file-save-problems-hint") }</p>
            if *saving_problems {
                <p class="hint" role="status">{ words.say("file-saving-problems") }</p>
            }
        </>
    }
}

fn period(report: &FileReport, zone: &str, words: &Words) -> Html {
    let (Some(first), Some(last)) = (&report.first, &report.last) else { return html! {} };
    let (first, last) = (words.moment(first, zone), words.moment(last, zone));
    let text = if first == last { first } else { format!("{first} – {last}") };
    html! {
        <div class="facts-wide">
            <dt>{ words.say("file-fact-period") }</dt>
            <dd>{ text }</dd>
        </div>
    }
}

/// The zone of times that carry none: seen, and changeable.
fn zone(props: &FileEntryProps, inspection: &Inspection) -> Html {
    let FileEntryProps { file, words, send, zones, .. } = props;
    let assumed = file.report.as_ref().and_then(|report| report.zone.as_ref());
    if !inspection.zoneless && assumed.is_none() {
        return html! {};
    }
    let id = file.id;
    let select = format!("file-zone-{id}");
    let change = send.reform(move |zone| Action::FileZone { file: id, zone });
    let taken = assumed.filter(|_| file.plan.zone.is_none());
    let (label, zone) = unchosen_zone(taken.map(String::as_str), &props.zone);
    let none = words.with(label, &[("zone", zone.replace('_', " ").into())]);
    html! {
        <div class="field file-zone">
            <label for={select.clone()}>{ words.say("file-zone") }</label>
            <ZoneSelect
                id={select}
                value={file.plan.zone.clone()}
                zones={zones.clone()}
                {none}
                {change}
            />
            <p class="hint">{ words.say("file-zone-hint") }</p>
        </div>
    }
}

fn remarks(report: &FileReport, words: &Words) -> Html {
    let mut remarks = Vec::new();
    if report.unclassified_bounces > 0 {
        let count = report.unclassified_bounces.into();
        remarks.push(words.with("file-unclassified-bounces", &[("bounces", count)]));
    }
    if report.ambiguous_times > 0 {
        let count = report.ambiguous_times.into();
        remarks.push(words.with("file-ambiguous-times", &[("times", count)]));
    }
    remarks.into_iter().map(|text| html! { <p class="hint">{ text }</p> }).collect()
}

fn counts(caption: String, rows: impl Iterator<Item = (String, u64)>, words: &Words) -> Html {
    html! {
        <div class="table-box">
            <table>
                <caption class="visually-hidden">{ caption }</caption>
                <tbody>
                    { for rows.map(|(name, count)| html! {
                        <tr>
                            <th scope="row">{ name }</th>
                            <td class="number">{ words.number(count) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// Every kind of problem: how often, where first, and what to do.
pub fn problem_list(
    problems: &BTreeMap<ProblemKind, u64>,
    located: &[Problem],
    words: &Words,
) -> Html {
    html! {
        <ul class="problems">
            { for problems.iter().map(|(kind, count)| {
                let (what, advice) = problem_words(words, *kind);
                let places = places(words, located, *kind, PLACES);
                html! {
                    <li>
                        <p class="problem-what">
                            <span class="number">{ words.number(*count) }</span>{ " × " }{ what }
                        </p>
                        <p>{ advice }</p>
                        if !places.is_empty() {
                            <p class="hint">{ places.join("; ") }</p>
                        }
                    </li>
                }
            }) }
        </ul>
    }
}

fn consent(props: &FileEntryProps) -> Html {
    let FileEntryProps { words, send, mode, .. } = props;
    html! {
        <>
            if let Some(summary) = &props.consent {
                { consent_facts(summary, words) }
                if has_unusable_decisions(&props.file, summary) {
                    { save_problems(props) }
                }
            } else {
                <p class="hint">{ words.say("consent-waits") }</p>
            }
            if *mode != Mode::Choice {
                <p>
                    { words.say("consent-without-effect") }{ " " }
                    <button
                        type="button"
                        class="link"
                        onclick={send.reform(|_| Action::Show(Screen::Treatment))}
                    >
                        { words.say("consent-to-treatment") }
                    </button>
                </p>
            }
        </>
    }
}

/// What all consent lists together held.
pub fn consent_facts(summary: &ConsentSummary, words: &Words) -> Html {
    let fact = |name: &str, value: u64| {
        html! { <div><dt>{ words.say(name) }</dt><dd>{ words.number(value) }</dd></div> }
    };
    let problems: u64 = summary.problems.values().sum();
    html! {
        <>
            <dl class="facts" data-test="consent-facts">
                { fact("consent-subscribers", summary.subscribers) }
                { fact("consent-granted-opens", summary.granted_opens) }
                { fact("consent-denied-opens", summary.denied_opens) }
                { fact("consent-granted-clicks", summary.granted_clicks) }
                { fact("consent-denied-clicks", summary.denied_clicks) }
            </dl>
            if problems > 0 {
                { problem_list(&summary.problems, &summary.located, words) }
            }
        </>
    }
}
