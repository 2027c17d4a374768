//! A mapping's profile as a file of the browser.

use crate::contract::{Profile, ProfileFault};
use crate::port;
use js_sys::JSON;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

/// Two spaces: such a file is read by people too.
const INDENT: u32 = 2;

/// Read a file that should be a profile.
pub async fn read(file: &File) -> Result<Profile, ProfileFault> {
    if file.size() > Profile::LARGEST_TEXT as f64 {
        return Err(ProfileFault::NotAProfile);
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let value = text.and_then(|text| JSON::parse(&text).ok()).ok_or(ProfileFault::NotAProfile)?;
    let profile = Profile::read(|| serde_wasm_bindgen::Deserializer::from(value.clone()))?;
    let understood = port::plain(&profile.written()).map_err(|_| ProfileFault::Damaged)?;
    if port::says_more(&value, &understood) { Err(ProfileFault::Damaged) } else { Ok(profile) }
}

/// The text of a profile's file.
pub fn text(profile: &Profile) -> Result<String, JsValue> {
    let value = port::plain(&profile.written()).map_err(|_| JsValue::UNDEFINED)?;
    let text = JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &INDENT.into())?;
    Ok(format!("{}\n", String::from(text)))
}
