//! What is handed to a sitting besides files, and files that are read otherwise
//! than from front to back.

use super::script::Script;
use super::{NAMES, key, planned, zones};
use milchglas::contract::{
    FilePlan, FileReport, Filter, Mapping, PeopleQuery, Profile, Report, Settings, Sharing,
};
use milchglas::engine::secret::Secret;
use milchglas::engine::session::{self, Ending, PartFault, PartReader, Session, Source};
use milchglas::messages::Failure;
use serde::Deserialize;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::Cursor;
use std::sync::LazyLock;

const TODAY: &str = "2026-11-23";
/// Linear programs for one input.
const PROGRAMS: u64 = 60;

/// A profile of a mapping, and behind a zero byte a file that it is put onto.
pub fn profile(bytes: &[u8]) {
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    let (text, file) = bytes.split_at(end);
    let file = file.get(1..).unwrap_or_default();
    let Ok(profile) = session::open_profile(&String::from_utf8_lossy(text)) else { return };
    let written = serde_json::to_string(&profile.written()).expect("plain data");
    assert_eq!(session::open_profile(&written).as_ref(), Ok(&profile), "as it was written");
    let header = session::inspect("x.csv", file.len() as u64, file).header;
    let applied = profile.onto(&header);
    Profile::of(&profile.name, applied.class, &applied.plan, &header);
    match &applied.plan.mapping {
        Some(mapping) if mapping.is_consent() => list(file, Some(mapping)),
        _ => planned("x.csv", file, &applied.plan),
    }
    let (settings, all) = (Settings::default(), file.len() as u64);
    session::attempt(key(), settings, zones(), "x.csv", &applied.plan, file, all);
}

/// A list of who granted what, and the same as an export; by a mapping, where the
/// first line is one.
pub fn consent(bytes: &[u8]) {
    let line = bytes.iter().position(|&byte| byte == b'\n').unwrap_or(bytes.len());
    let (first, rest) = bytes.split_at(line);
    match serde_json::from_slice::<Mapping>(first) {
        Ok(mapping) => list(rest, Some(&mapping)),
        Err(_) => list(bytes, None),
    }
}

fn list(bytes: &[u8], mapping: Option<&Mapping>) {
    let told = [usize::MAX, 61].map(|slice| {
        let mode = milchglas::contract::Mode::Choice;
        let settings = Settings { mode, ..Settings::default() };
        let mut session = Session::new(key(), settings, zones());
        session.begin("list.csv", &Source::Consent(mapping.cloned()));
        let _ = bytes.chunks(slice).all(|slice| session.push(slice));
        session.begin("x.csv", &Source::Events(FilePlan::default()));
        session.push(bytes);
        let sealed = session.seal();
        let report = session.report(&Filter::default());
        if let Some(list) = &report.consent {
            assert!(list.problems.values().sum::<u64>() <= list.rows, "a row ends in one way");
        }
        (sealed, report)
    });
    assert!(told[0] == told[1], "in slices");
}

/// A file in parts is the file in one piece: where it is cut, how much of it
/// comes at a time, and its name stand in its last bytes.
pub fn parts(bytes: &[u8]) {
    PartReader::new(bytes);
    let [file @ .., name, cut, piece] = bytes else { return };
    let name = NAMES[usize::from(*name) % NAMES.len()];
    let head = file.get(..session::HEAD as usize).unwrap_or(file);
    let mut parted = sitting();
    let plan = FilePlan::default();
    assert!(parted.add_part(bytes).is_err(), "no file is open");
    let at_once = usize::from(*piece) + 1;
    let Some(divisible) = parted.divides(name, &plan, head) else { return };
    let (text, ending) = match divisible.unwrapping {
        None => (Cow::Borrowed(file), Ending::Whole),
        Some(mut unwrapping) => {
            let mut text = Vec::new();
            let mut push = |bytes: &[u8]| text.extend_from_slice(bytes);
            let _ = file.chunks(at_once).all(|piece| unwrapping.push(piece, &mut push));
            let ending = unwrapping.finish(&mut push);
            (Cow::Owned(text), ending)
        }
    };
    let seed = parted.seed();
    let [mut reader, mut alone] = [(); 2].map(|()| {
        let mut reader = PartReader::new(&seed).expect("a seed");
        reader.file(name, &plan, head);
        reader
    });
    parted.begin_parts(divisible.file);
    assert_eq!(parted.add_part(bytes), Err(PartFault::Damaged));
    let slice = usize::from(*cut) + 1;
    // So many parts follow one another in one go.
    let run = usize::from(*piece >> 6) + 1;
    for (number, from) in (0..text.len()).step_by(slice).enumerate() {
        let until = from + slice;
        let place = match number % run {
            0 => (from, false, until),
            _ => (reader.end() as usize, true, until),
        };
        let Some(part) = part(&mut reader, &text, place, at_once, ending) else { break };
        if let Err(fault) = parted.add_part(&part) {
            let PartFault::Misplaced { at } = fault else { panic!("damaged") };
            let place = (at as usize, true, until);
            let Some(part) = self::part(&mut alone, &text, place, at_once, ending) else { break };
            assert_eq!(parted.add_part(&part), Ok(()), "read again from where it must begin");
        }
    }
    if ending != Ending::Whole {
        let next = parted.next_part().expect("a file");
        alone.begin(next, true, u64::MAX);
        let _ = text[next as usize..].chunks(at_once).all(|piece| alone.push(piece));
        assert_eq!(parted.add_part(&alone.finish_as(ending)), Ok(()), "{ending:?}");
    }
    parted.finish();
    // Every other shard is counted by a reader.
    while let Some(shard) = parted.seal_shard() {
        assert!(!parted.add_counted(shard, bytes), "nobody counted that");
        if shard % 2 == 0 {
            let counted = reader.count(parted.shard(shard)).expect("a shard");
            assert!(parted.add_counted(shard, &counted));
        }
        let damaged = parted.shard(shard).take(1).chain([bytes.to_vec()]);
        reader.count(damaged);
        alone.count([bytes.to_vec()].into_iter());
    }
    let mut whole = sitting();
    let divisible = whole.divides(name, &plan, head).expect("as before");
    alone.begin_whole();
    let _ = file.chunks(at_once).all(|piece| alone.push(piece));
    let mut only = sitting();
    only.begin_parts(divisible.file);
    assert_eq!(only.add_part(&alone.finish()), Ok(()), "the only part");
    only.finish();
    whole.begin(name, &Source::Events(plan));
    whole.push(file);
    whole.finish();
    let whole = told(whole);
    assert!(told(parted) == whole, "in parts of {slice} bytes");
    assert!(told(only) == whole, "as its only part");
}

fn sitting() -> Session {
    Session::new(key(), Settings::default(), zones()).with_secret(Secret::new([6; 32]))
}

/// A part; `None` where its text breaks off in it.
fn part(
    reader: &mut PartReader,
    file: &[u8],
    (from, exact, until): (usize, bool, usize),
    piece: usize,
    ending: Ending,
) -> Option<Vec<u8>> {
    reader.begin(from as u64, exact, until as u64);
    let first = if exact { from } else { from.saturating_sub(1) };
    let bytes = file.get(first..).unwrap_or_default();
    let wanted = bytes.chunks(piece).all(|piece| reader.push(piece));
    (!wanted || ending == Ending::Whole).then(|| reader.finish())
}

fn told(mut session: Session) -> (Vec<FileReport>, Result<Report, Failure>) {
    let sealed = session.seal();
    (session.files().to_vec(), sealed.map(|()| session.report(&Filter::default())))
}

/// Rows that cannot be used, as a file: as many as the report counts, and no cell
/// is a formula.
pub fn unusable(bytes: &[u8]) {
    let Some((&choice, file)) = bytes.split_last() else { return };
    let name = NAMES[usize::from(choice >> 2) % NAMES.len()];
    let separator = [',', ';', '\t'][usize::from(choice) % 3];
    let read = |mut session: Session| {
        let source = Source::Events(FilePlan::default());
        if session::is_archive(file) {
            session.archive("x.zip", &source, Cursor::new(file));
        } else {
            session.begin(name, &source);
            session.push(file);
            session.finish();
        }
        session
    };
    let usual = read(Session::new(key(), Settings::default(), zones()));
    let counted: u64 = usual.files().iter().flat_map(|file| file.problems.values()).sum();
    let session = Session::new(key(), Settings::default(), zones());
    let rows = read(session.for_unusable_rows(separator)).into_unusable_rows();
    assert_eq!(rows.rows, counted, "those of the report");
    assert!(rows.listed <= rows.rows);
    for cell in cells(&rows.csv, separator) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "no cell is a formula");
    }
}

/// The cells of CSV, as a spreadsheet reads them.
fn cells(text: &str, separator: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut letters = text.trim_start_matches('\u{feff}').chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        let cell = cells.last_mut().expect("one is open");
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            _ if !quoted && (letter == separator || letter == '\r' || letter == '\n') => {
                cells.push(String::new());
            }
            _ => cell.push(letter),
        }
    }
    cells
}

/// What may be asked of a sitting.
#[derive(Deserialize)]
struct Asked {
    settings: Settings,
    filter: Filter,
    sharing: Sharing,
    query: PeopleQuery,
}

/// Settings and questions, as other pages may give them to the module: the JSON
/// itself, or instructions that change what is usual.
pub fn asking(bytes: &[u8]) {
    let value = if bytes.starts_with(b"{") {
        serde_json::from_slice(bytes).ok()
    } else {
        let mut value = USUAL.clone();
        Script::new(bytes).edit(&mut value);
        Some(value)
    };
    let Some(asked) = value.and_then(|value| Asked::deserialize(&value).ok()) else { return };
    let Asked { settings, filter, sharing, query } = asked;
    let later = Session::new(key(), Settings::default(), zones());
    for session in [later, Session::new(key(), settings.clone(), zones())] {
        let mut session = session.with_secret(Secret::new([6; 32]));
        session.begin("list.csv", &Source::Consent(None));
        session.push(LIST);
        session.begin("x.csv", &Source::Events(FilePlan::default()));
        session.push(EVENTS.as_bytes());
        session.seal().expect("it can be read");
        session.report(&filter);
        session.count(&settings, &filter);
        session.count_ahead();
        let _ = session.people(&query);
        let watch = &mut |done, _| done < PROGRAMS;
        let _ = session.review(&settings, &filter, &sharing, TODAY, None, watch);
    }
}

static USUAL: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "settings": Settings { threshold: 5, ..Settings::default() },
        "filter": { "campaigns": [0, 1], "from": "2026-09-01", "to": "2026-09-30" },
        "sharing": Sharing::default(),
        "query": {
            "list": { "list": "group", "target": { "conditions": [
                { "holds": true, "did": "clicked", "campaign": 0, "link": "https://example.org/" },
            ] } },
            "filter": Filter::default(),
            "search": "p1",
            "offset": 0,
            "limit": 10,
        },
    })
});

const LIST: &[u8] = b"email,opens,clicks,date\np1@example.org,yes,yes,2026-08-01\n\
    p2@example.org,no,yes,2026-08-02\np3@example.org,no,no,2026-09-15\n";

static EVENTS: LazyLock<String> = LazyLock::new(|| {
    let mut text = "timestamp,event,email,campaign_id,campaign,url\n".to_owned();
    for person in 0..30 {
        let campaign = 1 + person % 3 / 2;
        for (event, hour) in [("delivered", 1), ("opened", 2 + person % 9), ("clicked", 12)] {
            if event == "delivered" || person % 2 == 0 {
                let link = if event == "clicked" { "https://example.org/" } else { "" };
                text += &format!(
                    "2026-09-{:02}T{hour:02}:00:00Z,{event},p{person}@example.org,c{campaign},\
                     Letter {campaign},{link}\n",
                    1 + person % 28
                );
            }
        }
    }
    text
});
