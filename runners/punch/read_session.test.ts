import { describe, expect, it } from 'vitest';
import { Unclaimed, Unreachable } from '../../suites/case.js';
import type { JsonObject } from '../../suites/model.js';
import type { HttpAnswer } from '../../suites/punch/port.js';
import { readSession } from './session.js';
import type { TestedBroker } from './tested_broker.js';
import { adminToken, peerToken, secret, testedAt } from './testing/scripted.js';

const url = new URL('http://127.0.0.1:1');
const answerOf = (status: number, json: JsonObject): HttpAnswer => ({
  status,
  headers: {},
  text: JSON.stringify(json),
  json,
  at: 0,
});

/** The session in this 201, at a broker whose GET returns that. */
function read(created: JsonObject, got: JsonObject = {}, known: Partial<TestedBroker> = {}, status = 201) {
  const asked: string[] = [];
  const http = async ({ path }: { readonly path: string }) => {
    asked.push(path);
    return answerOf(200, got);
  };
  const made = { ...answerOf(status, created), name: 'run-1', sent: { name: 'run-1', streams: ['sent'] } };
  return { asked, session: readSession({ tested: testedAt(url, known), http, form: undefined }, made) };
}

const admin = adminToken('run-1');

describe('the tokens of a session', () => {
  it('are those of the 201, and GET is not asked if there is one of a peer', async () => {
    const { asked, session } = read({ admin, join: [peerToken('run-1', 'a')], expiresAt: 7 });
    expect(await session).toMatchObject({ streams: ['a'], expiresAt: 7 });
    expect((await session).admin()).toBe(admin);
    expect((await session).peer()).toBe((await session).peer('a'));
    expect(asked).toEqual([]);
  });

  it('are those of GET if the 201 has none of a peer', async () => {
    const { asked, session } = read({ admin }, { links: [peerToken('run-1', 'b')] });
    expect((await session).peer('b')).toMatch(/^p_/);
    expect(asked).toEqual(['/api/session/run-1']);
  });

  it('are not those of another session', async () => {
    const { session } = read({ tokens: [adminToken('other'), peerToken('other', 'a')] });
    expect((await session).tokens).toEqual([]);
    expect((await session).admin).toThrow(new Unreachable('the 201 has no admin token: see punch/5/create'));
  });

  it('are minted with the secret, or blocked if it is not that of the broker', async () => {
    const { session } = read({ admin, streams: ['a'] }, {}, { secret });
    expect((await session).peer('a')).toMatch(/^p_/);
    const wrong = read({ admin, streams: ['a'] }, {}, { secret });
    const rejecting = readSession(
      { tested: testedAt(url, { secret }), http: async () => answerOf(401, {}), form: undefined },
      { ...answerOf(201, { admin, streams: ['a'] }), name: 'run-1', sent: {} },
    );
    await wrong.session;
    expect((await rejecting).peer).toThrow(
      new Unreachable('--secret is not the signing secret of this broker'),
    );
  });

  it('are fetched by the command, one for each stream', async () => {
    const peerToken = async (session: string, stream: string) => `${session} ${stream}`;
    const { session } = read({ admin, streams: ['a', 'b'] }, {}, { peerToken });
    expect((await session).peer('b')).toBe('run-1 b');
  });

  it('are unclaimed without a way to them, and blocked for a stream that is not there', async () => {
    expect((await read({ admin, streams: ['a'] }).session).peer).toThrow(Unclaimed);
    const { session } = read({ admin, join: [peerToken('run-1', 'a')] });
    await expect(session.then(({ peer }) => peer('b'))).rejects.toThrow('the session has no such stream');
  });
});

describe('the streams of a session', () => {
  it('are those that it shows, else those of its tokens, else those that were asked for', async () => {
    expect((await read({ streams: ['shown'], join: [peerToken('run-1', 'a')] }).session).streams).toEqual([
      'shown',
    ]);
    expect((await read({ join: [peerToken('run-1', 'a')] }).session).streams).toEqual(['a']);
    expect((await read({}).session).streams).toEqual(['sent']);
  });

  it('are not names that no stream may have', async () => {
    expect((await read({ streams: ['$(id)', 'good', '../x'] }).session).streams).toEqual(['good']);
  });
});

describe('a creation that made none', () => {
  it.each<[number, Partial<TestedBroker>, RegExp]>([
    [400, {}, /returned 400 \{.*\}; add --openapi FILE/],
    [422, { givenForm: { places: {}, always: {} } }, /; the body follows the file of --openapi/],
    [403, {}, /; add --turnstile-token/],
    [404, {}, /; check the address of the target/],
    [429, {}, /; wait until/],
    [500, {}, /returned 500 \{"passphrase":"<passphrase \w+>"\}$/],
  ])('with a %d blocks, and says what helps without what is secret', async (status, known, reason) => {
    const { session } = read({ passphrase: 'Tr0ub4dor-and-3' }, {}, known, status);
    await expect(session).rejects.toThrow(Unreachable);
    await expect(session).rejects.toThrow(reason);
  });
});
