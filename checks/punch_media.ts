/**
 * Two real SRT endpoints, introduced by the reference broker, move a clip in rendezvous mode on the brokered
 * passphrase; with another passphrase nothing gets through. Wants srt-live-transmit and ffmpeg; says so where they
 * are not there, and exits 0.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBroker } from '../reference/punch/peers/broker/broker.js';
import { registerPeer } from '../reference/punch/peers/client.js';
import { type Rendezvous, srtLiveTransmitArguments } from '../reference/punch/srt.js';

const SECONDS = 12;
const [HERE, THERE] = ['127.0.0.2', '127.0.0.3'] as const;
const [PORT, FEED] = [30_000 + (process.pid % 20_000), 9_000 + (process.pid % 1_000)];

const missing = ['srt-live-transmit', 'ffmpeg'].filter(
  (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0,
);
if (missing.length > 0) {
  console.log(`skipped: ${missing.join(' and ')} not installed`);
} else {
  const { one, two } = await introduce();
  const folder = mkdtempSync(join(tmpdir(), 'conform-media-'));
  const clip = join(folder, 'clip.ts');
  const made = spawnSync('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', 'testsrc=duration=4:size=320x180:rate=25'],
    ...['-c:v', 'mpeg2video', '-f', 'mpegts', clip],
  ]);
  if (made.status !== 0) throw new Error(`ffmpeg made no clip: ${made.stderr}`);
  const right = await transfer(clip, one, two);
  const wrong = await transfer(clip, one, { ...two, passphrase: 'x'.repeat(43) });
  const whole = statSync(clip).size;
  console.log(`brokered passphrase: ${right} of ${whole} bytes as sent; another passphrase: ${wrong} bytes`);
  process.exitCode = right === whole && wrong === 0 ? 0 : 1;
}

async function introduce(): Promise<{ one: Rendezvous; two: Rendezvous }> {
  const broker = await startBroker();
  const [, token = ''] = broker.createSession('media');
  const register = (ip: string) =>
    registerPeer({ broker: broker.url, session: 'media', token, port: PORT, ip });
  const [a, b] = [await register(HERE), await register(THERE)];
  const [one, two] = await Promise.all([a.met, b.met]);
  a.ready();
  b.ready();
  await Promise.all([a.started, b.started]);
  await broker.close();
  return { one, two };
}

/** How many bytes arrived, all of them as they were sent; -1 when they differ. */
async function transfer(clip: string, sender: Rendezvous, receiver: Rendezvous): Promise<number> {
  const srt = (words: string[]) =>
    spawn('srt-live-transmit', ['-q', '-t', String(SECONDS), ...words], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const feed = `udp://127.0.0.1:${FEED}`;
  const receives = srt(srtLiveTransmitArguments(receiver, 'receiver', 'file://con', THERE));
  const sends = srt(srtLiveTransmitArguments(sender, 'sender', feed, HERE));
  const ended = Promise.all([once(receives, 'close'), once(sends, 'close')]);
  const chunks: Buffer[] = [];
  receives.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  sends.stdout.resume();
  // Live mode drops what comes before the handshake is over.
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const words = ['-v', 'error', '-re', '-i', clip, '-c', 'copy', '-f', 'mpegts', `${feed}?pkt_size=1316`];
  const feeds = spawn('ffmpeg', words, { stdio: ['ignore', 'ignore', 'inherit'] });
  await Promise.all([once(feeds, 'close'), ended]);
  const [sent, got] = [readFileSync(clip), Buffer.concat(chunks)];
  return got.equals(sent.subarray(0, got.length)) ? got.length : -1;
}
