//! Which campaigns are counted: works for three and for three hundred.

use super::value::input_value;
use crate::app::view::names;
use crate::app::words::Words;
use crate::contract::CampaignRow;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Node;
use yew::prelude::*;

/// From this many campaigns on there is a search.
const SEARCH_FROM: usize = 8;

#[derive(PartialEq, Properties)]
pub struct CampaignPickerProps {
    /// Every campaign of the open files.
    pub campaigns: Rc<Vec<CampaignRow>>,
    /// Keys of those counted; all when `None`.
    pub chosen: Option<Vec<u32>>,
    pub change: Callback<Option<Vec<u32>>>,
    pub words: Words,
}

#[component]
pub fn CampaignPicker(props: &CampaignPickerProps) -> Html {
    let CampaignPickerProps { campaigns, chosen, change, words } = props;
    let open = use_state(|| false);
    let search = use_state(String::new);
    let said = match (chosen, campaigns.as_slice()) {
        (_, [only]) => names::campaign(only, words),
        (None, _) => words.with("filter-campaigns-all", &[("n", campaigns.len().into())]),
        (Some(keys), _) if keys.len() == 1 => campaigns
            .iter()
            .find(|row| keys.contains(&row.key))
            .map_or_else(String::new, |row| names::campaign(row, words)),
        (Some(keys), _) => words.with(
            "filter-campaigns-some",
            &[("chosen", keys.len().into()), ("n", campaigns.len().into())],
        ),
    };
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let escape = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                open.set(false);
            }
        })
    };
    // Close when the focus goes elsewhere; a click inside focuses the panel at least.
    let whole = use_node_ref();
    let leave = {
        let (open, whole) = (open.clone(), whole.clone());
        Callback::from(move |event: FocusEvent| {
            let next = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
            if !whole.cast::<Node>().is_some_and(|whole| whole.contains(next.as_ref())) {
                open.set(false);
            }
        })
    };
    let find = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| search.set(input_value(&event)))
    };
    let clear = change.reform(|_: MouseEvent| None);
    let found: Vec<&CampaignRow> =
        campaigns.iter().filter(|row| matches(&names::campaign(row, words), &search)).collect();
    html! {
        <div class="field picker" ref={whole} onkeydown={escape} onfocusout={leave}>
            <span class="field-label" id="picker-label">{ words.say("filter-campaigns") }</span>
            <button type="button" class="picker-button" id="picker-button" data-test="campaign-filter"
                aria-expanded={open.to_string()} aria-controls="picker-panel"
                aria-labelledby="picker-label picker-button" onclick={toggle}>
                <span class="picker-said">{ said }</span>
                <svg width="10" height="6" aria-hidden="true"><path d="M0 0H10L5 6Z" /></svg>
            </button>
            if *open {
                <div class="picker-panel" id="picker-panel" tabindex="-1">
                    if campaigns.len() >= SEARCH_FROM {
                        <input type="search" class="picker-search" aria-label={words.say("filter-campaigns-search")}
                            placeholder={words.say("filter-campaigns-search")} value={(*search).clone()}
                            oninput={find} />
                    }
                    <ul class="picker-list">
                        { for found.iter().map(|row| choice(row, chosen.as_deref(), change, words)) }
                    </ul>
                    if found.is_empty() {
                        <p class="hint">{ words.say("filter-campaigns-none-found") }</p>
                    }
                    <div class="picker-foot">
                        <span class="hint">{ words.say("filter-campaigns-hint") }</span>
                        <button type="button" class="button" disabled={chosen.is_none()} onclick={clear}>
                            { words.say("filter-campaigns-clear") }
                        </button>
                    </div>
                </div>
            }
        </div>
    }
}

fn choice(
    row: &CampaignRow,
    chosen: Option<&[u32]>,
    change: &Callback<Option<Vec<u32>>>,
    words: &Words,
) -> Html {
    let checked = chosen.is_some_and(|keys| keys.contains(&row.key));
    let next = toggled(chosen, row.key);
    let onchange = change.reform(move |_: Event| next.clone());
    html! {
        <li key={row.key}>
            <label>
                <input type="checkbox" {checked} {onchange} />
                <span class="picker-name">{ names::campaign(row, words) }</span>
                if let Some(day) = &row.sent_on {
                    <span class="hint">{ words.day(day) }</span>
                }
            </label>
        </li>
    }
}

/// The choice with one campaign more or less; nothing chosen means all.
fn toggled(chosen: Option<&[u32]>, key: u32) -> Option<Vec<u32>> {
    let mut keys = chosen.unwrap_or_default().to_vec();
    match keys.iter().position(|known| *known == key) {
        Some(at) => {
            keys.remove(at);
        }
        None => keys.push(key),
    }
    keys.sort_unstable();
    (!keys.is_empty()).then_some(keys)
}

fn matches(name: &str, search: &str) -> bool {
    let name = name.to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticking_restricts_and_the_last_tick_gone_means_all() {
        assert_eq!(toggled(None, 4), Some(vec![4]));
        assert_eq!(toggled(Some(&[4]), 2), Some(vec![2, 4]));
        assert_eq!(toggled(Some(&[2, 4]), 4), Some(vec![2]));
        assert_eq!(toggled(Some(&[2]), 2), None);
    }

    #[test]
    fn a_search_finds_words_in_any_order() {
        assert!(matches("Autumn catalogue 2026", "2026 AUTUMN"));
        assert!(!matches("Autumn catalogue 2026", "2025"));
        assert!(matches("anything", ""));
    }
}
