//! One subscriber after the other, with the messages that the filter takes.

use super::{Desk, Seen};
use crate::engine::store::Message;

/// What a list makes of a subscriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Listed,
    /// Belongs to the list, without a name.
    Anonymous,
    Out,
}

/// Everybody of a list.
#[derive(Default)]
pub(super) struct Found<'a> {
    pub(super) listed: Vec<Seen<'a>>,
    pub(super) anonymous: u64,
}

/// Asks about every subscriber with at least one selected message. `judge` is
/// told whether something in these messages was kept with the person's name:
/// only then may it list them.
pub(super) fn scan<'a>(
    desk: &Desk<'a>,
    mut judge: impl FnMut(bool, &[Message<'a>]) -> Verdict,
) -> Found<'a> {
    let selection = desk.selection();
    let mut found = Found::default();
    for (home, shard) in desk.store.shards().iter().enumerate() {
        let mut ask = |subscriber: Option<u32>, messages: &[Message<'a>]| {
            let Some(subscriber) = subscriber.filter(|_| !messages.is_empty()) else { return };
            let named = messages.iter().any(|message| message.entries().any(|entry| entry.named()));
            let seen = desk.seen(home, subscriber).filter(|_| named);
            match (judge(seen.is_some(), messages), seen) {
                (Verdict::Listed, Some(seen)) => found.listed.push(seen),
                (Verdict::Listed, None) | (Verdict::Anonymous, _) => found.anonymous += 1,
                (Verdict::Out, _) => {}
            }
        };
        let mut messages: Vec<Message<'a>> = Vec::new();
        let mut current = None;
        for message in shard.messages() {
            if message.subscriber != current {
                ask(current, &messages);
                messages.clear();
                current = message.subscriber;
            }
            if message.subscriber.is_some() && selection.takes(message).is_some() {
                messages.push(message);
            }
        }
        ask(current, &messages);
    }
    found
}
