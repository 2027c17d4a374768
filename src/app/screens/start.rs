//! The first page: what this is, how to check that nothing leaves, and how to begin.

use crate::app::frame::veil;
use crate::app::parts::export_help::ExportHelp;
use crate::app::parts::hand_over::{Added, FilesButton};
use crate::app::state::Action;
use crate::app::view::exports::VENDORS;
use crate::app::words::Words;
use crate::contract::Mode;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct StartProps {
    pub words: Words,
    pub send: Callback<Action>,
    pub add: Callback<Added>,
}

#[component]
pub fn Start(props: &StartProps) -> Html {
    let StartProps { words, send, add } = props;
    let modes =
        [(Mode::Personal, "personal"), (Mode::Anonymous, "anonymous"), (Mode::Choice, "choice")];
    html! {
        <div class="start">
            <section class="start-hero">
                <div class="start-words">
                    <h1>{ words.say("app-claim") }</h1>
                    <p class="lead">{ words.say("start-lead") }</p>
                </div>
                { pane() }
            </section>
            <section class="drop-zone" data-test="drop-zone" aria-label={words.say("start-open")}>
                <div class="drop-words">
                    <p class="drop-title">{ words.say("start-drop") }</p>
                    <p class="hint">{ words.say("start-drop-hint") }</p>
                </div>
                <div class="drop-actions">
                    <FilesButton
                        label={words.say("start-open")}
                        test="file-input"
                        add={add.clone()}
                        primary=true
                    />
                    <button
                        type="button"
                        class="button"
                        data-test="open-sample"
                        onclick={send.reform(|_| Action::TrySample)}
                    >
                        { words.say("start-sample") }
                    </button>
                    <FilesButton
                        label={words.say("start-snapshot")}
                        test="open-snapshot-input"
                        accept=".json,application/json"
                        add={add.clone()}
                    />
                </div>
            </section>
            <div class="start-columns">
                <section>
                    <h2>{ words.say("start-check") }</h2>
                    <p>{ words.say("start-check-lead") }</p>
                    <ol class="steps">
                        <li>{ words.say("start-check-1") }</li>
                        <li>{ words.say("start-check-2") }</li>
                        <li>{ words.say("start-check-3") }</li>
                    </ol>
                </section>
                <section>
                    <h2>{ words.say("start-modes") }</h2>
                    <dl class="mode-lines">
                        { for modes.into_iter().map(|(mode, name)| html! {
                            <div>
                                <dt>{ veil(mode) }{ words.say(&format!("mode-{name}")) }</dt>
                                <dd>{ words.say(&format!("start-mode-{name}")) }</dd>
                            </div>
                        }) }
                    </dl>
                </section>
                <section>
                    <h2>{ words.say("start-formats") }</h2>
                    <ul class="vendors" aria-label={words.say("start-formats-known")}>
                        { for VENDORS.iter().map(|(_, name)| html! { <li>{ *name }</li> }) }
                    </ul>
                    <p>{ words.say("start-formats-any") }</p>
                    <p class="hint">{ words.say("start-formats-packed") }</p>
                </section>
            </div>
            <ExportHelp words={words.clone()} send={send.clone()} />
        </div>
    }
}

/// People behind frosted glass, and in front of it, clear, what they did
/// together.
fn pane() -> Html {
    const PEOPLE: [(u32, u32); 9] = [
        (58, 62),
        (118, 50),
        (178, 66),
        (238, 52),
        (298, 64),
        (88, 118),
        (148, 128),
        (208, 116),
        (268, 126),
    ];
    const BARS: [u32; 12] = [22, 46, 88, 122, 104, 80, 62, 48, 40, 30, 26, 20];
    html! {
        <svg class="pane" viewBox="19 15 342 230" aria-hidden="true" focusable="false">
            <defs>
                <filter id="frost" x="-20%" y="-20%" width="140%" height="140%">
                    <feGaussianBlur stdDeviation="9" />
                </filter>
                <clipPath id="glass"><rect x="20" y="16" width="340" height="228" rx="18" /></clipPath>
            </defs>
            <rect class="pane-ground" x="20" y="16" width="340" height="228" rx="18" />
            <g clip-path="url(#glass)">
                <g filter="url(#frost)">
                    { for PEOPLE.into_iter().enumerate().map(|(at, (x, y))| html! {
                        <g class={format!("pane-person pane-person-{}", at % 3)}>
                            <circle cx={x.to_string()} cy={y.to_string()} r="15" />
                            <ellipse cx={x.to_string()} cy={(y + 44).to_string()} rx="25" ry="24" />
                        </g>
                    }) }
                </g>
            </g>
            { for BARS.into_iter().zip(0u32..).map(|(height, at)| html! {
                <g>
                    <rect
                        class="pane-opens"
                        x={(48 + at * 24).to_string()}
                        y={(222 - height).to_string()}
                        width="14"
                        height={height.to_string()}
                        rx="2"
                    />
                    <rect
                        class="pane-clicks"
                        x={(48 + at * 24).to_string()}
                        y={(222 - height / 4).to_string()}
                        width="14"
                        height={(height / 4).to_string()}
                        rx="2"
                    />
                </g>
            }) }
            <rect class="pane-edge" x="20" y="16" width="340" height="228" rx="18" />
        </svg>
    }
}
