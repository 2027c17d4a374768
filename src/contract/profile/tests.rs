use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn header(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

fn plan() -> FilePlan {
    let mapping = Mapping {
        roles: vec![Role::Address, Role::Ignore, Role::Time, Role::Time, Role::Kind],
        granularity: Granularity::Event,
        words: [("Gesehen".to_owned(), Some(Kind::Opened)), ("Summe".to_owned(), None)].into(),
        kind: None,
        dates: DateOrder::MonthFirst,
        campaign: CampaignSource::Typed("Rundbrief an Anna".into()),
    };
    FilePlan { mapping: Some(mapping), zone: Some("Europe/Vienna".into()) }
}

fn profile() -> Profile {
    let header = header(&["E-Mail", "Anna Beispiel", "Zeit", "Zeit", "Was"]);
    Profile::of(" Hausdienst ", FileClass::Events, &plan(), &header).unwrap()
}

fn written() -> Value {
    serde_json::to_value(profile().written()).unwrap()
}

fn read(value: &Value) -> Result<Profile, ProfileFault> {
    Profile::read(|| value)
}

#[test]
fn what_was_saved_is_read_again() {
    assert_eq!(read(&written()), Ok(profile()));
}

#[test]
fn a_profile_holds_no_column_without_meaning_and_no_typed_campaign() {
    let text = written().to_string();
    assert!(!text.contains("Anna"), "{text}");
    assert!(text.contains("Hausdienst") && text.contains("Gesehen"));
}

#[test]
fn columns_are_found_by_name_wherever_they_are() {
    let applied = profile().onto(&header(&["Was", "zeit", "Neu", "Zeit ", "E-MAIL"]));
    let mapping = applied.plan.mapping.unwrap();
    let roles = [Role::Kind, Role::Time, Role::Ignore, Role::Time, Role::Address];
    assert_eq!(mapping.roles, roles);
    assert_eq!(mapping.words, plan().mapping.unwrap().words);
    assert_eq!(mapping.campaign, CampaignSource::Typed(String::new()));
    assert_eq!((applied.class, applied.plan.zone), (FileClass::Events, plan().zone));
    assert_eq!(applied.missing, [""; 0]);
}

#[test]
fn columns_that_are_not_there_are_said() {
    let applied = profile().onto(&header(&["Zeit", "E-Mail"]));
    assert_eq!(applied.missing, ["Zeit", "Was"]);
    assert_eq!(applied.plan.mapping.unwrap().roles, [Role::Time, Role::Address]);
    assert_eq!(profile().onto(&[]).missing.len(), 4);
}

#[test]
fn what_was_not_saved_here_is_refused() {
    for value in [json!(null), json!([]), json!("x"), json!({}), json!({"format": "other"})] {
        assert_eq!(read(&value), Err(ProfileFault::NotAProfile), "{value}");
    }
    let with = |key: &str, value: Value| {
        let mut written = written();
        written[key] = value;
        read(&written)
    };
    assert_eq!(with("version", json!(2)), Err(ProfileFault::FutureVersion));
    assert_eq!(with("format", json!("milchglas.ledger")), Err(ProfileFault::NotAProfile));
    let long = "x".repeat(1_001);
    let column = json!({"header": "a", "role": "address"});
    for (key, value) in [
        ("version", json!(0)),
        ("more", json!(1)),
        ("name", json!("x".repeat(101))),
        ("class", json!("snapshot")),
        ("class", json!("consent")),
        ("rows", json!("campaign")),
        ("columns", json!([])),
        ("columns", json!([{"header": "a", "role": "ignore"}])),
        ("columns", json!([{"header": "a", "role": "count:nothing"}])),
        ("columns", json!([{"header": "a", "role": "address", "cell": "x"}])),
        ("columns", json!([{"header": long, "role": "address"}])),
        ("columns", json!(vec![column; 1_001])),
        ("columns", json!([{"header": "anna@example.org", "role": "address"}])),
        ("words", json!([{"word": "anna@example.org", "kind": null}])),
        ("words", json!([{"word": long, "kind": "opened"}])),
        ("words", json!([{"word": "a", "kind": "opened"}, {"word": "a", "kind": null}])),
        ("words", json!([{"word": "a", "kind": "seen"}])),
        ("kind", json!(7)),
        ("campaign", json!({"from": "typed"})),
        ("zone", json!("")),
        ("zone", json!("Europe/Vienna\"><script>")),
        ("zone", json!("x".repeat(65))),
    ] {
        assert_eq!(with(key, value.clone()), Err(ProfileFault::Damaged), "{key} {value:.80}");
    }
}

#[test]
fn nothing_is_saved_that_would_be_refused() {
    let header = header(&["a", "b"]);
    let of = |plan: &FilePlan| Profile::of("x", FileClass::Events, plan, &header);
    assert_eq!(of(&FilePlan::default()), None);
    let mut nothing = plan();
    nothing.mapping.as_mut().unwrap().roles = vec![Role::Ignore; 2];
    assert_eq!(of(&nothing), None);
    assert!(of(&plan()).is_some());
    assert_eq!(Profile::of("x", FileClass::Aggregate, &plan(), &header), None);
    let long = Profile::of(&"ü".repeat(500), FileClass::Events, &plan(), &header).unwrap();
    assert_eq!(long.name.chars().count(), Profile::LONGEST_NAME);
    assert_eq!(read(&serde_json::to_value(long.written()).unwrap()), Ok(long));
}

proptest! {
    /// Whatever one place of the file is replaced by, it is a sound profile or refused.
    #[test]
    fn no_damage_gets_through(place in 0..11usize, with in 0..8usize) {
        let mut written = written();
        let object = written.as_object_mut().unwrap();
        let key = object.keys().nth(place).unwrap().clone();
        let values = [
            json!(null), json!(-1), json!(1.5), json!("address"), json!([[[[]]]]),
            json!({"a": {"b": []}}), json!(true), json!([{"header": "a", "role": "time"}]),
        ];
        object.insert(key, values[with].clone());
        if let Ok(profile) = read(&written) {
            prop_assert!(profile.is_sound());
            let columns = header(&["Zeit", "zeit"]);
            prop_assert_eq!(profile.onto(&columns).plan.mapping.unwrap().roles.len(), 2);
        }
    }
}
