//! What the engine's worker hears from its readers, in the order in which it came.

use super::protocol::Word;
use js_sys::{Array, Function, Reflect};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// Milliseconds between two ticks: so soon at the latest a cancelled reading stops.
const TICK: i32 = 200;

pub enum Heard {
    /// From the reader of that number, with what was beside it.
    Word(u32, Word, Array),
    /// That reader stopped, or never started.
    Died(u32),
    /// Some time has passed.
    Tick,
}

#[derive(Default)]
pub struct Inbox {
    heard: RefCell<VecDeque<Heard>>,
    waiting: RefCell<Option<Waker>>,
}

impl Inbox {
    pub fn put(&self, heard: Heard) {
        self.heard.borrow_mut().push_back(heard);
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }

    /// What came and was not yet looked at.
    pub fn take(&self) -> Option<Heard> {
        self.heard.borrow_mut().pop_front()
    }

    /// The next that comes. Only one may wait at a time.
    pub async fn next(&self) -> Heard {
        poll_fn(|context| match self.take() {
            Some(heard) => Poll::Ready(heard),
            None => {
                self.waiting.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await
    }
}

/// Puts a tick into an inbox every so often, for as long as it lives.
pub struct Ticking {
    timer: JsValue,
    _on_tick: Closure<dyn FnMut()>,
}

impl Ticking {
    /// `None` where the browser has no timers.
    pub fn new(inbox: &Rc<Inbox>) -> Option<Ticking> {
        let inbox = inbox.clone();
        let on_tick = Closure::<dyn FnMut()>::new(move || inbox.put(Heard::Tick));
        let timer = global("setInterval")?
            .call2(&JsValue::UNDEFINED, on_tick.as_ref(), &JsValue::from(TICK))
            .ok()?;
        Some(Ticking { timer, _on_tick: on_tick })
    }
}

impl Drop for Ticking {
    fn drop(&mut self) {
        if let Some(clear) = global("clearInterval") {
            // It does not fail for a timer that there is.
            let _ = clear.call1(&JsValue::UNDEFINED, &self.timer);
        }
    }
}

fn global(name: &str) -> Option<Function> {
    Reflect::get(&js_sys::global(), &name.into()).ok()?.dyn_into().ok()
}
