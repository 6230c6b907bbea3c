//! The client: resolves a host, offers, connects, binds, and sends one request.
use crate::binding;
use crate::frame::{self, Frame};
use crate::keys::{seal, sha256, unseal};
use crate::plaintext::{Answer, Offer};
use crate::record::{self, Record};
use crate::relay::{text, Relay};
use crate::rendezvous::{answer_label, offer_label, reassemble, Text, TTL};
use crate::rtc::{self, Channel, Connection, CHUNK};
use crate::settings::{key_of, now, Settings};
use crate::Fallible;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use pkarr::{PublicKey, SignedPacket};
use std::future::Future;
use std::time::Duration;
use webrtc::peer_connection::sdp::session_description::RTCSessionDescription;

const POLL: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(15);

struct Client {
    settings: Settings,
    relay: Relay,
    host: PublicKey,
}

pub async fn run(settings: Settings) -> Fallible<()> {
    let client = Client {
        relay: Relay::new(&settings.relay)?,
        host: key_of(settings.word("--url")?)?,
        settings,
    };
    let me = client.settings.keypair.public_key();
    step("resolve", client.look_up()).await?;

    let certificate = rtc::certificate()?;
    let claimed = if client.settings.lies("fingerprint") {
        rtc::certificate()?
    } else {
        certificate.clone()
    };
    let connection = Connection::new(certificate).await?;
    let mut channel = Channel::new(connection.peer.create_data_channel("openhost", None).await?);
    let offer = Offer {
        client: me.to_bytes(),
        reach: connection
            .describe(connection.peer.create_offer(None).await?)
            .await?,
        fingerprint: rtc::fingerprint(&claimed)?,
        actpass: client.settings.deployed,
        cert_fp: true,
    };
    step("offer", client.publish(&offer)).await?;
    let (record, answer) = step("answer", client.answer(&offer)).await?;
    println!("answered");

    let sdp = answer.reach.sdp(&record.fingerprint, "passive");
    step("connect", connect(&connection, &mut channel, sdp)).await?;
    println!("connected");
    let signer = client.settings.signer();
    step(
        "binding",
        binding::as_client(&mut channel, &client.host, &me, &signer, &record.fingerprint),
    )
    .await?;
    println!("bound");
    let length = client.settings.word("--body")?.parse()?;
    step("request", request(&mut channel, client.settings.deployed, length)).await?;
    Ok(connection.peer.close().await?)
}

impl Client {
    /// Section 2: both signatures, freshness, and that the sequence number says the same as the record.
    async fn look_up(&self) -> Fallible<(SignedPacket, Record)> {
        let packet = self
            .relay
            .resolve(&self.host)
            .await
            .ok_or("no packet of this host")?;
        let record = Record::decode(&self.host, &text(&packet, record::LABEL)?.ok_or("no record")?)?;
        if now().abs_diff(record.ts) > record::FRESH_SECONDS {
            return Err("the record is stale".into());
        }
        if (packet.timestamp().as_u64() / self.settings.second()).abs_diff(record.ts) > 1 {
            return Err("the sequence number is not the time of the record".into());
        }
        Ok((packet, record))
    }

    async fn publish(&self, offer: &Offer) -> Fallible<()> {
        let value = BASE64URL_NOPAD.encode(&seal(&self.host, &offer.encode())?);
        let texts = [Text {
            label: offer_label(&self.host),
            ttl: TTL,
            value,
        }];
        self.relay
            .publish(
                &self.settings.keypair,
                now() * self.settings.second(),
                None,
                &texts,
            )
            .await
    }

    /// Polls until there is an answer to this very offer.
    async fn answer(&self, offer: &Offer) -> Fallible<(Record, Answer)> {
        let me = self.settings.keypair.public_key();
        let hash = sha256(&[offer.sdp().as_bytes()]);
        loop {
            let (packet, record) = self.look_up().await?;
            let fragment = |index| text(&packet, &answer_label(&record.salt, &me, index)?);
            if let Some(sealed) = reassemble(self.settings.largest_fragment(), fragment)? {
                let answer = Answer::decode(&unseal(&self.settings.keypair, &sealed)?)?;
                if &answer.host != self.host.as_bytes() {
                    return Err("the host inside is not the one that signed".into());
                }
                if answer.offer_hash == hash {
                    return Ok((record, answer));
                }
            }
            tokio::time::sleep(POLL).await;
        }
    }
}

/// The crate holds the host to the fingerprint of the SDP, which is that of the record.
async fn connect(connection: &Connection, channel: &mut Channel, sdp: String) -> Fallible<()> {
    connection
        .peer
        .set_remote_description(RTCSessionDescription::answer(sdp)?)
        .await?;
    tokio::select! {
        opened = channel.opened() => opened,
        state = connection.over() => Err(format!("the connection is {state}").into()),
    }
}

async fn request(channel: &mut Channel, deployed: bool, length: usize) -> Fallible<()> {
    let id = if deployed { 0 } else { 7 };
    let body: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
    let head = format!("POST /echo?from=rust HTTP/1.1\r\nHost: openhost\r\nContent-Length: {length}\r\n\r\n");
    let mut frames = vec![Frame::new(frame::REQUEST_HEAD, id, head)];
    frames.extend(
        body.chunks(CHUNK)
            .map(|part| Frame::new(frame::REQUEST_BODY, id, part)),
    );
    frames.push(Frame::new(frame::REQUEST_END, id, []));
    channel.send(&frames).await?;
    let mut echoed = vec![];
    loop {
        let frame = channel.next().await?;
        match frame.kind {
            frame::ERROR => {
                return Err(format!("ERROR of the host: {}", String::from_utf8_lossy(&frame.payload)).into())
            }
            frame::PING => channel.send(&[Frame::new(frame::PONG, 0, [])]).await?,
            _ if frame.request != id => return Err("a frame of another request".into()),
            frame::RESPONSE_HEAD => println!(
                "head {}",
                String::from_utf8(frame.payload)?.lines().next().unwrap_or("")
            ),
            frame::RESPONSE_BODY => echoed.extend(frame.payload),
            frame::RESPONSE_END => break,
            kind => return Err(format!("unexpected frame {kind:#04x}").into()),
        }
    }
    println!("body {} {}", echoed.len(), HEXLOWER.encode(&sha256(&[&echoed])));
    Ok(())
}

async fn step<T>(name: &str, work: impl Future<Output = Fallible<T>>) -> Fallible<T> {
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done.map_err(|why| format!("{name}: {why}").into()),
        Err(_) => Err(format!("{name}: nothing came in time").into()),
    }
}
