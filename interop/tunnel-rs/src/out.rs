//! `out`: exposes local ports.
use crate::pipe::{self, Stream};
use crate::words::{PortSpec, Proto};
use crate::{Outcome, IDLE};
use iroh::endpoint::Connection;
use iroh::{Endpoint, EndpointId};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::mpsc;

type Specs = Arc<HashSet<PortSpec>>;

pub async fn serve(
    endpoint: &Endpoint,
    specs: HashSet<PortSpec>,
    allow: Option<HashSet<EndpointId>>,
) -> Outcome<()> {
    let (specs, allow) = (Arc::new(specs), Arc::new(allow));
    while let Some(incoming) = endpoint.accept().await {
        let (specs, allow) = (specs.clone(), allow.clone());
        tokio::spawn(async move {
            let Ok(connection) = incoming.await else { return };
            let peer = connection.remote_id();
            if (*allow).as_ref().is_some_and(|keys| !keys.contains(&peer)) {
                eprintln!("refused {peer}");
                connection.close(crate::REFUSED.into(), b"not allowed");
                return;
            }
            tokio::join!(streams(&connection, &specs), packets(&connection, &specs));
        });
    }
    Ok(())
}

async fn streams(connection: &Connection, specs: &Specs) {
    while let Ok(stream) = connection.accept_bi().await {
        tokio::spawn(one_stream(stream, specs.clone()));
    }
}

async fn one_stream(mut stream: Stream, specs: Specs) {
    let mut header = [0; 2];
    let exposed = stream.1.read_exact(&mut header).await.is_ok()
        && specs.contains(&(u16::from_be_bytes(header), Proto::Tcp));
    let local = if exposed {
        TcpStream::connect(("127.0.0.1", u16::from_be_bytes(header)))
            .await
            .ok()
    } else {
        None
    };
    match local {
        Some(local) => pipe::socket(stream, local).await,
        None => pipe::refuse(&mut stream),
    }
}

async fn packets(connection: &Connection, specs: &Specs) {
    let mut flows: HashMap<(u16, u16), mpsc::Sender<Vec<u8>>> = HashMap::new();
    while let Ok(packet) = connection.read_datagram().await {
        let [f0, f1, p0, p1, payload @ ..] = &packet[..] else {
            continue;
        };
        let (flow, port) = (u16::from_be_bytes([*f0, *f1]), u16::from_be_bytes([*p0, *p1]));
        if !specs.contains(&(port, Proto::Udp)) {
            continue;
        }
        flows.retain(|(known, to), sender| (*known != flow || *to == port) && !sender.is_closed());
        let sender = flows.entry((flow, port)).or_insert_with(|| {
            let (sender, receiver) = mpsc::channel(256);
            tokio::spawn(one_flow(connection.clone(), flow, port, receiver));
            sender
        });
        let _ = sender.try_send(payload.to_vec());
    }
}

/// One socket a flow: what comes back on it can only be for that flow.
async fn one_flow(
    connection: Connection,
    flow: u16,
    port: u16,
    mut packets: mpsc::Receiver<Vec<u8>>,
) -> Option<()> {
    let socket = UdpSocket::bind(("127.0.0.1", 0)).await.ok()?;
    socket.connect(("127.0.0.1", port)).await.ok()?;
    let mut buffer = vec![0; 65_536];
    loop {
        tokio::select! {
            packet = packets.recv() => { let _ = socket.send(&packet?).await; }
            // An error is an ICMP message about an earlier packet: nobody listens yet.
            reply = socket.recv(&mut buffer) => if let Ok(length) = reply {
                let packet = [&flow.to_be_bytes()[..], &buffer[..length]].concat();
                if let Err(error) = connection.send_datagram(packet.into()) {
                    eprintln!("dropped a packet of {length} bytes: {error}");
                }
            },
            _ = tokio::time::sleep(IDLE) => return None,
        }
    }
}
