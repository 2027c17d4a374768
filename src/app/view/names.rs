//! Names of rows: what the data calls them, or a word for what it does not.

use crate::app::words::Words;
use crate::contract::{CampaignRow, Convention, DeviceClientRow, GroupRow, LinkRow};

/// A campaign's name; its id where it has none; a word for gathered ones.
pub fn campaign(row: &CampaignRow, words: &Words) -> String {
    if row.gathers > 1 && row.name.is_empty() {
        words.with("statistics-other-campaigns", &[("n", row.gathers.into())])
    } else if !row.name.is_empty() {
        row.name.clone()
    } else if !row.id.is_empty() {
        row.id.clone()
    } else {
        words.say("statistics-unnamed-campaign")
    }
}

/// A link without its personal parts; a word for its class or for gathered ones.
pub fn link(row: &LinkRow, words: &Words) -> String {
    match row.link.as_str() {
        "" => words.with("statistics-other-links", &[("n", row.gathers.into())]),
        "(unsubscribe)" => words.say("statistics-link-unsubscribe"),
        "(web view)" => words.say("statistics-link-web-view"),
        "(preferences)" => words.say("statistics-link-preferences"),
        "(mail)" => words.say("statistics-link-mail"),
        "(phone)" => words.say("statistics-link-phone"),
        "(other)" => words.say("statistics-link-other"),
        link => link.to_owned(),
    }
}

/// A group: brands as they are, the closed classes translated.
pub fn group(row: &GroupRow, words: &Words) -> String {
    match row.group.as_str() {
        "other" if row.gathers > 1 => {
            words.with("statistics-group-others", &[("n", row.gathers.into())])
        }
        "" | "other" => words.say("statistics-group-other"),
        "unknown" => words.say("statistics-group-unknown"),
        "desktop" => words.say("statistics-group-desktop"),
        "mobile" => words.say("statistics-group-mobile"),
        "tablet" => words.say("statistics-group-tablet"),
        name => name.to_owned(),
    }
}

/// A country by its name.
pub fn country(row: &GroupRow, words: &Words) -> String {
    match row.group.as_str() {
        "" | "other" | "unknown" => group(row, words),
        code => words.country(code),
    }
}

/// A program on a device, the closed classes translated.
pub fn device_client(row: &DeviceClientRow, words: &Words) -> String {
    let said = |name: &str| {
        let row = GroupRow { group: name.to_owned(), gathers: 1, ..GroupRow::default() };
        group(&row, words)
    };
    match (row.device.as_str(), row.client.as_str()) {
        ("unknown", "unknown") => said("unknown"),
        (device, client) => words.with(
            "statistics-device-client",
            &[("client", said(client).into()), ("device", said(device).into())],
        ),
    }
}

/// The end of a convention's name in the words (`convention-…`).
pub const fn convention_name(convention: Convention) -> &'static str {
    match convention {
        Convention::Measurable => "measurable",
        Convention::Delivered => "delivered",
        Convention::Sent => "sent",
        Convention::DdvTotal => "ddv-total",
        Convention::CleverElements => "clever-elements",
    }
}

/// Monday is 0; beyond Sunday there is no name.
pub fn weekday(weekday: u8, words: &Words) -> String {
    if weekday < 7 { words.say(&format!("statistics-weekday-{weekday}")) } else { String::new() }
}

/// `Mon`.
pub fn weekday_short(weekday: u8, words: &Words) -> String {
    if weekday < 7 {
        words.say(&format!("statistics-weekday-short-{weekday}"))
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::words::Language;

    #[test]
    fn rows_without_a_name_get_a_word() {
        let words = Words::new(Language::En);
        let gathered = CampaignRow { gathers: 12, ..CampaignRow::default() };
        assert_eq!(campaign(&gathered, &words), "12 other campaigns");
        let by_id = CampaignRow { id: "c-7".into(), gathers: 1, ..CampaignRow::default() };
        assert_eq!(campaign(&by_id, &words), "c-7");
        let others = LinkRow { gathers: 1, ..LinkRow::default() };
        assert_eq!(link(&others, &words), "1 other link");
        for class in ["unsubscribe", "web view", "preferences", "mail", "phone", "other"] {
            let row = LinkRow { link: format!("({class})"), gathers: 1, ..LinkRow::default() };
            assert!(!link(&row, &words).starts_with(['(', 's']), "{class}");
        }
    }

    #[test]
    fn countries_are_named_in_the_readers_language() {
        let of = |group: &str, language| {
            let row = GroupRow { group: group.into(), gathers: 1, ..GroupRow::default() };
            country(&row, &Words::new(language))
        };
        assert_eq!(of("AT", Language::De), "Österreich");
        assert_eq!(of("AT", Language::En), "Austria");
        assert_eq!(of("unknown", Language::De), "Unbekannt");
        assert_eq!(of("ZZ", Language::En), "ZZ");
        let row = |device: &str, client: &str| {
            let (device, client) = (device.to_owned(), client.to_owned());
            let row = DeviceClientRow { device, client, ..DeviceClientRow::default() };
            device_client(&row, &Words::new(Language::De))
        };
        assert_eq!(row("tablet", "Gmail"), "Gmail · Tablet");
        assert_eq!(row("unknown", "unknown"), "Unbekannt");
    }

    #[test]
    fn classes_are_translated_and_brands_are_not() {
        let group_of = |name: &str, language| {
            let row = GroupRow { group: name.into(), gathers: 1, ..GroupRow::default() };
            group(&row, &Words::new(language))
        };
        assert_eq!(group_of("Gmail", Language::De), "Gmail");
        assert_eq!(group_of("desktop", Language::En), "Desktop");
        assert_eq!(group_of("unknown", Language::De), "Unbekannt");
        assert_ne!(group_of("other", Language::De), group_of("other", Language::En));
        for words in [Words::new(Language::En), Words::new(Language::De)] {
            for day in 0..7 {
                assert!(words.has(&format!("statistics-weekday-{day}")));
                assert!(words.has(&format!("statistics-weekday-short-{day}")));
            }
        }
    }
}
