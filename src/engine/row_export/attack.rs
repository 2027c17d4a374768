//! What somebody who knows nothing but the finished text can count in it.
//!
//! Guarantee: whatever comes through without a breach has, in each class of rows
//! and each kind, at least k rows (each another person's: there is one row per
//! person, campaign and kind); has no small difference between nested kinds and
//! no full group, by campaign, by day, and by provider; and has no class that
//! tells the kind. Shares nothing with the modules that decide what is told,
//! but the rule of which kinds are nested. Held by
//! `the_attacker_finds_what_is_put_back`.

use super::crowd::{HARMLESS, NESTED, OWN_GROUPS, is_small, measure};
use super::sheet::COLUMNS;
use crate::contract::{Breach, BreachKind, Figure, Kind, Place, Table};
use crate::engine::disclosure::is_harmless;
use csv_core::{ReadRecordResult, Reader};
use std::collections::{BTreeMap, BTreeSet};

/// People by kind.
type Counts = BTreeMap<Kind, u64>;

/// Everything found; a text that cannot be read is a breach by itself.
pub(super) fn breaches(csv: &str, k: u64) -> Vec<Breach> {
    let mut attack = Attack { k, found: Vec::new(), campaigns: Vec::new() };
    match read(csv) {
        Some(rows) => attack.run(&rows),
        None => attack.report(BreachKind::Impossible, "", &[], 0),
    }
    attack.found
}

/// How often each row stands there.
type Rows = BTreeMap<Row, u64>;
type Row = [String; COLUMNS.len()];

fn read(csv: &str) -> Option<Rows> {
    let mut rows = Rows::new();
    let mut reader = Reader::new();
    // No field is longer than the text.
    let (mut output, mut ends) = (vec![0; csv.len()], [0; COLUMNS.len() + 1]);
    let mut input = csv.as_bytes();
    let mut last: Option<(Row, u64)> = None;
    let mut header = true;
    loop {
        let (result, read, written, fields) = reader.read_record(input, &mut output, &mut ends);
        input = input.get(read..)?;
        match result {
            ReadRecordResult::Record => {}
            ReadRecordResult::End => break,
            // The end of a line, and nothing behind it.
            ReadRecordResult::InputEmpty if written == 0 => continue,
            _ => return None,
        }
        if fields != COLUMNS.len() {
            return None;
        }
        let mut row: [&str; COLUMNS.len()] = Default::default();
        let mut start = 0;
        for (field, &end) in row.iter_mut().zip(&ends) {
            *field = std::str::from_utf8(output.get(start..end)?).ok()?;
            start = end;
        }
        if std::mem::take(&mut header) {
            if row != COLUMNS {
                return None;
            }
            continue;
        }
        // Equal rows mostly stand together.
        match &mut last {
            Some((other, times)) if *other == row => *times += 1,
            _ => {
                if let Some((row, times)) = last.replace((row.map(str::to_owned), 1)) {
                    *rows.entry(row).or_default() += times;
                }
            }
        }
    }
    if let Some((row, times)) = last {
        *rows.entry(row).or_default() += times;
    }
    Some(rows)
}

struct Attack {
    k: u64,
    found: Vec<Breach>,
    /// In the order in which they are named.
    campaigns: Vec<String>,
}

impl Attack {
    fn run(&mut self, rows: &Rows) {
        let mut classes: BTreeMap<[&str; 6], Counts> = BTreeMap::new();
        // By campaign; by day as well; by provider as well.
        let mut scopes: [BTreeMap<[&str; 3], Counts>; 3] = Default::default();
        let mut told: BTreeSet<Kind> = BTreeSet::new();
        for ([campaign, kind, sent_on, provider, device, client, after], &count) in rows {
            let Some(kind) = Kind::from_name(kind) else {
                self.report(BreachKind::Impossible, campaign, &[], 0);
                continue;
            };
            told.insert(kind);
            if !self.campaigns.contains(campaign) {
                self.campaigns.push(campaign.clone());
            }
            let class = [campaign, sent_on, provider, device, client, after].map(String::as_str);
            *classes.entry(class).or_default().entry(kind).or_default() += count;
            let keys = [[campaign, "", ""], [campaign, sent_on, ""], [campaign, sent_on, provider]];
            for (scope, key) in scopes.iter_mut().zip(keys) {
                *scope.entry(key).or_default().entry(kind).or_default() += count;
            }
        }
        for (class, counts) in &classes {
            let [campaign, ..] = *class;
            for (&kind, &count) in counts {
                if is_small(count, self.k) {
                    self.report(BreachKind::Small, campaign, &[kind], count);
                }
            }
            if let (Some((&only, &count)), 1) = (counts.first_key_value(), counts.len())
                && !HARMLESS.contains(only)
            {
                self.report(BreachKind::FullGroup, campaign, &[only], count);
            }
        }
        for scope in &scopes {
            for (&[campaign, _, provider], counts) in scope {
                // Some kinds are not told by provider: none of them there is no zero.
                let apart = |kind: Kind| !provider.is_empty() && !OWN_GROUPS.contains(kind);
                let kinds = told.iter().copied().filter(|&kind| !apart(kind)).collect();
                self.nested(campaign, counts, &kinds);
            }
        }
    }

    fn nested(&mut self, campaign: &str, counts: &Counts, told: &BTreeSet<Kind>) {
        let of = |kind: Kind| counts.get(&kind).copied().unwrap_or_default();
        let both = |&&(whole, part): &&(Kind, Kind)| told.contains(&whole) && told.contains(&part);
        for &(whole, part) in NESTED.iter().filter(both) {
            let (outer, inner) = (of(whole), of(part));
            if is_small(outer.abs_diff(inner), self.k) {
                let rest = outer.abs_diff(inner);
                self.report(BreachKind::Complement, campaign, &[whole, part], rest);
            }
            let full = outer > 0 && outer < 5 * self.k && (inner == 0 || inner == outer);
            if full && !is_harmless(measure(whole), measure(part)) {
                self.report(BreachKind::FullGroup, campaign, &[whole, part], outer);
            }
        }
    }

    fn report(&mut self, kind: BreachKind, campaign: &str, kinds: &[Kind], people: u64) {
        let row = self.campaigns.iter().position(|name| name == campaign).unwrap_or_default();
        let place = |kind: &Kind| Place {
            table: Table::Campaigns,
            row: row as u32,
            measure: measure(*kind),
        };
        let figure = |kind| Figure { release: None, place: place(kind), row: campaign.to_owned() };
        let figures = kinds.iter().map(figure).collect();
        let breach = Breach { kind, figures, at_least: people, at_most: Some(people) };
        if !self.found.contains(&breach) {
            self.found.push(breach);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const K: u64 = 5;

    /// Rows and how often they stand there.
    fn csv(rows: &[(&str, u64)]) -> String {
        let mut text = format!("{}\r\n", COLUMNS.join(","));
        for &(row, times) in rows {
            (0..times).for_each(|_| text.extend([row, "\r\n"]));
        }
        text
    }

    fn found(rows: &[(&str, u64)]) -> Vec<(BreachKind, u64)> {
        breaches(&csv(rows), K).into_iter().map(|breach| (breach.kind, breach.at_least)).collect()
    }

    #[test]
    fn the_attacker_finds_what_is_put_back() {
        let safe = [
            ("A,sent,,,,,", 60),
            ("A,bounced_hard,,,,,", 8),
            ("A,delivered,,example.org,,,", 52),
            ("A,opened,,example.org,mobile,,0-1 h", 20),
            ("A,clicked,,example.org,mobile,,0-1 h", 9),
        ];
        assert_eq!(found(&safe), []);
        let with = |at: usize, times: u64| {
            let mut rows = safe;
            rows[at].1 = times;
            found(&rows)
        };
        assert!(with(1, 4).contains(&(BreachKind::Small, 4)));
        assert!(with(2, 57).contains(&(BreachKind::Complement, 3)), "all but three arrived");
        assert!(with(3, 50).contains(&(BreachKind::Complement, 2)), "all but two opened");
        assert!(with(4, 20).contains(&(BreachKind::FullGroup, 20)), "every opener clicked");
        let mut rows = safe;
        rows[4].0 = "A,clicked,,example.org,desktop,,";
        assert!(found(&rows).contains(&(BreachKind::FullGroup, 9)), "the class tells the kind");
    }

    #[test]
    fn what_is_no_export_is_a_breach() {
        for text in ["", "campaign\r\n", "a,b,c,d,e,f,g\r\n"] {
            let kinds: Vec<_> = breaches(text, K).iter().map(|breach| breach.kind).collect();
            assert_eq!(kinds, if text.is_empty() { vec![] } else { vec![BreachKind::Impossible] });
        }
        let strange = breaches(&csv(&[("A,flew,,,,,", 9)]), K);
        assert_eq!(strange.first().map(|breach| breach.kind), Some(BreachKind::Impossible));
    }
}
