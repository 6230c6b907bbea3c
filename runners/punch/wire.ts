/** Sends raw bytes, TLS handshakes, datagrams and media. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { Unclaimed } from '../../suites/case.js';
import type { PunchPort, UdpEar } from '../../suites/punch/port.js';
import { freeMediaPort, moveClip } from './media.js';
import type { Asker } from './one_request.js';
import { exchange, offerTls } from './raw.js';

const MOST_PACKETS = 1_000;

type Wire = Pick<PunchPort, 'raw' | 'tls' | 'mediaPort' | 'media' | 'listenUdp'>;

export function wireOf({ tested, memory, transcript, signal, defer }: Asker): Wire {
  const { url, ca, patience, stall } = tested;
  return {
    async raw(bytes, { silence = 1_000 } = {}) {
      const record = transcript.exchange();
      record('>', `raw: ${Buffer.from(bytes).toString('latin1')}`);
      const answer = await exchange(url, bytes, { first: Math.max(silence, patience), between: silence }, ca);
      record('<', typeof answer === 'string' ? answer : `raw: ${answer.text}`);
      return answer;
    },

    async tls(version) {
      const record = transcript.exchange();
      record('>', `TLS handshake with ${version} alone`);
      const outcome = await offerTls(url, version, stall);
      record('<', outcome);
      return outcome;
    },

    async mediaPort() {
      if (!tested.srt) throw new Unclaimed('this case moves media: add --srt');
      return freeMediaPort();
    },
    media: (sender, receiver) => moveClip(sender, receiver, signal),

    listenUdp: async () => (memory.sources.length === 0 ? undefined : listening(defer)),
  };
}

async function listening(defer: Asker['defer']): Promise<UdpEar> {
  const ear = createSocket('udp4');
  const packets: Uint8Array[] = [];
  ear.on('message', (packet) => packets.length < MOST_PACKETS && packets.push(packet));
  ear.bind(0, '127.0.0.1');
  await once(ear, 'listening');
  defer(() => ear.close());
  return { port: ear.address().port, packets };
}
