//! Event exports about invented people, small enough that many can be attacked:
//! large and small campaigns, rare links, small domains and countries, late reactions.

use std::fmt::Write;

/// A small generator of numbers that look random and are the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    pub fn chance(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    pub fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.roll(things.len() as u64) as usize]
    }
}

const HEADER: &str = "timestamp,event,email,campaign_id,campaign,url,user_agent,country,ip\n";
/// Most people first.
const DOMAINS: [&str; 5] =
    ["example.org", "example.com", "example.net", "example.at", "example.edu"];
const LINKS: [&str; 6] = ["/autumn", "/shop", "/imprint", "/winter", "/jobs", "/rare"];
const AGENTS: [&str; 6] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; rv:115.0) Gecko/20100101 Thunderbird/115.9.0",
    "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/604.1",
    "",
];
/// Most people first; as codes and as names.
const COUNTRIES: [&str; 6] = ["DE", "Austria", "CHE", "", "FR", "Liechtenstein"];
const MINUTES_A_DAY: u64 = 24 * 60;

/// One row with the day it becomes known.
struct Row {
    day: u64,
    text: String,
}

/// All that ever happened; an export holds what had happened by some day.
pub struct History {
    rows: Vec<Row>,
}

impl History {
    /// Campaigns of very different sizes, five days apart. `size`: recipients of
    /// the largest.
    pub fn new(dice: &mut Dice, size: u64) -> History {
        let campaigns = 2 + dice.roll(5);
        let mut history = History { rows: Vec::new() };
        for campaign in 0..campaigns {
            let people = match dice.roll(4) {
                0 => size / 8 + dice.roll(size / 8),
                1 => size / 3 + dice.roll(size / 3),
                _ => size / 2 + dice.roll(size / 2),
            };
            let keen = 10 + dice.roll(40);
            for _ in 0..people {
                history.message(campaign, dice.roll(2 * size), keen, dice);
            }
        }
        history
    }

    fn message(&mut self, campaign: u64, person: u64, keen: u64, dice: &mut Dice) {
        let domain = DOMAINS[(person % 3 * (person / 3 % 3)) as usize % DOMAINS.len()];
        let address = format!("person{person}@{domain}");
        let mut minutes = campaign * 5 * MINUTES_A_DAY + 480 + dice.roll(30);
        let home = COUNTRIES[(person % 7 * (person / 7 % 6) / 5) as usize % COUNTRIES.len()];
        let mut row = |minutes: u64, kind: &str, url: &str, agent: &str, country: &str| {
            let day = minutes / MINUTES_A_DAY;
            // From 2026-09-01 on.
            let (month, date) = if day < 30 { (9, day + 1) } else { (10, day - 29) };
            let (hour, minute) = (minutes / 60 % 24, minutes % 60);
            let text = format!(
                "2026-{month:02}-{date:02}T{hour:02}:{minute:02}:{:02}Z,{kind},{address},\
                 {campaign},Campaign {campaign},{url},{agent},{country},\n",
                person % 60
            );
            self.rows.push(Row { day, text });
        };
        row(minutes, "sent", "", "", "");
        minutes += 1 + dice.roll(5);
        match dice.roll(100) {
            0..2 => return row(minutes, "bounce", "", "", ""),
            2..4 => return row(minutes, "dropped", "", "", ""),
            // Nothing is heard of it.
            4 => return,
            _ => row(minutes, "delivered", "", "", ""),
        }
        if !dice.chance(keen) {
            return;
        }
        // A few react often, a few with several devices, a few late.
        let agent = AGENTS[(dice.roll(6) * dice.roll(6) / 6) as usize];
        for at in 0..1 + dice.roll(4) * dice.roll(3) {
            minutes += 1 + dice.roll(90) * dice.roll(20) * dice.roll(3);
            let agent = if dice.chance(90) { agent } else { dice.one_of(&AGENTS) };
            // Few travel.
            let country = if dice.chance(95) { home } else { dice.one_of(&COUNTRIES) };
            if at > 0 && dice.chance(50) {
                let link = LINKS[(dice.roll(6) * dice.roll(6) / 6) as usize];
                row(minutes, "clicked", &format!("https://www.example.org{link}"), agent, country);
            } else {
                row(minutes, "opened", "", agent, country);
            }
        }
        match dice.roll(60) {
            0 => row(minutes + 2, "unsubscribed", "", "", ""),
            1 => row(minutes + 2, "spamreport", "", "", ""),
            _ => {}
        }
    }

    /// What had happened before a day, counted from the first campaign.
    pub fn until(&self, day: u64) -> String {
        let mut text = HEADER.to_owned();
        for row in self.rows.iter().filter(|row| row.day < day) {
            let _ = write!(text, "{}", row.text);
        }
        text
    }

    /// The day after the last one.
    pub fn end(&self) -> u64 {
        self.rows.iter().map(|row| row.day + 1).max().unwrap_or_default()
    }
}
