//! Which commands wait, which one runs, and which were taken back.

use crate::messages::{Command, Job};
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

/// Commands in the order in which they came, one running at a time. `T` is what
/// travels beside a command.
pub struct Jobs<T> {
    waiting: VecDeque<(Command, T)>,
    running: Option<(Job, Recall)>,
    /// Somebody calls [`Jobs::next`] until nothing is left.
    at_work: bool,
}

/// Tells a running command that it was taken back.
#[derive(Clone, Default)]
pub struct Recall(Rc<Cell<bool>>);

impl Recall {
    pub fn is_cancelled(&self) -> bool {
        self.0.get()
    }
}

/// What taking a command back came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancelling {
    /// It had not begun, and never will.
    Dropped,
    /// It runs, was told, and answers for itself.
    Told,
    /// It is over, or never was.
    TooLate,
}

impl<T> Jobs<T> {
    pub fn new() -> Jobs<T> {
        Jobs { waiting: VecDeque::new(), running: None, at_work: false }
    }

    /// Takes a command on. Whether the caller must start the work, which goes on
    /// until [`Jobs::next`] has nothing left.
    #[must_use]
    pub fn add(&mut self, command: Command, beside: T) -> bool {
        self.waiting.push_back((command, beside));
        !std::mem::replace(&mut self.at_work, true)
    }

    /// The next command; the one before it is over.
    pub fn next(&mut self) -> Option<(Command, T, Recall)> {
        self.running = None;
        let Some((command, beside)) = self.waiting.pop_front() else {
            self.at_work = false;
            return None;
        };
        let recall = Recall::default();
        self.running = Some((command.job(), recall.clone()));
        Some((command, beside, recall))
    }

    /// Nobody waits for anything.
    pub fn is_idle(&self) -> bool {
        !self.at_work
    }

    pub fn cancel(&mut self, job: Job) -> Cancelling {
        if let Some((running, recall)) = &self.running
            && *running == job
        {
            recall.0.set(true);
            return Cancelling::Told;
        }
        let before = self.waiting.len();
        self.waiting.retain(|(command, _)| command.job() != job);
        if self.waiting.len() < before { Cancelling::Dropped } else { Cancelling::TooLate }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inspect(job: u32) -> Command {
        Command::Inspect { job: Job(job), files: Vec::new() }
    }

    #[test]
    fn commands_run_in_order_and_one_at_a_time() {
        let mut jobs = Jobs::new();
        assert!(jobs.add(inspect(1), 'a'));
        assert!(!jobs.add(inspect(2), 'b'), "the work was started already");
        let (first, beside, _) = jobs.next().unwrap();
        assert_eq!((first.job(), beside), (Job(1), 'a'));
        assert!(!jobs.add(inspect(3), 'c'), "the first is still running");
        assert_eq!(jobs.next().map(|(command, ..)| command.job()), Some(Job(2)));
        assert_eq!(jobs.next().map(|(command, ..)| command.job()), Some(Job(3)));
        assert!(jobs.next().is_none());
        assert!(jobs.add(inspect(4), 'd'), "the work had come to rest");
    }

    #[test]
    fn a_command_is_taken_back_where_it_stands() {
        let mut jobs = Jobs::new();
        assert!(jobs.add(inspect(1), ()));
        assert!(!jobs.add(inspect(2), ()));
        let (_, (), recall) = jobs.next().unwrap();
        assert_eq!(jobs.cancel(Job(2)), Cancelling::Dropped);
        assert_eq!(jobs.cancel(Job(2)), Cancelling::TooLate);
        assert!(!recall.is_cancelled(), "another job's cancelling is none of its business");
        assert_eq!(jobs.cancel(Job(1)), Cancelling::Told);
        assert!(recall.is_cancelled());
        assert!(jobs.next().is_none());
        assert_eq!(jobs.cancel(Job(1)), Cancelling::TooLate);
    }

    #[test]
    fn work_that_has_nothing_left_is_not_started_twice() {
        let mut jobs = Jobs::new();
        assert!(jobs.add(inspect(1), ()));
        assert_eq!(jobs.cancel(Job(1)), Cancelling::Dropped);
        assert!(!jobs.add(inspect(2), ()), "who was started for the first will find the second");
    }
}
