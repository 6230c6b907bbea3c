//! The frames of a Rust peer, held against the vectors.
use bytes::BytesMut;
use p2p_conform_vectors::openhost_frame;
use serde_json::{json, Map, Value};
use vectors_example::frame::take;

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(value: &Value) -> Result<Vec<u8>, String> {
    let text = value.as_str().ok_or("not a text")?;
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|error| error.to_string()))
        .collect()
}

fn decode(input: &Value) -> Result<Value, String> {
    let mut held = BytesMut::from(&bytes(input)?[..]);
    let frame = take(&mut held)
        .map_err(|error| error.to_string())?
        .ok_or("incomplete")?;
    if !held.is_empty() {
        return Err("more than a frame".into());
    }
    Ok(json!({ "type": frame.kind, "request_id": frame.request, "payload": hex(&frame.payload) }))
}

fn codec(op: &str, _given: &Map<String, Value>, input: &Value) -> Option<Result<Value, String>> {
    match op {
        "decode" => Some(decode(input)),
        // This peer encodes only frames of its own making, and its encoder rejects nothing.
        _ => None,
    }
}

#[test]
fn frames() {
    let set = openhost_frame();
    set.assert(set.must(), &codec, &|_, _, _| None);
}
