//! Messages in all that Fluent can say: plurals, choices, several lines.

use super::written::number;
use super::{Language, Messages, Value};
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub(super) struct Fluent(FluentBundle<FluentResource>);

impl Fluent {
    pub(super) fn new(
        language: Language,
        sources: impl IntoIterator<Item = &'static str>,
    ) -> Fluent {
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
        Fluent(bundle)
    }
}

impl Messages for Fluent {
    fn message(&self, name: &str, values: &[(&str, Value)]) -> Option<String> {
        let pattern = self.0.get_message(name)?.value()?;
        let mut args = FluentArgs::new();
        for (key, value) in values {
            match value {
                Value::Number(number) => args.set(*key, *number as f64),
                Value::Text(text) => args.set(*key, text.as_str()),
            }
        }
        let mut errors = Vec::new();
        Some(self.0.format_pattern(pattern, Some(&args), &mut errors).into_owned())
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

/// Whether a source is what Fluent reads, all of it.
#[cfg(test)]
pub(super) fn parses(source: &str) -> bool {
    FluentResource::try_new(source.to_owned()).is_ok()
}
