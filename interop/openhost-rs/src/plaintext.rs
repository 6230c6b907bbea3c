//! Section 3.3: what is inside the sealed boxes, in the shapes that today's encoders emit.
use crate::reach::Reach;
use crate::reader::Reader;
use crate::Fallible;
use miniz_oxide::{deflate::compress_to_vec_zlib, inflate::decompress_to_vec_zlib_with_limit};

const OFFER: &[u8] = b"openhost-offer-inner3";
const ANSWER: &[u8] = b"openhost-answer-inner2";
const ANSWER_V1: &[u8] = b"openhost-answer-inner1";
const LARGEST_BODY: usize = 65_536;
const LARGEST_BLOB: usize = 512;
const CERT_FP: u8 = 1 << 2;

pub struct Offer {
    pub client: [u8; 32],
    pub reach: Reach,
    pub fingerprint: [u8; 32],
    pub actpass: bool,
    /// The other mode binds by the exporter.
    pub cert_fp: bool,
}

impl Offer {
    pub fn sdp(&self) -> String {
        self.reach
            .sdp(&self.fingerprint, if self.actpass { "actpass" } else { "active" })
    }

    pub fn encode(&self) -> Vec<u8> {
        let setup = if self.actpass { 2 } else { 0 };
        let mut blob = vec![1, setup | if self.cert_fp { CERT_FP } else { 0 }];
        self.reach.put_credentials(&mut blob);
        blob.extend(self.fingerprint);
        self.reach.put_candidates(&mut blob);
        wrap(&[OFFER, &self.client, &(blob.len() as u16).to_be_bytes(), &blob].concat())
    }

    pub fn decode(plaintext: &[u8]) -> Fallible<Self> {
        let body = unwrap(plaintext)?;
        let mut reader = Reader::new(&body);
        reader.expect(OFFER, "domain separator")?;
        let client = reader.array()?;
        let mut blob = blob_of(reader)?;
        let flags = blob.u8()?;
        if flags & !(CERT_FP | 3) != 0 || !matches!(flags & 3, 0 | 2) {
            return Err("flags of the offer".into());
        }
        let mut reach = Reach::read_credentials(&mut blob)?;
        let fingerprint = blob.array()?;
        reach.read_candidates(&mut blob)?;
        blob.end()?;
        let (actpass, cert_fp) = (flags & 3 == 2, flags & CERT_FP != 0);
        Ok(Self {
            client,
            reach,
            fingerprint,
            actpass,
            cert_fp,
        })
    }
}

pub struct Answer {
    pub host: [u8; 32],
    pub offer_hash: [u8; 32],
    description: Description,
}

enum Description {
    /// Version 1, which nobody emits any more.
    Whole(String),
    Parts(Reach),
}

/// Of a host that is passive (3.1).
pub fn encode_answer(host: &[u8; 32], offer_hash: &[u8; 32], reach: &Reach) -> Vec<u8> {
    let mut blob = vec![1, 1];
    reach.put_credentials(&mut blob);
    reach.put_candidates(&mut blob);
    let length = (blob.len() as u16).to_be_bytes();
    wrap(&[ANSWER, host, offer_hash, &length, &blob].concat())
}

impl Answer {
    pub fn decode(plaintext: &[u8]) -> Fallible<Self> {
        let body = unwrap(plaintext)?;
        let mut reader = Reader::new(&body);
        let separator = reader.take(ANSWER.len())?;
        let host = reader.array()?;
        let offer_hash = reader.array()?;
        let description = match separator {
            ANSWER_V1 => {
                let length = u32::from_be_bytes(reader.array()?);
                let sdp = reader.take(usize::try_from(length)?)?;
                reader.end()?;
                Description::Whole(String::from_utf8(sdp.to_vec())?)
            }
            ANSWER => {
                let mut blob = blob_of(reader)?;
                blob.expect(&[1], "setup of the answer")?;
                let mut reach = Reach::read_credentials(&mut blob)?;
                reach.read_candidates(&mut blob)?;
                blob.end()?;
                Description::Parts(reach)
            }
            _ => return Err("unknown answer".into()),
        };
        Ok(Self {
            host,
            offer_hash,
            description,
        })
    }

    /// That of a passive host with the certificate of its record (3.1, 3.2), whatever version 1 says.
    pub fn sdp(&self, fingerprint: &[u8; 32]) -> Fallible<String> {
        let sdp = match &self.description {
            Description::Parts(reach) => return Ok(reach.sdp(fingerprint, "passive")),
            Description::Whole(sdp) => sdp,
        };
        let wanted = Reach::default().sdp(fingerprint, "passive");
        for name in ["a=setup:", "a=fingerprint:"] {
            let all = |text: &str| -> Vec<String> {
                let lines = text.lines().filter(|line| line.starts_with(name));
                lines.map(str::to_lowercase).collect()
            };
            if all(sdp) != all(&wanted) {
                return Err(format!("wrong {name} in the answer").into());
            }
        }
        Ok(sdp.clone())
    }
}

fn blob_of(mut body: Reader) -> Fallible<Reader> {
    let length = usize::from(body.u16()?);
    if length > LARGEST_BLOB {
        return Err("blob too long".into());
    }
    let mut blob = Reader::new(body.take(length)?);
    body.end()?;
    blob.expect(&[1], "version of the blob")?;
    Ok(blob)
}

/// Encoders emit zlib, decoders take the literal form too.
fn wrap(body: &[u8]) -> Vec<u8> {
    [&[2][..], &compress_to_vec_zlib(body, 9)].concat()
}

fn unwrap(plaintext: &[u8]) -> Fallible<Vec<u8>> {
    match plaintext {
        [1, body @ ..] => Ok(body.to_vec()),
        [2, zlib @ ..] => Ok(decompress_to_vec_zlib_with_limit(zlib, LARGEST_BODY).map_err(|_| "zlib")?),
        _ => Err("unknown compression".into()),
    }
}
