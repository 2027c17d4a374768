//! From tallies to a snapshot and back. What a file must withstand is held by
//! `tests/engine/snapshot.rs`.

use super::{LONGEST_FRAGMENT, Meta, open, open_fragment, review, snapshot, to_text};
use crate::contract::{Filter, Mode, Settings, Snapshot, Treatment, WithholdingReason};
use crate::engine::protection::{Protected, protect, random_tallies};

fn protected(seed: u64) -> Option<Protected> {
    protect(&random_tallies(seed), Settings::DEFAULT_THRESHOLD).ok()
}

/// The snapshot of the first report from `seed` on that can be shown.
fn sample(seed: u64, title: &str, change: impl FnOnce(&mut Settings)) -> Snapshot {
    let mut settings = Settings::default();
    change(&mut settings);
    let protected = (seed..).find_map(protected).expect("some report can be shown");
    let filter =
        Filter { from: Some("2026-09-01".into()), to: Some("soon".into()), ..Filter::default() };
    snapshot(protected, &Meta { title, today: "2026-11-23", settings: &settings, filter: &filter })
}

#[test]
fn what_is_made_can_be_opened() {
    for seed in 0..60 {
        let Some(protected) = protected(seed) else { continue };
        let (settings, filter) = (Settings::default(), Filter::default());
        let meta =
            Meta { title: "Autumn", today: "2026-11-23", settings: &settings, filter: &filter };
        let review = review(protected, &meta);
        assert!(open(&review.text).as_ref() == Ok(&review.snapshot), "seed {seed}");
        assert!(review.text.ends_with("}\n"));
        assert_eq!(to_text(&review.snapshot), review.text);
        assert!(review.cost.cells_withheld < review.cost.cells);
        if let Some(fragment) = review.fragment {
            assert!(fragment.len() <= LONGEST_FRAGMENT);
            let url_safe = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
            assert!(fragment.bytes().all(url_safe));
            assert!(open_fragment(&fragment).as_ref() == Ok(&review.snapshot), "seed {seed}");
            assert!(open_fragment(&format!("#{fragment}")).is_ok());
        }
    }
}

#[test]
fn a_long_report_has_no_link() {
    let mut tallies = random_tallies(1);
    let Some((_, campaign)) = tallies.campaigns.pop_first() else {
        panic!("a report has campaigns")
    };
    // Names that do not compress, and point at nobody.
    let mut state = 1u64;
    let mut letter = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        char::from(b'a' + (state >> 33) as u8 % 26)
    };
    tallies.campaigns = (0u32..400)
        .map(|key| {
            let mut campaign = campaign.clone();
            campaign.name = (0..27).map(|at| if at % 9 == 8 { ' ' } else { letter() }).collect();
            (key, campaign)
        })
        .collect();
    let protected = protect(&tallies, 5).expect("many campaigns");
    let (settings, filter) = (Settings::default(), Filter::default());
    let meta = Meta { title: "", today: "2026-11-23", settings: &settings, filter: &filter };
    let review = review(protected, &meta);
    assert!(review.snapshot.statistics.campaigns.len() > 100);
    assert_eq!(review.fragment, None);
    assert!(open(&review.text).is_ok());
}

#[test]
fn the_title_is_a_free_text_like_any_other() {
    for (title, expected) in [
        ("Autumn", "Autumn"),
        ("For anna@example.org", ""),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\u{202E}b\u{7}", "ab"),
    ] {
        let made = sample(0, title, |_| {});
        assert_eq!(made.title, expected);
        let said = made
            .protection
            .withheld
            .iter()
            .any(|one| one.table == "title" && one.reason == WithholdingReason::Text);
        assert_eq!(said, expected.is_empty());
        assert_eq!(open(&to_text(&made)), Ok(made));
    }
}

#[test]
fn only_well_formed_settings_go_along() {
    let made = sample(0, "", |settings| {
        settings.zone = "Europe/Vienna\"<anna@example.org>".into();
        settings.denied = Treatment::Named;
    });
    assert_eq!(made.treated.zone, "UTC");
    assert_eq!(made.treated.denied, Treatment::Anonymous);
    assert_eq!(made.treated.from.as_deref(), Some("2026-09-01"));
    assert_eq!(made.treated.to, None);
    assert_eq!(made.made.on, "2026-11-23");
    let settings = Settings::default();
    let filter = Filter::default();
    let meta = Meta { title: "", today: "yesterday", settings: &settings, filter: &filter };
    let undated = snapshot((0..).find_map(protected).expect("a report"), &meta);
    assert_eq!(undated.made.on, "");
    assert_eq!(open(&to_text(&undated)), Ok(undated));
}

#[test]
fn figures_do_not_depend_on_the_mode() {
    let [personal, anonymous] = [Mode::Personal, Mode::Anonymous]
        .map(|mode| sample(5, "", |settings| settings.mode = mode));
    assert_eq!(personal.statistics, anonymous.statistics);
    assert_eq!(personal.protection, anonymous.protection);
}
