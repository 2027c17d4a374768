//! How often progress is worth a message, and pauses in which messages come in.

use js_sys::{Function, Promise, Reflect};
use std::cell::Cell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Performance;

/// Milliseconds between two reports of progress: quicker than the eye, slow
/// enough for the page.
const INTERVAL: f64 = 250.0;

/// Lets the first report through, then one in each interval.
pub struct Pace {
    due: Cell<f64>,
}

impl Pace {
    pub fn new() -> Pace {
        Pace { due: Cell::new(f64::NEG_INFINITY) }
    }

    /// Whether a report is due.
    pub fn is_due(&self) -> bool {
        self.is_due_at(now())
    }

    fn is_due_at(&self, now: f64) -> bool {
        let due = now >= self.due.get();
        if due {
            self.due.set(now + INTERVAL);
        }
        due
    }
}

/// Lets the messages in that have arrived: work that never waits for anything
/// would learn too late that it was taken back.
pub async fn pause() {
    rest(0).await;
}

/// Leaves the machine to others for so many milliseconds.
pub async fn rest(milliseconds: u32) {
    let global = js_sys::global();
    let timer = Reflect::get(&global, &JsValue::from_str("setTimeout"))
        .ok()
        .and_then(|timer| timer.dyn_into::<Function>().ok());
    let Some(timer) = timer else { return };
    let waiting = Promise::new(&mut |resolve, _| {
        // A timer that cannot be set is no pause, and must not become an endless one.
        if timer.call2(&global, &resolve, &JsValue::from(milliseconds)).is_err() {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    // It is never rejected.
    let _ = JsFuture::from(waiting).await;
}

/// Milliseconds since the worker or page began; never set back.
pub fn now() -> f64 {
    Reflect::get(&js_sys::global(), &JsValue::from_str("performance"))
        .ok()
        .filter(JsValue::is_object)
        .map_or(0.0, |performance| performance.unchecked_into::<Performance>().now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_report_an_interval() {
        let pace = Pace::new();
        let due: Vec<f64> =
            (0..300).map(|tick| f64::from(tick) * 15.0).filter(|&at| pace.is_due_at(at)).collect();
        assert_eq!(due[0], 0.0);
        assert!(due.windows(2).all(|pair| pair[1] - pair[0] >= INTERVAL));
        assert!(due.len() > 10);
    }
}
