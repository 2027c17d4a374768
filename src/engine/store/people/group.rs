//! Target groups: everybody who meets all conditions.
//!
//! A condition is met by what was kept with the person's name. *Did not* is
//! said only of people whose doing would have been kept with their name, for
//! all messages concerned; otherwise the list would tell what an unnamed person
//! did. For the same reason, of several conditions, or of a *did not*, nothing
//! is worked out about people who cannot be named: `anonymous` then counts all
//! of them, whether they meet the conditions or not. Of one single *did* it
//! counts those who did.

use super::scan::{Verdict, scan};
use super::{Desk, PeoplePage};
use crate::contract::{Condition, Did, Measure, Target};
use crate::engine::store::{Mark, Message, tells_of_sending};
use crate::engine::tallies::recipient::{Assessor, Recipient};

/// A condition, its link looked up.
struct Asked {
    holds: bool,
    did: Did,
    campaign: Option<u32>,
    /// `Some(None)`: a link that no file names.
    link: Option<Option<u32>>,
}

impl<'a> Desk<'a> {
    pub(super) fn group(&self, target: &Target) -> PeoplePage {
        let asked: Vec<Asked> =
            target.conditions.iter().map(|condition| self.asked(condition)).collect();
        let single_did = matches!(&asked[..], [only] if only.holds);
        let mut assessor = self.assessor();
        let found = scan(self, |seen, messages| {
            let mut met = |condition: &Asked, named_only: bool| {
                concerned(condition, messages)
                    .any(|message| self.did(message, condition, named_only, &mut assessor))
            };
            if single_did {
                return match asked.first() {
                    Some(only) if seen && met(only, true) => Verdict::Listed,
                    Some(only) if met(only, false) => Verdict::Anonymous,
                    _ => Verdict::Out,
                };
            }
            let known = |condition: &Asked| {
                concerned(condition, messages)
                    .all(|message| self.would_be_named(message, condition.did))
            };
            let listed = seen
                && asked.iter().all(|condition| {
                    let did = met(condition, true);
                    if condition.holds { did } else { !did && known(condition) }
                });
            if listed {
                Verdict::Listed
            } else if seen && asked.iter().all(known) {
                Verdict::Out
            } else {
                Verdict::Anonymous
            }
        });
        self.page(found)
    }

    fn asked(&self, condition: &Condition) -> Asked {
        let &Condition { holds, did, campaign, ref link } = condition;
        let code = |text: &String| {
            (0..self.store.links_len() as u32)
                .find(|&code| self.store.link(code) == Some(text.as_str()))
        };
        let link = link.as_ref().filter(|_| did == Did::Clicked).map(code);
        Asked { holds, did, campaign, link }
    }

    /// Whether the recipient of the message did it.
    fn did(
        &self,
        message: Message<'_>,
        condition: &Asked,
        named_only: bool,
        assessor: &mut Assessor,
    ) -> bool {
        let entries = message.entries().filter(|entry| !named_only || entry.named());
        let recipient = assessor.assess(entries, true, self.has_deliveries(message));
        let counts = |measure| recipient.counts_in.has(measure);
        match condition.did {
            // Exports without deliveries show by the reaction that it arrived.
            Did::Received => {
                counts(Measure::Delivered)
                    || (!counts(Measure::Sent) && counts(Measure::ConfirmedOpeners))
            }
            Did::Opened => counts(Measure::Openers),
            Did::Clicked => clicked(recipient, condition.link),
            Did::Bounced => counts(Measure::BouncedHard) || counts(Measure::BouncedSoft),
            Did::Unsubscribed => counts(Measure::Unsubscribed),
            Did::Complained => counts(Measure::Complained),
        }
    }

    /// Whether doing it would have been kept with the person's name, by the
    /// choice at the time of sending.
    fn would_be_named(&self, message: Message<'_>, did: Did) -> bool {
        let flag = match did {
            Did::Opened => Mark::NAMED_OPENS,
            Did::Clicked => Mark::NAMED_CLICKS,
            Did::Received | Did::Bounced | Did::Unsubscribed | Did::Complained => Mark::NAMED,
        };
        let mut sending = message.entries().filter(|entry| tells_of_sending(entry.kind)).peekable();
        self.everybody || (sending.peek().is_some() && sending.all(|entry| entry.mark.has(flag)))
    }
}

fn concerned<'m, 'a>(
    condition: &Asked,
    messages: &'m [Message<'a>],
) -> impl Iterator<Item = Message<'a>> + 'm {
    let campaign = condition.campaign;
    messages
        .iter()
        .copied()
        .filter(move |message| campaign.is_none_or(|campaign| message.campaign == campaign))
}

fn clicked(recipient: &Recipient, link: Option<Option<u32>>) -> bool {
    let mut clicks = recipient.reactions.iter().filter(|reaction| !reaction.open);
    match link {
        None => clicks.next().is_some(),
        Some(None) => false,
        Some(code) => clicks.any(|click| click.link == code),
    }
}
