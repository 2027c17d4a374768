//! The page's end of the worker link: starts the worker, holds commands back
//! until it is `Ready`, keeps the file handles, and replaces a worker that
//! stopped.

use super::state::Action;
use crate::messages::{Command, Update};
use crate::port;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

/// Cheap to clone; all clones are the same link.
#[derive(Clone)]
pub struct Link(Rc<RefCell<Inner>>);

struct Inner {
    send: Callback<Action>,
    worker: Option<Running>,
    handles: BTreeMap<u32, File>,
    next: u32,
}

/// A worker and the closures it calls; dropping it ends both.
struct Running {
    worker: Worker,
    ready: bool,
    waiting: VecDeque<(Command, Vec<File>)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Link {
    /// A link that reports to `send`; the worker starts at once.
    pub fn new(send: Callback<Action>) -> Link {
        let link = Link(Rc::new(RefCell::new(Inner { send, worker: None, handles: BTreeMap::new(), next: 0 })));
        link.replace();
        link
    }

    /// Keep handles under the next ids, in step with the state.
    pub fn keep(&self, files: Vec<File>) {
        let mut inner = self.0.borrow_mut();
        for file in files {
            let id = inner.next;
            inner.next += 1;
            inner.handles.insert(id, file);
        }
    }

    pub fn forget(&self, ids: &[u32]) {
        let mut inner = self.0.borrow_mut();
        for id in ids {
            inner.handles.remove(id);
        }
    }

    /// Send a command; it waits where the worker is not up yet.
    pub fn send(&self, command: Command, handles: &[u32]) {
        let mut inner = self.0.borrow_mut();
        let files: Vec<File> = handles.iter().filter_map(|id| inner.handles.get(id).cloned()).collect();
        let Some(running) = &mut inner.worker else { return };
        if running.ready {
            post(&running.worker, &command, &files);
        } else {
            running.waiting.push_back((command, files));
        }
    }

    /// End the worker, and with it everything in its memory; start another.
    pub fn replace(&self) {
        let running = self.start();
        self.0.borrow_mut().worker = running;
    }

    fn start(&self) -> Option<Running> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options("./worker_loader.js", &options).ok()?;
        let link = self.clone();
        let on_message = Closure::new(move |event: MessageEvent| {
            if let Ok((update, _)) = port::read::<Update>(&event) {
                link.received(update);
            }
        });
        let link = self.clone();
        let on_error = Closure::new(move |event: ErrorEvent| {
            event.prevent_default();
            link.crashed();
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Running {
            worker,
            ready: false,
            waiting: VecDeque::new(),
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    fn received(&self, update: Update) {
        let send = {
            let mut inner = self.0.borrow_mut();
            if update == Update::Ready
                && let Some(running) = &mut inner.worker
            {
                running.ready = true;
                while let Some((command, files)) = running.waiting.pop_front() {
                    post(&running.worker, &command, &files);
                }
            }
            inner.send.clone()
        };
        send.emit(Action::Update(Box::new(update)));
    }

    fn crashed(&self) {
        let (send, started) = {
            let inner = self.0.borrow();
            (inner.send.clone(), inner.worker.as_ref().is_some_and(|running| running.ready))
        };
        // A worker that never came up would fail for ever.
        if started {
            let link = self.clone();
            // The closure that runs now belongs to the worker being replaced.
            wasm_bindgen_futures::spawn_local(async move { link.replace() });
        }
        send.emit(Action::WorkerCrashed);
    }
}

fn post(worker: &Worker, command: &Command, files: &[File]) {
    // What cannot be sent is a mistake of ours that a test finds, not of the user's.
    if port::post(worker, command, files).is_err() {
        web_sys::console::error_1(&"a command could not be sent".into());
    }
}
