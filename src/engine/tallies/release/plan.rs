//! Which rows the tables of a release have: codes to rows, without any names.

use crate::contract::Figures;
use std::collections::BTreeMap;

/// The rows of every table. A table with no rows is not counted.
#[derive(Clone, Default, PartialEq)]
pub(in crate::engine) struct Plan {
    /// By campaign key; keys that are missing are not counted at all.
    pub(in crate::engine) campaigns: BTreeMap<u32, CampaignPlan>,
    pub(in crate::engine) campaign_rows: usize,
    /// By the name of the mailbox group.
    pub(in crate::engine) providers: BTreeMap<String, usize>,
    pub(in crate::engine) provider_rows: usize,
    /// By the number of the device.
    pub(in crate::engine) devices: Vec<usize>,
    pub(in crate::engine) device_rows: usize,
    /// By the number of the family.
    pub(in crate::engine) clients: Vec<usize>,
    pub(in crate::engine) client_rows: usize,
    /// By the number of the country.
    pub(in crate::engine) countries: Vec<usize>,
    pub(in crate::engine) country_rows: usize,
    /// By the number of device and family together.
    pub(in crate::engine) device_clients: Vec<usize>,
    pub(in crate::engine) device_client_rows: usize,
    /// The same numbers, where they share the row of the others of their device:
    /// the row of [`Plan::clients`] in which they have a name.
    pub(in crate::engine) gathered_clients: BTreeMap<u8, usize>,
    /// By the link's code; links that are missing, and clicks without a link,
    /// belong to the row `other_links`.
    pub(in crate::engine) links: BTreeMap<u32, usize>,
    pub(in crate::engine) other_links: usize,
    pub(in crate::engine) link_rows: usize,
    /// Hours since sending at which each step but the first begins, ascending.
    pub(in crate::engine) arrival: Option<Vec<i64>>,
    /// Days since 1970-01-01 at which each row begins, ascending, and the day
    /// after the last.
    pub(in crate::engine) days: Vec<i32>,
    /// Parts into which each weekday is divided: 4, 1, or none.
    pub(in crate::engine) parts_of_day: usize,
    pub(in crate::engine) machine: bool,
}

/// One campaign in a release.
#[derive(Clone, PartialEq)]
pub(in crate::engine) struct CampaignPlan {
    pub(in crate::engine) row: usize,
    /// The place in the order of sending.
    pub(in crate::engine) rank: usize,
    /// What its files can tell.
    pub(in crate::engine) tells: Figures<bool>,
}
