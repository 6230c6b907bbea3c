//! Section 2: signed packets, published and resolved by the pkarr crate through HTTP relays.
use crate::rendezvous::Text;
use crate::Fallible;
use pkarr::dns::rdata::RData;
use pkarr::{Client, Keypair, PublicKey, SignedPacket, Timestamp};

pub struct Relay(Client);

impl Relay {
    pub fn new(urls: &[String]) -> Fallible<Self> {
        Ok(Self(
            Client::builder().no_default_network().relays(urls)?.build()?,
        ))
    }

    /// `replaced` is the sequence number that the writer published last.
    pub async fn publish(
        &self,
        by: &Keypair,
        seq: u64,
        replaced: Option<u64>,
        texts: &[Text],
    ) -> Fallible<()> {
        let mut packet = SignedPacket::builder().timestamp(Timestamp::from(seq));
        for Text { label, ttl, value } in texts {
            packet = packet.txt(label.as_str().try_into()?, value.as_str().try_into()?, *ttl);
        }
        Ok(self
            .0
            .publish(&packet.sign(by)?, replaced.map(Timestamp::from))
            .await?)
    }

    pub async fn resolve(&self, key: &PublicKey) -> Option<SignedPacket> {
        self.0.resolve_most_recent(key).await
    }
}

/// The one TXT record of this label.
pub fn text(packet: &SignedPacket, label: &str) -> Fallible<Option<String>> {
    let mut found = packet
        .resource_records(label)
        .filter_map(|record| match &record.rdata {
            RData::TXT(text) => Some(text.clone()),
            _ => None,
        });
    match (found.next(), found.next()) {
        (None, _) => Ok(None),
        (Some(text), None) => Ok(Some(text.try_into()?)),
        _ => Err(format!("more than one {label}").into()),
    }
}
