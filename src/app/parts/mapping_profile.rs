//! Keeping the choices of the mapping dialog as a file, and applying such a file.

use crate::app::parts::hand_over::{Added, As, FilesButton};
use crate::app::parts::value::input_value;
use crate::app::state::{Action, MappingDialog, OpenedProfile};
use crate::app::words::Words;
use crate::contract::{Profile, ProfileFault};
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct MappingProfileProps {
    pub open: MappingDialog,
    pub words: Words,
    pub send: Callback<Action>,
    pub add: Callback<Added>,
}

#[component]
pub fn MappingProfile(props: &MappingProfileProps) -> Html {
    let MappingProfileProps { open, words, send, add } = props;
    let name = use_state(String::new);
    let oninput = {
        let name = name.clone();
        Callback::from(move |event: InputEvent| name.set(input_value(&event)))
    };
    let save = {
        let (send, name) = (send.clone(), name.clone());
        Callback::from(move |_: MouseEvent| send.emit(Action::SaveProfile((*name).clone())))
    };
    html! {
        <fieldset class="mapping-profile">
            <legend>{ words.say("profile-title") }</legend>
            <p class="hint">{ words.say("profile-hint") }</p>
            <div class="actions">
                <FilesButton
                    label={words.say("profile-open")}
                    test="open-profile"
                    what={As::Profile}
                    accept=".json,application/json"
                    add={add.clone()}
                />
                <label for="profile-name">{ words.say("profile-name") }</label>
                <input
                    type="text"
                    id="profile-name"
                    data-test="profile-name"
                    maxlength={Profile::LONGEST_NAME.to_string()}
                    value={(*name).clone()}
                    {oninput}
                />
                <button
                    type="button"
                    class="button"
                    data-test="save-profile"
                    disabled={!open.usable() || name.trim().is_empty()}
                    onclick={save}
                >
                    { words.say("profile-save") }
                </button>
            </div>
            <div role="status">{ said(open.profile.as_ref(), words) }</div>
        </fieldset>
    }
}

/// What became of the profile opened last.
fn said(opened: Option<&OpenedProfile>, words: &Words) -> Html {
    match opened {
        None => html! {},
        Some(OpenedProfile::NotSaved) => {
            html! { <p class="tried-not-all" data-test="profile-not-saved">{ words.say("profile-not-saved") }</p> }
        }
        Some(OpenedProfile::Refused(fault)) => {
            let name = match fault {
                ProfileFault::NotAProfile => "profile-fault-none",
                ProfileFault::FutureVersion => "profile-fault-future",
                ProfileFault::Damaged => "profile-fault-damaged",
            };
            html! { <p class="tried-not-all" data-test="profile-refused">{ words.say(name) }</p> }
        }
        Some(OpenedProfile::Applied { name, missing }) => html! {
            <>
                <p class="breakable" data-test="profile-applied">
                    { words.with("profile-applied", &[("name", name.as_str().into())]) }
                </p>
                if !missing.is_empty() {
                    <p class="tried-not-all breakable" data-test="profile-missing">
                        { words.with("profile-missing", &[
                            ("n", missing.len().into()),
                            ("columns", missing.join(", ").into()),
                        ]) }
                    </p>
                }
            </>
        },
    }
}
