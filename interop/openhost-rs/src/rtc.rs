//! ICE, DTLS and SCTP of webrtc-rs, on the loopback interface.
use crate::frame::{self, Frame};
use crate::reach::Reach;
use crate::Fallible;
use bytes::{Bytes, BytesMut};
use data_encoding::HEXLOWER;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::time::{sleep, timeout};
use webrtc::api::{setting_engine::SettingEngine, APIBuilder};
use webrtc::data_channel::RTCDataChannel;
use webrtc::dtls_transport::dtls_role::DTLSRole;
use webrtc::ice::{mdns::MulticastDnsMode, network_type::NetworkType};
use webrtc::peer_connection::certificate::RTCCertificate;
use webrtc::peer_connection::configuration::RTCConfiguration;
use webrtc::peer_connection::peer_connection_state::RTCPeerConnectionState;
use webrtc::peer_connection::sdp::session_description::RTCSessionDescription;
use webrtc::peer_connection::RTCPeerConnection;

/// The crate dies of a message of 65,536 bytes when it reads one, so none is sent either.
const LARGEST_MESSAGE: usize = 65_535;
pub const CHUNK: usize = 61_440;

pub fn certificate() -> Fallible<RTCCertificate> {
    Ok(RTCCertificate::from_key_pair(rcgen::KeyPair::generate_for(
        &rcgen::PKCS_ECDSA_P256_SHA256,
    )?)?)
}

pub fn fingerprint(certificate: &RTCCertificate) -> Fallible<[u8; 32]> {
    let fingerprints = certificate.get_fingerprints();
    let sha256 = fingerprints.first().ok_or("no fingerprint")?;
    let bytes = HEXLOWER.decode(sha256.value.replace(':', "").as_bytes())?;
    Ok(bytes.as_slice().try_into()?)
}

pub struct Connection {
    pub peer: RTCPeerConnection,
    pub state: watch::Receiver<RTCPeerConnectionState>,
}

impl Connection {
    pub async fn new(certificate: RTCCertificate) -> Fallible<Self> {
        let mut settings = SettingEngine::default();
        settings.set_include_loopback_candidate(true);
        settings.set_ip_filter(Box::new(|ip| ip == IpAddr::V4(Ipv4Addr::LOCALHOST)));
        settings.set_network_types(vec![NetworkType::Udp4]);
        settings.set_ice_multicast_dns_mode(MulticastDnsMode::Disabled);
        settings.set_answering_dtls_role(DTLSRole::Server)?;
        let api = APIBuilder::new().with_setting_engine(settings).build();
        let configuration = RTCConfiguration {
            certificates: vec![certificate],
            ..Default::default()
        };
        let peer = api.new_peer_connection(configuration).await?;
        let (seen, state) = watch::channel(RTCPeerConnectionState::New);
        peer.on_peer_connection_state_change(Box::new(move |next| {
            seen.send_replace(next);
            Box::pin(async {})
        }));
        Ok(Self { peer, state })
    }

    /// Everything gathered, as there is no trickle.
    pub async fn describe(&self, description: RTCSessionDescription) -> Fallible<Reach> {
        let mut gathered = self.peer.gathering_complete_promise().await;
        self.peer.set_local_description(description).await?;
        gathered.recv().await;
        let local = self.peer.local_description().await.ok_or("no description")?;
        Ok(Reach::of_sdp(&local.sdp))
    }

    /// Resolves when the connection has failed or was closed.
    pub async fn over(&self) -> RTCPeerConnectionState {
        use RTCPeerConnectionState::{Closed, Disconnected, Failed};
        let mut state = self.state.clone();
        let gone = state
            .wait_for(|state| matches!(state, Closed | Disconnected | Failed))
            .await;
        gone.map_or(Closed, |state| *state)
    }
}

/// A data channel as frames: they may share messages and span them.
pub struct Channel {
    raw: Arc<RTCDataChannel>,
    incoming: mpsc::UnboundedReceiver<Event>,
    held: BytesMut,
}

enum Event {
    Open,
    Message(Bytes),
    Closed,
}

impl Channel {
    pub fn new(raw: Arc<RTCDataChannel>) -> Self {
        let (sender, incoming) = mpsc::unbounded_channel();
        let (open, message, close) = (sender.clone(), sender.clone(), sender);
        raw.on_open(Box::new(move || {
            let _ = open.send(Event::Open);
            Box::pin(async {})
        }));
        raw.on_message(Box::new(move |received| {
            let _ = message.send(Event::Message(received.data));
            Box::pin(async {})
        }));
        raw.on_close(Box::new(move || {
            let _ = close.send(Event::Closed);
            Box::pin(async {})
        }));
        Self {
            raw,
            incoming,
            held: BytesMut::new(),
        }
    }

    pub async fn opened(&mut self) -> Fallible<()> {
        // A message may be told of before the opening is: both come from tasks of their own.
        loop {
            match self.incoming.recv().await {
                Some(Event::Open) => return Ok(()),
                Some(Event::Message(bytes)) => self.held.extend(bytes),
                Some(Event::Closed) | None => return Err("the channel never opened".into()),
            }
        }
    }

    pub async fn next(&mut self) -> Fallible<Frame> {
        loop {
            if let Some(frame) = frame::take(&mut self.held)? {
                return Ok(frame);
            }
            match self.incoming.recv().await {
                Some(Event::Open) => {}
                Some(Event::Message(bytes)) => self.held.extend(bytes),
                Some(Event::Closed) | None => return Err("the channel was closed".into()),
            }
        }
    }

    /// As few messages as will do, the way the known client sends a request.
    pub async fn send(&self, frames: &[Frame]) -> Fallible<()> {
        let bytes: Vec<u8> = frames.iter().flat_map(Frame::encode).collect();
        for message in bytes.chunks(LARGEST_MESSAGE) {
            self.raw.send(&Bytes::copy_from_slice(message)).await?;
        }
        Ok(())
    }

    /// Section 5: an ERROR, then no channel any more.
    pub async fn tear_down(&self, why: &str) {
        let _ = self.send(&[Frame::new(frame::ERROR, 0, why)]).await;
        self.delivered().await;
        let _ = self.raw.close().await;
    }

    /// Waits until the other side has acknowledged what was sent, for two seconds at most.
    pub async fn delivered(&self) {
        let acknowledged = async {
            while self.raw.buffered_amount().await > 0 {
                sleep(Duration::from_millis(10)).await;
            }
        };
        let _ = timeout(Duration::from_secs(2), acknowledged).await;
    }
}
