//! The figures and pictures of a report, read-only: the same in the snapshot
//! viewer, on the share screen and in the HTML page.

use super::words::Words;
use crate::contract::{Convention, Statistics};
use std::rc::Rc;
use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct ReportBodyProps {
    pub statistics: Rc<Statistics>,
    pub words: Words,
    pub convention: Convention,
    pub interactive: bool,
}

#[component]
pub fn ReportBody(props: &ReportBodyProps) -> Html {
    let _ = props;
    html! {}
}
