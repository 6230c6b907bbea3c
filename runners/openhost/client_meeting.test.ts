import { describe, expect, it } from 'vitest';
import { parseUrl } from '../../reference/openhost/peers/client/dial.js';
import { type Relay, startRelay } from '../../reference/openhost/peers/relay/server.js';
import { relaySubstrate, SubstrateError } from '../../reference/openhost/peers/substrate.js';
import { Unreachable } from '../../suites/case.js';
import type { Lie } from '../../suites/openhost/clients/port.js';
import type { Fetch, Fetched } from './client_fetch.js';
import { meet } from './client_meeting.js';
import { type ClientTraits, clientPort } from './client_port.js';
import { embeddedClient } from './embedded_client.js';
import { NotPublished, readPublished } from './published.js';

const { signal } = new AbortController();
type Asked = { url: string; relays: readonly string[]; ca: string | undefined };

/** What each of the two relays has for the host of this URL. */
const packets = ({ url, relays, ca }: Asked) =>
  Promise.all(
    relays.map(async (relay) => {
      try {
        const substrates = [relaySubstrate(relay, ca)];
        const { outerSignature } = await readPublished({ key: parseUrl(url).key, substrates }, signal);
        return outerSignature ? 'right' : 'wrong';
      } catch (error) {
        if (!(error instanceof NotPublished)) throw error;
        return 'none';
      }
    }),
  );

/** Meets a client that only looks at the relays. */
async function met(lie?: Lie, traits: Partial<ClientTraits> = {}) {
  const seen: { asked: Asked; packets: string[] }[] = [];
  const fetch: Fetch = async (url, relays, { ca }): Promise<Fetched> => {
    const asked = { url, relays, ca };
    const there = lie?.startsWith('url-') ? [] : await packets(asked);
    seen.push({ asked, packets: there });
    return { shown: 'nothing', status: 'none', ended: 1 };
  };
  const meeting = await clientPort({ dialect: 'spec', ...traits }, fetch, { signal }).meet(lie);
  const [one, ...more] = seen;
  if (one === undefined || more.length > 0) throw new Error('it must fetch once');
  return { meeting, ...one };
}

describe('a client under test', () => {
  it('gets a URL and two relays, and the first relay has the packet of the host', async () => {
    const { meeting, asked, packets: there } = await met();
    expect(asked.url).toMatch(/^oh:\/\/[a-z1-9]{52}\/hello$/);
    expect(there).toEqual(['right', 'none']);
    expect(meeting).toEqual({
      ...{ shown: 'nothing', status: 'none', ended: 1, served: false },
      ...{ furthest: 'read the packet of the host', offer: 'silent', frames: [], messages: [] },
    });
  });

  it.each<[Lie, string[]]>([
    ['only-second-relay', ['none', 'right']],
    ['one-lying-relay', ['wrong', 'right']],
    ['forged-packet', ['wrong', 'none']],
    ['packet-of-another-key', ['wrong', 'none']],
  ])('that meets %s finds these packets', async (lie, there) => {
    expect((await met(lie)).packets).toEqual(there);
  });

  it('that meets a wrong URL gets only that one', async () => {
    const { asked, meeting } = await met('url-query');
    expect(asked.url).toMatch(/\/hello\?a=1$/);
    expect(meeting.furthest).toBe('nothing');
  });

  it('gets the authorities of both relays when they use TLS', async () => {
    const { asked, packets: there } = await met(undefined, { tls: true });
    expect(asked.ca?.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    expect(there).toEqual(['right', 'none']);
  });

  it('that cannot be started leaves nothing open', async () => {
    let relays: readonly string[] = [];
    const fetch: Fetch = async (_url, given) => {
      relays = given;
      throw new Unreachable('there is no such program');
    };
    const meeting = clientPort({ dialect: 'spec' }, fetch, { signal }).meet();
    await expect(meeting).rejects.toThrow('there is no such program');
    for (const relay of relays) await expect(relaySubstrate(relay).get('x')).rejects.toThrow(SubstrateError);
    expect(relays).toHaveLength(2);
  });

  it('is not started without two relays, and closes the one that was opened', async () => {
    const opened: Relay[] = [];
    const openRelay = async () => {
      if (opened.length > 0) throw new Error('no more ports');
      opened.push(await startRelay());
      return opened[0] as Relay;
    };
    const fetch: Fetch = () => Promise.reject(new Error('it must not fetch'));
    const meeting = meet({ dialect: 'spec', fetch, signal, openRelay }, undefined);
    await expect(meeting).rejects.toThrow('no more ports');
    const [relay] = opened;
    await expect(relaySubstrate(relay?.url ?? '').get('x')).rejects.toThrow(SubstrateError);
  });

  it('is stopped when its case ends, and has no outcome then', async () => {
    const over = new AbortController();
    const fetch: Fetch = async (_url, _relays, { signal: stops }) => {
      over.abort(new Error('the case is over'));
      expect(stops.aborted).toBe(true);
      return { shown: '', status: 'none', ended: 'stopped' };
    };
    const meeting = clientPort({ dialect: 'spec' }, fetch, { signal: over.signal }).meet();
    await expect(meeting).rejects.toThrow('the case is over');
  });
});

describe('the reference client', () => {
  it('is served, and each of its steps is seen', async () => {
    const { shown, frames, ...meeting } = await clientPort({ dialect: 'spec' }, embeddedClient('spec'), {
      signal,
    }).meet();
    expect(shown).toMatch(/^hello from the service: [0-9a-f]{24}$/);
    expect(meeting).toMatchObject({ served: true, ended: 0, status: 200, furthest: 'sent a request' });
    expect(meeting.offer).toMatchObject({ version: 3, signerMatches: true });
    expect(new Set(meeting.messages)).toEqual(new Set(['v2']));
    expect(frames.length).toBeGreaterThan(1);
  });

  const fetched = (url: string, given = signal) =>
    embeddedClient('spec')(url, ['http://127.0.0.1:9'], { signal: given });

  it.each([
    ['a wrong URL', 'oh://x/', /must be oh:\/\/ and the 52 characters/],
    ['a relay that is down', `oh://${'y'.repeat(52)}/`, /127\.0\.0\.1:9/],
  ])('ends with 1 for %s, and says why', async (_what, url, why) => {
    expect(await fetched(url)).toEqual({ shown: expect.stringMatching(why), status: 'none', ended: 1 });
  });

  it('that is stopped has the outcome `stopped`', async () => {
    expect(await fetched(`oh://${'y'.repeat(52)}/`, AbortSignal.abort())).toMatchObject({ ended: 'stopped' });
  });
});
