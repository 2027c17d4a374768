//! What the page says, in German and English: Fluent messages, and numbers and
//! dates by the browser's `Intl` (by the same rules natively, for reports made
//! on the command line and for tests).

#[cfg(not(target_arch = "wasm32"))]
mod countries;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use std::rc::Rc;
use unic_langid::LanguageIdentifier;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    En,
    De,
}

impl Language {
    /// The language of a browser's or system's tag, such as `de-AT`.
    pub fn from_tag(tag: &str) -> Language {
        if tag.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("de")) {
            Language::De
        } else {
            Language::En
        }
    }

    pub const fn tag(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::De => "de",
        }
    }

    /// What the start page says, and what can go wrong before there is more.
    const fn first(self) -> [&'static str; 2] {
        match self {
            Language::En => {
                [include_str!("words/en/frame.ftl"), include_str!("words/en/exports.ftl")]
            }
            Language::De => {
                [include_str!("words/de/frame.ftl"), include_str!("words/de/exports.ftl")]
            }
        }
    }

    /// What all other screens say besides.
    const fn later(self) -> [&'static str; 7] {
        match self {
            Language::En => [
                include_str!("words/en/terms.ftl"),
                include_str!("words/en/files.ftl"),
                include_str!("words/en/treatment.ftl"),
                include_str!("words/en/statistics.ftl"),
                include_str!("words/en/people.ftl"),
                include_str!("words/en/share.ftl"),
                include_str!("words/en/protection.ftl"),
            ],
            Language::De => [
                include_str!("words/de/terms.ftl"),
                include_str!("words/de/files.ftl"),
                include_str!("words/de/treatment.ftl"),
                include_str!("words/de/statistics.ftl"),
                include_str!("words/de/people.ftl"),
                include_str!("words/de/share.ftl"),
                include_str!("words/de/protection.ftl"),
            ],
        }
    }
}

/// What is said in one language. Cheap to clone; equal when the language is, and
/// how much can be said in it.
#[derive(Clone)]
pub struct Words {
    language: Language,
    all: bool,
    bundle: Rc<FluentBundle<FluentResource>>,
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        (self.language, self.all) == (other.language, other.all)
    }
}

impl Words {
    /// Everything the page says. Names the texts of all screens: where they are not
    /// yet loaded, there are the [first](Self::first).
    pub fn new(language: Language) -> Words {
        let sources = language.first().into_iter().chain(language.later());
        Words { language, all: true, bundle: Rc::new(bundle(language, sources)) }
    }

    /// What the start page says.
    pub fn first(language: Language) -> Words {
        Words { language, all: false, bundle: Rc::new(bundle(language, language.first())) }
    }

    /// Whether everything can be said.
    pub fn are_all(&self) -> bool {
        self.all
    }

    pub fn language(&self) -> Language {
        self.language
    }

    /// The message of that name; the name itself where there is none (a test
    /// holds that this does not happen).
    pub fn say(&self, name: &str) -> String {
        self.format(name, None)
    }

    /// A message with values. Numbers choose the plural and are grouped by
    /// themselves.
    pub fn with(&self, name: &str, values: &[(&str, Value)]) -> String {
        let mut args = FluentArgs::new();
        for (key, value) in values {
            match value {
                Value::Number(number) => args.set(*key, *number as f64),
                Value::Text(text) => args.set(*key, text.as_str()),
            }
        }
        self.format(name, Some(&args))
    }

    pub fn has(&self, name: &str) -> bool {
        self.bundle.has_message(name)
    }

    fn format(&self, name: &str, args: Option<&FluentArgs<'_>>) -> String {
        let Some(pattern) = self.bundle.get_message(name).and_then(|message| message.value())
        else {
            return name.to_owned();
        };
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, args, &mut errors).into_owned()
    }

    /// What a country is called, by its two letters; those where it has no name.
    pub fn country(&self, code: &str) -> String {
        country(code, self.language).unwrap_or_else(|| code.to_owned())
    }

    /// `1,234` or `1.234`.
    pub fn number(&self, value: u64) -> String {
        number(value, self.language)
    }

    /// A share of 1 with `digits` decimals: `12.3%` or `12,3 %`.
    pub fn percent(&self, share: f64, digits: u8) -> String {
        percent(share, digits, self.language)
    }

    /// A day given as `YYYY-MM-DD`: `14 Sept 2026`, `14. Sept. 2026`.
    pub fn day(&self, day: &str) -> String {
        day_text(day, self.language)
    }

    /// A moment given as ISO 8601 in UTC, on the wall clock of `zone`.
    pub fn moment(&self, moment: &str, zone: &str) -> String {
        moment_text(moment, zone, self.language)
    }

    /// Bytes with a unit: `12.3 MB`.
    pub fn size(&self, bytes: u64) -> String {
        const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
        let mut unit = 0;
        let mut size = bytes as f64;
        while size >= 999.5 && unit + 1 < UNITS.len() {
            size /= 1000.0;
            unit += 1;
        }
        let digits = usize::from(unit > 0 && size < 99.95);
        let text = format!("{size:.digits$}");
        let text = if self.language == Language::De { text.replace('.', ",") } else { text };
        format!("{text}\u{a0}{}", UNITS[unit])
    }
}

fn bundle(
    language: Language,
    sources: impl IntoIterator<Item = &'static str>,
) -> FluentBundle<FluentResource> {
    // The tag chooses the plural rules; both are known, so the default never comes up.
    let tag = LanguageIdentifier::from_bytes(language.tag().as_bytes()).unwrap_or_default();
    let mut bundle = FluentBundle::new(vec![tag]);
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match language {
        Language::En => |value, _| grouped(value, Language::En),
        Language::De => |value, _| grouped(value, Language::De),
    }));
    for source in sources {
        // A test holds that every source parses; what parsed is used in any case.
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

/// A value in a message.
pub enum Value {
    Number(u64),
    Text(String),
}

impl From<u64> for Value {
    fn from(number: u64) -> Value {
        Value::Number(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Number(number.into())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Number(number as u64)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

fn grouped(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        FluentValue::Number(value) if value.value >= 0.0 && value.value.fract() == 0.0 => {
            Some(number(value.value as u64, language))
        }
        _ => None,
    }
}

#[cfg(target_arch = "wasm32")]
use by_browser::{country, day_text, moment_text, percent};
#[cfg(not(target_arch = "wasm32"))]
use by_rule::{country, day_text, moment_text, percent};

/// A whole number in groups of three digits, as `Intl.NumberFormat` has it. A report
/// has hundreds of them: asking the browser for each takes longer than all the rest.
fn number(value: u64, language: Language) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(match language {
                Language::En => ',',
                Language::De => '.',
            });
        }
        text.push(digit);
    }
    text
}

#[cfg(target_arch = "wasm32")]
mod by_browser {
    use super::Language;
    use js_sys::{Array, Date, Function, Intl, Object, Reflect};
    use std::cell::RefCell;
    use wasm_bindgen::{JsCast, JsValue};

    /// What is written over and over.
    #[derive(Clone, Copy, PartialEq)]
    enum Shape {
        /// A share with so many digits behind the point.
        Percent(u8),
        Day,
    }

    thread_local! {
        /// Making one takes longer than using it a dozen times.
        static MADE: RefCell<Vec<(Language, Shape, Function)>> = const { RefCell::new(Vec::new()) };
    }

    /// The function that writes this shape.
    fn made(language: Language, shape: Shape, make: impl FnOnce() -> Function) -> Function {
        MADE.with_borrow_mut(|made| {
            let known = made.iter().find(|(l, s, _)| (*l, *s) == (language, shape));
            if let Some((_, _, function)) = known {
                return function.clone();
            }
            let function = make();
            made.push((language, shape, function.clone()));
            function
        })
    }

    fn locale(language: Language) -> Array {
        let tag = match language {
            Language::En => "en-GB",
            Language::De => "de-DE",
        };
        Array::of1(&tag.into())
    }

    fn options(pairs: &[(&str, JsValue)]) -> Object {
        let options = Object::new();
        for (key, value) in pairs {
            // Setting a field of a fresh object cannot fail.
            let _ = Reflect::set(&options, &(*key).into(), value);
        }
        options
    }

    fn call(format: &js_sys::Function, value: &JsValue) -> String {
        format
            .call1(&JsValue::UNDEFINED, value)
            .ok()
            .and_then(|text| text.as_string())
            .unwrap_or_default()
    }

    pub fn percent(share: f64, digits: u8, language: Language) -> String {
        let format = made(language, Shape::Percent(digits), || {
            let digits = JsValue::from(digits);
            let options = options(&[
                ("style", "percent".into()),
                ("minimumFractionDigits", digits.clone()),
                ("maximumFractionDigits", digits),
            ]);
            Intl::NumberFormat::new(&locale(language), &options).format().unchecked_into()
        });
        call(&format, &share.into())
    }

    pub fn country(code: &str, language: Language) -> Option<String> {
        // Not in every browser, and an error for what is no code.
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let names = Reflect::get(&intl, &"DisplayNames".into()).ok()?;
        let options = options(&[("type", "region".into())]);
        let arguments = Array::of2(&locale(language), &options);
        let names = Reflect::construct(names.dyn_ref::<js_sys::Function>()?, &arguments).ok()?;
        let of = Reflect::get(&names, &"of".into()).ok()?;
        let of: &js_sys::Function = of.dyn_ref()?;
        of.call1(&names, &code.into()).ok()?.as_string()
    }

    fn date(text: &str) -> Option<Date> {
        let date = Date::new(&text.into());
        (!date.get_time().is_nan()).then_some(date)
    }

    fn writing_dates(language: Language, pairs: &[(&str, JsValue)]) -> Function {
        Intl::DateTimeFormat::new(&locale(language), &options(pairs)).format().unchecked_into()
    }

    pub fn day_text(day: &str, language: Language) -> String {
        let Some(date) = date(&format!("{day}T00:00:00Z")) else { return day.into() };
        let format = made(language, Shape::Day, || {
            writing_dates(language, &[("dateStyle", "medium".into()), ("timeZone", "UTC".into())])
        });
        call(&format, &date)
    }

    pub fn moment_text(moment: &str, zone: &str, language: Language) -> String {
        let pairs = [
            ("dateStyle", "medium".into()),
            ("timeStyle", "short".into()),
            ("timeZone", zone.into()),
        ];
        date(moment)
            .map_or_else(|| moment.into(), |date| call(&writing_dates(language, &pairs), &date))
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod by_rule {
    use super::Language;
    use super::countries;

    pub fn country(code: &str, language: Language) -> Option<String> {
        countries::country(code, language).map(str::to_owned)
    }

    pub fn percent(share: f64, digits: u8, language: Language) -> String {
        let text = format!("{:.*}", digits.into(), share * 100.0);
        match language {
            Language::En => format!("{text}%"),
            Language::De => format!("{}\u{a0}%", text.replace('.', ",")),
        }
    }

    pub fn day_text(day: &str, language: Language) -> String {
        let mut parts = day.splitn(3, '-');
        let year = parts.next();
        let month = parts.next().and_then(|month| month.parse::<usize>().ok());
        let date = parts.next().and_then(|date| date.parse::<u8>().ok());
        match (year, month, date, language) {
            (Some(year), Some(month @ 1..=12), Some(date), Language::En) => {
                const MONTHS: [&str; 12] = [
                    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov",
                    "Dec",
                ];
                format!("{date} {} {year}", MONTHS[month - 1])
            }
            (Some(year), Some(month), Some(date), Language::De) => {
                format!("{date:02}.{month:02}.{year}")
            }
            _ => day.into(),
        }
    }

    /// Natively there are no zone rules here: the moment is shown in UTC.
    pub fn moment_text(moment: &str, _zone: &str, language: Language) -> String {
        match (moment.get(..10), moment.get(11..16)) {
            (Some(day), Some(time)) => format!("{}, {time} UTC", day_text(day, language)),
            _ => moment.into(),
        }
    }
}

#[cfg(test)]
mod tests;
