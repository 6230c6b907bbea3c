//! A test-only openhost peer on webrtc-rs and pkarr. Its codecs are written from the norm and not from the reference.
//! `daemon --relay URL --watch KEY` answers the offers of one client and echoes what it is asked, until standard input ends.
//! `client --relay URL --url URL` dials and sends one request: GET of the URL, or with `--body N` a POST of N bytes.
//! Both tell what happens in lines on standard output. `--seed`, `--dialect deployed` and `--wrong` change who they are.
mod binding;
mod client;
mod daemon;
mod frame;
mod keys;
mod plaintext;
mod reach;
mod reader;
mod record;
mod relay;
mod rendezvous;
mod rtc;
mod settings;

use settings::Settings;

pub type Fallible<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

#[tokio::main]
async fn main() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let done = run(std::env::args().skip(1)).await;
    if let Err(why) = &done {
        println!("failed {why}");
    }
    std::process::exit(done.is_err().into());
}

async fn run(mut words: impl Iterator<Item = String>) -> Fallible<()> {
    let role = words.next().unwrap_or_default();
    let settings = Settings::read(words)?;
    match role.as_str() {
        "daemon" => daemon::run(settings).await,
        "client" => client::run(settings).await,
        _ => Err("wants daemon or client".into()),
    }
}
