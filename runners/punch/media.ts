/** Moves a clip between two real SRT endpoints on this machine, with the values that a broker told them. */
import { spawn, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { srtLiveTransmitArguments } from '../../reference/punch/srt.js';
import { Unreachable } from '../../suites/case.js';
import type { MediaEnd, MediaSeen } from '../../suites/punch/port.js';
import { removeFolder, temporaryFolder } from '../cleanup/temporary.js';

const [HERE, THERE] = ['127.0.0.2', '127.0.0.3'] as const;
const TOOLS = ['srt-live-transmit', 'ffmpeg'] as const;
/** The most seconds that srt-live-transmit runs. In live mode it ends by itself when no more data comes. */
const SECONDS = 12;
const HANDSHAKE = 3_000;

/** A port that is free for UDP on both addresses. */
export async function freeMediaPort(): Promise<number> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const one = createSocket('udp4').bind(0, HERE);
    await once(one, 'listening');
    const { port } = one.address();
    const two = createSocket('udp4');
    const free = await new Promise<boolean>((resolve) => {
      two.once('error', () => resolve(false)).bind(port, THERE, () => resolve(true));
    });
    one.close();
    two.close();
    if (free) return port;
  }
  throw new Unreachable('no UDP port is free on two loopback addresses');
}

/** The missing tools for moving media. */
export const missingTools = (): readonly string[] =>
  TOOLS.filter((tool) => spawnSync(tool, ['-version']).error !== undefined);

export async function moveClip(
  sender: MediaEnd,
  receiver: MediaEnd,
  signal: AbortSignal,
): Promise<MediaSeen> {
  const missing = missingTools();
  if (missing.length > 0)
    throw new Unreachable(
      `--srt needs ${missing.join(' and ')}, not installed here: apt-get install srt-tools ffmpeg`,
    );
  const folder = temporaryFolder('media');
  try {
    const clip = join(folder, 'clip.ts');
    await run('ffmpeg', [
      ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=duration=4:size=320x180:rate=25'],
      ...['-c:v', 'mpeg2video', '-f', 'mpegts', clip],
    ]);
    const sent = readFileSync(clip);
    if (sent.length === 0) throw new Error('ffmpeg made a clip without bytes');
    const got = await transfer(clip, sender, receiver, signal);
    return { sent: sent.length, arrived: got.length, same: got.equals(sent.subarray(0, got.length)) };
  } finally {
    removeFolder(folder);
  }
}

async function transfer(
  clip: string,
  sender: MediaEnd,
  receiver: MediaEnd,
  signal: AbortSignal,
): Promise<Buffer> {
  const feedPort = await freeMediaPort();
  const feed = `udp://${HERE}:${feedPort}`;
  const srt = (words: string[]) =>
    spawn('srt-live-transmit', ['-t', String(SECONDS), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    }).on('error', () => {});
  const met = (end: MediaEnd, ip: string) => ({ ...end, ip, localPort: end.port });
  const receives = srt(srtLiveTransmitArguments(met(receiver, HERE), 'receiver', 'file://con', THERE));
  const sends = srt(srtLiveTransmitArguments(met(sender, THERE), 'sender', feed, HERE));
  const ended = Promise.all([once(receives, 'close'), once(sends, 'close')]);
  const chunks: Buffer[] = [];
  receives.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  sends.stdout.resume();
  receives.stderr.resume();
  // Live mode drops data before the end of the handshake, so the clip starts after it.
  await connected(sends.stderr);
  await run('ffmpeg', [
    ...['-v', 'error', '-re', '-i', clip, '-c', 'copy', '-f', 'mpegts'],
    `${feed}?pkt_size=1316`,
  ]);
  await ended;
  return Buffer.concat(chunks);
}

/** Waits for the line on stderr with which srt-live-transmit reports a connection. */
async function connected(stderr: NodeJS.ReadableStream): Promise<void> {
  const lines = createInterface({ input: stderr });
  const told = new Promise<void>((resolve) => {
    lines.on('line', (line) => /connected/i.test(line) && resolve());
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, HANDSHAKE);
  });
  await Promise.race([told, late]);
  clearTimeout(timer);
}

async function run(command: string, words: readonly string[]): Promise<void> {
  const child = spawn(command, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Unreachable(`${command}: ${Buffer.concat(said).toString().slice(0, 200)}`);
}
