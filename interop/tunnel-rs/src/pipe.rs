//! Copies both ways; each end of stream ends its own way only, anything worse ends both.
use crate::REFUSED;
use iroh::endpoint::{RecvStream, SendStream};
use std::io::{Error, Result};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

pub type Stream = (SendStream, RecvStream);

pub fn refuse((send, recv): &mut Stream) {
    let _ = send.reset(REFUSED.into());
    let _ = recv.stop(REFUSED.into());
}

pub async fn up(send: &mut SendStream, local: &mut (impl AsyncRead + Unpin)) -> Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = local.read(&mut buffer).await?;
        if length == 0 {
            return send.finish().map_err(Error::other);
        }
        send.write_all(&buffer[..length]).await.map_err(Error::other)?;
    }
}

pub async fn down(recv: &mut RecvStream, local: &mut (impl AsyncWrite + Unpin)) -> Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    while let Some(length) = recv.read(&mut buffer).await.map_err(Error::other)? {
        local.write_all(&buffer[..length]).await?;
        local.flush().await?;
    }
    local.shutdown().await
}

pub async fn socket(mut stream: Stream, mut local: tokio::net::TcpStream) {
    let (mut read, mut write) = local.split();
    let (send, recv) = &mut stream;
    if tokio::try_join!(up(send, &mut read), down(recv, &mut write)).is_err() {
        refuse(&mut stream);
        // So that whoever is there is told by a reset, not by an end.
        let _ = local.set_zero_linger();
    }
}
