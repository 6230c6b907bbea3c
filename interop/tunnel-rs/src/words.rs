//! The grammar of the command line and of the environment.
use crate::{Failure, Outcome};
use iroh::{EndpointId, RelayUrl};
use std::collections::HashSet;
use std::env::{var, VarError};

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Proto {
    Tcp,
    Udp,
}

pub type PortSpec = (u16, Proto);

pub struct Mapping {
    /// None is stdio.
    pub local: Option<u16>,
    pub remote: u16,
    pub proto: Proto,
}

fn port(text: &str) -> Outcome<u16> {
    let plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    let read = if plain { text.parse().ok() } else { None };
    read.ok_or_else(|| Failure::usage(format!("{text:?} is no port: 1 to 65535")))
}

fn port_spec(text: &str) -> Outcome<PortSpec> {
    let (digits, proto) = text.split_once('/').unwrap_or((text, "tcp"));
    let proto = match proto {
        "tcp" => Proto::Tcp,
        "udp" => Proto::Udp,
        other => return Err(Failure::usage(format!("{other:?} is neither tcp nor udp"))),
    };
    Ok((port(digits)?, proto))
}

pub fn port_specs(texts: &[String]) -> Outcome<HashSet<PortSpec>> {
    let mut specs = HashSet::new();
    for text in texts {
        if !specs.insert(port_spec(text)?) {
            return Err(Failure::usage(format!("{text} is there twice")));
        }
    }
    if specs.is_empty() {
        return Err(Failure::usage("no port to expose"));
    }
    Ok(specs)
}

pub fn mappings(texts: &[String]) -> Outcome<Vec<Mapping>> {
    let mut seen = HashSet::new();
    let mut read = Vec::new();
    for text in texts {
        let (local, remote) = text
            .split_once(':')
            .ok_or_else(|| Failure::usage(format!("{text:?} has no colon")))?;
        let local = if local == "-" { None } else { Some(port(local)?) };
        let (remote, proto) = port_spec(remote)?;
        if local.is_none() && proto == Proto::Udp {
            return Err(Failure::usage("stdio is tcp only"));
        }
        if !seen.insert((local, proto)) {
            return Err(Failure::usage(format!(
                "the local end of {text} is taken already"
            )));
        }
        read.push(Mapping { local, remote, proto });
    }
    if read.is_empty() {
        return Err(Failure::usage("no mapping"));
    }
    Ok(read)
}

pub fn key(text: &str) -> Outcome<EndpointId> {
    text.parse()
        .map_err(|_| Failure::usage(format!("{text:?} is no public key")))
}

pub fn relay(text: &str) -> Outcome<RelayUrl> {
    let web = text.starts_with("http://") || text.starts_with("https://");
    let read = if web { text.parse().ok() } else { None };
    read.ok_or_else(|| Failure::usage("PUNCH_RELAY_MODE is neither default, disabled nor a URL"))
}

/// An empty list, like an empty entry, is an error: a list is never wider than it was meant.
pub fn allow(text: Option<String>) -> Outcome<Option<HashSet<EndpointId>>> {
    text.map(|list| list.split(',').map(|entry| key(entry.trim())).collect())
        .transpose()
}

/// What is no text must not be taken for unset.
pub fn variable(name: &str) -> Outcome<Option<String>> {
    match var(name) {
        Ok(value) => Ok(Some(value)),
        Err(VarError::NotPresent) => Ok(None),
        Err(error) => Err(Failure::usage(format!("{name}: {error}"))),
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
