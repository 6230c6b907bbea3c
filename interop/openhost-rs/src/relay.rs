//! Section 2: signed packets, published and resolved by the pkarr crate through HTTP relays.
use crate::rendezvous::Text;
use crate::Fallible;
use pkarr::dns::rdata::RData;
use pkarr::{Client, Keypair, PublicKey, SignedPacket, Timestamp};

pub struct Relay {
    /// One for each relay: a client of two would leave off when the faster one has the packet.
    writers: Vec<Client>,
    reader: Client,
}

impl Relay {
    pub fn new(urls: &[String]) -> Fallible<Self> {
        Ok(Self {
            writers: urls.chunks(1).map(client_of).collect::<Fallible<_>>()?,
            reader: client_of(urls)?,
        })
    }

    /// `replaced` is the sequence number that the writer published last. One relay that takes it is enough.
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
        let packet = packet.sign(by)?;
        let mut published = Err("no relay".into());
        for writer in &self.writers {
            let done = writer.publish(&packet, replaced.map(Timestamp::from)).await;
            published = published.or(done.map_err(Into::into));
        }
        published
    }

    pub async fn resolve(&self, key: &PublicKey) -> Option<SignedPacket> {
        self.reader.resolve_most_recent(key).await
    }
}

fn client_of(urls: &[String]) -> Fallible<Client> {
    Ok(Client::builder().no_default_network().relays(urls)?.build()?)
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
