//! The only code that knows both engine and browser: the engine behind a
//! dedicated worker's messages. It fetches the bytes of files, the session's
//! key and the rules of time zones, and gives the engine what it may not look
//! up itself. Knows nothing of screens.

mod commands;
mod deferred;
pub mod entropy;
pub mod intake;
mod jobs;
mod pace;
pub mod panics;
pub mod readers;
mod releases;
pub mod slices;
mod warm_up;
pub mod zones;

use crate::messages::{Command, Failure, Job, Update, WHOLE};
use crate::port;
use commands::Desk;
use jobs::{Cancelling, Jobs};
use pace::{pause, rest};
use std::cell::RefCell;
use std::rc::Rc;
use warm_up::WarmUp;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

/// Milliseconds in which the page draws an answer.
const DRAWING: u32 = 500;

/// Milliseconds in which somebody finds the file that they look for.
const LOOKING: u32 = 120_000;

/// Begins to listen, and says so: [`Update::Ready`] is the first update. Where
/// the engine's worker started it, it becomes one of its readers instead.
///
/// Does nothing anywhere but in a dedicated worker.
pub fn start() {
    panics::silence();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    if scope.name() == readers::READER {
        readers::reader::start(scope);
        return;
    }
    let worker = Rc::new(Listener {
        page: Page(scope.clone()),
        jobs: RefCell::new(Jobs::new()),
        desk: Desk::new(),
    });
    let page = worker.page.clone();
    let warming = worker.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event| worker.receive(&event));
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    // It listens for as long as the worker lives.
    on_message.forget();
    page.tell(&Update::Ready);
    spawn_local(async move { warming.warm_up().await });
}

/// The page, as the worker sees it.
#[derive(Clone)]
struct Page(DedicatedWorkerGlobalScope);

impl Page {
    fn tell(&self, update: &Update) {
        if port::post(&self.0, update, &[]).is_err() {
            web_sys::console::error_1(&"an update could not be sent".into());
        }
    }
}

struct Listener {
    page: Page,
    jobs: RefCell<Jobs<Vec<File>>>,
    desk: Desk,
}

impl Listener {
    fn receive(self: &Rc<Self>, event: &MessageEvent) {
        let Ok((command, files)) = port::read::<Command>(event) else {
            web_sys::console::error_1(&"a command was not understood".into());
            return;
        };
        match command {
            Command::Cancel { job } => return self.cancel(job),
            // Whatever runs goes on, the warming up too.
            Command::Prepare { job, zone } => {
                self.desk.prepare();
                let worker = self.clone();
                spawn_local(async move { worker.wait_for_files().await });
                if let Some(made_up) = warm_up::figures() {
                    self.page.tell(&Update::Prepared { job, made_up });
                }
                // It is remembered until it is needed.
                zones::zone(&zone);
                return;
            }
            _ => {}
        }
        if self.jobs.borrow_mut().add(command, files) {
            let worker = self.clone();
            spawn_local(async move { worker.work().await });
        }
    }

    /// Until somebody wants something.
    async fn warm_up(&self) {
        let mut left = WarmUp::new();
        pause().await;
        while self.jobs.borrow().is_idle() && left.step() {
            pause().await;
        }
        if self.page.0.name() == WHOLE {
            deferred::load_all().await;
        }
    }

    /// Where nothing comes for long, what was prepared is let go.
    async fn wait_for_files(&self) {
        rest(LOOKING).await;
        if self.jobs.borrow().is_idle() {
            self.desk.unprepare();
        }
    }

    fn cancel(&self, job: Job) {
        match self.jobs.borrow_mut().cancel(job) {
            Cancelling::Dropped => self.page.tell(&Update::Cancelled { job }),
            // A running command answers when it has stopped; one that is over has answered.
            Cancelling::Told | Cancelling::TooLate => {}
        }
    }

    async fn work(&self) {
        loop {
            // The borrow must end here: commands arrive while this one runs.
            let next = self.jobs.borrow_mut().next();
            let Some((command, files, recall)) = next else { break };
            let job = command.job();
            let page = self.page.clone();
            let watch = commands::Onlooker::new(job, recall, move |update| page.tell(&update));
            let update =
                self.desk.run(command, &files, &watch).await.unwrap_or_else(|stop| stop.told(job));
            self.page.tell(&update);
        }
        // The page draws what it was told: nobody asks for more so soon.
        rest(DRAWING).await;
        if self.jobs.borrow().is_idle() {
            self.desk.end_readers();
        }
        while self.jobs.borrow().is_idle() && self.desk.count_ahead() {
            pause().await;
        }
    }
}

/// Why a command gave no answer of its own.
enum Stopped {
    Cancelled,
    Failed(Failure),
}

impl Stopped {
    fn told(self, job: Job) -> Update {
        match self {
            Stopped::Cancelled => Update::Cancelled { job },
            Stopped::Failed(failure) => Update::Failed { job, failure },
        }
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Stopped {
        Stopped::Failed(failure)
    }
}

impl From<intake::Stop> for Stopped {
    fn from(stop: intake::Stop) -> Stopped {
        match stop {
            intake::Stop::Cancelled => Stopped::Cancelled,
            intake::Stop::Unreadable(file) => Stopped::Failed(Failure::Unreadable { file }),
            intake::Stop::Failed(failure) => Stopped::Failed(failure),
        }
    }
}
