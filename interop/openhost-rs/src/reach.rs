//! Section 3.3: where and how one side is reached, as blobs carry it and as SDP says it.
use crate::reader::Reader;
use crate::Fallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

const MOST_CANDIDATES: usize = 8;
const KINDS: [&str; 4] = ["host", "srflx", "prflx", "relay"];

#[derive(Default)]
pub struct Reach {
    pub ufrag: String,
    pub pwd: String,
    pub candidates: Vec<Candidate>,
}

pub struct Candidate {
    pub kind: u8,
    pub address: SocketAddr,
}

impl Reach {
    /// What ICE gathered: UDP, component 1, by the text of our own SDP.
    pub fn of_sdp(sdp: &str) -> Self {
        let mut reach = Self::default();
        for line in sdp.lines() {
            if let Some(ufrag) = line.strip_prefix("a=ice-ufrag:") {
                reach.ufrag = ufrag.into();
            } else if let Some(pwd) = line.strip_prefix("a=ice-pwd:") {
                reach.pwd = pwd.into();
            } else if let Some(candidate) = line.strip_prefix("a=candidate:") {
                reach.candidates.extend(Candidate::of_sdp(candidate));
            }
        }
        reach.candidates.truncate(MOST_CANDIDATES);
        reach
    }

    pub fn put_credentials(&self, blob: &mut Vec<u8>) {
        for text in [&self.ufrag, &self.pwd] {
            blob.push(text.len() as u8);
            blob.extend(text.as_bytes());
        }
    }

    pub fn put_candidates(&self, blob: &mut Vec<u8>) {
        blob.push(self.candidates.len() as u8);
        for Candidate { kind, address } in &self.candidates {
            blob.push(*kind);
            match address.ip() {
                IpAddr::V4(ip) => {
                    blob.push(4);
                    blob.extend(ip.octets());
                }
                IpAddr::V6(ip) => {
                    blob.push(6);
                    blob.extend(ip.octets());
                }
            }
            blob.extend(address.port().to_be_bytes());
        }
    }

    pub fn read_credentials(blob: &mut Reader) -> Fallible<Self> {
        let ufrag = ice_text(blob, 4)?;
        let pwd = ice_text(blob, 22)?;
        Ok(Self {
            ufrag,
            pwd,
            candidates: vec![],
        })
    }

    pub fn read_candidates(&mut self, blob: &mut Reader) -> Fallible<()> {
        let count = blob.u8()?;
        if usize::from(count) > MOST_CANDIDATES {
            return Err("too many candidates".into());
        }
        for _ in 0..count {
            let kind = blob.u8()?;
            KINDS.get(usize::from(kind)).ok_or("unknown kind of candidate")?;
            let ip: IpAddr = match blob.u8()? {
                4 => Ipv4Addr::from(blob.array::<4>()?).into(),
                6 => Ipv6Addr::from(blob.array::<16>()?).into(),
                _ => return Err("unknown address family".into()),
            };
            let address = SocketAddr::new(ip, blob.u16()?);
            self.candidates.push(Candidate { kind, address });
        }
        Ok(())
    }

    /// The template that both sides fill in; the hash of an offer is over these very bytes.
    pub fn sdp(&self, fingerprint: &[u8; 32], setup: &str) -> String {
        let pairs: Vec<String> = fingerprint.iter().map(|byte| format!("{byte:02X}")).collect();
        let mut sdp = [
            "v=0",
            "o=- 1 1 IN IP4 0.0.0.0",
            "s=-",
            "t=0 0",
            "a=group:BUNDLE 0",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "c=IN IP4 0.0.0.0",
            "a=mid:0",
            "a=rtcp-mux",
            &format!("a=ice-ufrag:{}", self.ufrag),
            &format!("a=ice-pwd:{}", self.pwd),
            &format!("a=fingerprint:sha-256 {}", pairs.join(":")),
            &format!("a=setup:{setup}"),
            "a=sctp-port:5000",
            "",
        ]
        .join("\r\n");
        for Candidate { kind, address } in &self.candidates {
            let (ip, port, kind) = (address.ip(), address.port(), KINDS[usize::from(*kind)]);
            sdp += &format!("a=candidate:1 1 udp 1 {ip} {port} typ {kind} generation 0\r\n");
        }
        sdp + "a=end-of-candidates\r\n"
    }
}

impl Candidate {
    fn of_sdp(line: &str) -> Option<Self> {
        let [_, component, transport, _, ip, port, _, kind, ..] = line.split(' ').collect::<Vec<_>>()[..]
        else {
            return None;
        };
        if component != "1" || !transport.eq_ignore_ascii_case("udp") {
            return None;
        }
        let kind = KINDS.iter().position(|known| *known == kind)? as u8;
        let address = SocketAddr::new(ip.parse().ok()?, port.parse().ok()?);
        Some(Self { kind, address })
    }
}

/// Printable, so that nobody adds lines to the SDP.
fn ice_text(blob: &mut Reader, least: u8) -> Fallible<String> {
    let length = blob.u8()?;
    if !(least..=32).contains(&length) {
        return Err("length of ufrag or pwd".into());
    }
    let bytes = blob.take(length.into())?;
    if !bytes.iter().all(u8::is_ascii_graphic) {
        return Err("characters of ufrag or pwd".into());
    }
    Ok(String::from_utf8(bytes.to_vec())?)
}
