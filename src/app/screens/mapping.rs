//! The mapping dialog: what the columns of a file mean that nobody could be
//! sure about. Every change is tried on the first rows at once. Nothing is accepted
//! of which no row could be used, and no part of a file before the user said so.

use crate::app::parts::file_entry::problem_list;
use crate::app::parts::hand_over::Added;
use crate::app::parts::mapping_choices::{CampaignChoice, ColumnRoles, KindWords};
use crate::app::parts::mapping_profile::MappingProfile;
use crate::app::parts::radio::{Choice, RadioGroup};
use crate::app::parts::value::checked;
use crate::app::parts::zone_select::ZoneSelect;
use crate::app::state::{Action, MappingDialog, State};
use crate::app::view::mapping::{blank, doubt_words, refit, says_kind};
use crate::app::view::share::{failure_words, problem_words};
use crate::app::words::Words;
use crate::contract::{
    DateOrder, FileClass, FilePlan, Granularity, Inspection, Mapping as Plan, ProblemKind, Role,
};
use std::rc::Rc;
use web_sys::HtmlDialogElement;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct MappingProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
    pub add: Callback<Added>,
    pub zones: Rc<Vec<String>>,
}

#[component]
pub fn Mapping(props: &MappingProps) -> Html {
    let MappingProps { state, words, send, .. } = props;
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        // Shown as modal the browser keeps the focus inside and the rest inert;
        // closed, it gives the focus back.
        use_effect_with((), move |()| {
            let shown = dialog.cast::<HtmlDialogElement>();
            if let Some(dialog) = shown.as_ref().filter(|dialog| !dialog.open()) {
                let _ = dialog.show_modal();
            }
            move || shown.iter().for_each(HtmlDialogElement::close)
        });
    }
    let Some(open) = &state.mapping else { return html! {} };
    let Some(inspection) = state.file(open.file).and_then(|file| file.inspection.as_ref()) else {
        return html! {};
    };
    let close = send.reform(|_: MouseEvent| Action::CloseMapping);
    // Escape: the state closes the dialog, not the browser behind its back.
    let oncancel = send.reform(|event: Event| {
        event.prevent_default();
        Action::CloseMapping
    });
    html! {
        <dialog
            ref={dialog}
            class="mapping"
            aria-labelledby="mapping-title"
            data-test="mapping"
            {oncancel}
        >
            <div class="mapping-head">
                <div>
                    <h2 id="mapping-title">{ words.say("mapping-title") }</h2>
                    <p class="hint breakable">{ &inspection.name }</p>
                </div>
                <button type="button" class="button button-quiet" onclick={close.clone()}>
                    { words.say("close") }
                </button>
            </div>
            <div class="mapping-body">
                <p>{ words.say("mapping-lead") }</p>
                { questions(props, open, inspection) }
                <MappingProfile
                    open={open.clone()}
                    words={words.clone()}
                    send={send.clone()}
                    add={props.add.clone()}
                />
            </div>
            <div class="mapping-foot">
                <div class="mapping-tried" role="status" aria-live="polite">
                    { tried(open, words, send) }
                    { alike(state, open, words, send) }
                </div>
                <div class="actions">
                    <button type="button" class="button" onclick={close}>
                        { words.say("mapping-later") }
                    </button>
                    <button
                        type="button"
                        class="button button-primary"
                        data-test="accept-mapping"
                        disabled={!open.acceptable()}
                        onclick={send.reform(|_| Action::AcceptMapping)}
                    >
                        { words.say("mapping-accept") }
                    </button>
                </div>
            </div>
        </dialog>
    }
}

fn questions(props: &MappingProps, open: &MappingDialog, inspection: &Inspection) -> Html {
    let MappingProps { state, words, send, zones, .. } = props;
    let class = open.class;
    let mapping = open.plan.mapping.clone().unwrap_or_else(|| blank(inspection.header.len()));
    let plan = open.plan.clone();
    let change = {
        let (send, plan) = (send.clone(), plan.clone());
        Callback::from(move |mapping: Plan| {
            let plan = FilePlan { mapping: Some(mapping), ..plan.clone() };
            send.emit(Action::ChangeMapping { class, plan });
        })
    };
    let choose_class = {
        let (send, plan, mapping) = (send.clone(), plan.clone(), mapping.clone());
        Callback::from(move |class: FileClass| {
            let mapping = refit(mapping.clone(), class, Granularity::Event);
            let plan = FilePlan { mapping: Some(mapping), ..plan.clone() };
            send.emit(Action::ChangeMapping { class, plan });
        })
    };
    let choose_rows = {
        let mapping = mapping.clone();
        change.reform(move |rows| refit(mapping.clone(), class, rows))
    };
    let choose_dates = {
        let mapping = mapping.clone();
        change.reform(move |dates| Plan { dates, ..mapping.clone() })
    };
    let choose_zone = {
        let (send, plan) = (send.clone(), plan.clone());
        Callback::from(move |zone| {
            let plan = FilePlan { zone, ..plan.clone() };
            send.emit(Action::ChangeMapping { class, plan });
        })
    };
    let events = class == FileClass::Events;
    let kind_column = mapping.roles.contains(&Role::Kind);
    html! {
        <>
            <div class="mapping-questions">
                <RadioGroup<FileClass>
                    legend={words.say("mapping-class")}
                    name="mapping-class"
                    value={class}
                    choices={vec![
                        Choice::new(FileClass::Events, words.say("mapping-class-events")),
                        Choice::new(FileClass::Consent, words.say("mapping-class-consent")),
                    ]}
                    change={choose_class}
                />
                if events {
                    <RadioGroup<Granularity>
                        legend={words.say("mapping-rows")}
                        name="mapping-rows"
                        value={match mapping.granularity {
                            Granularity::Recipient | Granularity::Contact => Granularity::Recipient,
                            _ => Granularity::Event,
                        }}
                        choices={vec![
                            Choice::new(Granularity::Event, words.say("mapping-rows-event")),
                            Choice::new(Granularity::Recipient, words.say("mapping-rows-recipient")),
                        ]}
                        change={choose_rows}
                    />
                }
            </div>
            <ColumnRoles
                {class}
                mapping={mapping.clone()}
                header={inspection.header.clone()}
                preview={inspection.preview.clone()}
                tried={open.tried.clone()}
                zone={state.settings.zone.clone()}
                words={words.clone()}
                change={change.clone()}
            />
            if events && (kind_column || !says_kind(&mapping)) {
                <KindWords
                    mapping={mapping.clone()}
                    inspection={inspection.clone()}
                    words={words.clone()}
                    change={change.clone()}
                />
            }
            <div class="mapping-questions">
                <RadioGroup<DateOrder>
                    legend={words.say("mapping-dates")}
                    name="mapping-dates"
                    value={mapping.dates}
                    choices={vec![
                        Choice::new(DateOrder::DayFirst, words.say("mapping-dates-day")),
                        Choice::new(DateOrder::MonthFirst, words.say("mapping-dates-month")),
                    ]}
                    change={choose_dates}
                />
                if events {
                    <div class="field">
                        <label for="mapping-zone">{ words.say("file-zone") }</label>
                        <ZoneSelect
                            id="mapping-zone"
                            value={open.plan.zone.clone()}
                            zones={zones.clone()}
                            none={words.with(
                                "file-zone-settings",
                                &[("zone", state.settings.zone.replace('_', " ").into())],
                            )}
                            change={choose_zone}
                        />
                    </div>
                    <CampaignChoice {mapping} words={words.clone()} {change} />
                }
            </div>
        </>
    }
}

/// What the mapping makes of the rows that were tried, and of how many.
/// Whether others with the same columns are answered with it.
fn alike(state: &State, open: &MappingDialog, words: &Words, send: &Callback<Action>) -> Html {
    let others = state.alike(open.file).count();
    if others == 0 {
        return html! {};
    }
    html! {
        <label class="radio">
            <input
                type="checkbox"
                data-test="answer-alike"
                checked={open.alike}
                onchange={send.reform(|event: Event| Action::AnswerAlike(checked(&event)))}
            />
            <span>{ words.with("mapping-alike", &[("files", others.into())]) }</span>
        </label>
    }
}

fn tried(open: &MappingDialog, words: &Words, send: &Callback<Action>) -> Html {
    if let Some(failure) = &open.failure {
        let (what, advice) = failure_words(words, failure);
        return html! { <p class="tried-not-all"><strong>{ what }</strong>{ " " }{ advice }</p> };
    }
    let Some(trial) = &open.tried else {
        return html! { <p class="hint">{ words.say("mapping-trying") }</p> };
    };
    let report = &trial.report;
    if report.rows == 0 {
        // The file as a whole cannot be read like this: the reason says more than a 0.
        let kind = report.located.first().map_or(ProblemKind::NoUsableColumns, |first| first.kind);
        let (what, advice) = problem_words(words, kind);
        return html! { <p class="tried-not-all"><strong>{ what }</strong>{ ". " }{ advice }</p> };
    }
    let ignored: u64 = report.ignored.values().sum();
    let (ready, unusable) = (trial.ready(), trial.unusable());
    let values = [
        ("rows", report.rows.into()),
        ("ready", ready.into()),
        ("doubtful", trial.doubtful.into()),
        ("unusable", unusable.into()),
        ("ignored", ignored.into()),
    ];
    let whole = words.say(if trial.complete { "mapping-tried-all" } else { "mapping-tried-first" });
    let rows = [("rows", unusable.into())];
    let leave_out_words = match trial.complete {
        true => words.with("mapping-leave-out", &rows),
        false => words.with("mapping-leave-out-more", &rows),
    };
    let leave_out = send.reform(|event: Event| Action::LeaveOutUnusable(checked(&event)));
    let all_well = open.usable() && !open.is_partial() && trial.doubtful == 0;
    html! {
        <>
            <p
                class={if all_well { "tried-well" } else { "tried-not-all" }}
                data-test="mapping-tried"
                data-ready={ready.to_string()}
                data-doubtful={trial.doubtful.to_string()}
                data-unusable={unusable.to_string()}
            >
                { whole }{ " " }{ words.with("mapping-tried", &values) }
            </p>
            if trial.doubtful > 0 {
                <details data-test="mapping-doubts">
                    <summary>{ words.say("mapping-why-doubtful") }</summary>
                    <ul class="problems">
                        { for trial.doubts.iter().map(|(doubt, rows)| html! {
                            <li>
                                <span class="number">{ words.number(*rows) }</span>{ " × " }
                                { doubt_words(words, *doubt) }
                            </li>
                        }) }
                    </ul>
                </details>
            }
            if unusable > 0 {
                <details>
                    <summary>{ words.say("mapping-why-unusable") }</summary>
                    { problem_list(&report.problems, &report.located, words) }
                </details>
            }
            if open.usable() && open.is_partial() {
                <label class="radio">
                    <input
                        type="checkbox"
                        data-test="leave-out-unusable"
                        checked={open.without_unusable}
                        onchange={leave_out}
                    />
                    <span>{ leave_out_words }</span>
                </label>
            }
        </>
    }
}
