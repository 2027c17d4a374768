//! Events for the tests of this layer and its neighbours.

use crate::contract::{Kind, Settings};
use crate::engine::consent::{ConsentBook, Gate};
use crate::engine::events::{Campaign, Event, Key};
use crate::engine::store::Store;
use crate::engine::zone::Time;

/// The key of all tests.
pub(in crate::engine) const KEY: [u8; 16] = [7; 16];

/// An event of the campaign `c1`, told by a file that can tell everything; an
/// empty address is nobody.
pub(in crate::engine) fn event<'a>(address: &'a str, kind: Kind, time: Option<i64>) -> Event<'a> {
    let mut event = Event::sample(address, kind, time.map(Time), "", &Key::new(KEY));
    event.campaign = Campaign { id: "c1", name: "" };
    event
}

/// A sealed store of files of events.
pub(in crate::engine) fn store<'a>(
    settings: &Settings,
    book: ConsentBook,
    shards: usize,
    files: impl IntoIterator<Item = Vec<Event<'a>>>,
) -> Store {
    let gate = Gate::new(settings, book);
    let mut store = Store::new(shards);
    for file in files {
        store.begin_file();
        for event in file {
            if let Some(permitted) = gate.permit(event) {
                store.add(permitted);
            }
        }
    }
    store.seal();
    store
}
