//! Mailchimp account export, `granular_activity`: one row an open or click. The
//! kind stands in the folder or the file's name (clicks have a `Url`), the
//! campaign only in the file's name, `<id>_<title>.csv`. Times are read as UTC,
//! as the account export is believed to write them. No machine flag.
//!
//! Fingerprint: `Timestamp`, `Email` and `Url` or a name that tells the kind.
//! Source: public loaders of the export; verified.

use super::{Dialect, Look, ReadRecord, Source, cell};
use crate::contract::{FileClass, Granularity, Kind, KindSet};
use crate::engine::events::Campaign;
use crate::engine::events::naming;
use crate::engine::events::out::{Column, Draft, Out, Refusal};

pub(super) const DIALECT: Dialect = Dialect {
    id: "mailchimp-granular-activity",
    class: FileClass::Events,
    granularity: Granularity::Event,
    zoneless: true,
    zone: Some("UTC"),
    known: |look| {
        look.has(&["Timestamp", "Email"])
            && (look.header.iter().filter(|name| !name.trim().is_empty()).count() <= 3
                || look.path.contains("granular_activity/"))
            && kind(look).is_some()
    },
    campaign,
    open: |look| {
        Box::new(Granular {
            time: look.column("Timestamp"),
            email: look.column("Email"),
            url: look.column("Url"),
            kind: kind(look).unwrap_or(Kind::Opened),
        })
    },
};

fn kind(look: &Look) -> Option<Kind> {
    if look.has(&["Url"]) {
        return Some(Kind::Clicked);
    }
    let told = naming::kind(&look.path)?;
    let inside = look.path.contains("granular_activity/") && !told.unclassified;
    (inside || matches!(told.kind, Kind::Opened | Kind::Clicked)).then_some(told.kind)
}

/// Id and title in `13531140_herbst-newsletter.csv`.
pub(super) fn campaign(path: &str) -> Option<(String, String)> {
    let (id, title) = naming::stem(path).split_once('_')?;
    let told = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) && !title.is_empty();
    told.then(|| (id.to_owned(), title.to_owned()))
}

struct Granular {
    time: Option<usize>,
    email: Option<usize>,
    url: Option<usize>,
    kind: Kind,
}

impl ReadRecord for Granular {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let address = cell(&row, self.email);
        let who = out.person(&address, Column::Named("Email"))?;
        let moment = out.needed_moment(&cell(&row, self.time), Column::Named("Timestamp"))?;
        let draft = Draft::new(self.kind, Some(moment), Campaign { id: "", name: "" });
        out.emit(&who, Draft { link: &cell(&row, self.url), ..draft });
        Ok(())
    }

    fn covers(&self) -> KindSet {
        KindSet::of(&[self.kind])
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn the_folder_tells_the_kind_and_the_name_the_campaign() {
        let read = Sample::read(
            "46727/granular_activity/opens/135_herbst-2026.csv",
            "Timestamp,Email\n2026-09-14 06:00:14,a@example.org\n",
        );
        assert_eq!(read.report.dialect, "mailchimp-granular-activity");
        assert_eq!(read.count(Kind::Opened), 1);
        assert_eq!(read.campaigns(), [("135", "herbst-2026")]);
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:14Z"));
        assert_eq!(read.report.zone.as_deref(), Some("UTC"));
        assert!(!read.covers.contains(Kind::Clicked));
    }

    #[test]
    fn whatever_else_lies_in_the_folder_is_told_by_it() {
        let read = Sample::read(
            "1/granular_activity/sends/135_x.csv",
            "Timestamp,Email\n2026-09-14 06:00:00,a@example.org\n",
        );
        assert_eq!((read.report.dialect.as_str(), read.count(Kind::Sent)), (DIALECT.id, 1));
        assert_eq!(read.report.first.as_deref(), Some("2026-09-14T06:00:00Z"));
    }

    #[test]
    fn columns_are_found_by_name() {
        let read = Sample::read(
            "1/granular_activity/clicks/135_x.csv",
            "Url,Timestamp,Email\nhttps://shop.example/a,2026-09-14 06:00:14,a@example.org\n",
        );
        assert_eq!(read.count(Kind::Clicked), 1);
        assert_eq!(read.links, [Some("shop.example/a".to_owned())]);
    }

    #[test]
    fn columns_without_a_name_are_none() {
        let text = "Timestamp;Email;;\n2026-09-14 06:00:00;a@example.org;;\n;;;\n";
        let read = Sample::read("46727/granular_opens/opens.csv", text);
        assert_eq!(read.report.dialect, "mailchimp-granular-activity");
        assert_eq!((read.count(Kind::Opened), read.report.rows), (1, 2));
        assert!(read.report.problems.is_empty());
    }
}
