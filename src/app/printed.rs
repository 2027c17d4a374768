//! A snapshot as one HTML page without scripts, drawn by the same components
//! as the page itself. Needs nothing from outside, and its policy forbids it.

use super::report::ReportBody;
use super::screens::snapshot::SnapshotHead;
use super::words::{Language, Words};
use crate::contract::Snapshot;
use std::rc::Rc;
use yew::{LocalServerRenderer, prelude::*};

const STYLES: [&str; 3] = [
    include_str!("../../www/styles/tokens.css"),
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
}

#[component]
fn Paper(props: &PaperProps) -> Html {
    let PaperProps { snapshot, words } = props;
    let made = words.with(
        "report-made",
        &[("day", words.day(&snapshot.made.on).into()), ("by", snapshot.made.by.clone().into())],
    );
    html! {
        <main class="printed">
            <SnapshotHead snapshot={snapshot.clone()} words={words.clone()} />
            <ReportBody statistics={Rc::new(snapshot.statistics.clone())} words={words.clone()}
                convention={snapshot.treated.convention} interactive=false />
            <footer class="printed-foot">{ made }</footer>
        </main>
    }
}

/// The whole document, in the language of that tag.
pub async fn page(snapshot: &Snapshot, language: &str) -> String {
    let words = Words::new(Language::from_tag(language));
    let tag = words.language().tag();
    let title =
        if snapshot.title.is_empty() { words.say("app-name") } else { escaped(&snapshot.title) };
    let props = PaperProps { snapshot: Rc::new(snapshot.clone()), words };
    let body = LocalServerRenderer::<Paper>::with_props(props).hydratable(false).render().await;
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
