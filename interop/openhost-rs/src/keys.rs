//! Section 1: what an Ed25519 key does in openhost besides naming its owner.
use crate::Fallible;
use crypto_box::aead::OsRng;
use ed25519_dalek::Signature;
use pkarr::{Keypair, PublicKey};
use sha2::{Digest, Sha256, Sha512};

pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// The strict rule: neither small-order keys nor malleable signatures.
pub fn verify(key: &PublicKey, message: &[u8], signature: &[u8; 64]) -> Fallible<()> {
    let signature = Signature::from_bytes(signature);
    Ok(key
        .verifying_key()
        .verify_strict(message, &signature)
        .map_err(|_| "signature does not verify")?)
}

/// libsodium's crypto_box_seal to the Montgomery form of an identity (section 2).
pub fn seal(to: &PublicKey, plaintext: &[u8]) -> Fallible<Vec<u8>> {
    let key = crypto_box::PublicKey::from(to.verifying_key().to_montgomery().to_bytes());
    Ok(key.seal(&mut OsRng, plaintext).map_err(|_| "cannot be sealed")?)
}

pub fn unseal(own: &Keypair, sealed: &[u8]) -> Fallible<Vec<u8>> {
    let expanded = Sha512::digest(own.secret_key());
    let scalar: [u8; 32] = expanded[..32].try_into()?;
    let key = crypto_box::SecretKey::from(scalar);
    Ok(key.unseal(sealed).map_err(|_| "sealed for somebody else")?)
}
