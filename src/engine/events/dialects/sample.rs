//! Reads a text whole, for the tests of dialects.

use crate::contract::{FilePlan, FileReport, Kind, KindSet, Problem};
use crate::engine::events::{Event, Fate, Key, Reading};
use crate::engine::zone::{Zone, Zones};

/// What a text gave.
pub(in crate::engine::events) struct Sample {
    pub report: FileReport,
    pub covers: KindSet,
    pub named: Vec<(String, String)>,
    pub links: Vec<Option<String>>,
    pub views: Vec<Option<u32>>,
    pub countries: Vec<&'static str>,
}

impl Sample {
    /// Zoneless times are read in Europe/Berlin, with the changes of 2026.
    pub(in crate::engine::events) fn read(path: &str, text: &str) -> Sample {
        Sample::try_read(path, text, &FilePlan::default()).expect("the text can be read")
    }

    pub(in crate::engine::events) fn try_read(
        path: &str,
        text: &str,
        plan: &FilePlan,
    ) -> Result<Sample, Problem> {
        let berlin =
            Zone::new("Europe/Berlin", 3600, vec![(1_774_746_000, 7200), (1_792_890_000, 3600)]);
        let zones = Zones::new(vec![berlin]);
        let (mut named, mut links, mut views) = (Vec::new(), Vec::new(), Vec::new());
        let mut countries = Vec::new();
        let mut sink = |event: Event<'_>| {
            named.push((event.campaign.id.to_owned(), event.campaign.name.to_owned()));
            links.push(event.link.map(str::to_owned));
            views.push(event.view_ms);
            countries.push(event.country.name());
            Fate::Kept
        };
        let mut reading = Reading::new(path, plan, &Key::new([5; 16]), &zones, "Europe/Berlin");
        reading.push(text.as_bytes(), &mut sink)?;
        let finished = reading.finish(&mut sink)?;
        let report = finished.report;
        let problems: u64 = report.problems.values().sum();
        let ignored: u64 = report.ignored.values().sum();
        assert_eq!(report.rows, report.rows_used + ignored + problems, "every row ends in one way");
        Ok(Sample { covers: finished.covers, report, named, links, views, countries })
    }

    /// Objects one a line, read where they lie; holds that they say the same where
    /// something lies deeper in each.
    pub(in crate::engine::events) fn read_lines(lines: &[&str]) -> Sample {
        let plain = Sample::read("lines.ndjson", &lines.join("\n"));
        let deeper: Vec<String> =
            lines.iter().map(|line| line.replacen('{', r#"{"deeper":[[]],"#, 1)).collect();
        let deeper = Sample::read("lines.ndjson", &deeper.join("\n"));
        assert_eq!(plain.report, deeper.report);
        assert_eq!(
            (&plain.named, &plain.links, &plain.views),
            (&deeper.named, &deeper.links, &deeper.views)
        );
        plain
    }

    pub(in crate::engine::events) fn count(&self, kind: Kind) -> u64 {
        self.report.events.get(&kind).copied().unwrap_or(0)
    }

    /// The campaigns in the order of the events, repetitions left out.
    pub(in crate::engine::events) fn campaigns(&self) -> Vec<(&str, &str)> {
        let mut campaigns: Vec<_> =
            self.named.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        campaigns.dedup();
        campaigns
    }
}
