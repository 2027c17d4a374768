//! What each vendor's exports look like, one file each. Adding one is adding a
//! file and its line in [`KNOWN`]. Each file opens with the public source of
//! what it says and how sure that is: *verified* in documentation or code that
//! reads real files, *partly* so, or *recalled* from memory.

use super::guess;
use super::look::{Look, Object};
use super::out::{Out, Refusal};
use crate::contract::{
    Certainty, DateOrder, FileClass, Granularity, KindSet, Mapping, ProblemKind, Shape,
};
use crate::engine::records::{Plain, Row};
use serde_json::Value;
use std::borrow::Cow;

mod aggregate;
mod ahoy;
pub(super) mod airbyte;
mod braze;
mod brevo_events;
mod brevo_recipients;
mod brevo_transactional;
mod campaign_monitor;
mod constant_contact;
mod customer_io;
mod fields;
mod generic;
mod hubspot_basic;
mod hubspot_events;
mod iterable;
mod keila;
mod klaviyo_campaigns;
mod klaviyo_events;
mod listed;
mod listmonk;
mod mailchimp_activity;
mod mailchimp_audience;
mod mailchimp_campaigns;
mod mailchimp_granular;
mod mailchimp_members;
mod mailchimp_report;
mod mailerlite;
mod mailerlite_classic;
mod mailersend;
mod mailgun;
mod mailjet;
mod mailtrap;
mod mailup;
mod mandrill;
mod marketo;
mod mautic;
mod mautic_report;
mod phplist;
mod postal;
mod postmark;
mod resend;
mod resend_emails;
mod salesforce;
mod sendgrid_activity;
mod sendgrid_webhook;
mod ses;
mod sparkpost;
pub(super) mod stored;
mod tabled;

/// The dialects, the most telling fingerprint first.
const KNOWN: &[&Dialect] = &[
    &sendgrid_activity::DIALECT,
    &sendgrid_webhook::DIALECT,
    &ses::DIALECT,
    &postmark::DIALECT,
    &brevo_recipients::DIALECT,
    &brevo_transactional::DIALECT,
    &brevo_events::DIALECT,
    &mailgun::DIALECT,
    &sparkpost::DIALECT,
    &mailjet::DIALECT,
    &mandrill::DIALECT,
    &mailersend::DIALECT,
    &mailtrap::DIALECT,
    &postal::DIALECT,
    &resend::DIALECT,
    &resend_emails::DIALECT,
    &mailchimp_audience::DIALECT,
    &mailchimp_activity::DIALECT,
    &mailchimp_members::DIALECT,
    &mailchimp_campaigns::EXPORT,
    &mailchimp_campaigns::REPORT,
    &mailchimp_granular::DIALECT,
    &mailchimp_report::DIALECT,
    &listmonk::EXPORT,
    &listmonk::BOUNCES,
    &mautic::DIALECT,
    &mautic_report::DIALECT,
    &keila::EVENTS,
    &keila::MESSAGES,
    &phplist::OPENS,
    &phplist::CLICKS,
    &ahoy::MESSAGES,
    &ahoy::CLICKS,
    &klaviyo_events::DIALECT,
    &klaviyo_campaigns::DIALECT,
    &hubspot_events::DIALECT,
    &hubspot_basic::DIALECT,
    &campaign_monitor::DIALECT,
    &constant_contact::DIALECT,
    &customer_io::DIALECT,
    &braze::DIALECT,
    &iterable::DIALECT,
    &salesforce::DIALECT,
    &marketo::DIALECT,
    &mailup::DIALECT,
    &mailerlite::WEBHOOKS,
    &mailerlite::ACTIVITY,
    &mailerlite_classic::DIALECT,
];

/// The id of files that are read by a mapping.
pub const GENERIC: &str = "generic";

/// One vendor's export.
pub(super) struct Dialect {
    pub id: &'static str,
    pub class: FileClass,
    pub granularity: Granularity,
    /// Whether its times carry no zone.
    pub zoneless: bool,
    /// The zone of zoneless times, where the vendor has a fixed one.
    pub zone: Option<&'static str>,
    /// Whether a file is such an export.
    pub known: fn(&Look) -> bool,
    /// Id and name of the campaign in the file's name, where the vendor puts
    /// them there.
    pub campaign: fn(&str) -> Option<(String, String)>,
    /// A reader for a file that is known.
    pub open: fn(&Look) -> Box<dyn ReadRecord>,
}

impl Dialect {
    /// Most exports: events one by one, whose times say their zone, and whose
    /// campaigns stand in the records if anywhere.
    const fn of_events(
        id: &'static str,
        known: fn(&Look) -> bool,
        open: fn(&Look) -> Box<dyn ReadRecord>,
    ) -> Dialect {
        Dialect {
            id,
            class: FileClass::Events,
            granularity: Granularity::Event,
            zoneless: false,
            zone: None,
            known,
            campaign: no_campaign,
            open,
        }
    }

    /// The same where copies in a warehouse, which keeps times in UTC, have lost
    /// the zone.
    const fn in_utc(self) -> Dialect {
        Dialect { zone: Some("UTC"), ..self }
    }
}

/// Reads the records of one file. Nothing may be emitted for a record that is
/// refused.
pub(super) trait ReadRecord {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal>;

    /// What the export can tell at all.
    fn covers(&self) -> KindSet;

    /// Forgets what the records read so far have told of the export.
    fn restart(&mut self) {}

    /// The records inside an object that only wraps them. What the object says
    /// beside them may be remembered until the next one; each of them is read as
    /// a [`Source::Element`] of it.
    fn elements<'v>(&mut self, _object: &'v Object) -> Option<&'v Vec<Value>> {
        None
    }

    /// Whether an element means the same whatever stands beside its list, so that a long
    /// list may be read in pieces.
    fn elements_stand_alone(&self) -> bool {
        false
    }

    /// In which order its dates are written, where that is open.
    fn dates(&self) -> DateOrder {
        DateOrder::DayFirst
    }

    /// The records inside an object that holds them as text.
    fn unpacked(&self, _object: &Object) -> Option<Vec<Value>> {
        None
    }

    /// The records inside a row that holds them as text.
    fn in_row(&self, _row: Row<'_>) -> Option<Vec<Value>> {
        None
    }

    /// The keys that are read of a [`Source::Plain`], where such is read as the same
    /// object would be. Each stands here once.
    fn plain_keys(&self) -> Option<Vec<Option<&str>>> {
        None
    }

    /// Whether records mean something only beside those around them, so that a
    /// file has to be read in one piece.
    fn hangs_together(&self) -> bool {
        false
    }

    /// The name of a column, where it is one of the known names and no data.
    fn column_name(&self, _at: usize) -> Option<&str> {
        None
    }
}

/// One record that could be read.
#[derive(Clone, Copy)]
pub(super) enum Source<'a> {
    Row(Row<'a>),
    Object(&'a Object),
    /// An object in which nothing lies deeper, for those who [ask for
    /// it](ReadRecord::plain_keys).
    Plain(Plain<'a>),
    /// An object of a list, and the object that holds the list.
    Element(&'a Object, &'a Object),
}

// It is handed on for every record, and what is larger a browser copies by a call.
#[cfg(target_pointer_width = "32")]
const _: () = assert!(size_of::<Source<'_>>() <= 32);

impl<'a> Source<'a> {
    pub(super) fn row(self) -> Result<Row<'a>, Refusal> {
        match self {
            Source::Row(row) => Ok(row),
            Source::Object(_) | Source::Element(..) | Source::Plain(_) => Err(WRONG_SHAPE),
        }
    }

    pub(super) fn object(self) -> Result<&'a Object, Refusal> {
        match self {
            Source::Object(object) | Source::Element(object, _) => Ok(object),
            Source::Row(_) | Source::Plain(_) => Err(WRONG_SHAPE),
        }
    }
}

const WRONG_SHAPE: Refusal =
    Refusal::Problem(ProblemKind::NotAnObject, super::out::Column::Unknown);

/// How a file is to be read.
pub(super) struct Chosen {
    pub dialect: &'static str,
    pub granularity: Granularity,
    pub zone: Option<&'static str>,
    pub dates: DateOrder,
    pub campaign: Option<(String, String)>,
    pub records: Box<dyn ReadRecord>,
}

/// The dialect of a file, or of the records in the lists that it is.
pub(super) fn recognise(look: &Look) -> Option<&'static Dialect> {
    as_it_stands(look).or_else(|| as_it_stands(&look.listed()?))
}

fn as_it_stands(look: &Look) -> Option<&'static Dialect> {
    KNOWN.iter().copied().find(|dialect| (dialect.known)(look))
}

/// A reader for the records that a look shows, be they rows or objects.
fn opened(look: &Look, dialect: &Dialect) -> Box<dyn ReadRecord> {
    let records = (dialect.open)(look);
    match look.keys.is_empty() {
        true => records,
        false => Box::new(tabled::Tabled::new(look, records)),
    }
}

/// A reader for a file of a dialect.
fn reader(look: &Look, dialect: &Dialect) -> Box<dyn ReadRecord> {
    let mut records = opened(look, dialect);
    let wrapper = look.objects.first();
    if wrapper.is_none_or(|it| records.elements(it).is_some() || records.unpacked(it).is_some()) {
        return records;
    }
    match look.listed() {
        Some(inside) if as_it_stands(&inside).is_some_and(|it| it.id == dialect.id) => {
            Box::new(listed::Listed(opened(&inside, dialect)))
        }
        _ => records,
    }
}

/// How a file is to be read: by the user's mapping, by its dialect, or as it is
/// guessed.
pub(super) fn choose(look: &Look, mapping: Option<&Mapping>) -> Result<Chosen, ProblemKind> {
    let mut chosen = chosen(look, mapping)?;
    if look.stream.is_some() {
        chosen.records = Box::new(airbyte::Enveloped::new(look, chosen.records));
    } else if let Some(place) = &look.place {
        let lists =
            look.objects.first().is_some_and(|object| super::look::envelope(object).is_some());
        chosen.records = Box::new(stored::Stored::new(place.clone(), lists, chosen.records));
    }
    Ok(chosen)
}

fn chosen(look: &Look, mapping: Option<&Mapping>) -> Result<Chosen, ProblemKind> {
    if let Some(problem) = look.sniff.problem {
        return Err(problem);
    }
    if look.sniff.shape == Shape::Unknown {
        return Err(ProblemKind::UnsupportedFormat);
    }
    match (mapping, recognise(look)) {
        (Some(mapping), _) => Ok(mapped(look, mapping)),
        (None, Some(dialect)) => {
            let records = reader(look, dialect);
            Ok(Chosen {
                dialect: dialect.id,
                granularity: dialect.granularity,
                zone: dialect.zone,
                dates: match guess::has_months_first(look) {
                    true => DateOrder::MonthFirst,
                    false => records.dates(),
                },
                campaign: (dialect.campaign)(&look.path),
                records,
            })
        }
        (None, None) => {
            let guess = guess::guess(look);
            match (guess.class, guess.certainty) {
                (FileClass::Events, Certainty::Certain | Certainty::Likely) => {
                    Ok(mapped(look, &guess.mapping))
                }
                (FileClass::Snapshot, _) => Err(ProblemKind::UnknownFormat),
                _ if look.header.is_empty() && look.sniff.shape == Shape::Avro => {
                    Err(ProblemKind::DamagedArchive)
                }
                _ if look.header.is_empty() && look.sniff.shape == Shape::Json => {
                    let said = look.first_line.bytes().any(|byte| byte.is_ascii_alphanumeric());
                    Err(if said { ProblemKind::NoUsableColumns } else { ProblemKind::EmptyFile })
                }
                _ if look.header.is_empty() => Err(ProblemKind::NoHeader),
                _ => Err(ProblemKind::NoUsableColumns),
            }
        }
    }
}

fn mapped(look: &Look, mapping: &Mapping) -> Chosen {
    Chosen {
        dialect: GENERIC,
        granularity: mapping.granularity,
        zone: None,
        dates: mapping.dates,
        campaign: match &mapping.campaign {
            crate::contract::CampaignSource::Typed(name) => Some((String::new(), name.clone())),
            _ => super::naming::told_above(&look.above),
        },
        records: Box::new(generic::Generic::new(look, mapping)),
    }
}

/// Whether a row is none: blank, as spreadsheets leave them behind, or a line of
/// sums.
pub(super) fn is_no_record(source: Source<'_>) -> bool {
    let Source::Row(row) = source else { return false };
    generic::ends_a_table(source) || (0..row.width()).all(|at| cell(&row, Some(at)).is_empty())
}

/// For dialects whose files name no campaign.
fn no_campaign(_path: &str) -> Option<(String, String)> {
    None
}

/// The cell at a position, trimmed; empty where the row has none.
#[inline]
fn cell<'a>(row: &Row<'a>, at: Option<usize>) -> Cow<'a, str> {
    match at.and_then(|at| row.get(at)) {
        Some(Cow::Borrowed(text)) => Cow::Borrowed(trimmed(text)),
        Some(Cow::Owned(text)) => match text.trim() {
            trimmed if trimmed.len() == text.len() => Cow::Owned(text),
            trimmed => Cow::Owned(trimmed.to_owned()),
        },
        None => Cow::Borrowed(""),
    }
}

/// [`str::trim`], which has nothing to do for most cells.
#[inline]
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [] => text,
        [only] if only.is_ascii_graphic() => text,
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

#[cfg(test)]
mod documented;
#[cfg(test)]
pub(super) mod sample;
