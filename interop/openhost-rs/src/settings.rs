use crate::Fallible;
use pkarr::{Keypair, PublicKey};
use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// What the command line says: `--name value` pairs.
pub struct Settings {
    pub keypair: Keypair,
    pub relay: String,
    /// As the known daemon has it, where that is not what the norm says.
    pub deployed: bool,
    /// Where this peer lies: `fingerprint` or `signature`.
    pub wrong: Option<String>,
    words: HashMap<String, String>,
}

impl Settings {
    pub fn read(mut words: impl Iterator<Item = String>) -> Fallible<Self> {
        let mut named = HashMap::new();
        while let Some(name) = words.next() {
            let value = words.next().ok_or_else(|| format!("{name} wants a value"))?;
            named.insert(name, value);
        }
        let seed = data_encoding::HEXLOWER.decode(take(&named, "--seed")?.as_bytes())?;
        Ok(Self {
            keypair: Keypair::from_secret_key(seed.as_slice().try_into()?),
            relay: take(&named, "--relay")?.into(),
            deployed: take(&named, "--dialect")? == "deployed",
            wrong: named.get("--wrong").cloned(),
            words: named,
        })
    }

    pub fn word(&self, name: &str) -> Fallible<&str> {
        take(&self.words, name)
    }

    pub fn lies(&self, about: &str) -> bool {
        self.wrong.as_deref() == Some(about)
    }

    /// The key that signs the binding.
    pub fn signer(&self) -> Keypair {
        if self.lies("signature") {
            Keypair::random()
        } else {
            self.keypair.clone()
        }
    }

    /// The norm counts sequence numbers in seconds, pkarr and so the known daemon in microseconds.
    pub fn second(&self) -> u64 {
        if self.deployed {
            1_000_000
        } else {
            1
        }
    }

    /// The norm's limit for a fragment, or the known daemon's.
    pub fn largest_fragment(&self) -> usize {
        if self.deployed {
            500
        } else {
            180
        }
    }
}

/// An `oh://` URL or the name in it.
pub fn key_of(name: &str) -> Fallible<PublicKey> {
    let name = name.strip_prefix("oh://").unwrap_or(name);
    let name = name.split('/').next().unwrap_or(name);
    let key = PublicKey::try_from(name)?;
    match key.to_z32() == name {
        true => Ok(key),
        false => Err("no key in z-base-32".into()),
    }
}

pub fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

fn take<'a>(named: &'a HashMap<String, String>, name: &str) -> Fallible<&'a str> {
    Ok(named.get(name).ok_or_else(|| format!("{name} is missing"))?)
}
