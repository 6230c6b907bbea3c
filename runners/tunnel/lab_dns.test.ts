import { createSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { decode, encode } from 'dns-packet';
import { expect, onTestFinished, test } from 'vitest';
import { type Channel, serveDns } from './lab_dns.js';
import { MARKED } from './proc.js';

/** The channel of the thread; what is posted is told. */
function channel() {
  const posted: unknown[] = [];
  const events = new EventEmitter();
  const end = Object.assign(events, { postMessage: (said: unknown) => void posted.push(said) });
  return { end: end as unknown as Channel, posted, tell: (said: unknown) => events.emit('message', said) };
}

test.skipIf(process.platform !== 'linux')(
  'is ready when it answers, and confirms each announcement',
  async () => {
    const { end, posted, tell } = channel();
    const dns = await serveDns(end, 'announced', 0);
    onTestFinished(dns.close);
    expect(posted).toEqual(['ready']);
    const announced = { key: 'abc', mark: `${MARKED}of-no-process` };
    tell(announced);
    expect(posted.at(-1)).toEqual(announced);
    const client = createSocket('udp4');
    onTestFinished(() => void client.close());
    const name = '_iroh.abc.dns.iroh.link';
    client.send(encode({ type: 'query', id: 9, questions: [{ type: 'TXT', name }] }), dns.port, '127.0.0.1');
    // No process carries the mark, so the peer listens nowhere.
    expect(decode((await once(client, 'message'))[0])).toMatchObject({ id: 9, answers: [] });
  },
);
