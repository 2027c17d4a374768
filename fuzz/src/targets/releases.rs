//! What was released, with its checksums made anew around whatever was changed:
//! anybody can do that, so what lies behind them must withstand it.

use super::script::Script;
use super::{key, zones};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use milchglas::contract::{FilePlan, Filter, Method, Privacy, Settings, Sharing, Snapshot, Table};
use milchglas::engine::disclosure::Members;
use milchglas::engine::ledger::{Ledger, Rows};
use milchglas::engine::publish;
use milchglas::engine::secret::Secret;
use milchglas::engine::session::{self, Session, Source};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::cell::OnceCell;
use std::fmt::Write;
use std::io::Read;
use std::sync::LazyLock;

const TODAY: &str = "2026-11-23";
/// Linear programs for one input: a person waits longer, a fuzzer does not.
const PROGRAMS: u64 = 60;

/// A snapshot that was changed and sealed again: as a file, as a link.
///
/// Either the snapshot itself, or instructions that change one of ours.
pub fn snapshot(bytes: &[u8]) {
    let value = if bytes.starts_with(b"{") {
        serde_json::from_slice(bytes).ok()
    } else {
        let mut script = Script::new(bytes);
        let mut value = script.choose(&SNAPSHOTS).clone();
        script.edit(&mut value);
        Some(value)
    };
    let Some(snapshot) = value.and_then(|value| sealed(&value)) else { return };
    let text = publish::to_text(&snapshot);
    let opened = session::open_snapshot(&text);
    if let Some(packed) = packed(text.as_bytes()).filter(|packed| packed.len() < 8_000) {
        let link = session::open_snapshot(&format!("#s1.{packed}"));
        // Only what is wrong may be called otherwise there.
        assert_eq!(link.as_ref().ok(), opened.as_ref().ok(), "as a link");
    }
    let Ok(opened) = opened else { return };
    assert_eq!(opened, snapshot, "what is read is what was written");
    let _ = session::verify_snapshot(&opened, &mut |done, _| done < PROGRAMS);
    if let Some(fragment) = publish::to_fragment(&opened) {
        assert_eq!(session::open_snapshot(&fragment), Ok(opened));
    }
}

/// A ledger that was changed and chained again, and what is held against it.
///
/// Either the ledger itself, its snapshots unpacked or not, or instructions that
/// change one of ours.
pub fn ledger(bytes: &[u8]) {
    let value = if bytes.starts_with(b"{") {
        serde_json::from_slice(bytes).ok()
    } else {
        let mut script = Script::new(bytes);
        let mut value = script.choose(&LEDGERS).clone();
        script.edit(&mut value);
        Some(value)
    };
    let Some(text) = value.and_then(|value| chained(&value)) else { return };
    let Ok(mut ledger) = Ledger::open(&text) else { return };
    let again = ledger.to_text();
    assert!(Ledger::open(&again).is_ok_and(|ledger| ledger.to_text() == again));
    ledger.view(TODAY);
    OWN.with(|own| {
        let own = own.get_or_init(own_session);
        let choice = bytes.len() % 5;
        let sharing = Sharing { title: "Autumn".into(), ..sharing(choice) };
        let (settings, all) = (settings(), Filter::default());
        let watch = &mut |done, _| done < PROGRAMS;
        let draft = if choice == 4 {
            own.export_rows(&settings, &all, TODAY, &ledger, watch).map(|rows| rows.draft)
        } else {
            let reviewed = own.review(&settings, &all, &sharing, TODAY, Some(&ledger), watch);
            reviewed.map(|reviewed| reviewed.draft)
        };
        if let Ok(draft) = draft
            && ledger.append(draft, TODAY).is_ok()
        {
            assert!(Ledger::open(&ledger.to_text()).is_ok(), "what was entered can be read");
        }
    });
}

/// Nothing where it is no snapshot.
pub fn sealed(value: &Value) -> Option<Snapshot> {
    let unsealed = Snapshot::deserialize(value).ok()?;
    let unsealed = Snapshot { checksum: String::new(), ..unsealed };
    let text = serde_json::to_vec(&unsealed).ok()?;
    Some(Snapshot { checksum: hexadecimal(&Sha256::digest(text)), ..unsealed })
}

/// An entry as the ledger writes it: its hash hangs on the order of the fields.
#[derive(Serialize, Deserialize)]
struct Entry {
    number: u32,
    on: String,
    title: String,
    method: Method,
    threshold: u32,
    tables: Vec<Table>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    epsilon_milli: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    delta_exponent: Option<u32>,
    members: Members,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rows: Option<Rows>,
    snapshot: Value,
    hash: String,
}

/// The text of a ledger whose entries are these: numbered, chained, and each
/// saying of its snapshot what is so. Nothing where they are no entries.
pub fn chained(value: &Value) -> Option<String> {
    let secret = URL_SAFE_NO_PAD.decode(value.get("secret")?.as_str()?).ok()?;
    let origin = Ledger::new(Secret::new(secret.try_into().ok()?)).to_text();
    let mut file: Value = serde_json::from_str(&origin).expect("a ledger is JSON");
    let mut head = file["head"].as_str()?.to_owned();
    let mut entries = Vec::new();
    for (number, entry) in (1..).zip(value.get("entries")?.as_array()?) {
        let mut entry = Entry { number, hash: String::new(), ..Entry::deserialize(entry).ok()? };
        if let Some(snapshot) = sealed(&entry.snapshot) {
            entry.title.clone_from(&snapshot.title);
            entry.method = snapshot.protection.method;
            entry.threshold = snapshot.protection.threshold;
            entry.tables.clone_from(&snapshot.protection.tables);
            entry.snapshot = packed(&serde_json::to_vec(&snapshot).ok()?)?.into();
        }
        let content = serde_json::to_vec(&entry).ok()?;
        let digest = Sha256::new().chain_update(&head).chain_update(content).finalize();
        head = hexadecimal(&digest);
        entries.push(Entry { hash: head.clone(), ..entry });
    }
    file["entries"] = json!(entries);
    file["head"] = head.into();
    serde_json::to_string(&file).ok()
}

/// A ledger as JSON, its snapshots unpacked, to be changed.
pub fn unchained(text: &str) -> Value {
    let mut file: Value = serde_json::from_str(text).expect("a ledger is JSON");
    for entry in file["entries"].as_array_mut().expect("a list") {
        let deflated = entry["snapshot"].as_str().and_then(|it| URL_SAFE_NO_PAD.decode(it).ok());
        let mut text = String::new();
        let deflated = deflated.expect("base64url");
        DeflateDecoder::new(&*deflated).read_to_string(&mut text).expect("deflated text");
        entry["snapshot"] = serde_json::from_str(&text).expect("a snapshot");
    }
    file
}

fn packed(text: &[u8]) -> Option<String> {
    let mut packed = Vec::new();
    DeflateEncoder::new(text, flate2::Compression::fast()).read_to_end(&mut packed).ok()?;
    Some(URL_SAFE_NO_PAD.encode(packed))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Releases of all forms.
pub static SNAPSHOTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let golden = [
        include_str!("../../../tests/golden/snapshot/version-1.milchglas.json"),
        include_str!("../../../tests/golden/snapshot/version-2.milchglas.json"),
    ];
    let golden = golden.into_iter().map(|text| serde_json::from_str(text).expect("JSON"));
    let entries = LEDGERS.iter().filter_map(|ledger| ledger["entries"].as_array()).flatten();
    golden.chain(entries.map(|entry| entry["snapshot"].clone())).collect()
});

/// One that was kept, and those of the session's own campaigns; unchained.
pub static LEDGERS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let golden = include_str!("../../../tests/golden/ledger/version-1.milchglas-ledger.json");
    let own = (0..Method::ALL.len()).map(|method| unchained(&own_ledger(method).to_text()));
    [unchained(golden)].into_iter().chain(own).collect()
});

thread_local! {
    static OWN: OnceCell<Session> = const { OnceCell::new() };
}

fn own_session() -> Session {
    let mut text = "timestamp,event,email,campaign_id,campaign,url\n".to_owned();
    for (campaign, people) in [(1, 60), (2, 46)] {
        for person in 0..people {
            let domain = ["example.org", "example.com"][person % 2];
            let mut row = |event: &str, hour: usize, link: &str| {
                let _ = writeln!(
                    text,
                    "2026-09-{campaign:02}T{hour:02}:00:00Z,{event},p{person}@{domain},c{campaign},\
                     Letter {campaign},{link}"
                );
            };
            row("delivered", 1, "");
            if person % 2 == 0 {
                row("opened", 2 + person % 20, "");
            }
            if person % 3 == 0 {
                row("clicked", 3 + person % 20, ["https://www.example.org/a", ""][campaign - 1]);
            }
        }
    }
    let mut session = Session::new(key(), settings(), zones()).with_secret(secret());
    session.begin("x.csv", &Source::Events(FilePlan::default()));
    session.push(text.as_bytes());
    session.seal().expect("it can be read");
    session
}

/// A release by one of the methods, and rows where those may leave beside it.
fn own_ledger(choice: usize) -> Ledger {
    let (session, mut ledger) = (own_session(), Ledger::new(secret()));
    let (settings, all) = (settings(), Filter::default());
    let watch = &mut |_, _| true;
    let asked = sharing(choice);
    let reviewed = session.review(&settings, &all, &asked, TODAY, Some(&ledger), watch);
    let report = reviewed.map(|reviewed| reviewed.draft);
    let rows = session.export_rows(&settings, &all, TODAY, &ledger, watch).map(|rows| rows.draft);
    for draft in [report, rows].into_iter().flatten() {
        let _ = ledger.append(draft, TODAY);
    }
    ledger
}

fn sharing(choice: usize) -> Sharing {
    let tables = [Table::Campaigns, Table::Providers, Table::Week];
    let method = Method::ALL[choice % Method::ALL.len()];
    let privacy = Privacy { epsilon_milli: 1_000, ..Privacy::default() };
    Sharing { method, privacy, tables: tables.to_vec(), ..Sharing::default() }
}

fn settings() -> Settings {
    Settings { threshold: 5, ..Settings::default() }
}

fn secret() -> Secret {
    Secret::new([6; 32])
}
