//! A peer of the tunnel protocol on the iroh crate, written from the norm: test-only.
mod identity;
mod into;
mod out;
mod pipe;
mod words;

use iroh::endpoint::{presets, QuicTransportConfig};
use iroh::{Endpoint, RelayMode};
use std::{future::Future, process::exit, time::Duration};
use tokio::signal::unix::{signal, SignalKind};

pub type Outcome<T> = Result<T, Failure>;

/// What ends the program, and with which exit code.
pub struct Failure {
    exit: i32,
    text: String,
}

impl Failure {
    pub fn usage(text: impl ToString) -> Self {
        Self {
            exit: 2,
            text: text.to_string(),
        }
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self {
            exit: 1,
            text: error.to_string(),
        }
    }
}

pub const ALPN: &[u8] = b"punch/0";
/// The error code of a stream that is refused.
pub const REFUSED: u32 = 1;
pub const IDLE: Duration = Duration::from_secs(300);

const USAGE: &str = "usage: punch out PORT[/PROTO]...\n       punch in KEY LOCAL:REMOTE[/PROTO]...";

async fn bind() -> Outcome<Endpoint> {
    let relay = match words::variable("PUNCH_RELAY_MODE")?.as_deref() {
        None | Some("default") => None,
        Some("disabled") => Some(RelayMode::Disabled),
        Some(url) => Some(RelayMode::custom([words::relay(url)?])),
    };
    let quic = QuicTransportConfig::builder()
        .max_concurrent_bidi_streams(4096u32.into())
        .build();
    let mut builder = Endpoint::builder(presets::N0)
        .secret_key(identity::load()?)
        .alpns(vec![ALPN.to_vec()])
        .transport_config(quic);
    if let Some(mode) = relay {
        builder = builder.relay_mode(mode);
    }
    Ok(builder.bind().await?)
}

async fn until_signal<F: Future<Output = Outcome<()>>>(endpoint: &Endpoint, work: F) -> Outcome<()> {
    let mut term = signal(SignalKind::terminate())?;
    let mut int = signal(SignalKind::interrupt())?;
    let ended = tokio::select! {
        ended = work => ended,
        _ = term.recv() => Ok(()),
        _ = int.recv() => Ok(()),
    };
    let _ = tokio::time::timeout(Duration::from_secs(3), endpoint.close()).await;
    ended
}

async fn run(args: &[String]) -> Outcome<()> {
    match args.split_first().map(|(command, rest)| (command.as_str(), rest)) {
        Some(("out", specs)) => {
            let specs = words::port_specs(specs)?;
            let allow = words::allow(words::variable("PUNCH_ALLOW")?)?;
            let endpoint = bind().await?;
            eprintln!("public key: {}", words::hex(endpoint.id().as_bytes()));
            until_signal(&endpoint, out::serve(&endpoint, specs, allow)).await
        }
        Some(("in", [key, mappings @ ..])) => {
            let (key, mappings) = (words::key(key)?, words::mappings(mappings)?);
            let endpoint = bind().await?;
            until_signal(&endpoint, into::serve(&endpoint, key, mappings)).await
        }
        Some(("--help" | "help", _)) => {
            eprintln!("{USAGE}");
            Ok(())
        }
        _ => Err(Failure::usage(USAGE)),
    }
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    // exit: a pending read of standard input would hold the runtime.
    exit(match run(&args).await {
        Ok(()) => 0,
        Err(Failure { exit, text }) => {
            eprintln!("Error: {text}");
            exit
        }
    });
}
