/** A UDP socket at a local end of a tunnel, as a case uses it. */
import type { UdpEnd } from '../../suites/tunnel/port.js';
import { bell } from './bell.js';
import { HOST, type Network } from './ends.js';

const MOST_DATAGRAMS = 20_000;

export async function openUdp(
  { udp }: Network,
  port: number,
  patience: number,
): Promise<UdpEnd & { close(): void }> {
  const socket = await udp(port);
  const heard: { bytes: Uint8Array; from: number }[] = [];
  const { ring, until } = bell();
  let reply: Parameters<UdpEnd['answer']>[0] = () => undefined;
  socket.on('error', () => {});
  socket.on('message', (message, from) => {
    if (heard.length >= MOST_DATAGRAMS) return;
    const bytes = new Uint8Array(message);
    heard.push({ bytes, from: from.port });
    const answer = reply(bytes);
    if (answer) socket.send(answer, from.port, HOST, () => {});
    ring();
  });
  const next: UdpEnd['next'] = async (fits, within = patience) => {
    const find = () => heard.find(({ bytes }) => fits(bytes))?.bytes;
    await until(() => find() !== undefined, within);
    return find() ?? 'silent';
  };
  const send: UdpEnd['send'] = (bytes, to) => socket.send(bytes, to, HOST, () => {});
  return {
    port: socket.address().port,
    heard,
    next,
    send,
    answer(answer) {
      reply = answer;
    },
    async ask(bytes, to, fits = () => true) {
      const before = heard.length;
      const fresh = (seen: Uint8Array) =>
        heard.findIndex((one) => one.bytes === seen) >= before && fits(seen);
      for (let tries = 0; tries < 12; tries++) {
        send(bytes, to);
        const answer = await next(fresh, 250 + 100 * tries);
        if (answer !== 'silent') return answer;
      }
      return 'silent';
    },
    close: () => socket.close(),
  };
}
