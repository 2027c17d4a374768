//! Brevo transactional log as CSV. `st_text` is in the account's language;
//! `ts` is day-first in the account's zone; `NA` is missing.
//!
//! "First opening" stands for the first open of a message, and may be followed
//! by "Opened" for the same one: Brevo's webhooks, which tell of the same events,
//! have `unique_opened` and `opened` for it, and either can be asked for alone.
//! Together they are one open; an open hours after the first is another.
//!
//! Fingerprint: the header `st_text,ts,sub,frm,email,tag,mid,link`, of which a
//! saved copy may lack what is not needed.
//! Source: public code that reads the file, Brevo's webhook documentation; header
//! and Italian words verified, English partly, German and others recalled.

use super::{Dialect, Look, ReadRecord, Source, cell, no_campaign};
use crate::contract::{FileClass, Granularity, IgnoredReason, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::account::pseudonym;
use crate::engine::events::out::{Column, Draft, Out, Refusal};
use crate::engine::events::twins::{Twin, Twins};
use crate::engine::events::words::{self, Word, normal};

pub(super) const DIALECT: Dialect = Dialect {
    id: "brevo-transactional-logs",
    class: FileClass::Events,
    granularity: Granularity::Event,
    zoneless: true,
    zone: None,
    known: |look| look.has(&["st_text", "ts", "email"]),
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

/// A first open and the open that it is are told within so many milliseconds.
const APART: i64 = 5_000;

/// What a word means, and whether it is that of the first of two.
fn kind(word: &str) -> Option<(Word, Option<bool>)> {
    let normal = normal(word);
    let kind = match normal.as_str() {
        "requests" | "richiestainvio" => Kind::Sent,
        "firstopening" | "primaapertura" | "ersteoeffnung" | "premiereouverture"
        | "primeraapertura" | "primeiraabertura" | "eersteopening" => {
            return Some((Word { kind: Kind::Opened, unclassified: false }, Some(true)));
        }
        "loadedbyproxy"
        | "uniqueloadedbyproxy"
        | "caricataperprocura"
        | "ueberproxygeladen"
        | "chargeparproxy"
        | "cargadoporproxy"
        | "carregadoporproxy"
        | "geladenviaproxy" => Kind::MachineOpened,
        "error" => Kind::Dropped,
        // The other words are those of everybody.
        _ => {
            let told = words::kind_of(&normal)?;
            return Some((told, (told.kind == Kind::Opened).then_some(false)));
        }
    };
    Some((Word { kind, unclassified: false }, None))
}

struct Log {
    word: Option<usize>,
    time: Option<usize>,
    subject: Option<usize>,
    email: Option<usize>,
    tag: Option<usize>,
    message: Option<usize>,
    link: Option<usize>,
    firsts: Twins,
}

impl Log {
    fn new(look: &Look) -> Log {
        Log {
            word: look.column("st_text"),
            time: look.column("ts"),
            subject: look.column("sub"),
            email: look.column("email"),
            tag: look.column("tag"),
            message: look.column("mid"),
            link: look.column("link"),
            firsts: Twins::new(APART),
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
        let (Word { kind, unclassified }, first) = kind(&word)
            .ok_or(Refusal::Problem(ProblemKind::UnknownWord, Column::Named("st_text")))?;
        let moment = out.needed_moment(&cell(&row, self.time), Column::Named("ts"))?;
        let (tag, subject) = (cell(&row, self.tag), cell(&row, self.subject));
        let name = if present(&tag).is_empty() { present(&subject) } else { &tag };
        let link = cell(&row, self.link);
        if let Some(first) = first {
            let message = match cell(&row, self.message) {
                told if present(&told).is_empty() => subject.clone(),
                told => told,
            };
            let twin = Twin {
                who: pseudonym(&who),
                message: &message,
                link: "",
                kind,
                first,
                time: moment.time,
            };
            if self.firsts.repeats(&twin, out.key) {
                return Err(Refusal::Ignored(IgnoredReason::ToldElsewhere));
            }
        }
        let draft = Draft::new(kind, Some(moment), Campaign { id: "", name });
        out.emit(&who, Draft { link: present(&link), unclassified, ..draft });
        Ok(())
    }

    fn covers(&self) -> KindSet {
        COVERS
    }

    fn hangs_together(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::Sample;
    use super::*;

    #[test]
    fn one_log_in_many_languages() {
        for (first, proxy) in [
            ("First opening", "Loaded by proxy"),
            ("Prima apertura", "Caricata per procura"),
            ("Erste Öffnung", "Über Proxy geladen"),
            ("Primeira abertura", "Carregado por proxy"),
            ("Eerste opening", "Geladen via proxy"),
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

    #[test]
    fn a_first_opening_is_an_opening() {
        for (first, opened) in [
            ("First opening", "Opened"),
            ("FIRST OPENING", "opened"),
            ("Prima apertura", "Aperta"),
            ("Erste Öffnung", "Geöffnet"),
            ("Première ouverture", "Ouvert"),
            ("Primera apertura", "Abierto"),
            ("Primeira abertura", "Aberto"),
            ("Eerste opening", "Geopend"),
        ] {
            let row = |word: &str, time: &str, message: &str| {
                format!("{word},14-09-2026 {time},S,f@example.com,a@example.org,NA,{message},NA\n")
            };
            // Newest first, as the log is written; the second message is opened first, too.
            let rows = [
                row(opened, "20:00:00", "m"),
                row(opened, "08:00:01", "n"),
                row(opened, "08:00:00", "m"),
                row(first, "08:00:00", "n"),
                row(first, "08:00:00", "m"),
                row(first, "07:00:00", "NA"),
                row(opened, "07:00:00", "NA"),
            ];
            let text = format!("st_text,ts,sub,frm,email,tag,mid,link\n{}", rows.concat());
            let read = Sample::read("x.csv", &text);
            assert_eq!((read.report.rows, read.count(Kind::Opened)), (7, 4), "{first}");
            assert_eq!(read.report.ignored[&IgnoredReason::ToldElsewhere], 3, "{first}");
        }
    }

    #[test]
    fn a_saved_copy_may_lack_columns_and_have_others() {
        let read = Sample::read(
            "x.csv",
            "Nr;EMAIL;TS;ST_TEXT\n1;a@example.org;14-09-2026 08:00:00;Soft bounce\n\
             2;a@example.org;14-09-2026 08:00:00;danced\n3;a@example.org;NA;Sent\n",
        );
        assert_eq!(read.report.dialect, "brevo-transactional-logs");
        assert_eq!((read.report.rows, read.count(Kind::BouncedSoft)), (3, 1));
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingTime], 1);
    }
}
