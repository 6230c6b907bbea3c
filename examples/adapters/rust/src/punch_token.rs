//! Punch RFC 1.0.0, section 7, the encoder's side: "p_" base64url(payload) "." base64url(hmac-sha256(payload)).

use crate::json::Json;
use crate::sha256::hmac_sha256;
use crate::Failure;

pub fn sign(given: &Json, input: &Json) -> Result<Json, Failure> {
    let payload = bytes(input)?;
    let secret = bytes(given.get("secret"))?;
    let text = base64url(&payload);
    let covered = match given.get("dialect").as_text() {
        Some("text") => text.as_bytes(),
        _ => &payload,
    };
    Ok(Json::Text(format!(
        "p_{text}.{}",
        base64url(&hmac_sha256(&secret, covered))
    )))
}

/// Bytes travel as lower-case hex.
fn bytes(value: &Json) -> Result<Vec<u8>, Failure> {
    let refused = || Failure::Refused("not hex".into());
    let text = value
        .as_text()
        .filter(|text| text.is_ascii() && text.len() % 2 == 0)
        .ok_or_else(refused)?;
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| refused()))
        .collect()
}

fn base64url(octets: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in octets.chunks(3) {
        let word = group
            .iter()
            .fold(0u32, |word, octet| word << 8 | u32::from(*octet))
            << (8 * (3 - group.len()));
        for at in 0..=group.len() {
            text.push(ALPHABET[(word >> (18 - 6 * at)) as usize & 63] as char);
        }
    }
    text
}
