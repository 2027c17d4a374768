use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the owner decides about one snapshot. The smallest number of people
/// stands in the settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sharing {
    /// Checked like every free text.
    pub title: String,
    pub method: Method,
    /// Of [`Method::CellKey`].
    pub perturbation: Perturbation,
    /// Of [`Method::Private`].
    pub privacy: Privacy,
    /// Tables beside the key figures, which are always part of it.
    pub tables: Vec<Table>,
    /// Days of sending and reactions by week: the careful form for the public.
    pub weeks: bool,
    /// Texts of the owner's data (campaign names, links) that leave otherwise
    /// than they are.
    pub texts: BTreeMap<String, TextChoice>,
}

impl Default for Sharing {
    fn default() -> Sharing {
        Sharing {
            title: String::new(),
            method: Method::Exact,
            perturbation: Perturbation::default(),
            privacy: Privacy::default(),
            tables: Table::BREAKDOWNS.into_iter().filter(|table| table.is_usual()).collect(),
            weeks: false,
            texts: BTreeMap::new(),
        }
    }
}

/// What becomes of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextChoice {
    /// A class stands in its place.
    Drop,
    /// The owner's words, checked again.
    Rename(String),
}

/// How figures are protected. One method a snapshot.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Of snapshots of version 1: exact counts; small groups are gathered, and
    /// what stays small is withheld by columns. No longer made.
    Gathered,
    /// Counts as they are; what is small, and what would give it away, is withheld.
    #[default]
    Exact,
    /// Small counts are withheld, all others rounded to 5, each by itself.
    Rounded,
    /// Small counts are withheld, all others changed a little, always the same
    /// way for the same people.
    CellKey,
    /// Differential privacy: random noise, paid for from a yearly budget.
    Private,
}

impl Method {
    pub const ALL: [Method; 4] = [Method::Exact, Method::Rounded, Method::CellKey, Method::Private];

    pub const fn name(self) -> &'static str {
        match self {
            Method::Gathered => "gathered",
            Method::Exact => "exact",
            Method::Rounded => "rounded",
            Method::CellKey => "cell_key",
            Method::Private => "private",
        }
    }
}

/// The table by which [`Method::CellKey`] changes counts: largest change,
/// variance, and counts that never appear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Perturbation {
    /// At most 3, variance 1.
    Light,
    /// At most 5, variance 3, never 1 or 2.
    #[default]
    Usual,
    /// At most 9, variance 10, never 1 or 2.
    Strong,
}

impl Perturbation {
    pub const ALL: [Perturbation; 3] =
        [Perturbation::Light, Perturbation::Usual, Perturbation::Strong];

    /// The largest change of a count.
    pub const fn at_most(self) -> u32 {
        match self {
            Perturbation::Light => 3,
            Perturbation::Usual => 5,
            Perturbation::Strong => 9,
        }
    }

    pub const fn variance(self) -> u32 {
        match self {
            Perturbation::Light => 1,
            Perturbation::Usual => 3,
            Perturbation::Strong => 10,
        }
    }

    /// Counts from 1 to this never appear.
    pub const fn never_up_to(self) -> u32 {
        match self {
            Perturbation::Light => 0,
            Perturbation::Usual | Perturbation::Strong => 2,
        }
    }
}

/// The promise of one release under [`Method::Private`], per subscriber.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// ε of this release, in thousandths.
    pub epsilon_milli: u32,
    /// δ of this release is 10 to the minus this.
    pub delta_exponent: u32,
    pub noise: Noise,
}

impl Privacy {
    /// ε that a subscriber may spend in a year, in thousandths.
    pub const YEARLY_EPSILON_MILLI: u32 = 1_000;
    /// Campaigns in which one subscriber counts at most. Noise grows with the
    /// number of campaigns up to here; of more campaigns, figures become too low.
    pub const CAMPAIGNS: u32 = 12;
    /// Tables that such a release has beside the key figures.
    pub const TABLES: [Table; 3] = [Table::Campaigns, Table::Providers, Table::Devices];
}

impl Default for Privacy {
    fn default() -> Privacy {
        Privacy { epsilon_milli: 250, delta_exponent: 6, noise: Noise::Laplace }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Noise {
    /// Discrete Laplace.
    #[default]
    Laplace,
    /// Discrete Gaussian.
    Gaussian,
}

/// The tables of a snapshot: a fixed set, so that the presence of one says
/// nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Table {
    /// The key figures: one row.
    Overall,
    Campaigns,
    Arrival,
    Days,
    Week,
    Links,
    Providers,
    Devices,
    Clients,
    Countries,
    /// Devices and clients together: which program on which device.
    DeviceClients,
    /// Events set aside, by rule: vendor, burst, user agent.
    Machine,
}

impl Table {
    pub const ALL: [Table; 12] = [
        Table::Overall,
        Table::Campaigns,
        Table::Arrival,
        Table::Days,
        Table::Week,
        Table::Links,
        Table::Providers,
        Table::Devices,
        Table::Clients,
        Table::Countries,
        Table::DeviceClients,
        Table::Machine,
    ];
    /// All that can be left out.
    pub const BREAKDOWNS: [Table; 11] = {
        let [_overall, breakdowns @ ..] = Table::ALL;
        breakdowns
    };

    pub const fn name(self) -> &'static str {
        match self {
            Table::Overall => "overall",
            Table::Campaigns => "campaigns",
            Table::Arrival => "arrival",
            Table::Days => "days",
            Table::Week => "week",
            Table::Links => "links",
            Table::Providers => "providers",
            Table::Devices => "devices",
            Table::Clients => "clients",
            Table::Countries => "countries",
            Table::DeviceClients => "device_clients",
            Table::Machine => "machine",
        }
    }

    /// Whether a snapshot has it unless its owner says otherwise. A table of two
    /// ways has many small cells, which cost others their figures.
    pub const fn is_usual(self) -> bool {
        !matches!(self, Table::DeviceClients)
    }

    pub fn from_name(name: &str) -> Option<Table> {
        Table::ALL.into_iter().find(|table| table.name() == name)
    }
}
