#![doc = include_str!("example.md")]
//!
//! ---
//!
//! Held by `the_example_is_true`: the tables of this page are its input, the
//! verifier is asked what can be known, and every sum and every sentence in bold
//! or italics must be what comes out.

#[cfg(test)]
mod tests {
    use crate::contract::{BreachKind, Measure, Place, Table};
    use crate::engine::disclosure::{Cell, Known, Nested, Relation, System, What};
    use crate::engine::verifier::{Examination, Thorough, examine};
    use std::collections::BTreeSet;

    const PAGE: &str = include_str!("example.md");
    const K: u64 = 5;

    /// A heading, its table and its text.
    struct Section {
        name: &'static str,
        columns: Vec<&'static str>,
        rows: Vec<(&'static str, Vec<&'static str>)>,
        text: &'static str,
    }

    fn sections() -> Vec<Section> {
        PAGE.split("\n## ")
            .skip(1)
            .map(|text| {
                let cells = |line: &'static str| -> Vec<&'static str> {
                    line.trim_matches('|').split('|').map(str::trim).collect()
                };
                let mut table = text.lines().filter(|line| line.starts_with('|'));
                let columns = cells(table.next().expect("a table")).split_off(1);
                let rows = table.skip(1).map(|line| {
                    let mut cells = cells(line);
                    let values = cells.split_off(1);
                    (cells[0], values)
                });
                let name = text.lines().next().expect("a heading");
                Section { name, columns, rows: rows.collect(), text }
            })
            .collect()
    }

    fn known(text: &str) -> Known {
        if text == "·" {
            return Known::Withheld;
        }
        match text.strip_prefix('~') {
            Some(rounded) => {
                let rounded: u64 = rounded.parse().expect("a count");
                Known::Between(K.max(rounded - 2), rounded + 2)
            }
            None => Known::Exactly(text.parse().expect("a count")),
        }
    }

    impl Section {
        fn cell(&self, row: usize, column: usize) -> u32 {
            (row * self.columns.len() + column) as u32
        }

        /// "example.org clicked" of a cell.
        fn label(&self, cell: u32) -> String {
            let (row, column) =
                (cell as usize / self.columns.len(), cell as usize % self.columns.len());
            format!("{} {}", self.rows[row].0, self.columns[column])
        }

        /// What a reader knows: the last row is the sum of the others, and each
        /// column is part of the one before.
        fn system(&self, nested: bool) -> System {
            let reports = self.name == "Two reports";
            let mut system = System { threshold: K, ..System::default() };
            for (row, (_, values)) in self.rows.iter().enumerate() {
                for (column, value) in values.iter().enumerate() {
                    let measure = [Measure::Delivered, Measure::Openers, Measure::Clickers];
                    let table = if reports { Table::Overall } else { Table::Providers };
                    let release = if reports { row as u32 } else { 0 };
                    let place = Place {
                        table,
                        row: if reports { 0 } else { row as u32 },
                        measure: measure
                            [3 - self.columns.len().max(2) + column.min(1) + column / 2],
                    };
                    let what = What::Printed { release, place };
                    system.cells.push(Cell { what, known: known(value) });
                }
            }
            let last = self.rows.len() - 1;
            for column in 0..self.columns.len() {
                let mut terms: Vec<(u32, i64)> =
                    (0..last).map(|row| (self.cell(row, column), 1)).collect();
                terms.push((self.cell(last, column), -1));
                if reports {
                    let more = system.cells.len() as u32;
                    let what = What::Latent("in one and not in the other".into());
                    system.cells.push(Cell { what, known: Known::Unsaid });
                    terms.push((more, -1));
                }
                system.equations.push(Relation { terms, total: 0 });
            }
            for row in 0..self.rows.len() * usize::from(nested) {
                for whole in 0..self.columns.len() {
                    for part in whole + 1..self.columns.len() {
                        let (part, whole) = (self.cell(row, part), self.cell(row, whole));
                        system.nested.push(Nested { part, whole, harmless: false });
                    }
                }
            }
            system
        }

        fn examined(&self, nested: bool) -> Examination {
            examine(&self.system(nested), Thorough::Bounds, &mut |_, _| true).expect("goes on")
        }

        /// The findings in the words of the page.
        fn findings(&self) -> BTreeSet<String> {
            let found = self.examined(true);
            let mut said = BTreeSet::new();
            for finding in &found.findings {
                let cell = |at: usize| self.label(finding.cells[at]);
                let (least, most) = (finding.at_least, finding.at_most.expect("an end"));
                said.insert(match finding.kind {
                    BreachKind::Exact => format!("{}: exactly {least}", cell(0)),
                    BreachKind::Narrow => format!("{}: {least} to {most}", cell(0)),
                    BreachKind::Complement => {
                        let (part, whole) = (cell(0), cell(1));
                        let part = part.rsplit(' ').next().expect("a column").to_owned();
                        format!("{whole} but not {part}: {least}")
                    }
                    BreachKind::Difference => {
                        let column = cell(0).rsplit(' ').next().expect("a column").to_owned();
                        format!("{column} in one and not in the other: {least}")
                    }
                    other => panic!("{}: {other:?} {:?}", self.name, finding.cells),
                });
            }
            if said.is_empty() {
                said.insert("nothing found".into());
            }
            said
        }

        fn listed(&self, mark: &str) -> BTreeSet<String> {
            let start = format!("- {mark}");
            let listed = self.text.lines().filter_map(|line| {
                line.strip_prefix(&start)?.strip_suffix(mark).map(str::to_owned)
            });
            listed.filter(|line| !line.starts_with('*')).collect()
        }

        /// Intervals of withheld cells.
        fn intervals(&self, nested: bool) -> BTreeSet<String> {
            let bounds = self.examined(nested).bounds;
            bounds
                .iter()
                .filter(|(cell, ..)| (*cell as usize) < self.rows.len() * self.columns.len())
                .map(|&(cell, least, most)| {
                    format!("{}: {least} to {}", self.label(cell), most.expect("an end"))
                })
                .collect()
        }
    }

    #[test]
    fn the_example_is_true() {
        let sections = sections();
        assert_eq!(sections.len(), 7);
        for section in &sections {
            assert_eq!(section.listed("**"), section.findings(), "{}", section.name);
            let safe = section.findings().contains("nothing found");
            let expected = if safe { section.intervals(true) } else { BTreeSet::new() };
            assert_eq!(section.listed("*"), expected, "{}", section.name);
        }
    }

    #[test]
    fn without_nesting_the_second_hole_looks_wide() {
        let sections = sections();
        let section = sections.iter().find(|one| one.name.starts_with("Two holes")).expect("there");
        let expected = ["example.net clicked: 0 to 10", "example.org clicked: 0 to 10"];
        assert_eq!(section.intervals(false), expected.map(str::to_owned).into());
        assert!(section.text.contains("anything from 0 to 10"));
    }

    /// Each sum in the text is right, and made of numbers that the text, the
    /// table or an earlier sum has.
    #[test]
    fn the_sums_are_right() {
        let mut sums = 0;
        for section in sections() {
            let mut known: BTreeSet<i64> = section
                .rows
                .iter()
                .flat_map(|(_, values)| values)
                .flat_map(|value| match self::known(value) {
                    Known::Exactly(value) => vec![value as i64],
                    Known::Between(least, most) => (least as i64..=most as i64).collect(),
                    _ => Vec::new(),
                })
                .collect();
            for sum in section.text.split('`').skip(1).step_by(2) {
                let (left, right) = sum.split_once(" = ").expect("a sum");
                let numbers: Vec<i64> = left
                    .split(" − ")
                    .map(|number| number.parse().expect("a whole number"))
                    .collect();
                assert!(numbers.iter().all(|number| known.contains(number)), "{sum}");
                let result: i64 = right.parse().expect("a whole number");
                assert_eq!(numbers[0] - numbers[1..].iter().sum::<i64>(), result, "{sum}");
                known.insert(result);
                sums += 1;
            }
            // Numbers in sentences are among those.
            let sentences = section.text.lines().filter(|line| !line.starts_with(['|', '-']));
            for line in sentences {
                let words = line.split(|c: char| !c.is_ascii_digit());
                for number in words.filter_map(|word| word.parse::<i64>().ok()) {
                    let small = [0, 1, 2, K as i64];
                    assert!(known.contains(&number) || small.contains(&number), "{line}");
                }
            }
        }
        assert_eq!(sums, 11);
    }
}
