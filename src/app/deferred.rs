//! The larger part of the page, which it loads once there is something to show on
//! it: every screen but the first, its words, what can be saved there, and what
//! understands the worker. With the
//! feature `split` it is cut off with all that it alone needs; without, it is a
//! part of the page like any other.

use super::frame::FrameProps;
use super::link::Link;
use super::saving;
use super::screens;
use super::state::{Action, Effect};
use super::words::{Language, Words};
use crate::messages::{Failure, Update};
use crate::port;
use web_sys::{File, MessageEvent};
use yew::prelude::*;

/// The ways into it. Without it there are none: nothing else may name a function
/// that these lead to.
#[derive(Clone, Copy)]
pub struct Screens {
    pub shown: fn(&FrameProps) -> Html,
    pub dialog: fn(&FrameProps) -> Html,
    pub words: fn(Language) -> Words,
    /// What the worker says, where it is something.
    pub update: fn(&MessageEvent) -> Option<Update>,
    pub run: fn(Effect, &Words, &Link, &Callback<Action>),
    pub open_profile: fn(File, Callback<Action>),
}

impl PartialEq for Screens {
    /// There is one.
    fn eq(&self, _: &Screens) -> bool {
        true
    }
}

/// All of it, named.
pub(super) const fn screens() -> Screens {
    Screens {
        shown: screens::shown,
        dialog: screens::dialog,
        words: Words::new,
        update: |event| port::read(event).ok().map(|(update, _)| update),
        run: saving::run,
        open_profile: saving::open_profile,
    }
}

#[cfg(feature = "split")]
mod loading {
    use super::*;
    use crate::app::effects::{sleep, styles};
    use wasm_split_helpers::wasm_split;

    /// Loads it, once.
    ///
    /// # Errors
    /// [`Failure::NotLoaded`] when it cannot be had; the next time it is tried again.
    #[wasm_split(screens, fallible)]
    pub fn load() -> Result<Screens, Failure> {
        Ok(super::screens())
    }

    /// The screens and what they say, once they are `wanted` and there; asked for
    /// whenever they begin to be wanted, or another language is.
    #[hook]
    pub fn use_screens(
        wanted: bool,
        language: Language,
        failed: Callback<Failure>,
    ) -> Option<(Screens, Words)> {
        let there = use_state(|| None);
        let setter = there.setter();
        // There, they can always be had.
        let wanted = wanted || there.is_some();
        use_effect_with((wanted, language), move |(wanted, language)| {
            let (wanted, language) = (*wanted, *language);
            if wanted {
                wasm_bindgen_futures::spawn_local(async move {
                    let styles = styles();
                    let screens = match load().await {
                        Ok(screens) => styles.await.map(|()| screens),
                        Err(failure) => Err(failure),
                    };
                    match screens {
                        Ok(screens) => {
                            // Each takes a while: the page answers in between.
                            sleep(0).await;
                            let words = (screens.words)(language);
                            sleep(0).await;
                            setter.set(Some((screens, words)));
                        }
                        Err(failure) => failed.emit(failure),
                    }
                });
            }
        });
        (*there).clone()
    }
}

#[cfg(not(feature = "split"))]
mod loading {
    use super::*;

    /// It is there.
    ///
    /// # Errors
    /// None.
    pub async fn load() -> Result<Screens, Failure> {
        Ok(super::screens())
    }

    /// The screens, which are there, and what they say.
    #[hook]
    pub fn use_screens(
        _wanted: bool,
        language: Language,
        _failed: Callback<Failure>,
    ) -> Option<(Screens, Words)> {
        let screens = super::screens();
        let words = use_memo(language, |language| (screens.words)(*language));
        Some((screens, (*words).clone()))
    }
}

pub use loading::{load, use_screens};
