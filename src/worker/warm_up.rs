//! The engine's program made quick before it is needed. A browser first compiles a
//! function roughly, and well only when it has seen it run for a while: until then
//! a file is read several times more slowly, and the compiling takes the cores that
//! reading needs. So the engine reads something made up as soon as it has started,
//! while somebody still looks for their file. Readers run the same program, and what
//! is compiled is compiled for them, too.

use super::entropy;
use super::pace::now;
use crate::contract::{FilePlan, Settings, Statistics};
use crate::engine::session::{self, PartReader, Session};
use crate::engine::zone::Zones;
use std::fmt::Write;

/// Made-up messages in one step: some milliseconds' work.
const MESSAGES: u32 = 1_200;
/// Steps until everything is compiled well.
const STEPS: u32 = 48;
/// Milliseconds after which it is given up: no more on a slow machine.
const LONGEST: f64 = 1_500.0;

/// The kinds of file that are read: a table, and objects one a line.
const NAMES: [&str; 2] = ["made-up.csv", "made-up.ndjson"];
const HEADER: &str = "timestamp,event,email,campaign_id,campaign,url,user_agent\n";

/// What is left to be done.
pub struct WarmUp {
    done: u32,
    until: f64,
}

impl WarmUp {
    pub fn new() -> WarmUp {
        WarmUp { done: 0, until: now() + LONGEST }
    }

    /// Does a little; whether there is more to be done.
    pub fn step(&mut self) -> bool {
        if self.done >= STEPS || now() >= self.until {
            return false;
        }
        let objects = self.done % 2 == 1;
        let text = made_up(self.done, objects);
        self.done += 1;
        read(if objects { NAMES[1] } else { NAMES[0] }, text.as_bytes()).is_some()
    }
}

/// Figures of people who do not exist.
pub fn figures() -> Option<Statistics> {
    read(NAMES[0], made_up(0, false).as_bytes())
}

/// Reads a file in one part, and counts what is in it. `None` where that cannot be
/// done.
fn read(name: &str, text: &[u8]) -> Option<Statistics> {
    let (key, secret) = (entropy::key().ok()?, entropy::secret().ok()?);
    let mut session =
        Session::new(key, Settings::default(), Zones::new(Vec::new())).with_secret(secret);
    let plan = FilePlan::default();
    session::inspect(name, text.len() as u64, text);
    let mut parts = PartReader::new(&session.seed())?;
    parts.file(name, &plan, text);
    parts.begin(0, true, text.len() as u64);
    parts.push(text);
    session.begin_parts(session.divides(name, &plan, text)?.file);
    session.add_part(&parts.finish()).ok()?;
    while let Some(shard) = session.seal_shard() {
        // Some are counted as in a reader, the others when they are asked for.
        if shard % 2 == 0 {
            session.add_counted(shard, &parts.count(session.shard(shard))?);
        }
    }
    session.seal().ok()?;
    Some(session.report(&Default::default()).statistics)
}

/// Messages to people who do not exist, each with what became of it.
fn made_up(turn: u32, objects: bool) -> String {
    let mut text = String::from(if objects { "" } else { HEADER });
    for message in 0..MESSAGES {
        let person = message.wrapping_mul(7_919).wrapping_add(turn * 31) % 900;
        let campaign = message % 12;
        let address =
            format!("somebody{person}@{}example.org", ["", "mail.", "post."][person as usize % 3]);
        let minute = message / 60 % 60;
        let mut row = |second: u32, event: &str, url: &str, agent: &str| {
            let _ = match objects {
                false => writeln!(
                    text,
                    "2026-01-{:02}T08:{minute:02}:{second:02}Z,{event},{address},{campaign},\"News, {campaign}\",{url},{agent}",
                    campaign + 1,
                ),
                true => writeln!(
                    text,
                    r#"{{"email":"{address}","timestamp":{},"event":"{event}","sg_event_id":"{turn}-{message}-{second}","useragent":"{agent}","url":"{url}","marketing_campaign_id":"{campaign}","marketing_campaign_name":"News {campaign}"}}"#,
                    1_767_225_600 + campaign * 86_400 + minute * 60 + second,
                ),
            };
        };
        let agent = "Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Thunderbird/115.9.0";
        row(1, "processed", "", "");
        row(2, "delivered", "", "");
        if message % 3 == 0 {
            row(20, "open", "", agent);
            if message % 2 == 0 {
                row(25, "open", "", agent);
            }
            if message % 4 == 0 {
                // Each of its own: a link that was met before is not looked at again.
                let link =
                    format!("https://shop.example.org/p/{}?uid={turn}x{message}", message % 40);
                row(30, "click", &link, agent);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Kind;
    use crate::engine::events::Key;
    use crate::engine::session::Source;

    #[test]
    fn what_is_made_up_is_read_as_a_file_would_be() {
        for (name, objects) in [(NAMES[0], false), (NAMES[1], true)] {
            let mut session =
                Session::new(Key::new([1; 16]), Settings::default(), Zones::new(Vec::new()));
            let text = made_up(3, objects);
            let divides = session.divides(name, &FilePlan::default(), text.as_bytes());
            assert!(divides.is_some());
            session.begin(name, &Source::Events(FilePlan::default()));
            session.push(text.as_bytes());
            session.seal().expect("it is a file");
            let report = session.report(&Default::default());
            let [file] = report.files.as_slice() else { panic!("one file") };
            assert_eq!((file.rows, file.rows_used), (3_100, 3_100), "{name}");
            assert_eq!(file.events.get(&Kind::Sent), Some(&u64::from(MESSAGES)), "{name}");
        }
    }
}
