//! The secret key on disk: 32 raw bytes for their owner only.
use crate::{Failure, Outcome};
use iroh::SecretKey;
use std::fs::{create_dir_all, hard_link, read, remove_file, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

fn path() -> PathBuf {
    let set = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("PUNCH_SECRET_KEY").unwrap_or_else(|| {
        set("HOME")
            .unwrap_or_default()
            .join(".local/share/punch/secret.key")
    })
}

/// The file appears whole: written beside its place, then linked, and whoever comes second takes what is there.
fn create(path: &Path) -> Outcome<()> {
    if let Some(folder) = path.parent() {
        create_dir_all(folder)?;
    }
    let mut secret = [0; 32];
    File::open("/dev/urandom")?.read_exact(&mut secret)?;
    let draft = path.with_extension(format!("{}.draft", std::process::id()));
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?
        .write_all(&secret)?;
    let linked = hard_link(&draft, path);
    remove_file(&draft)?;
    match linked {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
        Ok(()) => {
            eprintln!("secret key created at {}", path.display());
            Ok(())
        }
    }
}

pub fn load() -> Outcome<SecretKey> {
    let path = path();
    if !path.try_exists()? {
        create(&path)?;
    }
    let bytes: [u8; 32] = read(&path)?.try_into().map_err(|other: Vec<u8>| Failure {
        exit: 1,
        text: format!("{} holds {} bytes, not 32", path.display(), other.len()),
    })?;
    Ok(SecretKey::from_bytes(&bytes))
}
