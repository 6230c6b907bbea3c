import { describe, expect, it } from 'vitest';
import { zbase32 } from '../../reference/bytes/zbase32.js';
import { startRelay } from '../../reference/openhost/peers/relay/server.js';
import { relaySubstrate } from '../../reference/openhost/peers/substrate.js';
import { REFERENCE } from '../interop/model.js';
import { Miscalled } from '../options.js';
import type { Fetch } from './client_fetch.js';
import { askPair, fetchings } from './fetch_questions.js';
import { keptOpen } from './kept_open.js';
import { referenceDaemon } from './paired_daemons.js';
import { openOpenhostMeetings } from './pairing.js';
import { readPublished } from './published.js';

const { signal } = new AbortController();
const ALL = ['openhost/interop/fetch', 'openhost/interop/fetch-again'];

describe('the questions of a pair', () => {
  const ask = (
    shown: string,
    ended: Awaited<ReturnType<Fetch>>['ended'] = 0,
    wanted = (_id: string) => true,
  ) => {
    const asked: unknown[] = [];
    const fetch: Fetch = async (url, relays, { ca }) => {
      asked.push([url, relays, ca]);
      return { shown, status: 'none', ended };
    };
    const relay = { url: 'http://127.0.0.1:9', ca: 'PEM' };
    const pair = { url: 'oh://key/', relay, fetch, secret: 'the secret', furthest: () => 'asked a relay' };
    return askPair(fetchings(wanted), pair, signal).then((questions) => ({ questions, asked }));
  };

  it('pass when the client shows the secret, each time that it fetches', async () => {
    const { questions, asked } = await ask('it is the secret\n');
    expect(questions.map(({ id, verdict }) => [id, verdict])).toEqual(ALL.map((id) => [id, 'pass']));
    const relays = ['http://127.0.0.1:9', 'http://127.0.0.1:9'];
    expect(asked).toEqual(ALL.map(() => ['oh://key/hello', relays, 'PEM']));
  });

  it.each([
    ['shows something else', 'no', 0, /received "no"; it exited with 0 after it had asked a relay$/],
    ['exits with an error', 'the secret', 1, /it exited with 1/],
    ['is late', 'the secret', 'late', /it exited with late/],
  ] as const)('fail when the client %s', async (_what, shown, ended, reason) => {
    const { questions } = await ask(shown, ended);
    for (const one of questions)
      expect(one).toMatchObject({ verdict: 'fail', reason: expect.stringMatching(reason) });
  });

  it('show only the end of a long output, and no control characters', async () => {
    const { questions } = await ask(`${'A'.repeat(100_000)}\u001b[31mlast words`);
    expect(questions[0]?.reason?.length).toBeLessThan(500);
    expect(questions[0]?.reason).toContain('A\\u001b[31mlast words');
  });

  it('are only those that are wanted', async () => {
    const { questions, asked } = await ask('the secret', 0, (id) => id.endsWith('again'));
    expect(questions.map(({ id }) => id)).toEqual(['openhost/interop/fetch-again']);
    expect(asked).toHaveLength(1);
  });
});

describe('a pair that cannot meet', () => {
  const meet = async (row: string, column: string, wanted = (_id: string) => true) => {
    const peer = (text: string) => (text === 'reference' ? REFERENCE : { name: text, text });
    const meetings = await openOpenhostMeetings([], { signal, wanted });
    return meetings.meet(peer(row), peer(column));
  };

  it('is blocked when the daemon needs TLS and the client has no place for its authority', async () => {
    expect(await meet('openhostd:daemon', 'openhost-client:client {url}')).toEqual(
      ALL.map((id) =>
        expect.objectContaining({
          id,
          verdict: 'blocked',
          reason:
            'openhostd:daemon needs a relay with TLS, but the command of openhost-client:client {url} has no {ca}',
        }),
      ),
    );
  });

  it('is blocked when the daemon cannot be started, for each question that is wanted', async () => {
    expect(await meet('openhostd:/nonexistent', 'reference', (id) => id.endsWith('fetch'))).toEqual([
      expect.objectContaining({
        ...{ id: 'openhost/interop/fetch', verdict: 'blocked' },
        reason: expect.stringContaining('/nonexistent cannot be started'),
      }),
    ]);
  });

  it('is a wrong call when the command is empty', async () => {
    await expect(meet('openhostd:', 'reference')).rejects.toThrow(Miscalled);
  });
});

it('the reference daemon publishes in the dialect that deployed clients read', async () => {
  const relay = await startRelay();
  const opened = keptOpen();
  try {
    const place = { relay, service: 'http://127.0.0.1:9', signal, keep: opened.keep };
    const { name, url, dialect } = await referenceDaemon(place);
    const substrates = [relaySubstrate(relay.url)];
    const { seq } = await readPublished({ key: zbase32.decode(name), substrates }, signal);
    expect([url, dialect]).toEqual([`oh://${name}/`, 'deployed']);
    expect(seq / 1_000_000n).toBeGreaterThan(1_700_000_000n);
  } finally {
    await opened.close();
    await relay.close();
  }
});
