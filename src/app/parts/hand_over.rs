//! How files come in: by a button, or by dropping them anywhere on the page.

use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, File, FileList, HtmlInputElement};
use yew::prelude::*;

/// Files the user handed over.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    pub files: Vec<File>,
    pub what: As,
}

/// What the user calls the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum As {
    /// Whatever they turn out to be.
    #[default]
    Data,
    Consent,
    Ledger,
    /// A mapping's profile, for the mapping dialog.
    Profile,
}

#[derive(Clone, PartialEq, Properties)]
pub struct FilesButtonProps {
    /// What stands on the button.
    pub label: AttrValue,
    /// The name by which tests find the input.
    pub test: AttrValue,
    pub add: Callback<Added>,
    #[prop_or_default]
    pub what: As,
    #[prop_or_default]
    pub primary: bool,
    /// Names of endings, as the browser's dialog wants them; anything when empty.
    #[prop_or_default]
    pub accept: AttrValue,
}

/// A button that opens the browser's file dialog. The input itself lies
/// invisibly over it, so that keyboard and screen reader meet the real thing.
#[component]
pub fn FilesButton(props: &FilesButtonProps) -> Html {
    let onchange = {
        let (add, what) = (props.add.clone(), props.what);
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            let files = input.files().map(listed).unwrap_or_default();
            // The same file can be chosen once more.
            input.set_value("");
            if !files.is_empty() {
                add.emit(Added { files, what });
            }
        })
    };
    html! {
        <label class={classes!("button", "files-button", props.primary.then_some("button-primary"))}>
            <input
                type="file"
                multiple={matches!(props.what, As::Data | As::Consent)}
                accept={(!props.accept.is_empty()).then(|| props.accept.clone())}
                data-test={props.test.clone()}
                {onchange}
            />
            <span>{ &props.label }</span>
        </label>
    }
}

/// Whether the browser's dialog for data opens: it is open for a while.
pub fn opens_dialog(event: &MouseEvent) -> bool {
    let input = event.target_dyn_into::<HtmlInputElement>();
    input.is_some_and(|input| input.type_() == "file" && input.multiple())
}

/// Whether something dragged over the page is files, and not text or a link.
pub fn carries_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|transfer| {
        transfer.types().iter().any(|kind| kind.as_string().as_deref() == Some("Files"))
    })
}

/// The files that were dropped.
pub fn dropped(event: &DragEvent) -> Vec<File> {
    event.data_transfer().as_ref().and_then(DataTransfer::files).map(listed).unwrap_or_default()
}

/// Whether a drag leaves the page, and not just one element for the next.
pub fn leaves_page(event: &DragEvent) -> bool {
    let target: &web_sys::MouseEvent = event.unchecked_ref();
    target.related_target().is_none()
}

fn listed(list: FileList) -> Vec<File> {
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}
