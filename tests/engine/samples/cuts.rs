//! Samples cut at every byte: in two, which must change nothing, and off, after
//! which what is there must be accounted for.

use super::{CASES, balanced, bytes, read, try_read};

/// Bytes of a sample that are all cut at in every run; behind them, a few.
const BEGINNING: usize = 900;
const FEW: usize = 12;

/// Bytes of a slice, so that slices of this size, begun at each of its bytes in
/// turn, end at every byte of a file.
const SLICE: usize = 47;

#[test]
fn slices_that_end_at_any_byte_change_nothing() {
    at_once(2, |thread| {
        for case in CASES.iter().skip(thread).step_by(2) {
            let bytes = bytes(case.name);
            let whole = read(case.name, &bytes, usize::MAX).report;
            for first in 1..=SLICE.min(bytes.len()) {
                let (first, rest) = bytes.split_at(first);
                let slices = [first].into_iter().chain(rest.chunks(SLICE));
                let report = try_read(case.name, slices).map(|finished| finished.report);
                assert_eq!(report.as_ref(), Ok(&whole), "{} from {}", case.name, first.len());
            }
        }
    });
}

#[test]
fn a_file_cut_anywhere_is_accounted_for() {
    at_once(2, |thread| {
        for case in CASES.iter().skip(thread).step_by(2) {
            let bytes = bytes(case.name);
            let behind = BEGINNING.min(bytes.len());
            let step = (bytes.len() - behind) / FEW + 1;
            for cut in (0..behind).chain((behind..bytes.len()).step_by(step)) {
                cut_off(case.name, &bytes, cut);
            }
        }
    });
}

/// As much work as the squares of all lengths, so not in every run.
#[test]
#[ignore = "by `make cuts`"]
fn a_file_cut_at_any_byte_says_the_same_and_cut_off_is_accounted_for() {
    let threads = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    at_once(threads, |thread| {
        for case in CASES {
            let bytes = bytes(case.name);
            let whole = read(case.name, &bytes, usize::MAX).report;
            for cut in (thread..bytes.len()).step_by(threads) {
                let (one, other) = bytes.split_at(cut);
                let report = try_read(case.name, [one, other]).map(|finished| finished.report);
                assert_eq!(report.as_ref(), Ok(&whole), "{} cut at {cut}", case.name);
                cut_off(case.name, &bytes, cut);
            }
        }
    });
}

fn cut_off(name: &str, bytes: &[u8], cut: usize) {
    if let Ok(finished) = try_read(name, [&bytes[..cut]]) {
        balanced(&finished.report, name);
    }
}

fn at_once(threads: usize, work: impl Fn(usize) + Sync) {
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let work = &work;
            scope.spawn(move || work(thread));
        }
    });
}
