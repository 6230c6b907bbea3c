/** Services behind a tunnel, and their clients. */
import { text, textOf } from './pairing.js';
import type { Link, Service, TunnelLab, UdpEnd } from './port.js';

export async function say(link: Link, words: string): Promise<void> {
  await link.send(text(words));
  link.end();
}

/** Sends bytes, ends its half, and returns the answer. */
export async function replyTo(link: Link, words: string): Promise<string> {
  await say(link, words);
  return textOf((await link.rest()).bytes);
}

/** A service that answers in capitals when the client has ended its half. Without that end it answers nothing. */
export async function upper({ patience }: TunnelLab, link: Link): Promise<void> {
  const { bytes, how } = await link.rest(2 * patience);
  if (how === 'end') await say(link, Buffer.from(bytes).toString('latin1').toUpperCase());
}

export const upperService = (lab: TunnelLab, port?: number): Promise<Service> =>
  lab.service((link) => upper(lab, link), port);

/** A service that sends these bytes to each client, and ends. */
export const serviceSaying = (lab: TunnelLab, words: string, port?: number): Promise<Service> =>
  lab.service((link) => say(link, words), port);

/** A UDP service that returns each packet. */
export async function echoService(lab: TunnelLab, port?: number): Promise<UdpEnd> {
  const end = await lab.udp(port);
  end.answer((bytes) => bytes);
  return end;
}
