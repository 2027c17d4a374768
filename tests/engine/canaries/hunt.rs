//! Looks for canaries in a text, however they are disguised.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// What every canary begins with.
pub const MARK: &str = "cnryglas";

/// Lengths of the digests in hexadecimal, and in base64 without padding.
const HEX: [usize; 3] = [32, 40, 64];
const BASE64: [usize; 3] = [22, 27, 43];

/// Knows the digests of everything that was planted.
pub struct Hunt {
    digests: HashSet<String>,
}

impl Hunt {
    pub fn new<'a>(secrets: impl Iterator<Item = &'a str>) -> Hunt {
        let mut digests = HashSet::new();
        for secret in secrets {
            for text in [secret.to_owned(), secret.to_uppercase()] {
                let all: [Vec<u8>; 3] = [
                    Md5::digest(&text).to_vec(),
                    Sha1::digest(&text).to_vec(),
                    Sha256::digest(&text).to_vec(),
                ];
                for digest in all {
                    digests.insert(hex(&digest));
                    digests.insert(URL_SAFE_NO_PAD.encode(&digest));
                }
            }
        }
        Hunt { digests }
    }

    pub fn finds(&self, text: &str) -> bool {
        !self.traces(text).is_empty()
    }

    /// How the text holds something of anybody.
    pub fn traces(&self, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut look = |how: &str, bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            if let Some(at) = text.find(MARK) {
                found.push(format!("{how}: {}", text[at..].chars().take(20).collect::<String>()));
            }
        };
        look("plain", text.as_bytes());
        look("percent", &unescaped(text));
        let mut hashed = Vec::new();
        for run in runs(text, |c| c.is_ascii_hexdigit()).filter(|run| run.len() >= 16) {
            let run = run.to_ascii_lowercase();
            for from in [0, 1] {
                look("hexadecimal", &unhex(&run[from..]));
            }
            hashed.extend(self.digest(&run, &HEX));
        }
        let base64 = |c: char| c.is_ascii_alphanumeric() || "+/-_".contains(c);
        for run in runs(text, base64).filter(|run| run.len() >= 11) {
            let run = run.replace('+', "-").replace('/', "_");
            for from in 0..4.min(run.len()) {
                let whole = (run.len() - from) / 4 * 4;
                // What is left of a group of four holds one or two bytes more.
                for end in [from + whole, run.len()] {
                    if let Ok(bytes) = lenient().decode(&run[from..end]) {
                        look("base64", &bytes);
                    }
                }
            }
            hashed.extend(self.digest(&run, &BASE64));
        }
        found.extend(hashed);
        found
    }

    fn digest(&self, run: &str, lengths: &[usize]) -> Option<String> {
        let at = |length: usize| {
            let last = run.len().checked_sub(length)?;
            (0..=last).find(|&at| self.digests.contains(&run[at..at + length]))
        };
        lengths.iter().find_map(|&length| at(length)).map(|_| "a digest".into())
    }
}

fn lenient() -> base64::engine::GeneralPurpose {
    use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
    let config = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&base64::alphabet::URL_SAFE, config)
}

fn runs(text: &str, belongs: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = &str> {
    text.split(move |c| !belongs(c)).filter(|run| !run.is_empty())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

fn unescaped(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let escaped = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match escaped.map(|pair| unhex(&String::from_utf8_lossy(pair))).as_deref() {
            Some(&[byte]) => {
                out.push(byte);
                at += 3;
            }
            _ => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    out
}

#[test]
fn a_canary_is_found_in_every_disguise() {
    let canary = format!("{MARK}0a1b2c3d@example.org");
    let hunt = Hunt::new(std::iter::once(canary.as_str()));
    let percent: String = canary.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let mut disguises = vec![
        canary.clone(),
        canary.to_uppercase(),
        percent.to_uppercase(),
        hex(canary.as_bytes()),
        hex(canary.to_uppercase().as_bytes()).to_uppercase(),
        format!("f{}", hex(canary.as_bytes())),
        hex(&Md5::digest(&canary)),
        hex(&Sha1::digest(&canary)).to_uppercase(),
        format!("abc{}", hex(&Sha256::digest(&canary))),
        URL_SAFE_NO_PAD.encode(Sha256::digest(&canary)),
        STANDARD_NO_PAD.encode(Md5::digest(&canary)),
    ];
    for before in ["", "x", "xy", "xyz"] {
        disguises.push(STANDARD_NO_PAD.encode(format!("{before}{canary}?")));
        disguises.push(URL_SAFE_NO_PAD.encode(format!("{before}{canary}")));
    }
    for disguise in disguises {
        assert!(hunt.finds(&format!("{{\"text\":\"{disguise}\"}}")), "{disguise}");
    }
    assert!(!hunt.finds("{\"opens\":12,\"link\":\"shop.example.org/offer/{token}\"}"));
}
