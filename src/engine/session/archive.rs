//! Archives: their members in turn, as one file.

use super::open::{unread, whole};
use super::{HEAD, Session, Source};
use crate::contract::{FilePlan, Inspection, Mapping, Problem, ProblemKind};
use crate::engine::events::{Finished, MemberHead, Members, inspect_members};
use crate::engine::records::{self, Archive};
use std::io::{Read, Seek};
use std::ops::ControlFlow;

/// Memory for looking at the members, all of them together.
const LOOK: usize = 32 << 20;

/// Less than this tells nothing of a member.
const SMALLEST_LOOK: usize = 4 << 10;

impl Session {
    /// Reads an archive; its members make one file in the report. What is wrong
    /// with single members is located there.
    pub fn archive(&mut self, name: &str, source: &Source, bytes: impl Read + Seek) {
        self.finish();
        let read = records::members(name, bytes).and_then(|mut archive| match source {
            Source::Events(plan) => self.events_archive(name, plan, &mut archive),
            Source::Consent(mapping) => self.consent_archive(name, mapping.as_ref(), &mut archive),
        });
        if let Err(kind) = read {
            self.refuse(name, source, kind);
        }
    }

    fn events_archive<R: Read + Seek>(
        &mut self,
        name: &str,
        plan: &FilePlan,
        archive: &mut Archive<R>,
    ) -> Result<(), ProblemKind> {
        let looked = look(name, 0, archive);
        self.decide();
        let mut all: Option<Finished> = None;
        let mut missing = Vec::new();
        for (position, member) in archive.members().to_vec().into_iter().enumerate() {
            let path = member.name.as_str();
            if let Some(kind) = looked.fault(position) {
                missing.push(whole(path, kind));
                continue;
            }
            let (key, zones, zone) = (&self.key, &self.zones, &self.settings.zone);
            let Some(mut reading) = looked.members.reading(position, path, plan, key, zones, zone)
            else {
                continue;
            };
            reading = self.gathering(reading);
            self.store.begin_file();
            let mut problem = None;
            let unpacked =
                archive.read(position, &mut |bytes| match self.push_events(&mut reading, bytes) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(whole_file) => {
                        problem = Some(whole_file);
                        ControlFlow::Break(())
                    }
                });
            // What was unpacked before it went wrong is read all the same.
            let problem = problem.or(unpacked.err().map(|kind| whole(path, kind)));
            match (self.finish_events(reading), &mut all) {
                (Err(unreadable), _) => missing.push(problem.unwrap_or(unreadable)),
                (Ok(finished), all) => {
                    missing.extend(problem);
                    match all {
                        Some(all) => all.merge(finished),
                        None => *all = Some(finished),
                    }
                }
            }
        }
        let report = match all {
            Some(mut all) => {
                missing.into_iter().for_each(|problem| all.missing(problem));
                all.report.name = name.to_owned();
                all.report
            }
            None => unread(name, looked.why_unread(name, missing)),
        };
        self.file(report);
        Ok(())
    }

    fn consent_archive<R: Read + Seek>(
        &mut self,
        name: &str,
        mapping: Option<&Mapping>,
        archive: &mut Archive<R>,
    ) -> Result<(), ProblemKind> {
        let looked = look(name, 0, archive);
        let plan = FilePlan::default();
        let mut fault = None;
        let mut lists = 0;
        for (position, member) in archive.members().to_vec().iter().enumerate() {
            let (key, zones, zone) = (&self.key, &self.zones, &self.settings.zone);
            let table =
                looked.members.reading(position, &member.name, &plan, key, zones, zone).is_some();
            if !table {
                fault = fault.or(looked.fault(position));
                continue;
            }
            self.begin(&member.name, &Source::Consent(mapping.cloned()));
            let unpacked = archive.read(position, &mut |bytes| {
                if self.push(bytes) { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            self.finish();
            fault = fault.or(unpacked.err());
            lists += 1;
        }
        match fault {
            None if lists > 0 => Ok(()),
            Some(kind) => Err(kind),
            None => Err(ProblemKind::UnsupportedFormat),
        }
    }
}

/// What an archive of `bytes` bytes is, from its members.
pub(super) fn inspect<R: Read + Seek>(
    name: &str,
    bytes: u64,
    archive: &mut Archive<R>,
) -> Inspection {
    let looked = look(name, bytes, archive);
    let mut inspection = looked.members.inspection.clone();
    inspection.container = archive.container();
    if let Some(problem) = &mut inspection.problem {
        *problem = looked.why_unread(name, Vec::new());
    }
    inspection
}

/// An archive whose members were looked at.
struct Looked {
    members: Members,
    /// Why a member cannot be unpacked.
    faults: Vec<Option<ProblemKind>>,
}

impl Looked {
    fn fault(&self, position: usize) -> Option<ProblemKind> {
        self.faults.get(position).copied().flatten()
    }

    /// Why nothing of the archive could be read: what is wrong with a member,
    /// where something is, else that it holds no table.
    fn why_unread(&self, name: &str, missing: Vec<Problem>) -> Problem {
        let of_a_member = missing.first().map(|problem| problem.kind);
        let fault = self.faults.iter().find_map(|fault| *fault);
        let kind =
            of_a_member.or(fault).or(self.members.inspection.problem.as_ref().map(|it| it.kind));
        whole(name, kind.unwrap_or(ProblemKind::UnsupportedFormat))
    }
}

fn look<R: Read + Seek>(name: &str, bytes: u64, archive: &mut Archive<R>) -> Looked {
    let members = archive.members().to_vec();
    let limit = (LOOK / members.len().max(1)).clamp(SMALLEST_LOOK, HEAD as usize);
    let mut heads = Vec::with_capacity(members.len());
    let mut faults = Vec::with_capacity(members.len());
    for position in 0..members.len() {
        let mut head = Vec::new();
        let unpacked = archive.read(position, &mut |bytes| {
            let room = limit.saturating_sub(head.len());
            head.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
            if head.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        heads.push(head);
        faults.push(unpacked.err());
    }
    let looks: Vec<MemberHead<'_>> = members
        .iter()
        .zip(&heads)
        .map(|(member, head)| MemberHead { path: &member.name, head, complete: head.len() < limit })
        .collect();
    Looked { members: inspect_members(name, bytes, &looks), faults }
}
