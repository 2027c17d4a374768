//! Arrays of JSON, whose parts begin at elements.

use super::{Case, Cut, every_cut, gzip, lines, many_cuts, read_parts};
use milchglas::engine::session::PartReader;

/// Objects of an array, with what may stand inside and between them.
fn elements() -> Vec<String> {
    let mut elements: Vec<String> = lines()
        .lines()
        .filter(|line| line.starts_with("{\"email\":") && line.ends_with('}'))
        .map(str::to_owned)
        .collect();
    let first = elements.first().cloned().unwrap_or_default();
    let other = |text: &str| first.replacen("\"email\":", text, 1);
    elements.insert(3, other("\"note\": \"},{\\\"email\\\":\", \"email\":"));
    elements.insert(5, other("\"list\":[{\"email\":1},{\"email\":2},{\"other\":3}],\"email\":"));
    elements.insert(7, "null".into());
    elements.insert(7, "[{\"email\":\"a@example.org\"},{\"email\":\"b@example.org\"}]".into());
    elements.insert(9, "{}".into());
    elements
}

#[test]
fn every_cut_of_an_array() {
    let elements = elements();
    every_cut(&Case::of("one-line.json", format!("[{}]", elements.join(","))));
    many_cuts(&Case::of("marked.json", format!("\u{feff} [ {} ]\n", elements.join(" ,\r\n"))));
    many_cuts(&Case::of("a-line-each.json", format!("[\n{}\n]\n", elements.join(",\n"))));
    many_cuts(&Case::of("packed.json.gz", gzip(format!("[{}]", elements.join(", ")).as_bytes())));
    let pretty = elements.join(",\n  ").replace("{\"", "{\n    \"").replace(",\"", ",\n    \"");
    every_cut(&Case::of("pretty.json", format!("[\n  {pretty}\n]\n")));
}

#[test]
fn many_cuts_of_arrays_that_are_damaged_or_not_alone() {
    let elements = elements();
    for (name, between) in [("one-line", ","), ("a-line-each", ",\n"), ("indented", "\n  ,\n  ")] {
        let array = |from: usize| format!("[{}]", elements[from..].join(between));
        let whole = array(0);
        let case =
            |what: &str, text: String| many_cuts(&Case::of(&format!("{name}-{what}.json"), text));
        case("cut-off", whole[..whole.len() - 40].to_owned());
        case("open", whole[..whole.len() - 1].to_owned());
        case("two", format!("{whole}\n{}", array(4)));
        case("two-at-once", format!("{whole}{}", array(4)));
        case("lines", format!("{whole}\n{}", lines()));
        let last = whole.rfind(",{\"email\"").or_else(|| whole.rfind(",\n")).expect("a comma");
        case("behind-a-comma", whole[..=last].to_owned());
        let broken = whole.replacen("\"event\":\"click\"", "\"event\":\"click", 1);
        case("broken-and-open", broken[..broken.len() - 1].to_owned());
        case("broken", broken);
        case("brackets", whole.replacen("\"sg_event_id\":\"2\"", "\"sg_event_id\":[", 1));
        case("junk", whole.replacen("null", "nul", 1));
        case("commas", whole.replacen(between, ",,", 3));
    }
}

/// Readers guess right where an element of an array begins, so that hardly any part
/// has to be read again.
#[test]
fn parts_of_an_array_begin_where_they_should() {
    let element = |number: u64| {
        let tags = format!("[{{\"id\":{number}}},{{\"id\":2}}]");
        let email = format!("\"email\":\"p{number}@example.org\"");
        let time = format!("\"timestamp\":{}", 1_789_000_000 + number);
        let (first, second) = if number.is_multiple_of(3) { (time, email) } else { (email, time) };
        format!("{{{first},\"tags\":{tags},{second},\"event\":\"open\"}}")
    };
    let elements: Vec<String> = (0..2_000).map(element).collect();
    for between in [",", ", ", ",\n  "] {
        let text = format!("[{}]", elements.join(between));
        let mut session = Case::of("events.json", "").session();
        let mut readers = [PartReader::new(&session.seed()).expect("a seed")];
        let cut = Cut { slice: 997, piece: 640, readers: 1, run: 1 };
        let again = read_parts(&mut session, &mut readers, "events.json", text.as_bytes(), cut);
        assert!(again < 5, "{again} of {}", text.len() / 997);
        assert_eq!(session.files()[0].rows, 2_000);
    }
}
