use super::super::perturbation_tables::Step;
use super::*;
use crate::contract::{CampaignRow, GroupRow, LinkRow, Measure, Table};
use crate::engine::secret::Secret;
use proptest::prelude::*;
use serde_json::Value;

const EXAMPLE: &str = include_str!("../../../../tests/audit/oracles/cellkey_example.json");
const TOY: &str = include_str!("../../../../tests/audit/oracles/handbook_ckm_toy.json");
const TABLES: &str =
    include_str!("../../../../tests/audit/oracles/ptable_transition_matrices.json");

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("an oracle")
}

/// A fraction written in decimals, in 1/2³².
fn fraction(value: &Value) -> u64 {
    (value.as_f64().expect("a number").fract() * 4_294_967_296.0).round() as u64
}

fn bound(value: &Value) -> u64 {
    (value.as_f64().expect("a number") * 4_294_967_296.0).round() as u64
}

fn shown(table: &[Vec<Step>], count: u64, key: u64) -> u64 {
    let rows: Vec<&[Step]> = table.iter().map(Vec::as_slice).collect();
    count.checked_add_signed(change(&rows, count, key as u32)).expect("no count below 0")
}

#[test]
fn published_examples_are_reproduced() {
    let (example, tables) = (json(EXAMPLE), json(TABLES));
    let rows = tables["tables"]["D5V3js2pstay"]["rows"].as_object().expect("rows");
    let table: Vec<Vec<Step>> = (0..rows.len())
        .map(|count| {
            let steps = rows[&count.to_string()].as_array().expect("a row").iter();
            steps.map(|step| (step["v"].as_i64().expect("v") as i8, bound(&step["ub"]))).collect()
        })
        .collect();
    let cells = example["cells"].as_array().expect("cells");
    assert_eq!(cells.len(), 21);
    for cell in cells {
        let count = cell["count"].as_u64().expect("count");
        let published = shown(&table, count, fraction(&cell["cell_key"]));
        assert_eq!(Some(published), cell["published"].as_u64(), "{cell}");
    }
    // Cell keys of margins are sums of record keys, whatever is summed first.
    let of = |row: &Value, name: &str, value: &str| value == "Total" || row[name] == value;
    for cell in cells {
        let (sex, age) = (cell["sex"].as_str().expect("sex"), cell["age"].as_str().expect("age"));
        let leaves = example["leaf"].as_array().expect("leaf").iter();
        let sum = leaves
            .filter(|leaf| of(leaf, "sex", sex) && of(leaf, "age", age))
            .fold(0u64, |sum, leaf| sum.wrapping_add(bound(&leaf["sum_record_keys"])));
        let off = (sum as u32).abs_diff(fraction(&cell["cell_key"]) as u32);
        assert!(off.min(off.wrapping_neg()) < 50, "{cell}: {off}");
    }
}

#[test]
fn the_handbooks_example_is_reproduced() {
    let toy = json(TOY);
    let rows = toy["ptable"].as_array().expect("ptable").iter();
    let table: Vec<Vec<Step>> = rows
        .map(|row| {
            let steps = row["rows"].as_array().expect("rows").iter();
            steps.map(|step| (step[0].as_i64().expect("v") as i8, bound(&step[1]))).collect()
        })
        .collect();
    let records = toy["records"].as_array().expect("records").iter();
    let sum = records.fold(0u64, |sum, record| sum + fraction(&record["record_key"]));
    assert_eq!(shown(&table, 3, sum), toy["expected"]["published"].as_u64().expect("published"));
}

fn place(table: Table, row: u32, measure: Measure) -> Place {
    Place { table, row, measure }
}

/// A report whose figures are counted from sets of people, row by row.
fn report(sets: &[Vec<u8>], secret: &Secret) -> (Statistics, BTreeMap<Place, u64>) {
    let key = |person: &u8| {
        let [a, b, c, d, ..] = secret.digest("record key", &[&[*person]]);
        u64::from(u32::from_be_bytes([a, b, c, d]))
    };
    let mut statistics = Statistics::default();
    let mut keys = BTreeMap::new();
    for (row, people) in (0u32..).zip(sets) {
        statistics.campaigns.push(CampaignRow::default());
        statistics.providers.push(GroupRow::default());
        statistics.links.push(LinkRow::default());
        for place in [
            place(Table::Campaigns, row, Measure::Openers),
            place(Table::Campaigns, row, Measure::Delivered),
            place(Table::Providers, row, Measure::Openers),
            place(Table::Links, row, Measure::Clickers),
        ] {
            *statistics.at_mut(place).expect("a place") = Count::Exact(people.len() as u64);
            keys.insert(place, people.iter().map(key).fold(0, u64::wrapping_add));
        }
    }
    (statistics, keys)
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: proptest::test_runner::RngSeed::Fixed(6), failure_persistence: None, ..ProptestConfig::default() })]

    /// Property 6: equal sets, equal change, in any table and order.
    #[test]
    fn equal_sets_are_changed_alike(
        sets in proptest::collection::vec(
            proptest::collection::btree_set(any::<u8>(), 0..60), 1..8),
        turns in any::<prop::sample::Index>(),
        preset in 0usize..3,
    ) {
        let (perturbation, secret) = (Perturbation::ALL[preset], Secret::new([9; 32]));
        let in_order: Vec<Vec<u8>> = sets.iter().map(|set| set.iter().copied().collect()).collect();
        let mut turned: Vec<Vec<u8>> =
            in_order.iter().map(|set| set.iter().rev().copied().collect()).collect();
        let by = turns.index(turned.len());
        turned.rotate_left(by);

        let (mut one, keys) = report(&in_order, &secret);
        let (mut other, other_keys) = report(&turned, &secret);
        perturb(&mut one, &keys, &BTreeSet::new(), perturbation);
        perturb(&mut other, &other_keys, &BTreeSet::new(), perturbation);
        let rows = in_order.len();
        for (row, people) in in_order.iter().enumerate() {
            let elsewhere = (row + rows - by) % rows;
            let shown = one.at(place(Table::Campaigns, row as u32, Measure::Openers));
            for (statistics, row) in [(&one, row), (&other, elsewhere)] {
                let row = row as u32;
                prop_assert_eq!(shown, statistics.at(place(Table::Campaigns, row, Measure::Delivered)));
                prop_assert_eq!(shown, statistics.at(place(Table::Providers, row, Measure::Openers)));
                prop_assert_eq!(shown, statistics.at(place(Table::Links, row, Measure::Clickers)));
            }
            let value = shown.exact().expect("a count");
            let count = people.len() as u64;
            prop_assert!(value.abs_diff(count) <= perturbation.at_most().into());
            prop_assert!(value == 0 || value > perturbation.never_up_to().into());
            prop_assert!(count > 0 || value == 0);
        }
    }
}

#[test]
fn changes_have_the_frequencies_of_the_table() {
    // Pearson's χ² with 10 degrees of freedom exceeds 49.5 by chance in 3.3 of
    // 10 million cases; the keys are fixed, so it never does or always.
    let secret = Secret::new([4; 32]);
    let mut seen = BTreeMap::<i64, f64>::new();
    let trials = 40_000u32;
    for trial in 0..trials {
        let [a, b, c, d, ..] = secret.digest("record key", &[&trial.to_le_bytes()]);
        let key = u64::from(u32::from_be_bytes([a, b, c, d]));
        let openers = place(Table::Overall, 0, Measure::Openers);
        let mut statistics = Statistics::default();
        statistics.overall[Measure::Openers] = Count::Exact(100);
        // What lies above the fraction must not count.
        let keys = BTreeMap::from([(openers, key | 0xabcd_0000_0000_0000)]);
        perturb(&mut statistics, &keys, &BTreeSet::new(), Perturbation::Usual);
        let shown = statistics.at(openers).exact().expect("a count");
        *seen.entry(shown as i64 - 100).or_default() += 1.0;
    }
    let mut from = 0;
    let mut chi = 0.0;
    for &(change, below) in *rows(Perturbation::Usual).last().expect("a row") {
        let expected = (below - from) as f64 / 4_294_967_296.0 * f64::from(trials);
        let off = seen.get(&change.into()).copied().unwrap_or_default() - expected;
        chi += off * off / expected;
        from = below;
    }
    assert!(chi < 49.5, "{chi}");
}

#[test]
fn what_is_small_or_nobodys_is_withheld_and_zero_stays() {
    let mut statistics = Statistics::default();
    for (measure, value) in
        [(Measure::Sent, 500), (Measure::Openers, 4), (Measure::Clickers, 0), (Measure::Opens, 70)]
    {
        statistics.overall[measure] = Count::Exact(value);
    }
    let at = |measure| place(Table::Overall, 0, measure);
    let keys = BTreeMap::from([
        (at(Measure::Sent), 1 << 31),
        (at(Measure::Openers), 77),
        (at(Measure::Clickers), 0),
    ]);
    let hidden = BTreeSet::from([at(Measure::Openers)]);
    perturb(&mut statistics, &keys, &hidden, Perturbation::Strong);
    assert!(statistics.at(at(Measure::Sent)).exact().is_some());
    assert_eq!(statistics.at(at(Measure::Openers)), Count::Withheld);
    assert_eq!(statistics.at(at(Measure::Clickers)), Count::Exact(0));
    assert_eq!(statistics.at(at(Measure::Opens)), Count::Withheld, "nobody's events");
    assert_eq!(statistics.at(at(Measure::Forwarded)), Count::Unavailable);
}
