//! What is large appears piece by piece, so that the page never stands still.

use crate::app::effects::sleep;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How many of so many pieces are to be drawn by now: the first at once, then one
/// more in each task of its own, until all are there; all of them again and again
/// from then on. All at once where `in_turn` is false, as in a page without scripts.
#[hook]
pub fn use_in_turn(pieces: usize, in_turn: bool) -> usize {
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
