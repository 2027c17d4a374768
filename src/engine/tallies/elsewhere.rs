//! A shard that is counted in another worker: what goes there, and the cells that
//! come back, as bytes. Both hold exact counts and never leave the page.

use super::by_code::{ByCode, Code};
use super::cells::{ByCampaign, Cells, cell};
use super::count::Sums;
use super::grounds::Grounds;
use super::{CampaignTally, GroupTally, LinkTally, Question, TimeCell};
use crate::engine::flat::{Flat, WriteFlat};
use crate::engine::store::{Excerpt, Store};
use std::collections::BTreeMap;

/// A sealed shard in pieces, for [`count_pieces`].
pub fn pieces(store: &Store, shard: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut head = Vec::new();
    Grounds::of(store).write(&mut head);
    store.write_excerpt(shard, &mut head);
    std::iter::once(head).chain(store.excerpt_rows(shard))
}

/// Counts a shard that came in [`pieces`], by the question's way of counting: what
/// [`Cells::add_counted`] adds. `None` where a piece is damaged.
pub fn count_pieces(
    question: &Question,
    mut pieces: impl Iterator<Item = Vec<u8>>,
) -> Option<Vec<u8>> {
    let head = pieces.next()?;
    let mut flat = Flat::new(&head);
    let grounds = Grounds::read(&mut flat)?;
    let (campaigns, links) = (grounds.has_deliveries.len(), grounds.unsubscribe.len());
    let excerpt = Excerpt::read(&mut flat, campaigns, links).filter(|_| flat.is_empty())?;
    let mut cells = Cells::new(question.clone());
    cells.fill(grounds, |filling| {
        excerpt.each_message(pieces, filling.visitor(excerpt.shard()))
    })??;
    cells.note(0);
    let mut out = Vec::new();
    out.put_u8(cells.cells.is_some().into());
    if let Some(cells) = &mut cells.cells {
        Writing(&mut out).campaigns(cells);
    }
    Some(out)
}

impl Cells {
    /// Adds a shard of the store that [`count_pieces`] counted, in this way of counting.
    /// `None` where the bytes are damaged, and then nothing is counted any more.
    pub fn add_counted(&mut self, store: &Store, shard: usize, counted: &[u8]) -> Option<()> {
        if self.has(shard) || shard >= store.shards().len() {
            return None;
        }
        let mut flat = Flat::new(counted);
        let few = flat.u8()? != 0;
        if let Some(cells) = self.cells.as_mut().filter(|_| few) {
            let campaigns = store.campaigns().count();
            let added = Adding(&mut flat).campaigns(cells, campaigns);
            if added.filter(|()| flat.is_empty()).is_none() {
                self.forget();
                return None;
            }
        } else if few || flat.is_empty() {
            self.cells = None;
        } else {
            return None;
        }
        self.note(shard);
        Some(())
    }
}

/// What is nothing but numbers that add up.
trait Numbers: Default {
    fn numbers(&mut self) -> impl Iterator<Item = &mut u64>;
}

impl Numbers for TimeCell {
    fn numbers(&mut self) -> impl Iterator<Item = &mut u64> {
        let TimeCell { opens, clicks, openers, clickers, first_opens, first_clicks } = self;
        [opens, clicks, openers, clickers, first_opens, first_clicks].into_iter()
    }
}

impl Numbers for LinkTally {
    fn numbers(&mut self) -> impl Iterator<Item = &mut u64> {
        let LinkTally { clickers, clicks } = self;
        [clickers, clicks].into_iter()
    }
}

impl Numbers for GroupTally {
    fn numbers(&mut self) -> impl Iterator<Item = &mut u64> {
        let GroupTally { recipients, delivered, openers, opens, clickers, clicks } = self;
        [recipients, delivered, openers, opens, clickers, clicks].into_iter()
    }
}

/// Goes through sums, always in the same order: writes them, or adds what was written.
trait Pass {
    fn numbers<'n>(&mut self, mine: impl Iterator<Item = &'n mut u64>) -> Option<()>;
    fn list(&mut self, mine: &mut Vec<TimeCell>) -> Option<()>;
    fn by_day(&mut self, mine: &mut BTreeMap<i32, TimeCell>) -> Option<()>;
    fn by_code<K: Code, T: Numbers>(&mut self, mine: &mut ByCode<K, T>) -> Option<()>;
    fn by_campaign(&mut self, mine: &mut ByCode<u32, CampaignTally>) -> Option<()>;

    fn sums(&mut self, sums: &mut Sums) -> Option<()> {
        let Sums { tallies, campaigns, links, mailboxes, .. } = sums;
        self.list(&mut tallies.arrival)?;
        self.list(&mut tallies.arrival_coarse)?;
        self.by_day(&mut tallies.days)?;
        self.by_day(&mut tallies.weeks)?;
        self.list(&mut tallies.hours_of_week)?;
        self.list(&mut tallies.parts_of_week)?;
        self.list(&mut tallies.weekdays)?;
        let rules = [
            &mut tallies.machine_vendor,
            &mut tallies.machine_burst,
            &mut tallies.machine_user_agent,
        ];
        self.numbers(rules.into_iter())?;
        self.by_campaign(campaigns)?;
        self.by_code(links)?;
        self.by_code(mailboxes)?;
        let Sums { devices, clients, countries, device_clients, .. } = sums;
        [devices, clients, countries, device_clients]
            .into_iter()
            .try_for_each(|classes| self.by_code(classes))
    }
}

struct Writing<'o>(&'o mut Vec<u8>);

impl Writing<'_> {
    fn campaigns(&mut self, cells: &mut ByCampaign) {
        self.0.put_len(cells.len());
        for days in cells {
            self.0.put_len(days.len());
            for (day, sums) in days.iter_mut() {
                self.0.put_number(day.written());
                // Writing does not fail.
                let _ = self.sums(sums);
            }
        }
    }
}

impl Pass for Writing<'_> {
    fn numbers<'n>(&mut self, mine: impl Iterator<Item = &'n mut u64>) -> Option<()> {
        mine.for_each(|number| self.0.put_number(*number));
        Some(())
    }

    fn list(&mut self, mine: &mut Vec<TimeCell>) -> Option<()> {
        self.0.put_len(mine.len());
        self.numbers(mine.iter_mut().flat_map(TimeCell::numbers))
    }

    fn by_day(&mut self, mine: &mut BTreeMap<i32, TimeCell>) -> Option<()> {
        self.0.put_len(mine.len());
        for (day, cell) in mine {
            self.0.put_number(day.written());
            self.numbers(cell.numbers())?;
        }
        Some(())
    }

    fn by_code<K: Code, T: Numbers>(&mut self, mine: &mut ByCode<K, T>) -> Option<()> {
        self.0.put_len(mine.len());
        for (code, sum) in mine.iter_mut() {
            self.0.put_number(code.written());
            self.numbers(sum.numbers())?;
        }
        Some(())
    }

    fn by_campaign(&mut self, mine: &mut ByCode<u32, CampaignTally>) -> Option<()> {
        self.0.put_len(mine.len());
        for (key, campaign) in mine.iter_mut() {
            self.0.put_number(key.written());
            self.0.put_number(campaign.sent_on.written());
            self.0.put_kinds(campaign.covers);
            self.numbers(campaign.figures.values_mut())?;
        }
        Some(())
    }
}

/// What it meets in the bytes is added; `None` where they are damaged.
struct Adding<'a, 'b>(&'a mut Flat<'b>);

impl Adding<'_, '_> {
    fn campaigns(&mut self, cells: &mut ByCampaign, campaigns: usize) -> Option<()> {
        let len = self.0.len().filter(|&len| len <= campaigns)?;
        for campaign in 0..len as u32 {
            for _ in 0..self.0.len()? {
                let day = self.code()?;
                self.sums(cell(cells, campaign, day)?)?;
            }
        }
        Some(())
    }

    fn code<K: Code>(&mut self) -> Option<K> {
        K::read(self.0.number()?)
    }
}

impl Pass for Adding<'_, '_> {
    fn numbers<'n>(&mut self, mut mine: impl Iterator<Item = &'n mut u64>) -> Option<()> {
        mine.try_for_each(|number| {
            *number = number.saturating_add(self.0.number()?);
            Some(())
        })
    }

    fn list(&mut self, mine: &mut Vec<TimeCell>) -> Option<()> {
        let len = self.0.len()?;
        if mine.len() < len {
            mine.resize(len, TimeCell::default());
        }
        self.numbers(mine.iter_mut().take(len).flat_map(TimeCell::numbers))
    }

    fn by_day(&mut self, mine: &mut BTreeMap<i32, TimeCell>) -> Option<()> {
        (0..self.0.len()?).try_for_each(|_| {
            let cell = mine.entry(self.code()?).or_default();
            self.numbers(cell.numbers())
        })
    }

    fn by_code<K: Code, T: Numbers>(&mut self, mine: &mut ByCode<K, T>) -> Option<()> {
        (0..self.0.len()?).try_for_each(|_| {
            let sum = mine.entry(self.code()?, T::default)?;
            self.numbers(sum.numbers())
        })
    }

    fn by_campaign(&mut self, mine: &mut ByCode<u32, CampaignTally>) -> Option<()> {
        (0..self.0.len()?).try_for_each(|_| {
            let campaign = mine.entry(self.code()?, CampaignTally::default)?;
            let (sent_on, covers) = (self.code()?, self.0.kinds()?);
            campaign.add(&CampaignTally { sent_on, covers, ..CampaignTally::default() });
            self.numbers(campaign.figures.values_mut())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::{Filter, Kind, Settings};
    use crate::engine::consent::ConsentBook;
    use crate::engine::store::sample::{event, store};
    use crate::engine::zone::Zones;

    fn sample() -> (Store, Question) {
        let people: Vec<String> = (0..30).map(|n| format!("somebody{n}@example.org")).collect();
        let mut events = Vec::new();
        for (n, who) in (0i64..).zip(&people) {
            for (kind, later) in [(Kind::Sent, 0), (Kind::Opened, 4_000), (Kind::Clicked, 9_000)] {
                let mut told = event(who, kind, Some(n % 5 * 86_400_000 + later));
                told.link = (kind == Kind::Clicked).then_some("https://example.com/a");
                events.push(told);
            }
        }
        let store = store(&Settings::default(), ConsentBook::default(), 1, [events]);
        let zone = Zones::new(Vec::new()).get("UTC");
        (store, Question::new(&Settings::default(), Filter::default(), zone))
    }

    fn told(cells: &Cells, store: &Store) -> String {
        format!("{:?}", cells.tallies(store, &Filter::default()))
    }

    #[test]
    fn nobody_is_named_in_what_is_handed_over() {
        let (store, question) = sample();
        let handed: Vec<Vec<u8>> = pieces(&store, 0).collect();
        assert_eq!(handed.len(), 2);
        for bytes in handed.iter().chain(&count_pieces(&question, handed.clone().into_iter())) {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("somebody") && !text.contains("example"));
        }
    }

    #[test]
    fn what_is_cut_off_or_longer_is_damaged() {
        let (store, question) = sample();
        let whole: Vec<Vec<u8>> = pieces(&store, 0).collect();
        let count = |pieces: &[Vec<u8>]| count_pieces(&question, pieces.iter().cloned());
        let counted = count(&whole).expect("a shard");
        assert!(count(&[]).is_none());
        for cut in 0..whole[0].len() {
            assert!(count(&[whole[0][..cut].to_vec(), whole[1].clone()]).is_none(), "{cut}");
        }
        assert!(count(&[[whole[0].as_slice(), &[0]].concat(), whole[1].clone()]).is_none());
        // Of events, some may be missing, but no half ones.
        for cut in (0..whole[1].len()).filter(|cut| cut % 16 > 0) {
            assert!(count(&[whole[0].clone(), whole[1][..cut].to_vec()]).is_none(), "{cut}");
        }
        let mut cells = Cells::new(question.clone());
        for cut in 0..counted.len() {
            assert!(cells.add_counted(&store, 0, &counted[..cut]).is_none(), "{cut}");
        }
        assert!(cells.add_counted(&store, 0, &[counted.as_slice(), &[0]].concat()).is_none());
        assert!(cells.add_counted(&store, 1, &counted).is_none(), "there is no such shard");
        assert!(cells.add_counted(&store, 0, &counted).is_some(), "nothing of those was kept");
        let mut here = Cells::new(question);
        while here.count_next(&store) {}
        assert_eq!(told(&cells, &store), told(&here, &store));
    }

    #[test]
    fn what_stands_for_nothing_is_damaged() {
        let (store, question) = sample();
        let whole: Vec<Vec<u8>> = pieces(&store, 0).collect();
        for (word, what) in [(2, "subscriber"), (3, "what")] {
            let mut rows = whole[1].clone();
            rows[word * 4..][..4].copy_from_slice(&1_000u32.to_le_bytes());
            let pieces = [whole[0].clone(), rows];
            assert!(count_pieces(&question, pieces.into_iter()).is_none(), "{what}");
        }
        // Neither campaigns nor links are known.
        let mut head = Vec::new();
        Grounds { has_deliveries: Vec::new(), unsubscribe: Vec::new() }.write(&mut head);
        store.write_excerpt(0, &mut head);
        assert!(count_pieces(&question, [head, whole[1].clone()].into_iter()).is_none());
        let counted = count_pieces(&question, whole.into_iter()).expect("a shard");
        let nothing = self::store(&Settings::default(), ConsentBook::default(), 1, [Vec::new()]);
        assert!(Cells::new(question).add_counted(&nothing, 0, &counted).is_none());
    }

    #[test]
    fn too_many_cells_elsewhere_are_too_many_here() {
        let people: Vec<String> = (0..3_000).map(|n| format!("p{n}@example.org")).collect();
        let days = (0i64..).zip(&people);
        let events = days.map(|(day, who)| event(who, Kind::Sent, Some(day * 86_400_000)));
        let events: Vec<_> = events.collect();
        let store = store(&Settings::default(), ConsentBook::default(), 1, [events]);
        let (_, question) = sample();
        let counted = count_pieces(&question, pieces(&store, 0)).expect("a shard");
        assert_eq!(counted, [0]);
        let mut cells = Cells::new(question);
        assert!(cells.add_counted(&store, 0, &[0, 0]).is_none());
        assert!(cells.add_counted(&store, 0, &counted).is_some());
        assert!(cells.tallies(&store, &Filter::default()).is_none());
        assert!(!cells.count_next(&store));
    }
}
