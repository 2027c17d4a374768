//! Keys and secrets, from the browser's own source of randomness.

use crate::engine::events::Key;
use crate::engine::secret::Secret;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Crypto;

/// The browser has no WebCrypto: every browser of the last ten years has it.
pub struct NoEntropy;

/// A key that nobody else has, made anew for each session and never written
/// anywhere.
///
/// # Errors
/// [`NoEntropy`] where the browser offers no randomness fit for a key; there is
/// no weaker way.
pub fn key() -> Result<Key, NoEntropy> {
    random().map(Key::new)
}

/// An owner's secret that nobody else has. It is written into a ledger, if its
/// owner begins one, and nowhere else.
///
/// # Errors
/// [`NoEntropy`], as of [`key`].
pub fn secret() -> Result<Secret, NoEntropy> {
    random().map(Secret::new)
}

fn random<const N: usize>() -> Result<[u8; N], NoEntropy> {
    // The same in a worker and in a page, whose global objects have different types.
    let crypto = Reflect::get(&js_sys::global(), &JsValue::from_str("crypto"))
        .ok()
        .filter(JsValue::is_object)
        .ok_or(NoEntropy)?
        .unchecked_into::<Crypto>();
    let mut bytes = [0; N];
    crypto.get_random_values_with_u8_array(&mut bytes).map_err(|_| NoEntropy)?;
    Ok(bytes)
}
