//! `in`: brings ports of a peer here.
use crate::pipe;
use crate::words::{Mapping, Proto};
use crate::{Failure, Outcome, ALPN, IDLE};
use iroh::endpoint::Connection;
use iroh::{Endpoint, EndpointId};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Instant;
use tokio::net::{TcpListener, UdpSocket};

pub async fn serve(endpoint: &Endpoint, key: EndpointId, mappings: Vec<Mapping>) -> Outcome<()> {
    let connection = endpoint.connect(key, ALPN).await?;
    let flows = Arc::new(Mutex::new(Flows::default()));
    let (mut stdio, mut only) = (None, true);
    for Mapping { local, remote, proto } in mappings {
        match (local, proto) {
            (None, _) => stdio = Some(remote),
            (Some(port), Proto::Tcp) => {
                only = false;
                let listener = TcpListener::bind(("127.0.0.1", port)).await?;
                tokio::spawn(listen(listener, connection.clone(), remote));
            }
            (Some(port), Proto::Udp) => {
                only = false;
                let socket = Arc::new(UdpSocket::bind(("127.0.0.1", port)).await?);
                tokio::spawn(senders(socket, connection.clone(), remote, flows.clone()));
            }
        }
    }
    tokio::spawn(replies(connection.clone(), flows));
    let lost = async {
        let why = connection.closed().await;
        Err(Failure {
            exit: 1,
            text: format!("connection lost: {why}"),
        })
    };
    let bridged = async {
        match stdio {
            None => std::future::pending().await,
            Some(port) => {
                let ended = bridge(&connection, port).await;
                if only || ended.is_err() {
                    ended
                } else {
                    std::future::pending().await
                }
            }
        }
    };
    tokio::select! { ended = bridged => ended, ended = lost => ended }
}

async fn open(connection: &Connection, port: u16) -> Outcome<pipe::Stream> {
    let mut stream = connection.open_bi().await?;
    stream.0.write_all(&port.to_be_bytes()).await?;
    Ok(stream)
}

async fn bridge(connection: &Connection, port: u16) -> Outcome<()> {
    let (mut send, mut recv) = open(connection, port).await?;
    tokio::spawn(async move {
        let ended = pipe::up(&mut send, &mut tokio::io::stdin()).await;
        if ended.is_err() {
            let _ = send.reset(crate::REFUSED.into());
        }
        let _ = send.stopped().await;
    });
    Ok(pipe::down(&mut recv, &mut tokio::io::stdout()).await?)
}

async fn listen(listener: TcpListener, connection: Connection, port: u16) {
    loop {
        let Ok((local, _)) = listener.accept().await else {
            continue;
        };
        let connection = connection.clone();
        tokio::spawn(async move {
            if let Ok(stream) = open(&connection, port).await {
                pipe::socket(stream, local).await;
            }
        });
    }
}

/// One flow for each sender at each mapping; replies find their sender by it.
#[derive(Default)]
struct Flows {
    next: u16,
    by_flow: HashMap<u16, (Arc<UdpSocket>, SocketAddr, Instant)>,
}

impl Flows {
    fn of(&mut self, socket: &Arc<UdpSocket>, from: SocketAddr) -> Option<u16> {
        let now = Instant::now();
        for (flow, (own, sender, used)) in &mut self.by_flow {
            if *sender == from && Arc::ptr_eq(own, socket) {
                *used = now;
                return Some(*flow);
            }
        }
        self.by_flow.retain(|_, (_, _, used)| now - *used < IDLE);
        let flow = (0..=u16::MAX)
            .map(|step| self.next.wrapping_add(step))
            .find(|flow| !self.by_flow.contains_key(flow))?;
        self.next = flow.wrapping_add(1);
        self.by_flow.insert(flow, (socket.clone(), from, now));
        Some(flow)
    }
}

async fn senders(socket: Arc<UdpSocket>, connection: Connection, port: u16, flows: Arc<Mutex<Flows>>) {
    let mut buffer = vec![0; 65_536];
    loop {
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else {
            continue;
        };
        let Some(flow) = flows.lock().ok().and_then(|mut flows| flows.of(&socket, from)) else {
            continue;
        };
        let packet = [&flow.to_be_bytes()[..], &port.to_be_bytes(), &buffer[..length]].concat();
        if let Err(error) = connection.send_datagram(packet.into()) {
            eprintln!("dropped a packet of {length} bytes: {error}");
        }
    }
}

async fn replies(connection: Connection, flows: Arc<Mutex<Flows>>) {
    while let Ok(packet) = connection.read_datagram().await {
        let [f0, f1, payload @ ..] = &packet[..] else {
            continue;
        };
        let found = flows.lock().ok().and_then(|mut flows| {
            let (socket, to, used) = flows.by_flow.get_mut(&u16::from_be_bytes([*f0, *f1]))?;
            *used = Instant::now();
            Some((socket.clone(), *to))
        });
        if let Some((socket, to)) = found {
            let _ = socket.send_to(payload, to).await;
        }
    }
}
