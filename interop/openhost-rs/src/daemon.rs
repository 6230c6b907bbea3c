//! The host: publishes itself, answers the offers of the client that it watches, echoes requests.
use crate::binding;
use crate::frame::{self, Frame};
use crate::keys::{seal, sha256, unseal};
use crate::plaintext::{encode_answer, Offer};
use crate::record::{self, Record};
use crate::relay::{text, Relay};
use crate::rendezvous::{answer_label, offer_label, split, Text};
use crate::rtc::{self, Channel, Connection, CHUNK};
use crate::settings::{key_of, now, Settings};
use crate::Fallible;
use hkdf::Hkdf;
use pkarr::{Keypair, PublicKey, SignedPacket};
use sha2::Sha256;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use webrtc::peer_connection::certificate::RTCCertificate;
use webrtc::peer_connection::sdp::session_description::RTCSessionDescription;

const POLL: Duration = Duration::from_millis(100);

struct Host {
    settings: Settings,
    relay: Relay,
    certificate: RTCCertificate,
    record: Record,
    client: PublicKey,
    published: Option<u64>,
}

/// What a channel has to know of the offer that it came from.
struct Bound {
    host: PublicKey,
    signer: Keypair,
    client: PublicKey,
    fingerprint: [u8; 32],
    deployed: bool,
}

pub async fn run(settings: Settings) -> Fallible<()> {
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
    let certificate = rtc::certificate()?;
    let claimed = if settings.lies("fingerprint") {
        rtc::certificate()?
    } else {
        certificate.clone()
    };
    let mut salt = [0; 32];
    Hkdf::<Sha256>::new(Some(b"openhost-allow-salt-v1"), &settings.keypair.secret_key())
        .expand(&[], &mut salt)
        .map_err(|_| "hkdf")?;
    let mut host = Host {
        relay: Relay::new(&settings.relays)?,
        record: Record {
            ts: 0,
            fingerprint: rtc::fingerprint(&claimed)?,
            salt,
        },
        client: key_of(settings.word("--watch").ok_or("--watch whom?")?)?,
        certificate,
        published: None,
        settings,
    };
    host.publish(vec![]).await?;
    println!("up oh://{}/", host.settings.keypair.to_z32());
    let mut seen = None;
    loop {
        if let Some(packet) = host.relay.resolve(&host.client).await {
            if seen < Some(packet.timestamp()) {
                seen = Some(packet.timestamp());
                if let Err(why) = host.look(&packet).await {
                    println!("refused {why}");
                }
            }
        }
        tokio::time::sleep(POLL).await;
    }
}

impl Host {
    async fn publish(&mut self, answer: Vec<Text>) -> Fallible<()> {
        let keypair = &self.settings.keypair;
        self.record.ts = now().max(self.record.ts + 1);
        let seq = self.record.ts * self.settings.second();
        let mut texts = vec![Text {
            label: record::LABEL.into(),
            ttl: 300,
            value: self.record.encode(keypair),
        }];
        texts.extend(answer);
        self.relay.publish(keypair, seq, self.published, &texts).await?;
        self.published = Some(seq);
        Ok(())
    }

    async fn look(&mut self, packet: &SignedPacket) -> Fallible<()> {
        let keypair = &self.settings.keypair;
        let host = keypair.public_key();
        let Some(value) = text(packet, &offer_label(&host))? else {
            return Ok(());
        };
        let sealed = data_encoding::BASE64URL_NOPAD.decode(value.as_bytes())?;
        let offer = Offer::decode(&unseal(keypair, &sealed)?)?;
        if &offer.client != self.client.as_bytes() {
            return Err("the client inside is not the one that signed".into());
        }
        if !offer.cert_fp {
            return Err("binding mode: the crate has no exporter".into());
        }
        if offer.actpass && !self.settings.deployed {
            return Err("setup: the client has to be active".into());
        }
        let sdp = offer.sdp();
        let connection = Connection::new(self.certificate.clone()).await?;
        let bound = Arc::new(Bound {
            host: host.clone(),
            signer: self.settings.signer(),
            client: self.client.clone(),
            fingerprint: rtc::fingerprint(&self.certificate)?,
            deployed: self.settings.deployed,
        });
        connection.peer.on_data_channel(Box::new(move |raw| {
            tokio::spawn(serve(Channel::new(raw), bound.clone()));
            Box::pin(async {})
        }));
        connection
            .peer
            .set_remote_description(RTCSessionDescription::offer(sdp.clone())?)
            .await?;
        let reach = connection
            .describe(connection.peer.create_answer(None).await?)
            .await?;
        let answer = encode_answer(&host.to_bytes(), &sha256(&[sdp.as_bytes()]), &reach);
        let sealed = seal(&self.client, &answer)?;
        let (salt, client) = (self.record.salt, self.client.clone());
        let fragments = split(&sealed, self.settings.largest_fragment(), |index| {
            answer_label(&salt, &client, index)
        })?;
        self.publish(fragments).await?;
        println!("answered {}", self.client);
        tokio::spawn(async move {
            println!("connection {}", connection.over().await);
            let _ = connection.peer.close().await;
        });
        Ok(())
    }
}

async fn serve(mut channel: Channel, bound: Arc<Bound>) {
    if let Err(why) = bind_and_answer(&mut channel, &bound).await {
        println!("torn down: {why}");
        channel.tear_down(&why.to_string()).await;
    }
}

async fn bind_and_answer(channel: &mut Channel, bound: &Bound) -> Fallible<()> {
    let Bound {
        host,
        signer,
        client,
        fingerprint,
        deployed,
    } = bound;
    channel.opened().await?;
    binding::as_host(channel, host, signer, client, fingerprint).await?;
    println!("bound {client}");
    let mut requests: HashMap<u32, (Vec<u8>, Vec<u8>)> = HashMap::new();
    loop {
        let frame = channel.next().await?;
        let request = if *deployed { 0 } else { frame.request };
        match frame.kind {
            frame::PING => channel.send(&[Frame::new(frame::PONG, 0, [])]).await?,
            frame::PONG => {}
            frame::ERROR => {
                return Err(
                    format!("ERROR of the client: {}", String::from_utf8_lossy(&frame.payload)).into(),
                )
            }
            frame::REQUEST_HEAD => drop(requests.insert(request, (frame.payload, vec![]))),
            frame::REQUEST_BODY => requests
                .get_mut(&request)
                .ok_or("REQUEST_BODY before REQUEST_HEAD")?
                .1
                .extend(frame.payload),
            frame::REQUEST_END => {
                let (head, body) = requests
                    .remove(&request)
                    .ok_or("REQUEST_END without REQUEST_HEAD")?;
                channel.send(&echo(request, &head, &body)?).await?;
            }
            _ => return Err("unexpected frame type from client".into()),
        }
    }
}

/// The body as it came, and the first line of the head in a header.
fn echo(request: u32, head: &[u8], body: &[u8]) -> Fallible<Vec<Frame>> {
    let line = std::str::from_utf8(head)?.lines().next().unwrap_or_default();
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nX-Asked: {line}\r\n\r\n",
        body.len()
    );
    let mut frames = vec![Frame::new(frame::RESPONSE_HEAD, request, head)];
    frames.extend(
        body.chunks(CHUNK)
            .map(|part| Frame::new(frame::RESPONSE_BODY, request, part)),
    );
    frames.push(Frame::new(frame::RESPONSE_END, request, []));
    Ok(frames)
}
