//! Links without their personal parts, so that the link of one person and that
//! of another become the same.
//!
//! Guarantee: what [`generalise`] returns holds no address, raw, percent-encoded
//! or in base64, no credentials, port or fragment, nothing of a query but short
//! `utm_` values, and no part that looks like a token. Held by
//! `no_planted_address_comes_out` and `what_comes_out_is_not_personal`.

use std::borrow::Cow;

mod classes;
mod tokens;

pub use tokens::personal;

use classes::class_of;
use tokens::{decoded, is_token};

/// What stands in place of a part that may point at a person.
const TOKEN: &str = "{token}";
const UNSUBSCRIBE: &str = "(unsubscribe)";
const WEB_VIEW: &str = "(web view)";
const PREFERENCES: &str = "(preferences)";
const MAIL: &str = "(mail)";
const PHONE: &str = "(phone)";
const OTHER: &str = "(other)";

/// Parameters that name a campaign, not a person, in the order in which they are kept.
const KEPT_PARAMETERS: [&str; 5] =
    ["utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"];
/// Parameters in which a redirect carries where it leads.
const TARGET_PARAMETERS: [&str; 12] = [
    "url",
    "u",
    "target",
    "redirect",
    "redirect_url",
    "redirect_uri",
    "redirect_to",
    "dest",
    "destination",
    "goto",
    "link",
    "targeturl",
];
/// Characters of a segment, and of a value that is kept.
const LONGEST_SEGMENT: usize = 80;
const LONGEST_VALUE: usize = 40;
const MOST_SEGMENTS: usize = 12;

/// A link as `host/path`, or the class of link it belongs to: `(unsubscribe)`,
/// `(web view)`, `(preferences)`, `(mail)`, `(phone)`, `(other)`. The host is in
/// lower case; redirects are followed to the address they carry, once; parts
/// that look like tokens become `{token}`.
pub fn generalise(raw: &str) -> Cow<'_, str> {
    generalise_once(raw, true)
}

/// The link without the values of parameters that are bare numbers or
/// hexadecimal: [`generalise`] gives the same for it, and links that differ
/// from person to person in such an id alone become one.
pub fn without_numbers(raw: &str) -> Cow<'_, str> {
    let number = |value: &str| value.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let dropped = |pair: &str| {
        pair.split_once('=').is_some_and(|(key, value)| {
            let key = key.strip_prefix("amp;").unwrap_or(key);
            let kept = KEPT_PARAMETERS.iter().any(|name| key.eq_ignore_ascii_case(name));
            !kept && !value.is_empty() && number(value)
        })
    };
    let Some((address, query)) = raw.split_once('?') else { return raw.into() };
    // Beyond a second `?` or a fragment there are no parameters of this address.
    if query.contains(['?', '#']) || !query.split('&').any(dropped) {
        return raw.into();
    }
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((key, _)) if dropped(pair) => key,
        _ => pair,
    });
    format!("{address}?{}", pairs.collect::<Vec<_>>().join("&")).into()
}

/// Whether a generalised link unsubscribes: that is no click in the figures.
pub fn is_unsubscribe(generalised: &str) -> bool {
    generalised == UNSUBSCRIBE
}

/// The pieces of a link that matter.
struct Parts<'a> {
    host: &'a str,
    path: &'a str,
    query: &'a str,
    fragment: &'a str,
}

fn generalise_once<'a>(raw: &str, unwrap: bool) -> Cow<'a, str> {
    let raw = raw.trim().trim_matches(['<', '>', '"']);
    let parts = match split(raw) {
        Ok(parts) => parts,
        Err(class) => return class.into(),
    };
    if unwrap && let Some(target) = target(&parts) {
        return generalise_once(&target, false);
    }
    if let Some(class) = class_of(&parts) {
        return class.into();
    }
    if parts.host.is_empty() && parts.path.is_empty() {
        return OTHER.into();
    }
    let host = host(parts.host);
    let link = format!("{host}{}{}", path(parts.path), query(parts.query));
    // Parts that are harmless one by one may still spell something together.
    if !personal(&link) {
        return link.into();
    }
    let short = format!("{host}/{TOKEN}");
    if personal(&short) { OTHER.into() } else { short.into() }
}

/// A link in pieces; for what is no web address, its class.
fn split(raw: &str) -> Result<Parts<'_>, &'static str> {
    let (bare, rest) = match scheme(raw) {
        Some(("http" | "https", rest)) => (false, rest.trim_start_matches('/')),
        Some(("mailto", _)) => return Err(MAIL),
        Some(("tel" | "sms" | "callto" | "whatsapp", _)) => return Err(PHONE),
        Some(_) => return Err(OTHER),
        None => raw.strip_prefix("//").map_or((true, raw), |rest| (false, rest)),
    };
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let at = rest.find(['/', '\\']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(at).unwrap_or((rest, ""));
    let host = match authority.rsplit_once('@') {
        // An address alone, not a name and a secret before a host.
        Some(_) if bare => return Err(MAIL),
        Some((_, host)) => host,
        None => authority,
    };
    Ok(Parts { host, path, query, fragment })
}

/// The scheme in lower case, where there is one, and what follows it.
fn scheme(raw: &str) -> Option<(&'static str, &str)> {
    const KNOWN: [&str; 7] = ["http", "https", "mailto", "tel", "sms", "callto", "whatsapp"];
    let (scheme, rest) = raw.split_once(':')?;
    let mut letters = scheme.bytes();
    let sound = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-'));
    if !sound {
        return None;
    }
    match KNOWN.iter().find(|known| scheme.eq_ignore_ascii_case(known)) {
        Some(known) => Some((known, rest)),
        // `host:8080/path` has a port, not a scheme.
        None if rest.starts_with(|c: char| c.is_ascii_digit()) => None,
        None => Some(("", rest)),
    }
}

/// Where a redirect leads: an absolute address in one of the usual parameters,
/// or inside the path.
fn target(parts: &Parts<'_>) -> Option<String> {
    let absolute = |text: &str| {
        let start = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        start.starts_with("https://") || start.starts_with("http://")
    };
    for (key, value) in parameters(parts.query) {
        if TARGET_PARAMETERS.iter().any(|name| key.eq_ignore_ascii_case(name)) {
            let value = decoded(value);
            if absolute(&value) {
                return Some(value.into_owned());
            }
        }
    }
    let lower = parts.path.to_ascii_lowercase();
    if let Some(at) = ["/https://", "/http://"].iter().find_map(|start| lower.find(start)) {
        return parts.path.get(at + 1..).map(str::to_owned);
    }
    let segments = parts.path.split('/').map(decoded);
    segments.into_iter().find(|segment| absolute(segment)).map(Cow::into_owned)
}

fn parameters(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').map(|pair| {
        // Links copied from HTML keep its `&amp;`.
        let pair = pair.strip_prefix("amp;").unwrap_or(pair);
        pair.split_once('=').unwrap_or((pair, ""))
    })
}

fn host(host: &str) -> String {
    // A port is the last part; brackets hold an IP address.
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.trim_end_matches('.').to_lowercase();
    if name.is_empty() {
        return String::new();
    }
    let labels: Vec<&str> = name.split('.').collect();
    let number = |label: &&str| label.bytes().all(|byte| byte.is_ascii_digit());
    if labels.iter().all(number) {
        return TOKEN.into();
    }
    let labels = labels.into_iter().map(|label| {
        let odd = |c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'));
        if label.contains(odd) || label.len() > 63 || is_token(label) { TOKEN } else { label }
    });
    labels.collect::<Vec<_>>().join(".")
}

fn path(path: &str) -> String {
    let mut out = String::new();
    let segments = path.split(['/', '\\']).filter(|segment| !segment.is_empty());
    for (at, segment) in segments.enumerate() {
        if at == MOST_SEGMENTS {
            out.push_str("/…");
            break;
        }
        // `;jsessionid=…` belongs to one visitor.
        let segment = segment.split(';').next().unwrap_or_default();
        out.push('/');
        out.push_str(&self::segment(segment));
    }
    if out.is_empty() { "/".into() } else { out }
}

fn segment(segment: &str) -> Cow<'_, str> {
    let text = decoded(segment);
    let unreadable = |c: char| {
        c.is_control()
            || c.is_whitespace() && c != ' '
            || matches!(c, '/' | '\\' | '?' | '#' | '%' | '@' | ';' | '&' | '\u{FFFD}')
    };
    if text.chars().count() > LONGEST_SEGMENT || text.contains(unreadable) || is_token(&text) {
        return TOKEN.into();
    }
    text
}

/// The parameters that are kept, in their fixed order, with a `?` before them.
fn query(query: &str) -> String {
    let mut out = String::new();
    for name in KEPT_PARAMETERS {
        let found = parameters(query).find(|(key, _)| key.eq_ignore_ascii_case(name));
        let Some((_, value)) = found else { continue };
        let value = decoded(value);
        let plain = |c: char| {
            c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | ' ' | '|' | ':')
        };
        let short = (1..=LONGEST_VALUE).contains(&value.chars().count());
        if short && value.chars().all(plain) && !is_token(&value) {
            out.push(if out.is_empty() { '?' } else { '&' });
            out.push_str(name);
            out.push('=');
            out.push_str(&value.replace(' ', "+"));
        }
    }
    out
}

#[cfg(test)]
mod tests;
