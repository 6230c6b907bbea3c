//! Openhost wire format, section 4: frames of a data channel. Version 2 is written and read, version 1 is only read.

use crate::given::{bytes, hex, number, refused, whole};
use crate::json::Json;
use crate::Failure;

const MAX_PAYLOAD: usize = (1 << 24) - 1;
const WITH_PAYLOAD: [u8; 10] = [0x01, 0x02, 0x11, 0x12, 0x20, 0x21, 0x30, 0x31, 0x32, 0xf0];
const EMPTY: [u8; 4] = [0x03, 0x13, 0xfe, 0xff];

pub fn encode(_given: &Json, input: &Json) -> Result<Json, Failure> {
    let kind = whole(input.get("type"), 0.0, 255.0)? as u8;
    let request = whole(input.get("request_id"), 0.0, f64::from(u32::MAX))? as u32;
    let payload = bytes(input.get("payload"))?;
    check_header(kind, payload.len())?;
    let length = payload.len() as u32;
    let head = [&[0, kind][..], &request.to_be_bytes(), &length.to_be_bytes()].concat();
    Ok(hex(&[head, payload].concat()))
}

pub fn decode(_given: &Json, input: &Json) -> Result<Json, Failure> {
    let held = bytes(input)?;
    match first(&held)? {
        None => refused("truncated"),
        Some((_, size)) if size < held.len() => refused("bytes behind the frame"),
        Some((frame, _)) => Ok(frame),
    }
}

/// The complete frames in chunks of any size, and the number of bytes left over.
pub fn stream(_given: &Json, input: &Json) -> Result<Json, Failure> {
    let Json::List(chunks) = input else {
        return refused("not a list");
    };
    let mut held = Vec::new();
    let mut frames = Vec::new();
    for chunk in chunks {
        held.extend(bytes(chunk)?);
        while let Some((frame, size)) = first(&held)? {
            frames.push(frame);
            held.drain(..size);
        }
    }
    Ok(Json::object([
        ("frames", Json::List(frames)),
        ("pending", number(held.len() as i64)),
    ]))
}

/// The first frame and its size, or nothing if bytes are missing. A bad header is rejected before its payload arrives.
fn first(held: &[u8]) -> Result<Option<(Json, usize)>, Failure> {
    let (header, kind, request, length) = match *held {
        [0, kind, a, b, c, d, e, f, g, h, ..] => (
            10,
            kind,
            u32::from_be_bytes([a, b, c, d]),
            u32::from_be_bytes([e, f, g, h]),
        ),
        [kind, a, b, c, d, ..] if kind != 0 => (5, kind, 0, u32::from_le_bytes([a, b, c, d])),
        _ => return Ok(None),
    };
    check_header(kind, length as usize)?;
    let size = header + length as usize;
    if held.len() < size {
        return Ok(None);
    }
    let frame = Json::object([
        ("type", number(kind.into())),
        ("request_id", number(request.into())),
        ("payload", hex(&held[header..size])),
    ]);
    Ok(Some((frame, size)))
}

fn check_header(kind: u8, length: usize) -> Result<(), Failure> {
    let is_empty = EMPTY.contains(&kind);
    if !is_empty && !WITH_PAYLOAD.contains(&kind) {
        return refused(format!("type {kind:#04x} is reserved"));
    }
    if length > MAX_PAYLOAD {
        return refused(format!("{length} bytes announced"));
    }
    if is_empty && length > 0 {
        return refused("a payload where none belongs");
    }
    Ok(())
}
