//! Section 3 step 9 in mode CertFp: both sides sign what ties them to each other and to the certificate of the host.
use crate::frame::{Frame, AUTH_CLIENT, AUTH_HOST, AUTH_NONCE};
use crate::keys::verify;
use crate::reader::Reader;
use crate::rtc::Channel;
use crate::Fallible;
use crypto_box::aead::{rand_core::RngCore, OsRng};
use hkdf::Hkdf;
use pkarr::{Keypair, PublicKey};
use sha2::Sha256;
use std::time::Duration;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);
const LABEL: &[u8] = b"openhost-auth-v1";

fn auth_bytes(
    secret: &[u8; 32],
    host: &PublicKey,
    client: &PublicKey,
    nonce: &[u8; 32],
) -> Fallible<[u8; 32]> {
    let info = [LABEL, host.as_bytes(), client.as_bytes(), nonce].concat();
    let mut bytes = [0; 32];
    Hkdf::<Sha256>::new(Some(LABEL), secret)
        .expand(&info, &mut bytes)
        .map_err(|_| "hkdf")?;
    Ok(bytes)
}

/// `signer` is the host, unless the test wants a liar. `client` is the one that made the offer.
pub async fn as_host(
    channel: &mut Channel,
    host: &PublicKey,
    signer: &Keypair,
    client: &PublicKey,
    fingerprint: &[u8; 32],
) -> Fallible<()> {
    let mut nonce = [0; 32];
    OsRng.fill_bytes(&mut nonce);
    channel.send(&[Frame::new(AUTH_NONCE, 0, nonce)]).await?;
    let proof = expect(channel, AUTH_CLIENT, 96).await?;
    let mut proof = Reader::new(&proof);
    proof.expect(client.as_bytes(), "client: it is not the one that made the offer")?;
    let message = auth_bytes(fingerprint, host, client, &nonce)?;
    verify(client, &message, &proof.array()?)?;
    channel
        .send(&[Frame::new(AUTH_HOST, 0, signer.sign(&message).to_bytes())])
        .await
}

pub async fn as_client(
    channel: &mut Channel,
    host: &PublicKey,
    client: &PublicKey,
    signer: &Keypair,
    fingerprint: &[u8; 32],
) -> Fallible<()> {
    let nonce = expect(channel, AUTH_NONCE, 32).await?;
    let message = auth_bytes(fingerprint, host, client, nonce.as_slice().try_into()?)?;
    let proof = [&client.as_bytes()[..], &signer.sign(&message).to_bytes()].concat();
    channel.send(&[Frame::new(AUTH_CLIENT, 0, proof)]).await?;
    let signature = expect(channel, AUTH_HOST, 64).await?;
    verify(host, &message, signature.as_slice().try_into()?)
}

async fn expect(channel: &mut Channel, kind: u8, length: usize) -> Fallible<Vec<u8>> {
    let frame = timeout(PATIENCE, channel.next())
        .await
        .map_err(|_| "channel binding timeout")??;
    match frame.kind == kind && frame.payload.len() == length {
        true => Ok(frame.payload),
        false => Err(format!(
            "expected a frame {kind:#04x} of {length} bytes, not {:#04x}",
            frame.kind
        )
        .into()),
    }
}
