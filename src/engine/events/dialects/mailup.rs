//! MailUp statistics of messages: a row an action, `statusType` says which.
//! `statusChange` is its time, `sentDate` that of sending, both in Italian time
//! without separators (`20110122T113000`). `details` is the link of a click, or
//! the code of a bounce, which does not say its class.
//!
//! Fingerprint: `statusType` and `statusChange`.
//! Source: MailUp's help pages on the export; verified but for the spelling of
//! the header, which is partly.

use super::fields::Field;
use super::{Dialect, Look, ReadRecord, Source, no_campaign};
use crate::contract::{FileClass, Granularity, Kind, KindSet, ProblemKind};
use crate::engine::events::Campaign;
use crate::engine::events::out::{Draft, Out, Refusal};

pub(super) const DIALECT: Dialect = Dialect {
    id: "mailup-statistics",
    class: FileClass::Events,
    granularity: Granularity::Event,
    zoneless: true,
    zone: Some("Europe/Rome"),
    known: |look| look.has(&["statusType", "statusChange"]),
    campaign: no_campaign,
    open: |look| Box::new(Statistics::new(look)),
};

const COVERS: KindSet = KindSet::of(&[Kind::Sent, Kind::BouncedHard, Kind::Opened, Kind::Clicked]);

struct Statistics {
    email: Field,
    word: Field,
    time: Field,
    details: Field,
    message: Field,
    subject: Field,
}

impl Statistics {
    fn new(look: &Look) -> Statistics {
        Statistics {
            email: Field::new(look, &["email", "emailAddress", "recipient", "idRecipient"]),
            word: Field::new(look, &["statusType"]),
            time: Field::new(look, &["statusChange"]),
            details: Field::new(look, &["details"]),
            message: Field::new(look, &["idNl", "idMessage", "idInvio"]),
            subject: Field::new(look, &["subject", "messageSubject"]),
        }
    }
}

impl ReadRecord for Statistics {
    fn read(&mut self, source: Source<'_>, out: &mut Out<'_>) -> Result<(), Refusal> {
        let email = self.email.of(source);
        let who = out.person(&email, self.email.column())?;
        let kind = match self.word.of(source).to_ascii_uppercase().as_str() {
            "" => return Err(self.word.problem(ProblemKind::MissingKind)),
            "SNT" => Kind::Sent,
            "OPN" => Kind::Opened,
            "CLK" => Kind::Clicked,
            "NCO" => Kind::BouncedHard,
            _ => return Err(self.word.problem(ProblemKind::UnknownWord)),
        };
        let moment = out.needed_moment(&self.time.of(source), self.time.column())?;
        let (id, name) = (self.message.of(source), self.subject.of(source));
        let details = self.details.of(source);
        out.emit(
            &who,
            Draft {
                link: if kind == Kind::Clicked { &details } else { "" },
                unclassified: kind == Kind::BouncedHard,
                ..Draft::new(kind, Some(moment), Campaign { id: &id, name: &name })
            },
        );
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

    #[test]
    fn a_row_an_action() {
        let read = Sample::read(
            "x.csv",
            "idList;idInvio;idNl;email;subject;statusType;details;statusChange;sentDate\n\
             1;5;9;a@example.org;Herbst;SNT;;20260914T080000;20260914T080000\n\
             1;5;9;a@example.org;Herbst;OPN;;20260914T091500;20260914T080000\n\
             1;5;9;a@example.org;Herbst;CLK;https://shop.example/a;20260914T091600;20260914T080000\n\
             1;5;9;b@example.org;Herbst;NCO;550;20260914T080100;20260914T080000\n\
             1;5;9;b@example.org;Herbst;XYZ;;20260914T080100;20260914T080000\n\
             1;5;9;b@example.org;Herbst;OPN;;;20260914T080000\n",
        );
        assert_eq!(read.report.dialect, "mailup-statistics");
        assert_eq!((read.count(Kind::Sent), read.count(Kind::Opened)), (1, 1));
        assert_eq!((read.count(Kind::Clicked), read.count(Kind::BouncedHard)), (1, 1));
        assert_eq!(read.report.unclassified_bounces, 1);
        assert_eq!(read.links[2], Some("shop.example/a".to_owned()));
        assert_eq!(read.links[3], None);
        assert_eq!(read.campaigns(), [("9", "Herbst")]);
        assert_eq!(read.report.problems[&ProblemKind::UnknownWord], 1);
        assert_eq!(read.report.problems[&ProblemKind::MissingTime], 1);
    }
}
