//! A store that read one part of a file, as bytes, and how another store takes
//! it in: dictionaries are entered in the order in which they were met, so that
//! the whole is the same store as if it had read the part itself.

use super::mailboxes::Mailboxes;
use super::row::{NO_LINK, NOBODY, Slim};
use super::what::What;
use super::{Shard, Store, events};
use crate::contract::KindSet;
use crate::engine::events::Pseudonym;
use crate::engine::flat::{Flat, WriteFlat};

/// What a store of one shard held, in the bytes that came from it: checked, so
/// that every code in it stands for something. No `Debug`, no `Serialize`.
pub(in crate::engine) struct StorePart<'p> {
    everybody_named: bool,
    campaigns: Vec<PartCampaign<'p>>,
    links: Vec<&'p str>,
    domains: Vec<&'p str>,
    /// Everybody with an event, by their numbers in the part.
    people: &'p [[u8; 8]],
    mailboxes: &'p [[u8; 4]],
    /// One for each of `people` where the address of somebody is not kept; none
    /// without a secret.
    record_keys: &'p [[u8; 4]],
    /// None where nobody may be seen, else one for each of `people`: where the
    /// address ends in `addresses`. An empty one is none.
    address_ends: &'p [[u8; 4]],
    addresses: &'p str,
    whats: &'p [[u8; What::BYTES]],
    rows: &'p [[u8; Slim::BYTES]],
}

struct PartCampaign<'p> {
    id: &'p str,
    name: &'p str,
    covers: KindSet,
    has_deliveries: bool,
}

impl Store {
    /// Writes what was read since the store was made or last written, and forgets
    /// it: what [`StorePart::read`] reads. For a store of one shard.
    pub(in crate::engine) fn write_part(&mut self, out: &mut Vec<u8>) {
        out.put_u8(self.everybody_named.into());
        out.put_len(self.campaigns.iter().count());
        for (_, campaign) in self.campaigns.iter() {
            out.put_bytes(campaign.id.as_bytes());
            out.put_bytes(campaign.name.as_bytes());
            out.put_kinds(campaign.covers);
            out.put_u8(campaign.has_deliveries.into());
        }
        out.put_len(self.links.len());
        self.links.all().for_each(|link| out.put_bytes(link.as_bytes()));
        out.put_len(self.mailboxes.domains().len());
        self.mailboxes.domains().for_each(|domain| out.put_bytes(domain.as_bytes()));
        if let Some(shard) = self.shards.first() {
            let (rows, people) = shard.read_so_far();
            let (mailboxes, record_keys) = shard.of_people();
            out.reserve(people.len() * 48 + rows.len() * Slim::BYTES);
            out.put_len(people.len());
            people.iter().for_each(|pseudonym| out.put_u64(pseudonym.bits()));
            mailboxes.iter().for_each(|&code| out.put_u32(code));
            out.put_u8((!record_keys.is_empty()).into());
            if !record_keys.is_empty() {
                let keys = record_keys.iter().copied().chain(std::iter::repeat(0));
                keys.take(people.len()).for_each(|key| out.put_u32(key));
            }
            let mut addresses = Vec::new();
            out.put_u8((!shard.addresses.is_empty()).into());
            if !shard.addresses.is_empty() {
                for (number, _) in (0u32..).zip(&people) {
                    let address = shard.addresses.get(number).unwrap_or_default();
                    addresses.extend_from_slice(address.as_bytes());
                    out.put_len(addresses.len());
                }
            }
            out.put_bytes(&addresses);
            out.put_len(self.whats.len());
            self.whats.iter().for_each(|what| out.extend_from_slice(&what.to_bytes()));
            out.put_len(rows.len());
            rows.iter().for_each(|row| out.extend_from_slice(&row.to_bytes()));
        }
        self.clear();
    }

    /// Takes in what another store read of the file being read. `covers`: what
    /// the export was known to tell before this part, which holds for its campaigns
    /// as well. Says how many of the part's people are new in this file. Without
    /// effect once the store is sealed.
    #[inline(never)] // Compiled well soon, and not as a part of what is called once.
    pub(in crate::engine) fn merge(&mut self, part: &StorePart<'_>, covers: KindSet) -> u64 {
        if self.is_sealed() {
            return 0;
        }
        self.everybody_named &= part.everybody_named;
        let campaigns: Vec<u32> =
            part.campaigns.iter().map(|campaign| self.enter_campaign(campaign, covers)).collect();
        let links: Vec<u32> = part.links.iter().map(|link| self.links.code(link)).collect();
        let (people, new_in_file) = self.enter_people(part);
        let whats: Vec<u32> = part
            .whats
            .iter()
            .map(|what| {
                let what = What::from_bytes(what, self.file);
                let campaign = campaigns.get(what.campaign as usize).copied().unwrap_or_default();
                let link = links.get(what.link as usize).copied().unwrap_or(NO_LINK);
                self.whats.code(What { campaign, link, ..what })
            })
            .collect();
        for row in part.rows.iter().map(Slim::from_bytes) {
            let (home, subscriber) = home_of(&row, &people);
            let what = whats.get(row.what as usize).copied().unwrap_or_default();
            if let Some(shard) = self.shards.get_mut(home as usize) {
                shard.push(Slim { subscriber, what, ..row });
            }
        }
        new_in_file
    }

    /// Whether parts of the file being read held an event of somebody.
    pub(in crate::engine) fn is_in_file(&self, pseudonym: Pseudonym) -> bool {
        let home = pseudonym.shard(self.shards.len());
        self.shards.get(home).is_some_and(|shard| shard.is_in_file(pseudonym))
    }

    /// Everybody of whom parts of the file being read held an event.
    pub(in crate::engine) fn people_in_file(&self) -> impl Iterator<Item = Pseudonym> {
        self.shards.iter().flat_map(Shard::people_in_file)
    }

    fn enter_campaign(&mut self, part: &PartCampaign<'_>, covers: KindSet) -> u32 {
        let named = events::Campaign { id: part.id, name: part.name };
        let key = self.campaigns.key(named, part.covers.union(covers));
        if part.has_deliveries {
            self.campaigns.saw_delivery(key);
        }
        key
    }

    /// The shard and the number there of everybody in the part, and how many of
    /// them are new in the file.
    fn enter_people(&mut self, part: &StorePart<'_>) -> (Vec<(u32, u32)>, u64) {
        let domains: Vec<u32> =
            part.domains.iter().map(|domain| self.mailboxes.code(domain)).collect();
        let shards = self.shards.len();
        // Looked up in a loop that does nothing else, people are fetched from memory
        // at the same time.
        let known = part.people.iter().map(|bits| {
            let pseudonym = Pseudonym::from_bits(u64::from_le_bytes(*bits));
            let home = pseudonym.shard(shards);
            (home as u32, self.shards.get(home).and_then(|shard| shard.find(pseudonym)))
        });
        let known: Vec<(u32, Option<(u32, bool)>)> = known.collect();
        let mut people = Vec::with_capacity(known.len());
        let mut new_in_file = 0;
        let mut keys = part.record_keys.iter();
        let mut addresses = part.addresses();
        for ((bits, mailbox), (home, known)) in part.people.iter().zip(part.mailboxes).zip(known) {
            let (key, address) = (keys.next(), addresses.next().flatten());
            let Some(shard) = self.shards.get_mut(home as usize) else { continue };
            let number = match known {
                Some((number, named)) if named || address.is_none() => number,
                _ => {
                    let pseudonym = Pseudonym::from_bits(u64::from_le_bytes(*bits));
                    let (number, new) = shard.subscriber(pseudonym, address);
                    if new {
                        let code = u32::from_le_bytes(*mailbox);
                        let domain = code.checked_sub(Mailboxes::FIRST_DOMAIN);
                        let domain = domain.and_then(|place| domains.get(place as usize));
                        let code = domain.copied().unwrap_or(code);
                        self.mailboxes.count(code);
                        shard.set_mailbox(number, code);
                        if let (Some(key), None) = (key, address) {
                            shard.set_record_key(number, u32::from_le_bytes(*key));
                        }
                    }
                    number
                }
            };
            people.push((home, number));
            new_in_file += u64::from(shard.enter_in_file(number));
        }
        (people, new_in_file)
    }

    /// Whether the part fits this store: with record keys where this one has them.
    pub(in crate::engine) fn fits(&self, part: &StorePart<'_>) -> bool {
        let known = |kept: usize| kept == part.people.len();
        match &self.record_keys {
            None => part.record_keys.is_empty(),
            Some(_) => known(part.record_keys.len()) || known(part.addresses().flatten().count()),
        }
    }

    /// Forgets what was read so far, as if the store were new, but for the record
    /// keys: they are the same in every part.
    pub(in crate::engine) fn clear(&mut self) {
        self.made_before.get_or_insert_default();
        self.shards.iter_mut().for_each(super::Shard::clear);
        self.campaigns = Default::default();
        self.links = Default::default();
        self.mailboxes = Mailboxes::new();
        self.whats.clear();
        self.everybody_named = true;
    }
}

/// The shard of a row and its subscriber there.
#[inline]
fn home_of(row: &Slim, people: &[(u32, u32)]) -> (u32, u32) {
    people.get(row.subscriber as usize).copied().unwrap_or((0, NOBODY))
}

impl<'p> StorePart<'p> {
    /// What [`Store::write_part`] wrote; `None` where it is damaged.
    pub(in crate::engine) fn read(flat: &mut Flat<'p>) -> Option<StorePart<'p>> {
        let everybody_named = flat.u8()? != 0;
        let campaigns = (0..flat.len()?).map(|_| {
            let (id, name, covers) = (flat.text()?, flat.text()?, flat.kinds()?);
            Some(PartCampaign { id, name, covers, has_deliveries: flat.u8()? != 0 })
        });
        let campaigns = campaigns.collect::<Option<Vec<_>>>()?;
        let links = texts(flat)?;
        let domains = texts(flat)?;
        let people = flat.len()?;
        let pseudonyms = flat.arrays(people)?;
        let mailboxes = flat.arrays(people)?;
        let keyed = flat.u8()? != 0;
        let record_keys = flat.arrays(if keyed { people } else { 0 })?;
        let seen = flat.u8()? != 0;
        let address_ends = flat.arrays(if seen { people } else { 0 })?;
        let addresses = flat.text()?;
        let whats = flat.len()?;
        let whats = flat.arrays(whats)?;
        let rows = flat.len()?;
        let rows = flat.arrays(rows)?;
        let part = StorePart {
            everybody_named,
            campaigns,
            links,
            domains,
            people: pseudonyms,
            mailboxes,
            record_keys,
            address_ends,
            addresses,
            whats,
            rows,
        };
        part.is_sound().then_some(part)
    }

    /// The addresses of those who may be seen, in the order of `people`.
    fn addresses(&self) -> impl Iterator<Item = Option<&'p str>> + use<'p> {
        let (text, mut start) = (self.addresses, 0);
        self.address_ends.iter().map(move |end| {
            let end = u32::from_le_bytes(*end) as usize;
            let address = text.get(start..end).filter(|address| !address.is_empty());
            start = end;
            address
        })
    }

    /// Whether every code stands for something.
    fn is_sound(&self) -> bool {
        let groups = Mailboxes::FIRST_DOMAIN as usize + self.domains.len();
        let below = |code: u32, len: usize| (code as usize) < len;
        let what = |bytes| {
            let what = What::from_bytes(bytes, 0);
            below(what.campaign, self.campaigns.len())
                && (what.link == NO_LINK || below(what.link, self.links.len()))
        };
        let row = |bytes| {
            let row = Slim::from_bytes(bytes);
            (row.subscriber == NOBODY || below(row.subscriber, self.people.len()))
                & below(row.what, self.whats.len())
        };
        self.mailboxes.iter().all(|code| below(u32::from_le_bytes(*code), groups))
            && self.whats.iter().all(what)
            && self.rows.iter().all(row)
    }
}

fn texts<'p>(flat: &mut Flat<'p>) -> Option<Vec<&'p str>> {
    (0..flat.len()?).map(|_| flat.text()).collect()
}
