//! Plain data that both sides of the worker link may say: no behaviour beyond
//! their own consistency, no address and no pseudonym in any type that can
//! leave the page.

mod consent;
mod count;
mod figures;
mod inspection;
mod kind;
mod ledger;
mod mapping;
mod people;
mod place;
mod problem;
mod profile;
mod progress;
mod report;
mod reported;
mod risk;
mod row_export;
mod settings;
mod sharing;
mod snapshot;
mod statistics;
mod trial;
mod unusable;

pub use consent::{ConsentSummary, Measured, Mode, Treatment};
pub use count::Count;
pub use figures::{Figures, Measure};
pub use inspection::{Certainty, Container, Encoding, FileClass, Granularity, Inspection, Shape};
pub use kind::{Kind, KindSet};
pub use ledger::{LedgerFault, LedgerView, ReleaseView};
pub use mapping::{CampaignSource, DateOrder, Mapping, Role};
pub use people::{
    Condition, Did, PeopleList, PeoplePage, PeopleQuery, Person, Target, TimelineEntry,
};
pub use place::{Place, columns};
pub use problem::{IgnoredReason, Problem, ProblemKind};
pub use profile::{Applied, Profile, ProfileFault};
pub use progress::Progress;
pub use report::{FilePlan, FileReport, Report};
pub use reported::Reported;
pub use risk::{Breach, BreachKind, Figure, Risk};
pub use row_export::RowExport;
pub use settings::{Convention, Filter, MachineRules, ReadingLimits, Settings};
pub use sharing::{Method, Noise, Perturbation, Privacy, Sharing, Table, TextChoice};
pub use snapshot::{
    Cost, Made, Protection, Review, Snapshot, TextReason, TextReview, Treated, Withholding,
    WithholdingReason,
};
pub use statistics::{
    Arrival, CampaignRow, DayRow, DeviceClientRow, GroupRow, LinkRow, MachineTally, Statistics,
    WeekRow,
};
pub use trial::{Doubt, Trial, TriedEvent, TriedRow};
pub use unusable::UnusableRows;
