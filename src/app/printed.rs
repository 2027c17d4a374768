//! A snapshot as one HTML page without scripts, drawn by the same components
//! as the page itself. Needs nothing from outside, and its policy forbids it.

use super::parts::risk_report::RiskReport;
use super::report::ReportBody;
use super::screens::snapshot::SnapshotHead;
use super::words::{Language, Words};
use crate::contract::Snapshot;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use yew::prelude::*;

const STYLES: [&str; 5] = [
    include_str!("../../www/styles/tokens.css"),
    include_str!("../../www/styles/frame.css"),
    include_str!("../../www/styles/share.css"),
    include_str!("../../www/styles/statistics.css"),
    include_str!("../../www/styles/print.css"),
];

/// No script, no connection, no picture: only the styles written into the page.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

#[derive(Clone, PartialEq, Properties)]
struct PaperProps {
    snapshot: Rc<Snapshot>,
    words: Words,
    /// Told once everything is drawn, where there is a browser.
    drawn: Callback<()>,
}

#[component]
fn Paper(props: &PaperProps) -> Html {
    let PaperProps { snapshot, words, drawn } = props;
    let drawn = drawn.clone();
    use_effect_with((), move |()| drawn.emit(()));
    let made = words.with(
        "report-made",
        &[("day", words.day(&snapshot.made.on).into()), ("by", snapshot.made.by.clone().into())],
    );
    html! {
        <main class="printed">
            <SnapshotHead snapshot={snapshot.clone()} words={words.clone()} />
            <ReportBody statistics={Rc::new(snapshot.statistics.clone())} words={words.clone()}
                convention={snapshot.treated.convention} interactive=false />
            <RiskReport snapshot={snapshot.clone()} words={words.clone()} />
            <footer class="printed-foot">{ made }</footer>
        </main>
    }
}

fn paper(snapshot: &Snapshot, words: &Words, drawn: Callback<()>) -> PaperProps {
    PaperProps { snapshot: Rc::new(snapshot.clone()), words: words.clone(), drawn }
}

/// The whole document, drawn as the page itself is, into an element that stands
/// in no document: drawing to text instead would be a twelfth of the page's program.
///
/// # Errors
/// What the browser says against a new element.
pub async fn page(snapshot: &Snapshot, language: Language) -> Result<String, JsValue> {
    let words = Words::new(language);
    let document = web_sys::window().and_then(|window| window.document()).ok_or(JsValue::NULL)?;
    let sheet = document.create_element("div")?;
    let mut app = None;
    let drawn = Promise::new(&mut |resolve, _| {
        let drawn = Callback::from(move |()| {
            let _ = resolve.call0(&JsValue::UNDEFINED);
        });
        let paper = paper(snapshot, &words, drawn);
        app = Some(yew::Renderer::<Paper>::with_root_and_props(sheet.clone(), paper).render());
    });
    JsFuture::from(drawn).await?;
    let page = document_of(snapshot, &words, &sheet.inner_html());
    if let Some(app) = app {
        app.destroy();
    }
    Ok(page)
}

/// The whole document, drawn without a browser, in the language of that tag.
#[cfg(feature = "cli")]
pub async fn page_natively(snapshot: &Snapshot, language: &str) -> String {
    let words = Words::new(Language::from_tag(language));
    let paper = paper(snapshot, &words, Callback::noop());
    let renderer = yew::LocalServerRenderer::<Paper>::with_props(paper);
    let body = renderer.hydratable(false).render().await;
    document_of(snapshot, &words, &body)
}

/// Body and head. The body is markup.
fn document_of(snapshot: &Snapshot, words: &Words, body: &str) -> String {
    let tag = words.language().tag();
    let title =
        if snapshot.title.is_empty() { words.say("app-name") } else { escaped(&snapshot.title) };
    let styles = STYLES.concat();
    format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{styles}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
}

/// A text in a place where marks would be read.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::report::tests::ready;
    use crate::app::view::sample;

    fn drawn(snapshot: &Snapshot, language: &str) -> String {
        ready(page_natively(snapshot, language))
    }

    fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
        let start = text.find(from).map_or(text.len(), |at| at + from.len());
        let rest = text.get(start..).unwrap_or_default();
        rest.get(..rest.find(to).unwrap_or(rest.len())).unwrap_or_default()
    }

    #[test]
    fn a_page_stands_alone() {
        let page = drawn(&sample::snapshot(), "de-AT");
        assert!(page.starts_with("<!doctype html>\n<html lang=\"de\">"));
        assert!(page.contains("default-src 'none'"));
        for outside in [
            "<script", "<link", "<img", "<iframe", "src=", "href=", "@import", "onclick", " style=",
        ] {
            assert!(!page.contains(outside), "{outside}");
        }
        // Only drawings of the page itself are referred to.
        assert_eq!(page.matches("url(").count(), page.matches("url(#hatch-").count());
        for shown in ["Autumn 2026", "September news", "Zustellrate", "4 weitere Kampagnen"] {
            assert!(page.contains(shown), "{shown}");
        }
    }

    #[test]
    fn hidden_counts_are_said_and_drawn_without_their_value() {
        let page = drawn(&sample::snapshot(), "en");
        assert!(page.contains("withheld"));
        assert!(page.contains("url(#hatch-arrival)"));
        assert!(page.contains("at most 5 opens and 5 clicks of one person"));
        let figure = between(&page, "data-test=\"figure-complained\"", "</td>");
        assert!(figure.contains("data-value=\"\"") && figure.contains("withheld"), "{figure}");
    }

    #[test]
    fn what_could_be_worked_out_is_part_of_it() {
        let page = drawn(&sample::snapshot(), "de");
        for text in [
            "keine rückrechenbare Zahl gefunden",
            "21 von 412 Zahlen sind zurückgehalten",
            "Zusammen mit allen 2 früheren Berichten",
            "WP216",
        ] {
            assert!(page.contains(text), "{text}");
        }
        let old = Snapshot { risk: None, ..sample::snapshot() };
        let page = drawn(&old, "en");
        assert!(page.contains("carries no risk report") && !page.contains("No recoverable count"));
    }

    #[test]
    fn hostile_texts_are_inert() {
        let evil = "</title></style><script>alert(1)</script><img src=x onerror=alert(1)>";
        let mut snapshot = sample::snapshot();
        snapshot.title = evil.into();
        snapshot.made.by = evil.into();
        snapshot.made.on = evil.into();
        snapshot.treated.zone = evil.into();
        snapshot.statistics.campaigns[0].name = evil.into();
        snapshot.statistics.campaigns[1].sent_on = Some(evil.into());
        snapshot.statistics.links[0].link = "javascript:alert(1)//\" onmouseover=\"alert(1)".into();
        snapshot.statistics.providers[0].group = evil.into();
        snapshot.statistics.days[0].day = evil.into();
        let page = drawn(&snapshot, "en");
        assert!(!page.contains("<script") && !page.contains("<img"));
        assert_eq!(page.matches("</style>").count(), 1);
        let head = between(&page, "<title>", "<style>");
        assert_eq!(head.matches("</title>").count(), 1);
        // A link is a text, never a way to go.
        assert!(page.contains("javascript:alert(1)") && !page.contains("href"));
    }
}
