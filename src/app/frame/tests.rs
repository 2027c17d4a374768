use super::*;
use crate::app::deferred::screens;
use crate::app::state::tests::drawn::{while_reading, with_dialog, with_every_class};
use crate::app::state::tests::profile::{a_profile, with_profile};
use crate::app::state::tests::sharing::{betrayed, on_share, protecting, refused, viewed};
use crate::app::view::mapping::{blank, refit, with_role};
use crate::contract::{Breach, FileClass, Granularity, LedgerFault, ProfileFault, Role, Settings};
use crate::messages::{Failure, SnapshotFault};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use yew::LocalServerRenderer;

/// The page as HTML.
fn drawn(state: &State, language: Language) -> String {
    drawn_with(state, Words::new(language), Some(screens()))
}

/// The page as it is before all other screens are there.
fn drawn_at_first(state: &State, language: Language) -> String {
    drawn_with(state, Words::first(language), None)
}

fn drawn_with(state: &State, words: Words, screens: Option<Screens>) -> String {
    let props = FrameProps {
        state: Rc::new(state.clone()),
        words,
        send: Callback::noop(),
        add: Callback::noop(),
        zones: Rc::new(vec!["Europe/Vienna".into(), "UTC".into()]),
        screens,
    };
    let renderer = LocalServerRenderer::<Frame>::with_props(props).hydratable(false);
    let mut rendering = pin!(renderer.render());
    let mut context = Context::from_waker(Waker::noop());
    // Nothing is waited for; each suspended component takes one turn.
    for _ in 0..1_000 {
        if let Poll::Ready(html) = rendering.as_mut().poll(&mut context) {
            return html;
        }
    }
    panic!("the page is not drawn")
}

fn shown(mut state: State, screen: Screen) -> State {
    state = state.reduce(Action::Show(screen));
    state
}

fn in_mode(state: State, mode: Mode) -> State {
    let settings = Settings { mode, ..state.settings.clone() };
    state.reduce(Action::Settings(settings))
}

/// Every state the frame's own screens can be in, by a name for messages.
fn states() -> Vec<(&'static str, State)> {
    let words = with_role(with_role(blank(2), 0, Role::Address, 2), 1, Role::Kind, 2);
    let counts = refit(words.clone(), FileClass::Events, Granularity::Recipient);
    let crashed = with_every_class().reduce(Action::WorkerCrashed);
    vec![
        ("start", State::default()),
        ("files", shown(with_every_class(), Screen::Files)),
        ("crashed", shown(crashed, Screen::Files)),
        ("reading", while_reading()),
        ("words", with_dialog(words, FileClass::Events)),
        ("one kind", with_dialog(blank(2), FileClass::Events)),
        ("counts", with_dialog(counts, FileClass::Events)),
        ("consent", with_dialog(blank(2), FileClass::Consent)),
        ("profile", with_profile(Ok(a_profile()))),
        ("no profile", with_profile(Err(ProfileFault::NotAProfile))),
        ("later profile", with_profile(Err(ProfileFault::FutureVersion))),
        ("damaged profile", with_profile(Err(ProfileFault::Damaged))),
        ("treatment", shown(State::default(), Screen::Treatment)),
        ("share", on_share()),
        ("protecting", protecting()),
        ("refused", refused(betrayed())),
        ("too dear", refused(Failure::Budget { left_milli: 250 })),
        ("not loaded", refused(Failure::NotLoaded)),
        ("viewed", viewed(Vec::new())),
        ("found", viewed(breaches())),
        ("choice", in_mode(shown(with_every_class(), Screen::Treatment), Mode::Choice)),
    ]
}

fn breaches() -> Vec<Breach> {
    match betrayed() {
        Failure::Unsafe { breaches } => breaches,
        _ => Vec::new(),
    }
}

/// The text between tags and the values of the attributes that are read out.
fn said(html: &str) -> Vec<String> {
    let between = html.split('>').filter_map(|part| part.split('<').next());
    let attributes = ["aria-label=\"", "title=\"", "label=\""]
        .into_iter()
        .flat_map(|name| html.split(name).skip(1).filter_map(|rest| rest.split('"').next()));
    between.chain(attributes).map(|text| text.trim().to_owned()).collect()
}

fn assert_in_words(name: &str, html: &str) {
    assert!(!html.contains(" style="), "{name}: the policy forbids inline styles");
    assert!(!html.contains(" onclick="), "{name}: the policy forbids inline scripts");
    for text in said(html) {
        let looks_like_a_name = text.contains('-')
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_');
        assert!(!looks_like_a_name, "{name}: \"{text}\" has no words");
        assert!(!text.contains("{ $") && !text.contains("{$"), "{name}: {text}");
    }
}

#[test]
fn every_state_is_drawn_in_words_and_without_inline_style() {
    for language in [Language::En, Language::De] {
        for (name, state) in states() {
            assert_in_words(name, &drawn(&state, language));
        }
    }
}

#[test]
fn before_all_screens_are_there_nothing_lacks_its_words() {
    let not_loaded = |state: State| state.reduce(Action::Failed(Failure::NotLoaded));
    let failures = [
        Failure::Unreadable { file: "export.csv".into() },
        Failure::Snapshot { fault: SnapshotFault::Altered },
        Failure::NothingRead,
        Failure::TooFewPeople,
        betrayed(),
        Failure::Budget { left_milli: 250 },
        Failure::Ledger { fault: LedgerFault::Damaged },
        Failure::NotKept,
        Failure::NoLedger,
        Failure::NotLoaded,
        Failure::Crashed,
    ];
    for language in [Language::En, Language::De] {
        for (name, state) in states() {
            assert_in_words(name, &drawn_at_first(&state, language));
            assert_in_words(name, &drawn_at_first(&not_loaded(state), language));
        }
        for failure in &failures {
            let state = State::default().reduce(Action::Failed(failure.clone()));
            assert_in_words("failed", &drawn_at_first(&state, language));
        }
    }
    let with_files = with_every_class();
    let html = drawn_at_first(&with_files, Language::En);
    assert!(html.contains("aria-busy") && !html.contains("data-test=\"file-row\""));
    let html = drawn_at_first(&not_loaded(with_files), Language::En);
    assert!(html.contains("data-test=\"error\"") && html.contains("data-test=\"try-again\""));
}

#[test]
fn both_languages_differ_wherever_there_are_words() {
    // Proper names, numbers and what stands in the files are the same in both.
    for (name, state) in states() {
        let (en, de) = (drawn(&state, Language::En), drawn(&state, Language::De));
        for text in ["Remove", "Cancel", "Files", "Nothing leaves", "Close", "People"] {
            assert!(!de.contains(&format!(">{text}<")), "{name}: English in German: {text}");
        }
        for text in ["Entfernen", "Abbrechen", "Dateien", "Schließen", "Personen"] {
            assert!(!en.contains(&format!(">{text}<")), "{name}: German in English: {text}");
        }
    }
}

#[test]
fn what_tests_and_users_look_for_is_there() {
    let states = states();
    let html = |name: &str| {
        let (_, state) = states.iter().find(|(known, _)| *known == name).unwrap();
        drawn(state, Language::En)
    };
    for (state, hooks) in [
        (
            "start",
            &[
                "drop-zone",
                "file-input",
                "open-sample",
                "open-snapshot-input",
                "language",
                "theme",
                "tab-files",
                "tab-statistics",
                "tab-people",
                "tab-share",
                "tab-treatment",
                "mode-now",
            ][..],
        ),
        (
            "files",
            &[
                "drop-zone",
                "file-input",
                "file-row",
                "save-problems",
                "edit-mapping",
                "consent-facts",
                "comparison",
            ][..],
        ),
        ("reading", &["progress", "cancel"][..]),
        ("crashed", &["error", "read-again"][..]),
        ("words", &["mapping", "role-0", "mapping-word", "mapping-tried", "accept-mapping"][..]),
        ("one kind", &["mapping-kind"][..]),
        ("treatment", &["mode-personal", "mode-anonymous", "mode-choice", "threshold"][..]),
        (
            "share",
            &[
                "share-title",
                "threshold",
                "more-choices",
                "method-exact",
                "epsilon-250",
                "budget",
                "table-links",
                "detail-weeks",
                "share-cost",
                "share-cost-before",
                "texts",
                "text-choice",
                "ledger-release",
                "ledger-unsaved",
                "ledger-needs-reading",
                "ledger-trouble",
                "ledger-keep",
                "risk-verdict",
                "checklist",
                "check-texts",
                "save-json",
                "legend",
                "rows-do",
            ][..],
        ),
        ("protecting", &["protecting", "share-cost", "perturbation-usual"][..]),
        ("refused", &["error", "breaches", "breach-advice", "ledger-release"][..]),
        ("too dear", &["error", "ledger"][..]),
        ("viewed", &["check-again", "check-nothing", "risk-verdict", "legend"][..]),
        ("found", &["check-found"][..]),
        ("choice", &["consent-input"][..]),
    ] {
        let html = html(state);
        for hook in hooks {
            assert!(html.contains(&format!("data-test=\"{hook}\"")), "{state}: {hook}");
        }
    }
    assert!(!html("found").contains("check-nothing"));
    assert!(!html("refused").contains("save-json"), "what is refused cannot be saved");
    let saving = html("protecting");
    let button = saving.split("data-test=\"save-json\"").nth(1).unwrap_or_default();
    assert!(button.split('>').next().is_some_and(|rest| rest.contains("disabled")), "{button}");
    assert!(!html("treatment").contains("consent-input"), "only where subscribers decide");
}

#[test]
fn what_a_mapping_makes_of_the_rows_is_said_before_it_is_accepted() {
    let state = with_dialog(blank(2), FileClass::Events);
    let accept = |html: &str| {
        let at = html.find("data-test=\"accept-mapping\"").unwrap();
        html[at..].split('>').next().unwrap().contains("disabled")
    };
    for (language, counts, leave_out, becomes) in [
        (
            Language::En,
            "4 ready, 3 doubtful, 2 unusable, 0 ignored",
            "Leave out the 2 unusable rows",
            ["Doubtful: Hard bounce", "Unusable: "],
        ),
        (
            Language::De,
            "4 brauchbar, 3 zweifelhaft, 2 unbrauchbar, 0 übergangen",
            "Die 2 unbrauchbaren Zeilen weglassen",
            ["Zweifelhaft: Hardbounce", "Unbrauchbar: "],
        ),
    ] {
        let html = drawn(&state, language);
        let text: String = html.chars().filter(|c| !"\u{2068}\u{2069}".contains(*c)).collect();
        for said in [counts, leave_out, becomes[0], becomes[1]] {
            assert!(text.contains(said), "{said}: {text}");
        }
        assert!(accept(&html), "two rows cannot be used, and nobody said to leave them out");
        let agreed = state.clone().reduce(Action::LeaveOutUnusable(true));
        assert!(!accept(&drawn(&agreed, language)));
    }
}

#[test]
fn tabs_without_figures_cannot_be_chosen() {
    let tab = |html: &str, name: &str| {
        let at = html.find(&format!("data-test=\"tab-{name}\"")).unwrap();
        let (start, end) = (html[..at].rfind('<').unwrap(), at + html[at..].find('>').unwrap());
        html[start..end].to_owned()
    };
    let empty = drawn(&State::default(), Language::En);
    let full = drawn(&shown(with_every_class(), Screen::Files), Language::En);
    for name in ["statistics", "people", "share"] {
        assert!(tab(&empty, name).contains("disabled"), "{name}");
        assert!(!tab(&full, name).contains("disabled"), "{name}");
    }
    assert!(!tab(&empty, "treatment").contains("disabled"));
    assert!(tab(&full, "files").contains("aria-current=\"page\""));
}

#[test]
fn headings_come_in_order_and_fields_have_names() {
    for (name, state) in states() {
        let html = drawn(&state, Language::De);
        let main = html.split("<main").nth(1).unwrap();
        let levels: Vec<u8> = main
            .split("<h")
            .skip(1)
            .filter_map(|rest| rest.bytes().next())
            .filter(u8::is_ascii_digit)
            .map(|digit| digit - b'0')
            .collect();
        assert_eq!(levels.first(), Some(&1), "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
        for select in html.split("<select").skip(1).filter_map(|rest| rest.split('>').next()) {
            let labelled = select
                .split("id=\"")
                .nth(1)
                .and_then(|id| id.split('"').next())
                .is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
            assert!(labelled || select.contains("aria-label="), "{name}: {select}");
        }
    }
}
