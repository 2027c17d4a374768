//! What is large appears piece by piece, so that the page never stands still.

use crate::app::effects::sleep;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// Whether what is drawn can still change, as the page itself says of all it shows.
/// Else everything must stand there at once, as in a page without scripts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scripted(pub bool);

/// How many of so many pieces are to be drawn by now: the first at once, then one
/// more in each task of its own, until all are there; all of them again and again
/// from then on. All at once where nothing is scripted.
#[hook]
pub fn use_in_turn(pieces: usize) -> usize {
    let Scripted(in_turn) = use_context().unwrap_or_default();
    let drawn = use_state(|| if in_turn { 1 } else { pieces });
    let next = drawn.clone();
    use_effect_with((*drawn, pieces), move |&(so_far, pieces)| {
        if so_far < pieces {
            spawn_local(async move {
                sleep(0).await;
                next.set(so_far + 1);
            });
        }
    });
    if in_turn { *drawn } else { pieces }
}
