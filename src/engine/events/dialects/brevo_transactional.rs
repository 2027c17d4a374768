//! Brevo transactional log as CSV. `st_text` is in the account's language;
//! `ts` is day-first in the account's zone; `NA` is missing. "First opening"
//! and "Opened" are two opens.
//!
//! Fingerprint: the header `st_text,ts,sub,frm,email,tag,mid,link`.
//! Source: public code that reads the file; header and Italian words verified,
//! English partly, German recalled.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::words::normal;

pub(super) const DIALECT: Dialect = Dialect {
    id: "brevo-transactional-logs",
    class: FileClass::Events,
    granularity: Granularity::Event,
    zoneless: true,
    zone: None,
    known: |look| look.has(&["st_text", "ts", "sub", "frm", "email", "tag", "mid", "link"]),
    campaign: no_campaign,
    open: |look| Box::new(Log::new(look)),
};

const COVERS: KindSet = KindSet::of(&[
    Kind::Sent,
    Kind::Delivered,
    Kind::Deferred,
    Kind::BouncedHard,
    Kind::BouncedSoft,
    Kind::Dropped,
    Kind::Opened,
    Kind::MachineOpened,
    Kind::Clicked,
    Kind::Unsubscribed,
    Kind::Complained,
]);

fn kind(word: &str) -> Option<Kind> {
    Some(match normal(word).as_str() {
        "sent" | "requests" | "inviata" | "richiestainvio" | "gesendet" => Kind::Sent,
        "delivered" | "consegnata" | "zugestellt" => Kind::Delivered,
        "deferred" | "rinviata" | "zurueckgestellt" => Kind::Deferred,
        "firstopening" | "opened" | "primaapertura" | "aperta" | "ersteoeffnung" | "geoeffnet" => {
            Kind::Opened
        }
        "loadedbyproxy" | "caricataperprocura" | "ueberproxygeladen" => Kind::MachineOpened,
        "clicked" | "cliccata" | "geklickt" => Kind::Clicked,
        "hardbounce" | "invalidemail" => Kind::BouncedHard,
        "softbounce" => Kind::BouncedSoft,
        "blocked" | "error" | "bloccata" | "blockiert" => Kind::Dropped,
        "complaint" | "spam" | "beschwerde" => Kind::Complained,
        "unsubscribed" | "disiscrizione" | "abgemeldet" => Kind::Unsubscribed,
        _ => return None,
    })
}

struct Log {
    word: Option<usize>,
    time: Option<usize>,
    subject: Option<usize>,
    email: Option<usize>,
    tag: Option<usize>,
    link: Option<usize>,
}

impl Log {
    fn new(look: &Look) -> Log {
        Log {
            word: look.column("st_text"),
            time: look.column("ts"),
            subject: look.column("sub"),
            email: look.column("email"),
            tag: look.column("tag"),
            link: look.column("link"),
        }
    }
}

/// `NA` stands for nothing.
fn present(cell: &str) -> &str {
    if cell == "NA" { "" } else { cell }
}

impl ReadRecord for Log {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let row = source.row()?;
        let address = cell(&row, self.email);
        let who = out.person(present(&address), Column::Named("email"))?;
        let word = cell(&row, self.word);
        if present(&word).is_empty() {
            return Err(Refusal::Problem(ProblemKind::MissingKind, Column::Named("st_text")));
        }
        let kind = kind(&word)
            .ok_or(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("st_text")))?;
        let moment = out.needed_moment(&cell(&row, self.time), Column::Named("ts"))?;
        let (tag, subject) = (cell(&row, self.tag), cell(&row, self.subject));
        let name = if present(&tag).is_empty() { present(&subject) } else { &tag };
        let link = cell(&row, self.link);
        let draft = Draft::new(kind, Some(moment), Campaign { id: "", name });
        out.emit(&who, Draft { link: present(&link), ..draft });
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;
    use crate::contract::IgnoredReason;

    #[test]
    fn one_log_in_three_languages() {
        for (first, proxy) in [
            ("First opening", "Loaded by proxy"),
            ("Prima apertura", "Caricata per procura"),
            ("Erste Öffnung", "Über Proxy geladen"),
        ] {
            let read = Sample::read(
                "x.csv",
                &format!(
                    "st_text,ts,sub,frm,email,tag,mid,link\n\
                     {first},25-10-2026 02:30:00,S,f@example.com,a@example.org,NA,m,NA\n\
                     {proxy},14-09-2026 08:00:00,S,f@example.com,a@example.org,t,m,NA\n"
                ),
            );
            assert_eq!(read.report.dialect, "brevo-transactional-logs");
            assert_eq!(
                (read.count(Kind::Opened), read.count(Kind::MachineOpened)),
                (1, 1),
                "{first}"
            );
            assert_eq!(read.campaigns(), [("", "S"), ("", "t")]);
            assert_eq!(read.report.zone.as_deref(), Some("Europe/Berlin"));
            assert_eq!(read.report.ambiguous_times, 1);
            assert_eq!(read.report.ignored.get(&IgnoredReason::Consent), None);
        }
    }
}
