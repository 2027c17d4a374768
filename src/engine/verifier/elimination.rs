//! The rank test: Gauss–Jordan elimination over exact fractions. A cell whose
//! reduced equation has no other unknown follows from what is published.

use super::fraction::Fraction;
use std::collections::{BTreeMap, BTreeSet};

/// Σ factor · unknown = total.
pub(super) struct Equation {
    pub terms: Vec<(u32, i64)>,
    pub total: i64,
}

/// unknown = constant + Σ factor · unknown that is free.
#[derive(Debug)]
pub(super) struct Reduced {
    pub unknown: u32,
    pub terms: Vec<(u32, Fraction)>,
    pub constant: Fraction,
}

#[derive(Debug)]
pub(super) enum Elimination {
    Solved(Vec<Reduced>),
    /// The equation of this index contradicts the others.
    Contradiction(usize),
    /// Numbers or sums grew too large. Nothing is claimed: the linear programs
    /// look at the same equations.
    Abandoned,
}

/// Terms in all reduced equations together above which it is given up.
const MOST_TERMS: usize = 1_000_000;

struct Row {
    terms: BTreeMap<u32, Fraction>,
    total: Fraction,
}

pub(super) fn eliminate(equations: &[Equation]) -> Elimination {
    Work::new(equations).run().unwrap_or(Elimination::Abandoned)
}

struct Work {
    rows: Vec<Row>,
    /// Rows in which an unknown occurs.
    of: BTreeMap<u32, BTreeSet<usize>>,
    /// Rows without a pivot, shortest first.
    open: BTreeSet<(usize, usize)>,
    terms: usize,
}

impl Work {
    fn new(equations: &[Equation]) -> Work {
        let mut work =
            Work { rows: Vec::new(), of: BTreeMap::new(), open: BTreeSet::new(), terms: 0 };
        for (index, equation) in equations.iter().enumerate() {
            let mut terms = BTreeMap::new();
            for &(unknown, factor) in equation.terms.iter().filter(|&&(_, factor)| factor != 0) {
                terms.insert(unknown, Fraction::whole(factor));
                work.of.entry(unknown).or_default().insert(index);
            }
            work.terms += terms.len();
            work.open.insert((terms.len(), index));
            work.rows.push(Row { terms, total: Fraction::whole(equation.total) });
        }
        work
    }

    /// `None`: too large.
    fn run(mut self) -> Option<Elimination> {
        let mut pivots = Vec::new();
        while let Some((length, index)) = self.open.pop_first() {
            let row = self.rows.get(index)?;
            if length == 0 {
                if !row.total.is_zero() {
                    return Some(Elimination::Contradiction(index));
                }
                continue;
            }
            let pivot = self.pivot(row)?;
            self.scale(index, pivot)?;
            let others: Vec<usize> =
                self.of.get(&pivot)?.iter().copied().filter(|&other| other != index).collect();
            for other in others {
                self.subtract(other, index, pivot)?;
            }
            if self.terms > MOST_TERMS {
                return None;
            }
            pivots.push((index, pivot));
        }
        let reduced = pivots.into_iter().map(|(index, unknown)| {
            let row = self.rows.get(index)?;
            let terms = row.terms.iter().filter(|&(&other, _)| other != unknown);
            let terms = terms.map(|(&other, factor)| Some((other, factor.negated()?)));
            Some(Reduced {
                unknown,
                terms: terms.collect::<Option<Vec<_>>>()?,
                constant: row.total,
            })
        });
        Some(Elimination::Solved(reduced.collect::<Option<Vec<_>>>()?))
    }

    /// The unknown of a row that occurs least often elsewhere, with factor ±1 if
    /// possible: sums stay short and fractions whole.
    fn pivot(&self, row: &Row) -> Option<u32> {
        let weight = |(&unknown, factor): (&u32, &Fraction)| {
            let rows = self.of.get(&unknown).map_or(0, BTreeSet::len);
            (!factor.is_unit(), rows, unknown)
        };
        row.terms.iter().map(weight).min().map(|(.., unknown)| unknown)
    }

    /// Divides a row so that the pivot's factor is 1.
    fn scale(&mut self, index: usize, pivot: u32) -> Option<()> {
        let row = self.rows.get_mut(index)?;
        let by = *row.terms.get(&pivot)?;
        if by != Fraction::ONE {
            for factor in row.terms.values_mut() {
                *factor = factor.divided_by(by)?;
            }
            row.total = row.total.divided_by(by)?;
        }
        Some(())
    }

    /// Takes the row `by` from `from` as often as it removes the pivot there.
    fn subtract(&mut self, from: usize, by: usize, pivot: u32) -> Option<()> {
        let mut row = std::mem::replace(
            self.rows.get_mut(from)?,
            Row { terms: BTreeMap::new(), total: Fraction::ZERO },
        );
        let was_open = self.open.remove(&(row.terms.len(), from));
        self.terms -= row.terms.len();
        let times = row.terms.get(&pivot)?.negated()?;
        let source = self.rows.get(by)?;
        for (&unknown, &factor) in &source.terms {
            let sum = match row.terms.get(&unknown) {
                Some(mine) => mine.plus(factor.times(times)?)?,
                None => factor.times(times)?,
            };
            let rows = self.of.entry(unknown).or_default();
            if sum.is_zero() {
                row.terms.remove(&unknown);
                rows.remove(&from);
            } else {
                row.terms.insert(unknown, sum);
                rows.insert(from);
            }
        }
        row.total = row.total.plus(source.total.times(times)?)?;
        self.terms += row.terms.len();
        if was_open {
            self.open.insert((row.terms.len(), from));
        }
        *self.rows.get_mut(from)? = row;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn solve(equations: &[(&[(u32, i64)], i64)]) -> Elimination {
        let equations: Vec<_> = equations
            .iter()
            .map(|&(terms, total)| Equation { terms: terms.to_vec(), total })
            .collect();
        eliminate(&equations)
    }

    #[test]
    fn what_follows_is_found_though_no_single_equation_gives_it_away() {
        // a + b = 7, b + c = 9, a + c = 8: each unknown follows.
        let solved =
            solve(&[(&[(0, 1), (1, 1)], 7), (&[(1, 1), (2, 1)], 9), (&[(0, 1), (2, 1)], 8)]);
        let Elimination::Solved(mut reduced) = solved else { panic!("{solved:?}") };
        reduced.sort_by_key(|reduced| reduced.unknown);
        let values: Vec<_> = reduced.iter().map(|one| one.constant.as_whole()).collect();
        assert_eq!(values, [Some(3), Some(4), Some(5)]);
        assert!(reduced.iter().all(|one| one.terms.is_empty()));
    }

    #[test]
    fn contradictions_and_repetitions_are_told_apart() {
        let twice = solve(&[(&[(0, 1), (1, 1)], 7), (&[(0, 2), (1, 2)], 14)]);
        assert!(matches!(twice, Elimination::Solved(reduced) if reduced.len() == 1));
        let against = solve(&[(&[(0, 1), (1, 1)], 7), (&[(0, 2), (1, 2)], 15)]);
        assert!(matches!(against, Elimination::Contradiction(_)));
    }

    #[test]
    fn numbers_that_do_not_fit_are_given_up() {
        let large = i64::MAX;
        let given_up = solve(&[(&[(0, 2), (1, large)], 7), (&[(0, large), (1, 3)], 8)]);
        assert!(matches!(given_up, Elimination::Abandoned));
    }
}
