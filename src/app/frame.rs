//! What surrounds every screen: the way through the page, how far people are
//! seen at the moment, what is going on, and what went wrong. Files can be
//! dropped anywhere on it.

use super::deferred::Screens;
use super::parts::hand_over::{Added, As, carries_files, dropped, leaves_page, opens_dialog};
use super::parts::reading_progress::{ReadingProgress, spoken};
use super::parts::value::input_value;
use super::screens::start::Start;
use super::state::{Action, Busy, Screen, State, Theme};
use super::view::share::{failure_words, told_at_first};
use super::words::{Language, Words};
use crate::contract::Mode;
use crate::messages::Failure;
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct FrameProps {
    pub state: Rc<State>,
    pub words: Words,
    pub send: Callback<Action>,
    /// Files the user handed over.
    pub add: Callback<Added>,
    /// Names of the zones to choose from.
    pub zones: Rc<Vec<String>>,
    /// All screens but the first, once they are there.
    pub screens: Option<Screens>,
}

#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let FrameProps { state, words, send, add, screens, .. } = props.clone();
    let dragging = use_state(|| false);
    let ondragover = {
        let (dragging, send) = (dragging.clone(), send.clone());
        Callback::from(move |event: DragEvent| {
            if carries_files(&event) {
                event.prevent_default();
                if !*dragging {
                    dragging.set(true);
                    send.emit(Action::FilesExpected);
                }
            }
        })
    };
    let ondragleave = {
        let dragging = dragging.clone();
        Callback::from(move |event: DragEvent| {
            if leaves_page(&event) {
                dragging.set(false);
            }
        })
    };
    let ondrop = {
        let (dragging, add) = (dragging.clone(), add.clone());
        Callback::from(move |event: DragEvent| {
            event.prevent_default();
            dragging.set(false);
            let files = dropped(&event);
            if !files.is_empty() {
                add.emit(Added { files, what: As::Data });
            }
        })
    };
    let onclick = {
        let send = send.clone();
        Callback::from(move |event: MouseEvent| {
            if opens_dialog(&event) {
                send.emit(Action::FilesExpected);
            }
        })
    };
    let screen = match screens {
        _ if state.is_at_start() => {
            let (words, send) = (words.clone(), send.clone());
            html! { <Start {words} {send} {add} /> }
        }
        Some(screens) => (screens.shown)(props),
        None => awaited(&state, &words, &send),
    };
    html! {
        <div
            class="page"
            {onclick}
            ondragenter={ondragover.clone()}
            {ondragover}
            {ondragleave}
            {ondrop}
        >
            <a class="skip-link" href="#content">{ words.say("skip-to-content") }</a>
            <Header state={state.clone()} words={words.clone()} send={send.clone()} />
            <ReadingProgress state={state.clone()} words={words.clone()} send={send.clone()} />
            <p class="visually-hidden" role="status" aria-live="polite">{ spoken(&state, &words) }</p>
            { banner(&state, &words, &send) }
            <main id="content" class="content" tabindex="-1">{ screen }</main>
            { footer(&words) }
            // Always one piece, empty or not: one more would have all before it made anew.
            { screens.map(|screens| (screens.dialog)(props)).unwrap_or_default() }
            if *dragging {
                <div class="drop-veil" aria-hidden="true">
                    <p>{ words.say("drop-anywhere") }</p>
                </div>
            }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct HeaderProps {
    state: Rc<State>,
    words: Words,
    send: Callback<Action>,
}

#[component]
fn Header(props: &HeaderProps) -> Html {
    let HeaderProps { state, words, send } = props;
    let show = |screen: Screen| send.reform(move |_| Action::Show(screen));
    let figures = state.has_figures() || matches!(state.busy, Busy::Reading(..));
    let waiting = state.unmapped().count();
    let tab = |screen: Screen, name: &'static str, enabled: bool, mark: usize| {
        let current = (state.screen == screen).then_some("page");
        html! {
            <li>
                <button
                    type="button"
                    class="tab"
                    data-test={format!("tab-{name}")}
                    aria-current={current}
                    disabled={!enabled}
                    title={(!enabled).then(|| words.say("nav-nothing-yet"))}
                    onclick={show(screen)}
                >
                    { words.say(&format!("nav-{name}")) }
                    if mark > 0 {
                        <span class="tab-mark">
                            <span aria-hidden="true">{ words.number(mark as u64) }</span>
                            if words.are_all() {
                                <span class="visually-hidden">
                                    { words.with("nav-waiting", &[("files", mark.into())]) }
                                </span>
                            }
                        </span>
                    }
                </button>
            </li>
        }
    };
    html! {
        <header class="page-head">
            <button type="button" class="wordmark" onclick={show(Screen::Files)}>
                { wordmark() }
                <span>{ words.say("app-name") }</span>
            </button>
            <nav class="tabs" aria-label={words.say("nav-label")}>
                <ul>
                    { tab(Screen::Files, "files", true, waiting) }
                    { tab(Screen::Statistics, "statistics", figures, 0) }
                    { tab(Screen::People, "people", figures, 0) }
                    { tab(Screen::Share, "share", figures || state.ledger.open.is_some(), 0) }
                    { tab(Screen::Treatment, "treatment", true, 0) }
                    if state.opened.is_some() {
                        { tab(Screen::Snapshot, "snapshot", true, 0) }
                    }
                </ul>
            </nav>
            <div class="page-tools">
                { mode_now(state, words, &show(Screen::Treatment)) }
                <Choices state={state.clone()} words={words.clone()} send={send.clone()} />
            </div>
        </header>
    }
}

/// How far people are seen, at all times; leads to where it is decided.
fn mode_now(state: &State, words: &Words, show: &Callback<MouseEvent>) -> Html {
    let name = match state.settings.mode {
        Mode::Personal => "personal",
        Mode::Anonymous => "anonymous",
        Mode::Choice => "choice",
    };
    let mode = words.say(&format!("mode-{name}"));
    let title = words.with("mode-now", &[("mode", mode.as_str().into())]);
    html! {
        <button
            type="button"
            class={classes!("mode-now", format!("mode-now-{name}"))}
            data-test="mode-now"
            title={title.clone()}
            aria-label={title}
            onclick={show.clone()}
        >
            { veil(state.settings.mode) }
            <span aria-hidden="true">{ mode }</span>
        </button>
    }
}

/// A face that is clear, half veiled or veiled.
pub fn veil(mode: Mode) -> Html {
    let veiled = match mode {
        Mode::Personal => 16,
        Mode::Choice => 8,
        Mode::Anonymous => 0,
    };
    html! {
        <svg class="veil" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <circle class="veil-face" cx="8" cy="5.5" r="2.75" />
            <path class="veil-face" d="M2.5 14.5c.4-3.4 2.6-5 5.5-5s5.1 1.6 5.5 5z" />
            if veiled < 16 {
                <rect
                    class="veil-glass"
                    x={veiled.to_string()}
                    y="0"
                    width={(16 - veiled).to_string()}
                    height="16"
                />
            }
        </svg>
    }
}

#[component]
fn Choices(props: &HeaderProps) -> Html {
    let HeaderProps { state, words, send } = props;
    let language = send.reform(|event: Event| {
        Action::Language(match input_value(&event).as_str() {
            "de" => Language::De,
            _ => Language::En,
        })
    });
    let theme = send.reform(|event: Event| {
        Action::Theme(match input_value(&event).as_str() {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        })
    });
    let themes = [(Theme::System, "system"), (Theme::Light, "light"), (Theme::Dark, "dark")];
    html! {
        <>
            <select
                class="quiet-select"
                data-test="language"
                aria-label={words.say("language-label")}
                onchange={language}
            >
                // Each language by its own name: the one who looks for it reads that.
                <option value="de" lang="de" selected={state.language == Language::De}>{ "Deutsch" }</option>
                <option value="en" lang="en" selected={state.language == Language::En}>{ "English" }</option>
            </select>
            <select
                class="quiet-select"
                data-test="theme"
                aria-label={words.say("theme-label")}
                onchange={theme}
            >
                { for themes.into_iter().map(|(theme, name)| html! {
                    <option value={name} selected={state.theme == theme}>
                        { words.say(&format!("theme-{name}")) }
                    </option>
                }) }
            </select>
        </>
    }
}

/// In place of a screen that is still being loaded, or could not be.
fn awaited(state: &State, words: &Words, send: &Callback<Action>) -> Html {
    if state.failure == Some(Failure::NotLoaded) {
        let onclick = send.reform(|_| Action::DismissFailure);
        return html! {
            <p class="screen-awaited">
                <button type="button" class="button" data-test="try-again" {onclick}>
                    { words.say("screen-again") }
                </button>
            </p>
        };
    }
    html! { <p class="screen-awaited" aria-busy="true">{ words.say("screen-awaited") }</p> }
}

fn banner(state: &State, words: &Words, send: &Callback<Action>) -> Html {
    let Some(failure) = &state.failure else { return html! {} };
    // Some failures say what only later screens have words for: those are on their way.
    if !words.are_all() && !told_at_first(failure) {
        return html! {};
    }
    let (title, advice) = failure_words(words, failure);
    html! {
        <div class="banner notice notice-error" role="alert" data-test="error">
            <div>
                <p class="notice-title">{ title }</p>
                <p>{ advice }</p>
            </div>
            <button
                type="button"
                class="button button-quiet"
                onclick={send.reform(|_| Action::DismissFailure)}
            >
                { words.say("dismiss") }
            </button>
        </div>
    }
}

fn footer(words: &Words) -> Html {
    html! {
        <footer class="page-foot">
            <p>{ words.say("app-claim") }</p>
            <p>{ words.say("foot-nothing-leaves") }</p>
            <p>{ words.with("foot-version", &[("version", env!("CARGO_PKG_VERSION").into())]) }</p>
        </footer>
    }
}

/// A pane of frosted glass with light behind it.
fn wordmark() -> Html {
    html! {
        <svg class="wordmark-sign" viewBox="0 0 28 28" width="28" height="28" aria-hidden="true">
            <circle class="wordmark-light" cx="11" cy="17" r="8" />
            <rect class="wordmark-pane" x="9" y="3" width="16" height="20" rx="4" />
        </svg>
    }
}

#[cfg(test)]
mod tests;
