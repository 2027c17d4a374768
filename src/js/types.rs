//! The module's types: `types.d.ts` as it stands goes into the module's own
//! `.d.ts`. The tests hold it against the contract, name by name.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const SECTION: &str = include_str!("types.d.ts");

#[cfg(test)]
mod tests {
    use crate::contract::*;
    use serde::Serialize;
    use std::collections::BTreeSet;

    const TYPES: &str = include_str!("types.d.ts");

    /// The names between the braces of an interface.
    fn fields(interface: &str) -> BTreeSet<String> {
        let head = format!("export interface {interface} ");
        let body = TYPES.split_once(&head).expect(interface).1;
        let (bases, body) = body.split_once('{').unwrap();
        let body = body.split_once("\n}").unwrap().0;
        let mut names: BTreeSet<String> = body
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with('/') && !line.starts_with('*'))
            .filter_map(|line| line.split_once(':'))
            .map(|(name, _)| name.trim_end_matches('?').to_owned())
            .collect();
        if let Some(base) = bases.trim().strip_prefix("extends ") {
            names.extend(fields(base.trim()));
        }
        names
    }

    fn names(value: &impl Serialize) -> BTreeSet<String> {
        match serde_json::to_value(value).unwrap() {
            serde_json::Value::Object(object) => object.keys().cloned().collect(),
            _ => panic!("an object"),
        }
    }

    fn problem() -> Problem {
        let file = String::new();
        Problem { kind: ProblemKind::BadTime, file, row: None, column: None }
    }

    #[test]
    fn every_interface_has_the_fields_of_its_type_and_no_others() {
        let checks = [
            ("Settings", names(&Settings::default())),
            ("MachineRules", names(&MachineRules::default())),
            ("ReadingLimits", names(&ReadingLimits::default())),
            ("Filter", names(&Filter::default())),
            ("FilePlan", names(&FilePlan::default())),
            ("Problem", names(&problem())),
            ("Progress", names(&Progress::default())),
            ("ConsentSummary", names(&ConsentSummary::default())),
            ("Figures", names(&Figures::<Count>::default())),
            ("Statistics", names(&Statistics::default())),
            ("CampaignRow", names(&CampaignRow::default())),
            ("Arrival", names(&Arrival::default())),
            ("DayRow", names(&DayRow::default())),
            ("WeekRow", names(&WeekRow::default())),
            ("LinkRow", names(&LinkRow::default())),
            ("GroupRow", names(&GroupRow::default())),
            ("MachineTally", names(&MachineTally::default())),
        ];
        for (interface, names) in checks {
            assert_eq!(fields(interface), names, "{interface}");
        }
    }

    #[test]
    fn so_have_those_without_a_usual_value() {
        let report = FileReport {
            name: String::new(),
            dialect: String::new(),
            granularity: Granularity::Event,
            rows: 0,
            rows_used: 0,
            events: Default::default(),
            ignored: Default::default(),
            problems: Default::default(),
            located: Vec::new(),
            recipients: 0,
            addresses: 0,
            first: None,
            last: None,
            zone: None,
            ambiguous_times: 0,
            unclassified_bounces: 0,
            reported: Vec::new(),
        };
        assert_eq!(fields("FileReport"), names(&report));
        assert_eq!(fields("Reported"), names(&Reported::default()));
        let whole = Report {
            files: Vec::new(),
            consent: None,
            campaigns: Vec::new(),
            overall: Figures::default(),
            statistics: Statistics::default(),
        };
        assert_eq!(fields("Report"), names(&whole));
        let inspection = Inspection {
            name: String::new(),
            bytes: 0,
            class: FileClass::Events,
            container: Container::Plain,
            encoding: Encoding::Utf8,
            shape: Shape::Unknown,
            dialect: String::new(),
            certainty: Certainty::Certain,
            granularity: Granularity::Event,
            header: Vec::new(),
            preview: Vec::new(),
            mapping: None,
            zoneless: false,
            problem: None,
        };
        assert_eq!(fields("Inspection"), names(&inspection));
        let mapping = Mapping {
            roles: Vec::new(),
            granularity: Granularity::Event,
            words: Default::default(),
            kind: None,
            dates: DateOrder::DayFirst,
            campaign: CampaignSource::FileName,
        };
        assert_eq!(fields("Mapping"), names(&mapping));
        let rows = UnusableRows { csv: String::new(), rows: 0, listed: 0 };
        assert_eq!(fields("UnusableRows"), names(&rows));
        let applied = Applied {
            name: String::new(),
            class: FileClass::Events,
            plan: FilePlan { mapping: Some(mapping), zone: None },
            missing: Vec::new(),
        };
        assert_eq!(fields("AppliedProfile"), names(&applied));
    }

    #[test]
    fn every_kind_of_event_is_named() {
        let kinds = TYPES.split_once("export type Kind =").unwrap().1.split_once(';').unwrap().0;
        let named: BTreeSet<&str> = kinds.split('"').skip(1).step_by(2).collect();
        assert_eq!(named, Kind::ALL.iter().map(|kind| kind.name()).collect());
    }
}
