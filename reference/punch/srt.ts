/** Connection strings of a matched peer for the usual SRT tools, in rendezvous mode and with the passphrase of the match. */
import { defined } from '../../defined.js';

export interface Rendezvous {
  readonly ip: string;
  /** A number, or a placeholder. */
  readonly port: number | string;
  readonly localPort: number | string;
  readonly passphrase: string;
  /** Milliseconds. */
  readonly latency: number;
}

export type Direction = 'sender' | 'receiver';

export interface ConnectStrings {
  readonly ffmpeg: string;
  readonly obs: string;
  readonly vmix: string;
  readonly gstreamer: string;
  readonly 'srt-live-transmit': string;
}

const host = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip);

/** srt-live-transmit and libsrt count latency in milliseconds; `port` is the local one. */
function srtUri({ ip, port, localPort, passphrase, latency }: Rendezvous, adapter?: string): string {
  const query = new URLSearchParams({
    mode: 'rendezvous',
    ...defined({ adapter }),
    ...(localPort === port ? {} : { port: String(localPort) }),
    passphrase,
    pbkeylen: '32',
    latency: String(latency),
  });
  return `srt://${host(ip)}:${port}?${query}`;
}

/** ffmpeg counts latency in microseconds. */
function ffmpegUri(rendezvous: Rendezvous): string {
  const { ip, port, localPort, passphrase, latency } = rendezvous;
  const query = new URLSearchParams({
    mode: 'rendezvous',
    ...(localPort === port ? {} : { localport: String(localPort) }),
    passphrase,
    pbkeylen: '32',
    latency: String(latency * 1000),
  });
  return `srt://${host(ip)}:${port}?${query}`;
}

/** Arguments of srt-live-transmit: media comes from, or goes to, a UDP port or a pipe. */
export function srtLiveTransmitArguments(
  rendezvous: Rendezvous,
  direction: Direction,
  media: string,
  adapter?: string,
): string[] {
  const uri = srtUri(rendezvous, adapter);
  return direction === 'sender' ? [media, uri] : [uri, media];
}

/** Arguments of ffmpeg, without its name: MPEG-TS is passed through. */
export function ffmpegArguments(rendezvous: Rendezvous, direction: Direction, media: string): string[] {
  const uri = ffmpegUri(rendezvous);
  return direction === 'sender'
    ? ['-re', '-i', media, '-c', 'copy', '-f', 'mpegts', uri]
    : ['-i', uri, '-c', 'copy', '-f', 'mpegts', media];
}

export function connectStrings(rendezvous: Rendezvous, direction: Direction): ConnectStrings {
  const { ip, port, localPort, passphrase, latency } = rendezvous;
  const sends = direction === 'sender';
  const uri = srtUri(rendezvous);
  const element = sends ? 'srtsink' : 'srtsrc';
  const properties = `uri="srt://${host(ip)}:${port}" mode=rendezvous localport=${localPort} passphrase=${passphrase} pbkeylen=32 latency=${latency}`;
  return {
    ffmpeg: sends
      ? `ffmpeg -re -i INPUT -c copy -f mpegts '${ffmpegUri(rendezvous)}'`
      : `ffmpeg -i '${ffmpegUri(rendezvous)}' -c copy -f mpegts OUTPUT`,
    // OBS passes the address to FFmpeg, so its latency is in microseconds, too.
    obs: ffmpegUri(rendezvous),
    vmix: `Type=SRT Rendezvous; Hostname=${ip}; Port=${port}; Local Port=${localPort}; Latency=${latency}; Passphrase=${passphrase}; Key Length=32`,
    gstreamer: sends
      ? `... ! mpegtsmux ! ${element} ${properties}`
      : `${element} ${properties} ! tsdemux ! ...`,
    'srt-live-transmit': sends
      ? `srt-live-transmit file://con '${uri}'`
      : `srt-live-transmit '${uri}' file://con`,
  };
}
