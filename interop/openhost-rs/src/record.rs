//! Section 2: the record that a host publishes under `_openhost`.
use crate::keys::verify;
use crate::reader::Reader;
use crate::Fallible;
use data_encoding::BASE64URL_NOPAD;
use pkarr::{Keypair, PublicKey};

pub const LABEL: &str = "_openhost";
pub const FRESH_SECONDS: u64 = 7200;

pub struct Record {
    /// Seconds since 1970.
    pub ts: u64,
    pub fingerprint: [u8; 32],
    pub salt: [u8; 32],
}

impl Record {
    /// Version 2: without a TURN server.
    pub fn encode(&self, host: &Keypair) -> String {
        let mut canonical = b"\x01openhost1\x02".to_vec();
        canonical.extend(self.ts.to_be_bytes());
        canonical.extend(self.fingerprint);
        canonical.extend(b"\x06server");
        canonical.extend(self.salt);
        canonical.extend([0, 0]);
        let signed = [&host.sign(&canonical).to_bytes()[..], &canonical].concat();
        BASE64URL_NOPAD.encode(&signed)
    }

    /// Versions 2 and 3, the inner signature verified.
    pub fn decode(host: &PublicKey, text: &str) -> Fallible<Self> {
        let signed = BASE64URL_NOPAD.decode(text.as_bytes())?;
        let mut reader = Reader::new(&signed);
        let signature = reader.array()?;
        verify(host, &signed[64..], &signature)?;
        reader.expect(b"\x01openhost1", "domain separator")?;
        let version = reader.u8()?;
        let ts = u64::from_be_bytes(reader.array()?);
        let fingerprint = reader.array()?;
        let roles = reader.u8()?;
        std::str::from_utf8(reader.take(roles.into())?)?;
        let salt = reader.array()?;
        let disc = reader.u16()?;
        std::str::from_utf8(reader.take(disc.into())?)?;
        match version {
            2 => {}
            3 => reader.take(6).map(drop)?,
            _ => return Err("unknown version of the record".into()),
        }
        reader.end()?;
        Ok(Self {
            ts,
            fingerprint,
            salt,
        })
    }
}
