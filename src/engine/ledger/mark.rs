//! Which campaign a release counts, in digests that say nothing without the
//! owner's secret.

use super::Rows;
use crate::engine::disclosure::{CampaignMark, Members};
use crate::engine::secret::Secret;

/// Bytes of a digest: more than enough to tell campaigns apart.
const BYTES: usize = 16;

/// The mark of a campaign in a state. `state` is anything that changes when
/// something is added to the campaign's figures.
///
/// As when files are read, an id alone tells which campaign it is; where there
/// is none, the name and the day on which it was first sent do.
pub fn mark(
    secret: &Secret,
    id: &str,
    name: &str,
    sent_on: Option<&str>,
    state: &[u8],
) -> CampaignMark {
    let campaign = if id.is_empty() {
        secret
            .digest("campaign by name", &[name.as_bytes(), sent_on.unwrap_or_default().as_bytes()])
    } else {
        secret.digest("campaign by id", &[id.as_bytes()])
    };
    // Together with the campaign, so that equal states of two do not show.
    let state = secret.digest("state of a campaign", &[&campaign, state]);
    CampaignMark { campaign: short(&campaign), state: short(&state) }
}

/// Whether all of these could have been made by [`mark`]: nothing that can be
/// read finds its way into a ledger.
pub(super) fn are_marks(members: &Members) -> bool {
    members.0.iter().flatten().all(|mark| is_digest(&mark.campaign) && is_digest(&mark.state))
}

/// Whether what is said of rows could have been.
pub(super) fn are_rows(rows: Option<&Rows>) -> bool {
    rows.is_none_or(|rows| {
        is_digest(&rows.digest) && rows.tables.is_sorted_by(|one, next| one < next)
    })
}

fn is_digest(text: &str) -> bool {
    text.len() == 2 * BYTES && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

pub(super) fn short(digest: &[u8]) -> String {
    super::entry::hexadecimal(digest.get(..BYTES).unwrap_or(digest))
}
