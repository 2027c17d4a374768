//! The page's end of the worker link: starts the worker, holds commands back
//! until it is `Ready`, keeps the file handles, ends a worker that does not
//! let go of a cancelled command, and replaces one that stopped. What the worker
//! says is understood by a part of the page that is loaded later, and waits for it.

use super::deferred::Screens;
use super::effects;
use super::state::Action;
use crate::messages::{Command, Job, Update, WHOLE};
use crate::port;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ErrorEvent, File, MessageEvent, Worker, WorkerOptions, WorkerType};
use yew::Callback;

/// How long a cancelled command may go on, in milliseconds.
const PATIENCE_MS: i32 = 1_500;

/// Cheap to clone; all clones are the same link.
#[derive(Clone)]
pub struct Link(Rc<RefCell<Inner>>);

struct Inner {
    send: Callback<Action>,
    worker: Option<Running>,
    /// By their ids, which only grow.
    handles: Vec<(u32, File)>,
    next: u32,
    /// What the worker said before somebody understands it.
    inbox: VecDeque<MessageEvent>,
    screens: Option<Screens>,
}

/// A command with its handles.
type Posting = (Command, Vec<File>);

/// A worker and the closures it calls; dropping it ends both.
struct Running {
    worker: Worker,
    ready: bool,
    /// Commands without their last answer; not yet sent while the worker is not `ready`.
    unanswered: VecDeque<Posting>,
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
        let link = Link(Rc::new(RefCell::new(Inner {
            send,
            worker: None,
            handles: Vec::new(),
            next: 0,
            inbox: VecDeque::new(),
            screens: None,
        })));
        link.replace();
        link
    }

    /// Keep handles under the next ids, in step with the state.
    pub fn keep(&self, files: Vec<File>) {
        let mut inner = self.0.borrow_mut();
        for file in files {
            let id = inner.next;
            inner.next += 1;
            inner.handles.push((id, file));
        }
    }

    /// Let go of the handles of removed files, by their ids in order: of many files, all
    /// may go.
    pub fn forget(&self, ids: &[u32]) {
        let mut inner = self.0.borrow_mut();
        inner.handles.retain(|(id, _)| ids.binary_search(id).is_err());
    }

    /// Send a command; it waits where the worker is not up yet.
    pub fn send(&self, command: Command, handles: &[u32]) {
        if self.0.borrow().worker.is_none() {
            // It stopped, and nothing was asked of it since.
            self.replace();
        }
        if let Command::Cancel { job } = command {
            self.cancel(job);
            return;
        }
        if let Command::Prepare { .. } = command {
            // Worth nothing later.
            if let Some(running) = self.0.borrow().worker.as_ref().filter(|running| running.ready) {
                post(&running.worker, &(command, Vec::new()));
            }
            return;
        }
        let mut inner = self.0.borrow_mut();
        let handle = |id: &u32| {
            let at = inner.handles.binary_search_by_key(id, |(id, _)| *id).ok()?;
            inner.handles.get(at).map(|(_, file)| file.clone())
        };
        let files = handles.iter().filter_map(handle).collect();
        if let Some(running) = &mut inner.worker {
            running.take_on((command, files));
        }
    }

    /// End the worker, and with it everything in its memory; start another.
    pub fn replace(&self) {
        let running = self.start();
        let failed = running.is_none();
        let send = {
            let mut inner = self.0.borrow_mut();
            inner.worker = running;
            // It was for what the one before had to do.
            inner.inbox.clear();
            inner.send.clone()
        };
        if failed {
            send.emit(Action::WorkerCrashed);
        }
    }

    /// Ask first; when the worker does not let go of a reading, end it and hand
    /// what else it had to do to the next one. Whatever works on what was read
    /// may take its time: with the worker the figures would go.
    fn cancel(&self, job: Job) {
        {
            let mut inner = self.0.borrow_mut();
            let Some(running) = &mut inner.worker else { return };
            if !running.waits_for(job) {
                return;
            }
            if !running.ready {
                running.answered(job);
                let send = inner.send.clone();
                drop(inner);
                send.emit(Action::Update(Box::new(Update::Cancelled { job })));
                return;
            }
            post(&running.worker, &(Command::Cancel { job }, Vec::new()));
            if !running.reads(job) {
                return;
            }
        }
        let link = self.clone();
        spawn_local(async move {
            effects::sleep(PATIENCE_MS).await;
            let left = {
                let mut inner = link.0.borrow_mut();
                match &mut inner.worker {
                    Some(running) if running.waits_for(job) => {
                        running.answered(job);
                        std::mem::take(&mut running.unanswered)
                    }
                    _ => return,
                }
            };
            link.replace();
            if let Some(running) = &mut link.0.borrow_mut().worker {
                left.into_iter().for_each(|posting| running.take_on(posting));
            }
        });
    }

    fn start(&self) -> Option<Running> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        if !effects::is_kept() {
            options.set_name(WHOLE);
        }
        let worker = Worker::new_with_options("./worker_loader.js", &options).ok()?;
        let link = self.clone();
        let on_message = Closure::new(move |event| link.arrived(event));
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
            unanswered: VecDeque::new(),
            _on_message: on_message,
            _on_error: on_error,
        })
    }

    /// The first thing a worker says is [`Update::Ready`], and then nothing unasked.
    fn arrived(&self, event: MessageEvent) {
        let send = {
            let mut inner = self.0.borrow_mut();
            match &mut inner.worker {
                Some(running) if !running.ready => {
                    running.ready = true;
                    running.unanswered.iter().for_each(|posting| post(&running.worker, posting));
                    Some(inner.send.clone())
                }
                _ => {
                    inner.inbox.push_back(event);
                    None
                }
            }
        };
        match send {
            Some(send) => send.emit(Action::Update(Box::new(Update::Ready))),
            None => self.read(),
        }
    }

    /// From now on what the worker says is understood, and what it has said is read.
    pub fn understand(&self, screens: Screens) {
        self.0.borrow_mut().screens = Some(screens);
        self.read();
    }

    /// Reads what has arrived, in turn.
    fn read(&self) {
        loop {
            let (screens, event) = {
                let mut inner = self.0.borrow_mut();
                let Some(screens) = inner.screens else { return };
                let Some(event) = inner.inbox.pop_front() else { return };
                (screens, event)
            };
            if let Some(update) = (screens.update)(&event) {
                self.received(update);
            }
        }
    }

    fn received(&self, update: Update) {
        let send = {
            let mut inner = self.0.borrow_mut();
            if let Some(running) = &mut inner.worker
                && let Some(job) = last_answer(&update)
            {
                running.answered(job);
            }
            inner.send.clone()
        };
        send.emit(Action::Update(Box::new(update)));
    }

    /// The next command starts another worker; one that never comes up is thus
    /// not started for ever.
    fn crashed(&self) {
        let (send, stopped) = {
            let mut inner = self.0.borrow_mut();
            (inner.send.clone(), inner.worker.take())
        };
        // The closure that runs now belongs to the worker that stopped.
        spawn_local(async move { drop(stopped) });
        send.emit(Action::WorkerCrashed);
    }
}

impl Running {
    fn take_on(&mut self, posting: Posting) {
        if self.ready {
            post(&self.worker, &posting);
        }
        self.unanswered.push_back(posting);
    }

    fn answered(&mut self, job: Job) {
        self.unanswered.retain(|(command, _)| command.job() != job);
    }

    /// Whether the job makes the worker's memory anew, or needs none of it.
    fn reads(&self, job: Job) -> bool {
        self.unanswered.iter().any(|(command, _)| {
            command.job() == job
                && matches!(
                    command,
                    Command::Inspect { .. } | Command::Try { .. } | Command::Read { .. }
                )
        })
    }

    fn waits_for(&self, job: Job) -> bool {
        self.unanswered.iter().any(|(command, _)| command.job() == job)
    }
}

/// The job that an update ends.
fn last_answer(update: &Update) -> Option<Job> {
    match update {
        Update::Ready | Update::Progress { .. } => None,
        Update::Prepared { job, .. }
        | Update::Inspected { job, .. }
        | Update::Tried { job, .. }
        | Update::Read { job, .. }
        | Update::NothingRead { job, .. }
        | Update::Counted { job, .. }
        | Update::People { job, .. }
        | Update::Reviewed { job, .. }
        | Update::Opened { job, .. }
        | Update::Verified { job, .. }
        | Update::Ledger { job, .. }
        | Update::Rows { job, .. }
        | Update::UnusableRows { job, .. }
        | Update::Failed { job, .. }
        | Update::Cancelled { job } => Some(*job),
    }
}

fn post(worker: &Worker, (command, files): &Posting) {
    // What cannot be sent is a mistake of ours that a test finds, not of the user's.
    if port::post(worker, command, files).is_err() {
        web_sys::console::error_1(&"a command could not be sent".into());
    }
}
