import { expect, it } from 'vitest';
import type { Call } from './app.js';
import { connection, page } from './routes.js';
import { admin, peerOf, testSession } from './testing/broker.js';

const callWith = (query: Readonly<Record<string, string>>): Call =>
  ({ req: { query: (name: string) => query[name] } }) as unknown as Call;

const shown = (claims: typeof admin, query: Readonly<Record<string, string>> = {}): string[] => {
  const { streams } = JSON.parse(connection(testSession('a', 'b'), callWith(query), claims).body);
  return streams.map(({ stream, role }: { stream: string; role: string }) => `${stream} ${role}`);
};

it('shows the admin the strings of each stream and role, and a peer those of its own stream', () => {
  expect(shown(admin)).toEqual(['a sender', 'a receiver', 'b sender', 'b receiver']);
  expect(shown(admin, { stream: 'b', role: 'sender' })).toEqual(['b sender']);
  expect(shown(peerOf('a'), { stream: 'b' })).toEqual(['a sender', 'a receiver']);
});

it('lets no proxy keep the page of a session', () => {
  expect(page()).toMatchObject({ status: 200, headers: { 'Cache-Control': 'no-store' } });
});
