use crate::Fallible;
use data_encoding::HEXLOWER;
use pkarr::{Keypair, PublicKey};
use std::collections::HashMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What the command line says: `--name value` pairs.
pub struct Settings {
    pub keypair: Keypair,
    pub relays: Vec<String>,
    /// As the known daemon has it, where that is not what the norm says.
    pub deployed: bool,
    /// Where this peer lies: `fingerprint` or `signature`.
    pub wrong: Option<String>,
    pub patience: Duration,
    words: HashMap<String, String>,
}

impl Settings {
    pub fn read(mut words: impl Iterator<Item = String>) -> Fallible<Self> {
        let mut relays = vec![];
        let mut named: HashMap<String, String> = HashMap::new();
        while let Some(name) = words.next() {
            let value = words.next().ok_or_else(|| format!("{name} wants a value"))?;
            if name == "--relay" {
                relays.push(value);
            } else {
                named.insert(name, value);
            }
        }
        let keypair = match named.get("--seed") {
            Some(seed) => Keypair::from_secret_key(HEXLOWER.decode(seed.as_bytes())?.as_slice().try_into()?),
            None => Keypair::random(),
        };
        Ok(Self {
            keypair,
            relays,
            deployed: named
                .get("--dialect")
                .is_some_and(|dialect| dialect == "deployed"),
            wrong: named.get("--wrong").cloned(),
            patience: Duration::from_secs(
                named
                    .get("--patience")
                    .map_or(Ok(15), |seconds| seconds.parse())?,
            ),
            words: named,
        })
    }

    pub fn word(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str)
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

/// Section 1: the host of an `oh://` URL, and the path behind it.
pub fn host_of(url: &str) -> Fallible<(PublicKey, &str)> {
    let rest = url
        .strip_prefix("oh://")
        .ok_or("an openhost URL begins with oh://")?;
    if rest.contains(['?', '#']) {
        return Err("an openhost URL has neither query nor fragment".into());
    }
    let (name, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    Ok((key_of(name)?, if path.is_empty() { "/" } else { path }))
}

pub fn key_of(name: &str) -> Fallible<PublicKey> {
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
