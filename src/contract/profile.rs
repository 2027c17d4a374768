//! A mapping under a name, to be applied to other files: names of columns and
//! choices, no data. What its file must withstand stands here too.

use super::{CampaignSource, DateOrder, FileClass, FilePlan, Granularity, Kind, Mapping, Role};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A mapping that knows its columns by their names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    class: FileClass,
    /// The columns that mean something, in the order of the file. The same name
    /// twice stands for two columns of that name.
    columns: Vec<(String, Role)>,
    granularity: Granularity,
    words: BTreeMap<String, Option<Kind>>,
    kind: Option<Kind>,
    dates: DateOrder,
    campaign: Campaign,
    zone: Option<String>,
}

/// Where the name of the campaign comes from. A name typed for one file is not
/// that of another: it is typed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Campaign {
    Column,
    FileName,
    Typed,
}

/// Why a file is no profile that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ProfileFault {
    NotAProfile,
    /// A profile of a later version.
    FutureVersion,
    /// Nothing that was saved here: a field is missing, unknown, or out of bounds.
    Damaged,
}

/// A profile for the columns of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// The profile's.
    pub name: String,
    pub class: FileClass,
    pub plan: FilePlan,
    /// Columns of the profile that the file does not have.
    pub missing: Vec<String>,
}

impl Applied {
    /// Whether the file has every column of the profile.
    pub fn fits(&self) -> bool {
        self.missing.is_empty()
    }
}

/// What is read before anything else, so that a later version may look
/// different everywhere but here.
#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<u64>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: String,
    version: u32,
    name: String,
    class: FileClass,
    rows: Granularity,
    columns: Vec<WrittenColumn>,
    words: Vec<WrittenWord>,
    kind: Option<Kind>,
    dates: DateOrder,
    campaign: Campaign,
    zone: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenColumn {
    header: String,
    /// [`Role::key`].
    role: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWord {
    word: String,
    /// Left out where there is none.
    kind: Option<Kind>,
}

impl Profile {
    /// The end of such a file's name.
    pub const EXTENSION: &'static str = "milchglas-mapping.json";
    /// Bytes of a file that is read at all.
    pub const LARGEST_TEXT: usize = 256 * 1024;
    /// Letters of a profile's name.
    pub const LONGEST_NAME: usize = 100;
    const FORMAT: &'static str = "milchglas.mapping";
    const VERSION: u32 = 1;
    const MOST_COLUMNS: usize = 1_000;
    const MOST_WORDS: usize = 1_000;
    /// Letters of a column's name, or of a word.
    const LONGEST_TEXT: usize = 1_000;
    const LONGEST_ZONE: usize = 64;

    /// What a plan says of a file with these columns, under a name, of which the
    /// first letters are taken. `None` where no column means anything, where the name
    /// of one holds an address, or so much is said that [`Profile::read`] would
    /// refuse it.
    pub fn of(name: &str, class: FileClass, plan: &FilePlan, header: &[String]) -> Option<Profile> {
        let mapping = plan.mapping.as_ref()?;
        let used = header.iter().zip(&mapping.roles).filter(|(_, role)| **role != Role::Ignore);
        let profile = Profile {
            name: name.trim().chars().take(Self::LONGEST_NAME).collect(),
            class,
            columns: used.map(|(header, &role)| (header.clone(), role)).collect(),
            granularity: mapping.granularity,
            words: mapping.words.clone(),
            kind: mapping.kind,
            dates: mapping.dates,
            campaign: match mapping.campaign {
                CampaignSource::Column => Campaign::Column,
                CampaignSource::FileName => Campaign::FileName,
                CampaignSource::Typed(_) => Campaign::Typed,
            },
            zone: plan.zone.clone(),
        };
        profile.is_sound().then_some(profile)
    }

    /// The profile for a file with these columns. Columns are found by their
    /// names, in whatever order; upper and lower case are the same where no name
    /// is equal.
    pub fn onto(&self, header: &[String]) -> Applied {
        let mut roles = vec![Role::Ignore; header.len()];
        let mut taken = BTreeSet::new();
        let mut missing = Vec::new();
        for (name, role) in &self.columns {
            let free = |same: fn(&str, &str) -> bool| {
                let mut columns = header.iter().enumerate();
                columns.find_map(|(at, column)| {
                    (!taken.contains(&at) && same(column.trim(), name.trim())).then_some(at)
                })
            };
            let at =
                free(|a, b| a == b).or_else(|| free(|a, b| a.to_lowercase() == b.to_lowercase()));
            match at.and_then(|at| roles.get_mut(at).map(|place| (at, place))) {
                Some((at, place)) => {
                    *place = *role;
                    taken.insert(at);
                }
                None => missing.push(name.clone()),
            }
        }
        let mapping = Mapping {
            roles,
            granularity: self.granularity,
            words: self.words.clone(),
            kind: self.kind,
            dates: self.dates,
            campaign: match self.campaign {
                Campaign::Column => CampaignSource::Column,
                Campaign::FileName => CampaignSource::FileName,
                Campaign::Typed => CampaignSource::Typed(String::new()),
            },
        };
        let plan = FilePlan { mapping: Some(mapping), zone: self.zone.clone() };
        Applied { name: self.name.clone(), class: self.class, plan, missing }
    }

    /// Reads what [`Profile::written`] gave; `value` is asked for the same JSON
    /// value each time.
    ///
    /// # Errors
    ///
    /// For anything that was not written here, see [`ProfileFault`].
    pub fn read<'de, D: Deserializer<'de>>(value: impl Fn() -> D) -> Result<Profile, ProfileFault> {
        let head = Head::deserialize(value()).map_err(|_| ProfileFault::NotAProfile)?;
        match (head.format.as_deref(), head.version) {
            (Some(Self::FORMAT), Some(version)) if version > u64::from(Self::VERSION) => {
                return Err(ProfileFault::FutureVersion);
            }
            (Some(Self::FORMAT), Some(1..)) => {}
            (Some(Self::FORMAT), _) => return Err(ProfileFault::Damaged),
            _ => return Err(ProfileFault::NotAProfile),
        }
        let written = Written::deserialize(value()).map_err(|_| ProfileFault::Damaged)?;
        written.profile().filter(Profile::is_sound).ok_or(ProfileFault::Damaged)
    }

    /// What stands in the file.
    pub fn written(&self) -> impl Serialize + use<> {
        let columns = self.columns.iter();
        let words = self.words.iter();
        Written {
            format: Self::FORMAT.into(),
            version: Self::VERSION,
            name: self.name.clone(),
            class: self.class,
            rows: self.granularity,
            columns: columns
                .map(|(header, role)| WrittenColumn { header: header.clone(), role: role.key() })
                .collect(),
            words: words
                .map(|(word, kind)| WrittenWord { word: word.clone(), kind: *kind })
                .collect(),
            kind: self.kind,
            dates: self.dates,
            campaign: self.campaign,
            zone: self.zone.clone(),
        }
    }

    fn is_sound(&self) -> bool {
        let short = |text: &str, most: usize| text.chars().take(most + 1).count() <= most;
        // A file without a header has data in its place.
        let no_data = |text: &str| short(text, Self::LONGEST_TEXT) && !text.contains('@');
        let rows = match self.class {
            FileClass::Events => {
                matches!(self.granularity, Granularity::Event | Granularity::Recipient)
            }
            FileClass::Consent => self.granularity == Granularity::Contact,
            FileClass::Snapshot | FileClass::Aggregate | FileClass::Unreadable => false,
        };
        let zone = self.zone.as_deref().unwrap_or("UTC");
        rows && short(&self.name, Self::LONGEST_NAME)
            && (1..=Self::MOST_COLUMNS).contains(&self.columns.len())
            && self.words.len() <= Self::MOST_WORDS
            && self.columns.iter().all(|(header, role)| *role != Role::Ignore && no_data(header))
            && self.words.keys().all(|word| no_data(word))
            && (1..=Self::LONGEST_ZONE).contains(&zone.len())
            && zone.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/_+-".contains(&byte))
    }
}

impl Written {
    /// `None` where a role is none, or a word is said twice.
    fn profile(self) -> Option<Profile> {
        let columns: Option<Vec<_>> = self
            .columns
            .into_iter()
            .map(|column| Some((column.header, Role::from_key(&column.role)?)))
            .collect();
        let said = self.words.len();
        let words: BTreeMap<_, _> =
            self.words.into_iter().map(|word| (word.word, word.kind)).collect();
        if words.len() != said {
            return None;
        }
        Some(Profile {
            name: self.name,
            class: self.class,
            columns: columns?,
            granularity: self.rows,
            words,
            kind: self.kind,
            dates: self.dates,
            campaign: self.campaign,
            zone: self.zone,
        })
    }
}

// The engine brings the reader of JSON.
#[cfg(all(test, feature = "engine"))]
#[path = "profile/tests.rs"]
mod tests;
