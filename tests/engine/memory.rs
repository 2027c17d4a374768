//! What a sitting holds at its worst moment, from the first part of a file to the
//! figures: a browser never gets back what a page's program once held. Counted by
//! the bytes asked of the allocator; nothing here depends on time.

use milchglas::contract::{FilePlan, Filter, Settings};
use milchglas::engine::events::Key;
use milchglas::engine::secret::Secret;
use milchglas::engine::session::{HEAD, PartReader, Session, Source};
use milchglas::engine::zone::Zones;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::Write;

/// Bytes of the test's own thread that are held, and the most that were.
struct Counting;

thread_local! {
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

fn count(bytes: isize) {
    // A thread that ends may no longer have it.
    let _ = HELD.try_with(|counted| {
        let (held, most) = counted.get();
        counted.set((held + bytes, most.max(held + bytes)));
    });
}

// SAFETY: everything is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size() as isize);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        count(-(layout.size() as isize));
        unsafe { System.dealloc(place, layout) }
    }

    // While it is copied, it is there twice.
    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size as isize);
        let place = unsafe { System.realloc(place, layout, size) };
        count(-(layout.size() as isize));
        place
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes held while something is done, beyond those held before.
fn most<T>(act: impl FnOnce() -> T) -> (T, usize) {
    let before = HELD.get().0;
    HELD.set((before, before));
    let done = act();
    (done, (HELD.get().1 - before) as usize)
}

/// An export of campaigns as they are: everybody gets a message sent and delivered,
/// some open it, once or twice, some click.
fn export(subscribers: u64, campaigns: u64) -> (String, u64) {
    let mut text = String::from("timestamp,event,email,campaign_id,campaign,url\n");
    let mut events = 0;
    let mut row = |day: u64, second: u64, kind: &str, who: u64, url: &str| {
        let (hour, minute) = (second / 3600 % 24, second / 60 % 60);
        let time = format!("2026-{:02}-{:02}T{hour:02}:{minute:02}", day / 28 + 1, day % 28 + 1);
        let (name, second) = (1000 + day, second % 60);
        let who = format!("subscriber{who:05}@example.org");
        writeln!(text, "{time}:{second:02}Z,{kind},{who},{name},Letter {day},{url}").unwrap();
        events += 1;
    };
    for campaign in 0..campaigns {
        for place in 0..subscribers {
            // Another order each time.
            let who = (place * 7_919 + campaign * 31) % subscribers;
            let second = place / 4;
            row(campaign, second, "processed", who, "");
            row(campaign, second + 20, "delivered", who, "");
            if (who + campaign).is_multiple_of(3) {
                row(campaign, second + 9_000, "open", who, "");
                row(campaign, second + 9_000 + who % 2 * 60, "open", who, "");
                if who.is_multiple_of(4) {
                    let url = format!("https://shop.example.org/p/{}", who % 12);
                    row(campaign, second + 9_700, "click", who, &url);
                }
            }
        }
    }
    (text, events)
}

fn session() -> Session {
    let key = Key::new([3; 16]);
    Session::new(key, Settings::default(), Zones::default()).with_secret(Secret::new([5; 32]))
}

const SUBSCRIBERS: u64 = 12_000;
const CAMPAIGNS: u64 = 8;

/// What may be kept.
fn allowed(events: u64) -> usize {
    (events * 24 + SUBSCRIBERS * 40) as usize
}

fn figures(session: &Session) -> String {
    format!("{:?}", session.report(&Filter::default()))
}

#[test]
fn reading_sealing_and_counting_never_hold_more_than_what_is_kept_may_take() {
    let (text, events) = export(SUBSCRIBERS, CAMPAIGNS);
    let mut expected = String::new();
    let ((), held) = most(|| {
        let mut session = session();
        session.begin("events.csv", &Source::Events(FilePlan::default()));
        text.as_bytes().chunks(1 << 16).for_each(|piece| assert!(session.push(piece)));
        assert!(session.seal().is_ok());
        expected = figures(&session);
    });
    assert!(held < allowed(events), "in one piece: {:.1} an event", held as f64 / events as f64);

    // What readers hold ends with them.
    let (plan, bytes) = (FilePlan::default(), text.as_bytes());
    let head = &bytes[..HEAD as usize];
    let mut reader = PartReader::new(&session().seed()).unwrap();
    reader.file("events.csv", &plan, head);
    let slice = 1 << 20;
    let mut parts = Vec::new();
    let mut from = 0;
    while from < bytes.len() {
        let until = (from + slice).min(bytes.len());
        reader.begin(from as u64, from == 0, until as u64);
        reader.push(&bytes[from.saturating_sub(1)..]);
        parts.push(reader.finish());
        from = until;
    }
    let (joined, held) = most(|| {
        let mut session = session();
        let divisible = session.divides("events.csv", &plan, head).expect("a table");
        session.begin_parts(divisible.file);
        parts.iter().for_each(|part| assert_eq!(session.add_part(part), Ok(())));
        assert!(session.seal().is_ok());
        figures(&session)
    });
    assert!(held < allowed(events), "in parts: {:.1} an event", held as f64 / events as f64);
    assert_eq!(joined, expected);
}
