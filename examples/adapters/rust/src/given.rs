//! Reads the JSON of a request.

use crate::json::Json;
use crate::Failure;

pub const MAX_EXACT: f64 = 9_007_199_254_740_991.0;

pub fn refused<T>(why: impl Into<String>) -> Result<T, Failure> {
    Err(Failure::Refused(why.into()))
}

pub fn text(value: &Json) -> Result<&str, Failure> {
    value.as_text().map_or_else(|| refused("not a text"), Ok)
}

/// Bytes are lower-case hex.
pub fn bytes(value: &Json) -> Result<Vec<u8>, Failure> {
    let digits = text(value)?.as_bytes();
    let digit = |b: u8| match b {
        b'0'..=b'9' => Ok(b - b'0'),
        b'a'..=b'f' => Ok(b - b'a' + 10),
        _ => refused("not hex"),
    };
    if digits.len() % 2 != 0 {
        return refused("not hex");
    }
    digits
        .chunks_exact(2)
        .map(|pair| Ok(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

pub fn hex(bytes: &[u8]) -> Json {
    Json::Text(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// 1.0 and 1e3 are whole numbers in JSON. A double represents those of up to 53 bits exactly.
pub fn whole(value: &Json, low: f64, high: f64) -> Result<i64, Failure> {
    match value {
        Json::Number(digits) => match digits.parse::<f64>() {
            Ok(number) if number.fract() == 0.0 && (low..=high).contains(&number) => Ok(number as i64),
            _ => refused(format!("not a whole number from {low} to {high}")),
        },
        _ => refused("not a number"),
    }
}

pub fn number(value: i64) -> Json {
    Json::Number(value.to_string())
}
