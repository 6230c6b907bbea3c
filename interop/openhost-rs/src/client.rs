//! The client: resolves a host, offers, connects, binds, and sends one request.
use crate::binding;
use crate::frame::{self, Frame};
use crate::keys::{seal, sha256, unseal};
use crate::plaintext::{Answer, Offer};
use crate::record::{self, Record};
use crate::relay::{text, Relay};
use crate::rendezvous::{answer_label, offer_label, reassemble, Text, TTL};
use crate::rtc::{self, Channel, Connection, CHUNK};
use crate::settings::{host_of, now, Settings};
use crate::Fallible;
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use pkarr::{PublicKey, SignedPacket};
use std::future::Future;
use std::time::Duration;
use webrtc::peer_connection::sdp::session_description::RTCSessionDescription;

const POLL: Duration = Duration::from_millis(100);

struct Client {
    settings: Settings,
    relay: Relay,
    host: PublicKey,
}

pub async fn run(settings: Settings) -> Fallible<()> {
    let url = settings.word("--url").ok_or("--url of whom?")?;
    let (host, path) = host_of(url).map(|(host, path)| (host, path.to_owned()))?;
    let relay = Relay::new(&settings.relays)?;
    let client = Client {
        relay,
        host,
        settings,
    };
    client.step("resolve", client.look_up()).await?;

    let certificate = rtc::certificate()?;
    let lying = client.settings.lies("fingerprint");
    let claimed = if lying {
        rtc::certificate()?
    } else {
        certificate.clone()
    };
    let connection = Connection::new(certificate).await?;
    let mut channel = Channel::new(connection.peer.create_data_channel("openhost", None).await?);
    let offer = Offer {
        client: client.settings.keypair.public_key().to_bytes(),
        reach: connection
            .describe(connection.peer.create_offer(None).await?)
            .await?,
        fingerprint: rtc::fingerprint(&claimed)?,
        actpass: client.settings.deployed,
        cert_fp: true,
    };
    client.step("offer", client.publish(&offer)).await?;
    let (record, answer) = client.step("answer", client.answer(&offer)).await?;
    println!("answered");

    let sdp = answer.sdp(&record.fingerprint)?;
    client
        .step("connect", connect(&connection, &mut channel, sdp))
        .await?;
    println!("connected");
    let spoken = client.speak(&mut channel, &record, &path).await;
    match &spoken {
        Ok(()) => channel.delivered().await,
        Err(why) => channel.tear_down(&why.to_string()).await,
    }
    connection.peer.close().await?;
    spoken
}

impl Client {
    async fn step<T>(&self, name: &str, work: impl Future<Output = Fallible<T>>) -> Fallible<T> {
        match tokio::time::timeout(self.settings.patience, work).await {
            Ok(done) => done.map_err(|why| format!("{name}: {why}").into()),
            Err(_) => Err(format!("{name}: nothing came in time").into()),
        }
    }

    async fn speak(&self, channel: &mut Channel, record: &Record, path: &str) -> Fallible<()> {
        let me = self.settings.keypair.public_key();
        let signer = self.settings.signer();
        let bound = binding::as_client(channel, &self.host, &me, &signer, &record.fingerprint);
        self.step("binding", bound).await?;
        println!("bound");
        let id = if self.settings.deployed { 0 } else { 7 };
        let length = self.settings.word("--body").map(str::parse).transpose()?;
        send_request(channel, id, path, length).await?;
        let response = self.step("request", read_response(channel, id)).await?;
        println!("head {}", response.status);
        match length {
            Some(_) => println!(
                "body {} {}",
                response.body.len(),
                HEXLOWER.encode(&sha256(&[&response.body]))
            ),
            None => println!("text {}", inert(&response.body)),
        }
        Ok(())
    }

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

struct Response {
    status: String,
    body: Vec<u8>,
}

async fn send_request(channel: &Channel, id: u32, path: &str, length: Option<usize>) -> Fallible<()> {
    let body: Vec<u8> = (0..length.unwrap_or(0)).map(|at| (at % 251) as u8).collect();
    let first = match length {
        Some(length) => format!("POST {path} HTTP/1.1\r\nContent-Length: {length}\r\n"),
        None => format!("GET {path} HTTP/1.1\r\n"),
    };
    let mut frames = vec![Frame::new(
        frame::REQUEST_HEAD,
        id,
        first + "Host: openhost\r\n\r\n",
    )];
    frames.extend(
        body.chunks(CHUNK)
            .map(|part| Frame::new(frame::REQUEST_BODY, id, part)),
    );
    frames.push(Frame::new(frame::REQUEST_END, id, []));
    channel.send(&frames).await
}

async fn read_response(channel: &mut Channel, id: u32) -> Fallible<Response> {
    let mut status = None;
    let mut body = vec![];
    loop {
        let frame = channel.next().await?;
        match (frame.kind, &status) {
            (frame::PING, _) => channel.send(&[Frame::new(frame::PONG, 0, [])]).await?,
            (frame::PONG, _) => {}
            (frame::ERROR, _) => {
                // Section 5: a 502 to whoever asked.
                let status = "HTTP/1.1 502 Bad Gateway".into();
                return Ok(Response {
                    status,
                    body: frame.payload,
                });
            }
            _ if frame.request != id => return Err("a frame of another request".into()),
            (frame::RESPONSE_HEAD, None) => {
                status = String::from_utf8(frame.payload)?.lines().next().map(String::from);
            }
            (frame::RESPONSE_BODY, Some(_)) => body.extend(frame.payload),
            (frame::RESPONSE_END, Some(status)) => {
                return Ok(Response {
                    status: status.clone(),
                    body,
                })
            }
            (kind, _) => return Err(format!("unexpected frame {kind:#04x}").into()),
        }
    }
}

/// No more than a line of it, and nothing that a terminal obeys.
fn inert(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.chars()
        .take(200)
        .map(|one| if one.is_control() { '\u{fffd}' } else { one })
        .collect()
}
