//! Section 3.3: where offers and answers lie in the packets of their senders.
use crate::keys::sha256;
use crate::reader::Reader;
use crate::Fallible;
use base32::Alphabet;
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use pkarr::PublicKey;
use sha2::Sha256;

pub const TTL: u32 = 30;

/// A TXT record beside the key that signs it.
pub struct Text {
    pub label: String,
    pub ttl: u32,
    pub value: String,
}

pub fn offer_label(host: &PublicKey) -> String {
    let hash = sha256(&[b"openhost-offer-host-v1", host.as_bytes()]);
    format!("_offer-{}", base32::encode(Alphabet::Z, &hash[..16]))
}

pub fn answer_label(salt: &[u8; 32], client: &PublicKey, index: usize) -> Fallible<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(salt).map_err(|_| "hmac")?;
    mac.update(client.as_bytes());
    let hash = mac.finalize().into_bytes();
    Ok(format!(
        "_answer-{}-{index}",
        base32::encode(Alphabet::Z, &hash[..16])
    ))
}

/// The fragments of one sealed answer, each at most `largest` bytes of it.
pub fn split(
    sealed: &[u8],
    largest: usize,
    label: impl Fn(usize) -> Fallible<String>,
) -> Fallible<Vec<Text>> {
    let total = u8::try_from(sealed.len().div_ceil(largest))?;
    let text = |(index, payload): (usize, &[u8])| -> Fallible<Text> {
        let length = (payload.len() as u16).to_be_bytes();
        let envelope = [&[1, index as u8, total][..], &length, payload].concat();
        Ok(Text {
            label: label(index)?,
            ttl: TTL,
            value: BASE64URL_NOPAD.encode(&envelope),
        })
    };
    sealed.chunks(largest).enumerate().map(text).collect()
}

/// Nothing while the host has not answered: then there is no fragment 0.
pub fn reassemble(
    largest: usize,
    text: impl Fn(usize) -> Fallible<Option<String>>,
) -> Fallible<Option<Vec<u8>>> {
    let Some(first) = text(0)? else { return Ok(None) };
    let (total, mut sealed) = fragment(&first, 0, largest)?;
    for index in 1..usize::from(total) {
        let next = text(index)?.ok_or("a fragment is missing")?;
        let (same, payload) = fragment(&next, index, largest)?;
        if same != total {
            return Err("the fragments disagree on their number".into());
        }
        sealed.extend(payload);
    }
    Ok(Some(sealed))
}

fn fragment(text: &str, index: usize, largest: usize) -> Fallible<(u8, Vec<u8>)> {
    let envelope = BASE64URL_NOPAD.decode(text.as_bytes())?;
    let mut reader = Reader::new(&envelope);
    reader.expect(&[1, index as u8], "version or index of a fragment")?;
    let total = reader.u8()?;
    let length = usize::from(reader.u16()?);
    if usize::from(total) <= index || length > largest {
        return Err("number or length of a fragment".into());
    }
    let payload = reader.take(length)?.to_vec();
    reader.end()?;
    Ok((total, payload))
}
