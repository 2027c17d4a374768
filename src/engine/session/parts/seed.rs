//! A sitting's seed: what its readers must know, as bytes.

use super::Session;
use crate::contract::{MachineRules, ReadingLimits, Settings};
use crate::engine::consent::Gate;
use crate::engine::events::Key;
use crate::engine::flat::{Flat, WriteFlat};
use crate::engine::secret::Secret;
use crate::engine::session::open::Consent;
use crate::engine::zone::{Zone, Zones};

/// A sitting, without what it has read.
pub(super) struct Seed {
    pub(super) key: Key,
    pub(super) secret: Option<Secret>,
    /// The zone of times that name none.
    pub(super) zone: String,
    pub(super) zones: Zones,
    pub(super) gate: Gate,
    /// Settings that count as the sitting's do; in anything else they may differ.
    pub(super) counting: Settings,
}

/// The seed of a sitting whose consent book is closed.
pub(super) fn write(session: &Session) -> Vec<u8> {
    let mut out = session.key.bytes().to_vec();
    out.put_u8(session.secret.is_some().into());
    if let Some(secret) = &session.secret {
        out.extend_from_slice(secret.bytes());
    }
    out.put_bytes(session.settings.zone.as_bytes());
    out.put_len(session.zones.iter().len());
    for zone in session.zones.iter() {
        let (name, first_offset, transitions) = zone.rules();
        out.put_bytes(name.as_bytes());
        out.put_i64(first_offset.into());
        out.put_len(transitions.len());
        for &(from, offset) in transitions {
            out.put_i64(from);
            out.put_i64(offset.into());
        }
    }
    let Settings { machine, include_machine, reading, .. } = &session.settings;
    for rule in [machine.vendor, machine.burst, machine.user_agent, *include_machine] {
        out.put_u8(rule.into());
    }
    out.put_u32(reading.skimmed_from_ms);
    out.put_u32(reading.read_from_ms);
    if let Consent::Deciding(gate) = &session.consent {
        gate.write(&mut out);
    }
    out
}

/// What [`write`] wrote; `None` where it is damaged.
pub(super) fn read(bytes: &[u8]) -> Option<Seed> {
    let mut flat = Flat::new(bytes);
    let key = Key::new(flat.array()?);
    let secret = match flat.u8()? {
        0 => None,
        _ => Some(Secret::new(flat.array()?)),
    };
    let zone = flat.text()?.to_owned();
    let zones = (0..flat.len()?).map(|_| read_zone(&mut flat)).collect::<Option<_>>()?;
    let counting = read_counting(&mut flat)?;
    let gate = Gate::read(&mut flat)?;
    flat.is_empty().then_some(Seed { key, secret, zone, zones: Zones::new(zones), gate, counting })
}

fn read_counting(flat: &mut Flat<'_>) -> Option<Settings> {
    let mut rule = || flat.u8().map(|rule| rule != 0);
    let machine = MachineRules { vendor: rule()?, burst: rule()?, user_agent: rule()? };
    let include_machine = rule()?;
    let reading = ReadingLimits { skimmed_from_ms: flat.u32()?, read_from_ms: flat.u32()? };
    Some(Settings { machine, include_machine, reading, ..Settings::default() })
}

fn read_zone(flat: &mut Flat<'_>) -> Option<Zone> {
    let name = flat.text()?;
    let first_offset = i32::try_from(flat.i64()?).ok()?;
    let transitions =
        (0..flat.len()?).map(|_| Some((flat.i64()?, i32::try_from(flat.i64()?).ok()?)));
    Some(Zone::new(name, first_offset, transitions.collect::<Option<_>>()?))
}
