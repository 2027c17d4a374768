//! Profiles of mappings: which of those that were named explains which file.

use super::notes::{self, reason};
use super::{Trouble, files};
use crate::contract::{
    Applied, CampaignSource, Certainty, FileClass, Inspection, Profile, ProfileFault,
};
use crate::engine::session::{self, Source};
use crate::english;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The profiles that were named, and what became of each.
pub struct Profiles(Vec<Named>);

struct Named {
    file: String,
    profile: Profile,
    fits: bool,
    /// Why it does not explain the files it was held against.
    unfit: Vec<String>,
}

impl Profiles {
    /// Reads them all.
    ///
    /// # Errors
    /// A message where one cannot be read, or is none.
    pub fn open(paths: &[PathBuf]) -> Result<Profiles, Trouble> {
        paths.iter().map(|path| open(path)).collect::<Result<_, _>>().map(Profiles)
    }

    /// What the file is read for by the first profile of which it has every column.
    /// Files of services that are known need none, and get none.
    pub fn source(&mut self, inspection: &Inspection) -> Option<Source> {
        self.apply(inspection, |_| true)
    }

    /// The same for what was named as a consent list: of profiles for such lists.
    pub fn consent_source(&mut self, inspection: &Inspection) -> Option<Source> {
        self.apply(inspection, |class| class == FileClass::Consent)
    }

    fn apply(
        &mut self,
        inspection: &Inspection,
        suits: impl Fn(FileClass) -> bool,
    ) -> Option<Source> {
        if self.0.is_empty() || inspection.header.is_empty() {
            return None;
        }
        let name = &inspection.name;
        if !is_for_the_user_to_say(inspection) {
            let known = format!("{name} is known without one.");
            self.0.iter_mut().for_each(|named| named.unfit.push(known.clone()));
            return None;
        }
        let mut missing_somewhere = false;
        for named in &mut self.0 {
            let applied = named.profile.onto(&inspection.header);
            if !suits(applied.class) {
                named.unfit.push(format!("{name} was named as a consent list."));
                continue;
            }
            if applied.fits() {
                named.fits = true;
                notes::say(&format!("{name}: read by the profile {}.", named.file));
                return Some(source(applied, name));
            }
            missing_somewhere = true;
            named.unfit.push(format!("{name} has no column {}.", columns(&applied.missing)));
        }
        if missing_somewhere {
            notes::say(&format!("{name}: no profile fits its columns."));
        }
        None
    }

    /// Every profile must have explained a file: one that was named and is not
    /// used would make other figures than were meant.
    ///
    /// # Errors
    /// A message that says which did not, and what each file lacks.
    pub fn all_used(&self) -> Result<(), Trouble> {
        match self.0.iter().find(|named| !named.fits) {
            None => Ok(()),
            Some(Named { file, unfit, .. }) => Err(Trouble::usage(
                format!("{file}: this profile fits none of the files. {}", unfit.join(" "))
                    .trim_end(),
            )),
        }
    }
}

/// Whether what the columns mean is a guess.
fn is_for_the_user_to_say(inspection: &Inspection) -> bool {
    inspection.dialect == session::GENERIC || inspection.certainty != Certainty::Certain
}

fn source(applied: Applied, name: &str) -> Source {
    let mut plan = applied.plan;
    if let Some(mapping) = &mut plan.mapping
        && matches!(mapping.campaign, CampaignSource::Typed(_))
    {
        notes::say(&format!(
            "{name}: the profile has the campaign's name typed for each file; here it is the file's name."
        ));
        mapping.campaign = CampaignSource::FileName;
    }
    match applied.class {
        FileClass::Consent => Source::Consent(plan.mapping),
        _ => Source::Events(plan),
    }
}

/// Names of columns as a profile has them: its owner saved them, and a profile with
/// data in their place is none.
fn columns(missing: &[String]) -> String {
    let quoted: Vec<String> = missing.iter().map(|name| format!("“{}”", name.trim())).collect();
    quoted.join(", ")
}

fn open(path: &Path) -> Result<Named, Trouble> {
    let file = files::name(path);
    let refused = |fault| Trouble::usage(format!("{file}: {}", english::profile_fault(fault)));
    let bytes = beginning(path).map_err(|error| {
        Trouble::usage(format!("{file}: the profile could not be read: {}", reason(&error)))
    })?;
    let text = String::from_utf8(bytes).map_err(|_| refused(ProfileFault::NotAProfile))?;
    let profile = session::open_profile(&text).map_err(refused)?;
    Ok(Named { file, profile, fits: false, unfit: Vec::new() })
}

/// Enough of a file to see that it is too large.
fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(Profile::LARGEST_TEXT as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
