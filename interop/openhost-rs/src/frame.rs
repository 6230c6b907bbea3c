//! Section 4: frames.
use crate::Fallible;
use bytes::{Buf, BytesMut};

pub const REQUEST_HEAD: u8 = 0x01;
pub const REQUEST_BODY: u8 = 0x02;
pub const REQUEST_END: u8 = 0x03;
pub const RESPONSE_HEAD: u8 = 0x11;
pub const RESPONSE_BODY: u8 = 0x12;
pub const RESPONSE_END: u8 = 0x13;
pub const AUTH_NONCE: u8 = 0x30;
pub const AUTH_CLIENT: u8 = 0x31;
pub const AUTH_HOST: u8 = 0x32;
pub const ERROR: u8 = 0xf0;
pub const PING: u8 = 0xfe;
pub const PONG: u8 = 0xff;

const LARGEST: usize = (1 << 24) - 1;

pub struct Frame {
    pub kind: u8,
    pub request: u32,
    pub payload: Vec<u8>,
}

impl Frame {
    pub fn new(kind: u8, request: u32, payload: impl Into<Vec<u8>>) -> Self {
        Self {
            kind,
            request,
            payload: payload.into(),
        }
    }

    pub fn encode(&self) -> Vec<u8> {
        let length = self.payload.len() as u32;
        [
            &[0, self.kind][..],
            &self.request.to_be_bytes(),
            &length.to_be_bytes(),
            &self.payload,
        ]
        .concat()
    }
}

/// Takes the next frame, of either shape, off what has come; nothing while it is incomplete.
pub fn take(held: &mut BytesMut) -> Fallible<Option<Frame>> {
    let (header, kind, request, length) = match held[..] {
        [0, kind, a, b, c, d, e, f, g, h, ..] => (
            10,
            kind,
            u32::from_be_bytes([a, b, c, d]),
            u32::from_be_bytes([e, f, g, h]),
        ),
        [kind, a, b, c, d, ..] if kind != 0 => (5, kind, 0, u32::from_le_bytes([a, b, c, d])),
        _ => return Ok(None),
    };
    let empty = matches!(kind, REQUEST_END | RESPONSE_END | PING | PONG);
    let known = empty
        || matches!(
            kind,
            0x01 | 0x02 | 0x11 | 0x12 | 0x20 | 0x21 | 0x30..=0x32 | ERROR
        );
    let length = length as usize;
    if !known || length > LARGEST || (empty && length > 0) {
        return Err("malformed frame".into());
    }
    if held.len() < header + length {
        return Ok(None);
    }
    held.advance(header);
    Ok(Some(Frame::new(kind, request, held.split_to(length))))
}
