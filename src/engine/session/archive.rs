//! Archives: their members in turn, as one file.

use super::open::{unread, whole};
use super::{Divisible, HEAD, PartsFile, Session, Source, Unpacking};
use crate::contract::{FilePlan, Inspection, Mapping, Problem, ProblemKind};
use crate::engine::events::{Finished, MemberHead, Members, inspect_members};
use crate::engine::records::{self, Archive, Member};
use std::io::{Read, Seek};
use std::ops::{ControlFlow, Range};

/// Memory for looking at the members, all of them together.
const LOOK: usize = 32 << 20;

/// Less than this tells nothing of a member.
const SMALLEST_LOOK: usize = 4 << 10;

impl Session {
    /// Reads an archive; its members make one file in the report. What is wrong
    /// with single members is located there.
    pub fn archive(&mut self, name: &str, source: &Source, bytes: impl Read + Seek) {
        if let Some(mut members) = self.open_archive(name, source, bytes) {
            while members.advance(self).is_some() {}
            members.finish(self);
        }
    }

    /// The same, a member at a time, of an archive of exports; one of consent lists, and
    /// one that cannot be read, is entered at once.
    pub fn open_archive<'a>(
        &mut self,
        name: &str,
        source: &Source,
        bytes: impl Read + Seek + 'a,
    ) -> Option<Box<dyn MembersInTurn + 'a>> {
        self.finish();
        let mut archive = match records::members(name, bytes) {
            Ok(archive) => archive,
            Err(kind) => {
                self.refuse(name, source, kind);
                return None;
            }
        };
        match source {
            Source::Events(plan) => {
                let looked = look(name, 0, &mut archive);
                self.decide();
                let (name, plan) = (name.to_owned(), plan.clone());
                let (next, all, missing) = (0, None, Vec::new());
                let sizes = archive.members().iter().map(|member| member.size);
                let size = sizes.fold(0, u64::saturating_add);
                Some(Box::new(Exports { name, plan, archive, looked, next, size, all, missing }))
            }
            Source::Consent(mapping) => {
                let read = self.consent_archive(name, mapping.as_ref(), &mut archive);
                if let Err(kind) = read {
                    self.refuse(name, source, kind);
                }
                None
            }
        }
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

/// The members of an archive, read one after the other. A trait, so that who reads them
/// needs nothing of what archives are made of before there is one.
pub trait MembersInTurn {
    /// Reads the next member: so many bytes of the archive. `None` behind the last.
    fn advance(&mut self, session: &mut Session) -> Option<u64>;

    /// The next member for others to read, where one can and it is worth it: one of so many
    /// bytes, unpacked, as a whole, if all members together have more; a larger one in parts.
    fn elsewhere(&mut self, session: &Session, whole: &Range<u64>) -> Option<Elsewhere>;

    /// The bytes of the one to be read in parts.
    ///
    /// # Errors
    /// Why it cannot be unpacked.
    fn unpacking(&mut self) -> Result<Unpacking<'_>, ProblemKind>;

    /// All its parts are taken by the session; `problem` says why there are no more.
    fn ended(&mut self, session: &mut Session, problem: Option<ProblemKind>);

    /// The session has taken the first of the members that were given away, as its only
    /// part.
    fn returned(&mut self, session: &mut Session, path: &str, problem: Option<ProblemKind>);

    /// Enters the archive into the session's report.
    fn finish(self: Box<Self>, session: &mut Session);
}

/// A member that others read.
pub enum Elsewhere {
    /// Until [`MembersInTurn::ended`], which comes before anything else.
    InParts(Box<DividedMember>),
    /// Until [`MembersInTurn::returned`], in the order in which they were given away, and
    /// before a member is read in parts or in turn.
    Whole(Box<WholeMember>),
}

/// A member to be read as a whole, as a file: [`Session::begin_parts`] comes when it is
/// back.
pub struct WholeMember {
    /// Its path inside the archive.
    pub path: String,
    pub plan: FilePlan,
    /// All its bytes, or as many as could be had.
    pub bytes: Vec<u8>,
    /// Why there are no more.
    pub problem: Option<ProblemKind>,
    pub file: PartsFile,
    /// Its bytes in the archive.
    pub packed: u64,
}

/// A member to be read in parts, as a file: [`Session::begin_parts`] comes next.
pub struct DividedMember {
    /// Its path inside the archive.
    pub path: String,
    pub plan: FilePlan,
    /// Its first bytes.
    pub head: Vec<u8>,
    pub divisible: Divisible,
    /// Its bytes in the archive.
    pub packed: u64,
    /// And unpacked, as the archive says.
    pub size: u64,
}

/// An archive of exports.
struct Exports<R> {
    name: String,
    plan: FilePlan,
    archive: Archive<R>,
    looked: Looked,
    /// The position of the next member.
    next: usize,
    /// The bytes of all members, unpacked, as the archive says.
    size: u64,
    /// All members so far.
    all: Option<Finished>,
    missing: Vec<Problem>,
}

impl<R: Read + Seek> MembersInTurn for Exports<R> {
    fn advance(&mut self, session: &mut Session) -> Option<u64> {
        let member = self.archive.members().get(self.next)?.clone();
        match self.looked.fault(self.next) {
            Some(kind) => self.missing.push(whole(&member.name, kind)),
            None => self.read(session, &member.name),
        }
        self.next += 1;
        Some(member.packed())
    }

    fn elsewhere(&mut self, session: &Session, whole: &Range<u64>) -> Option<Elsewhere> {
        let member = self.archive.members().get(self.next)?.clone();
        // Where rows are watched, one reader sees them all.
        let watched = session.unusable.is_some() || session.trying.is_some();
        let alike = self.looked.members.reads_alike(self.next, &member.name);
        let readable = member.is_file() && alike && self.looked.fault(self.next).is_none();
        if watched || !readable || member.size < whole.start || self.size < whole.end {
            return None;
        }
        let head = head(&mut self.archive, self.next, HEAD as usize).ok()?;
        let divisible = session.divides(&member.name, &self.plan, &head)?;
        let (path, plan) = (member.name.clone(), self.plan.clone());
        let (packed, size) = (member.packed(), member.size);
        if size >= whole.end {
            let divided = DividedMember { path, plan, head, divisible, packed, size };
            return Some(Elsewhere::InParts(Box::new(divided)));
        }
        let (bytes, problem) = self.unpacked(head);
        self.next += 1;
        let file = divisible.file;
        let member = WholeMember { path, plan, bytes, problem, file, packed };
        Some(Elsewhere::Whole(Box::new(member)))
    }

    fn unpacking(&mut self) -> Result<Unpacking<'_>, ProblemKind> {
        self.archive.unpacking(self.next)
    }

    fn ended(&mut self, session: &mut Session, problem: Option<ProblemKind>) {
        if let Some(Member { name, .. }) = self.archive.members().get(self.next).cloned() {
            self.returned(session, &name, problem);
        }
        self.next += 1;
    }

    fn returned(&mut self, session: &mut Session, path: &str, problem: Option<ProblemKind>) {
        self.missing.extend(problem.map(|kind| whole(path, kind)));
        if let Some(finished) = session.finish_member() {
            self.add(session, finished);
        }
    }

    fn finish(self: Box<Self>, session: &mut Session) {
        let Exports { name, looked, all, missing, .. } = *self;
        let report = match all {
            Some(mut all) => {
                // Its members' rows are known already.
                session.rows -= all.report.rows;
                missing.into_iter().for_each(|problem| all.missing(problem));
                all.report.name = name;
                all.report
            }
            None => unread(&name, looked.why_unread(&name, missing)),
        };
        session.file(report);
    }
}

impl<R: Read + Seek> Exports<R> {
    /// All of the next member, which begins so, and why there is no more: one that is
    /// longer than the archive says is damaged.
    fn unpacked(&mut self, head: Vec<u8>) -> (Vec<u8>, Option<ProblemKind>) {
        if head.len() < HEAD as usize {
            return (head, None);
        }
        let mut all = Vec::new();
        let unpacked = self.archive.read(self.next, &mut |bytes| {
            all.extend_from_slice(bytes);
            ControlFlow::Continue(())
        });
        (all, unpacked.err())
    }

    /// Reads the next member in one piece.
    fn read(&mut self, session: &mut Session, path: &str) {
        let (key, zones, zone) = (&session.key, &session.zones, &session.settings.zone);
        let members = &self.looked.members;
        let reading = members.reading(self.next, path, &self.plan, key, zones, zone);
        let Some(mut reading) = reading.map(|reading| session.gathering(reading)) else { return };
        session.store.begin_file();
        let mut problem = None;
        let unpacked = self.archive.read(self.next, &mut |bytes| match session
            .push_events(&mut reading, bytes)
        {
            Ok(()) => ControlFlow::Continue(()),
            Err(whole_file) => {
                problem = Some(whole_file);
                ControlFlow::Break(())
            }
        });
        // What was unpacked before it went wrong is read all the same.
        let problem = problem.or(unpacked.err().map(|kind| whole(path, kind)));
        match session.finish_events(reading) {
            Err(unreadable) => self.missing.push(problem.unwrap_or(unreadable)),
            Ok(finished) => {
                self.missing.extend(problem);
                self.add(session, finished);
            }
        }
    }

    fn add(&mut self, session: &mut Session, finished: Finished) {
        session.rows += finished.report.rows;
        match &mut self.all {
            Some(all) => all.merge(finished),
            all => *all = Some(finished),
        }
    }
}

/// The first bytes of a member, so many at most.
fn head<R: Read + Seek>(
    archive: &mut Archive<R>,
    position: usize,
    limit: usize,
) -> Result<Vec<u8>, (Vec<u8>, ProblemKind)> {
    let mut head = Vec::new();
    let unpacked = archive.read(position, &mut |bytes| {
        let room = limit.saturating_sub(head.len());
        head.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        if head.len() < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    match unpacked {
        Ok(()) => Ok(head),
        Err(kind) => Err((head, kind)),
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
        let (head, fault) = match head(archive, position, limit) {
            Ok(head) => (head, None),
            Err((head, kind)) => (head, Some(kind)),
        };
        heads.push(head);
        faults.push(fault);
    }
    let looks: Vec<MemberHead<'_>> = members
        .iter()
        .zip(&heads)
        .map(|(member, head)| MemberHead { path: &member.name, head, complete: head.len() < limit })
        .collect();
    Looked { members: inspect_members(name, bytes, &looks), faults }
}
