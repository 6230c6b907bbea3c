//! Punch RFC 1.0.0, section 7: "p_" base64url(payload) "." base64url(hmac-sha256(payload)).

use crate::given::{bytes, hex, number, refused, text, whole, MAX_EXACT};
use crate::json::Json;
use crate::sha256::hmac_sha256;
use crate::Failure;

const MAX_LENGTH: usize = 8192;
const MAC_LENGTH: usize = 32;
const CLAIMS: [&str; 4] = ["session", "role", "stream", "exp"];
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

struct Token<'a> {
    payload: Vec<u8>,
    mac: Vec<u8>,
    payload_text: &'a str,
}

pub fn decode(_given: &Json, input: &Json) -> Result<Json, Failure> {
    let token = split(text(input)?)?;
    Ok(Json::object([
        ("payload", hex(&token.payload)),
        ("mac", hex(&token.mac)),
        ("claims", claims_of(&token.payload)?),
    ]))
}

/// The signature is checked first: no payload is read before it is known to be ours.
pub fn verify(given: &Json, input: &Json) -> Result<Json, Failure> {
    let token = split(text(input)?)?;
    let ours = mac_of(given, &token.payload, token.payload_text)?;
    // Takes the same time wherever the first difference is.
    if token.mac.iter().zip(ours).fold(0, |seen, (a, b)| seen | (a ^ b)) != 0 {
        return refused("the signature is not ours");
    }
    let claims = claims_of(&token.payload)?;
    let differs = |name| claims.get(name).as_text() != given.get(name).as_text();
    if differs("session") || differs("role") {
        return refused("bound to another session or role");
    }
    let is_peer = claims.get("role").as_text() == Some("peer");
    if is_peer && given.get("stream").as_text().is_some() && differs("stream") {
        return refused("bound to another stream");
    }
    // `exp` counts seconds and `now` milliseconds.
    let now = whole(given.get("now"), -MAX_EXACT, MAX_EXACT)?;
    if now.div_euclid(1000) >= whole(claims.get("exp"), -MAX_EXACT, MAX_EXACT)? {
        return refused("expired");
    }
    Ok(claims)
}

pub fn sign(given: &Json, input: &Json) -> Result<Json, Failure> {
    signed(given, &bytes(input)?)
}

pub fn encode(given: &Json, input: &Json) -> Result<Json, Failure> {
    let Json::Object(wanted) = input else {
        return refused("not an object");
    };
    // Reading the payload finds missing members and wrong types.
    let ordered = CLAIMS
        .iter()
        .flat_map(|name| wanted.iter().find(|(other, _)| other == name).cloned())
        .collect();
    let payload = Json::Object(ordered).to_string().into_bytes();
    claims_of(&payload)?;
    signed(given, &payload)
}

fn signed(given: &Json, payload: &[u8]) -> Result<Json, Failure> {
    let payload_text = to_base64url(payload);
    let mac = to_base64url(&mac_of(given, payload, &payload_text)?);
    Ok(Json::Text(format!("p_{payload_text}.{mac}")))
}

/// The RFC signs the octets of the payload; the dialect `text` signs its base64url text.
fn mac_of(given: &Json, payload: &[u8], payload_text: &str) -> Result<[u8; 32], Failure> {
    let covered = match given.get("dialect").as_text() {
        Some("text") => payload_text.as_bytes(),
        _ => payload,
    };
    Ok(hmac_sha256(&bytes(given.get("secret"))?, covered))
}

fn split(text: &str) -> Result<Token<'_>, Failure> {
    if text.len() > MAX_LENGTH {
        return refused("too long");
    }
    let Some(rest) = text.strip_prefix("p_") else {
        return refused("no p_ in front");
    };
    let Some((payload_text, mac_text)) = rest.split_once('.') else {
        return refused("no signature");
    };
    let payload = from_base64url(payload_text)?;
    let mac = from_base64url(mac_text)?;
    if mac.len() != MAC_LENGTH {
        return refused(format!("a signature of {} bytes", mac.len()));
    }
    Ok(Token {
        payload,
        mac,
        payload_text,
    })
}

fn claims_of(payload: &[u8]) -> Result<Json, Failure> {
    let text = std::str::from_utf8(payload).map_err(|error| Failure::Refused(error.to_string()))?;
    let value = Json::parse_strictly(text).map_err(Failure::Refused)?;
    let Json::Object(members) = &value else {
        return refused("not an object");
    };
    for name in CLAIMS {
        if !members.iter().any(|(other, _)| other == name) {
            return refused(format!("no {name}"));
        }
    }
    let [session, role, stream] = ["session", "role", "stream"].map(|name| value.get(name));
    let is_admin = role.as_text() == Some("admin");
    if !is_name(session) {
        return refused("not a session name");
    }
    if !is_admin && role.as_text() != Some("peer") {
        return refused("not a role");
    }
    match stream {
        Json::Null if is_admin => {}
        stream if !is_admin && is_name(stream) => {}
        _ => return refused("not a stream of that role"),
    }
    let exp = whole(value.get("exp"), -MAX_EXACT, MAX_EXACT)?;
    Ok(Json::object([
        ("session", session.clone()),
        ("role", role.clone()),
        ("stream", stream.clone()),
        ("exp", number(exp)),
    ]))
}

fn is_name(value: &Json) -> bool {
    value.as_text().is_some_and(|name| {
        (1..=64).contains(&name.len())
            && name.as_bytes()[0].is_ascii_alphanumeric()
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    })
}

/// RFC 4648 section 5 without padding.
fn to_base64url(octets: &[u8]) -> String {
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

/// Only the canonical spelling: no padding, unused bits are zero.
fn from_base64url(text: &str) -> Result<Vec<u8>, Failure> {
    let mut octets = Vec::new();
    let (mut held, mut bits) = (0u32, 0);
    for letter in text.bytes() {
        let Some(value) = ALPHABET.iter().position(|known| *known == letter) else {
            return refused("not base64url");
        };
        held = (held << 6 | value as u32) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            octets.push((held >> bits) as u8);
        }
    }
    if bits >= 6 || held & ((1 << bits) - 1) != 0 {
        return refused("base64url with bits left over");
    }
    Ok(octets)
}
