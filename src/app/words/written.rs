//! How numbers, dates and countries are written in a language.

use super::Language;

#[cfg(target_arch = "wasm32")]
pub(super) use by_browser::{country, day_text, moment_text, percent};
#[cfg(not(target_arch = "wasm32"))]
pub(super) use by_rule::{country, day_text, moment_text, percent};

/// A whole number in groups of three digits, as `Intl.NumberFormat` has it. A report
/// has hundreds of them: asking the browser for each takes longer than all the rest.
pub(super) fn number(value: u64, language: Language) -> String {
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

/// Bytes with a unit, below a hundred of them with one decimal: `12.3 MB`.
pub(super) fn size(bytes: u64, language: Language) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let mut unit = 0;
    let mut of = 1_u64;
    while bytes.saturating_mul(2) >= 1999 * of && unit + 1 < UNITS.len() {
        of *= 1000;
        unit += 1;
    }
    let rounded = |times: u64| (bytes.saturating_mul(times).saturating_add(of / 2)) / of;
    let tenths = rounded(10);
    let text = if unit > 0 && tenths < 1000 {
        let point = if language == Language::De { ',' } else { '.' };
        format!("{}{point}{}", tenths / 10, tenths % 10)
    } else {
        rounded(1).to_string()
    };
    format!("{text}\u{a0}{}", UNITS[unit])
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
    use crate::app::words::countries;

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
