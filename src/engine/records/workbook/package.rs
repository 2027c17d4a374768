//! The parts of a workbook that is a zip archive, by their names.

use super::xml::Xml;
use crate::contract::ProblemKind;
use crate::engine::records::archive::problem;
use crate::engine::records::limits::{Allowance, Total};
use std::collections::BTreeMap;
use std::io::{Read, Seek};
use zip::ZipArchive;
use zip::read::ZipFile;

/// The parts and what they may unpack to.
pub(super) struct Parts {
    /// Where they lie, by their paths in lower case with `/`: some writers spell
    /// them otherwise where they refer to them.
    places: BTreeMap<String, usize>,
    total: Total,
}

impl Parts {
    pub(super) fn of<R: Read + Seek>(zip: &ZipArchive<R>, total: &Total) -> Parts {
        let named = |at| zip.name_for_index(at)?.ok().map(|name| (path(&name), at));
        let places = (0..zip.len()).filter_map(named);
        Parts { places: places.collect(), total: total.clone() }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.places.contains_key(&path(name))
    }

    /// A part as XML, and its packed size.
    pub(super) fn open<'z, R: Read + Seek>(
        &self,
        zip: &'z mut ZipArchive<R>,
        name: &str,
    ) -> Result<(Xml<ZipFile<'z, R>>, Allowance), ProblemKind> {
        let at = *self.places.get(&path(name)).ok_or(ProblemKind::DamagedArchive)?;
        let part = zip.by_index(at).map_err(|error| problem(&error))?;
        let allowance = self.total.part(part.compressed_size());
        Ok((Xml::new(part, allowance.clone()), allowance))
    }

    /// The packed size of a part; 0 where there is none.
    pub(super) fn packed<R: Read + Seek>(&self, zip: &mut ZipArchive<R>, name: &str) -> u64 {
        let part = self.places.get(&path(name)).and_then(|&at| zip.by_index_raw(at).ok());
        part.map_or(0, |part| part.compressed_size())
    }
}

fn path(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// The path that a part in `folder` means by `target`.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let mut steps: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|step| !step.is_empty()).collect(),
    };
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets_are_paths() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/sheet1.xml"), "xl/sheet1.xml");
        assert_eq!(resolved("xl", "../a/./b.xml"), "a/b.xml");
        assert_eq!(resolved("", "../../b.xml"), "b.xml");
    }
}
