import { DecodeError } from '../../bytes/error.js';
import { readAllowList } from '../../tunnel/allow_list.js';
import type { PeerConnection } from '../../tunnel/peers/iroh.js';
import type { Allowed, Rules } from '../../tunnel/peers/rules.js';
import { mutant } from './mutant.js';
import { connections, streamsUntil, withoutPackets } from './transport.js';

/** Reads the list of allowed keys wrongly. */
const reads = (read: (text: string) => Allowed | undefined) => (): Partial<Rules> => ({
  readAllowList: (text) => (text === undefined ? undefined : read(text)),
});

const entries = (text: string): readonly string[] => text.split(',');

/** The keys of a list entry; none for an invalid entry. */
function keysOf(entry: string): readonly string[] {
  try {
    return [...readAllowList(entry)];
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return [];
  }
}

/** Lets every peer in, and replaces the connections of those that are not listed. */
const forUnlisted =
  (replace: (connection: PeerConnection) => PeerConnection) =>
  (rules: Rules): Partial<Rules> => {
    let list: Allowed | undefined;
    return {
      readAllowList(text) {
        list = rules.readAllowList(text);
        return undefined;
      },
      ...connections((connection) =>
        list === undefined || list.has(connection.remote) ? connection : replace(connection),
      )(rules),
    };
  };

const policy = [
  mutant({
    id: 'unset-allow-is-nobody',
    clause: ['ACCESS-1'],
    what: 'Without a list nobody is let in.',
    kills: ['access/unset'],
    change: (rules) => ({
      readAllowList: (text) => (text === undefined ? new Set<string>() : rules.readAllowList(text)),
    }),
  }),
  mutant({
    id: 'allow-denies',
    clause: ['ACCESS-3'],
    what: 'The listed peers are rejected, and all others are let in.',
    kills: ['access/listed', 'access/not-listed'],
    change: reads((text) => {
      const denied = readAllowList(text);
      return { has: (key) => !denied.has(key) };
    }),
  }),
  mutant({
    id: 'allow-ignored',
    clause: ['ACCESS-3'],
    what: 'The list is ignored.',
    kills: ['access/not-listed'],
    change: reads(() => undefined),
  }),
  mutant({
    id: 'allow-for-tcp-only',
    clause: ['ACCESS-3', 'ACCESS-4'],
    what: 'A peer that is not listed reaches UDP ports.',
    kills: ['access/not-listed-udp'],
    change: forUnlisted((connection) => streamsUntil(connection, () => true)),
    only: 'out',
  }),
  mutant({
    id: 'allow-for-udp-only',
    clause: ['ACCESS-3', 'ACCESS-4'],
    what: 'A peer that is not listed reaches TCP ports.',
    kills: ['access/not-listed'],
    change: forUnlisted(withoutPackets),
    only: 'out',
  }),
];

const list = [
  mutant({
    id: 'allow-first-only',
    clause: ['ACCESS-2'],
    what: 'Only the first entry of the list counts.',
    kills: ['access/listed-second'],
    change: reads((text) => readAllowList(entries(text)[0] ?? '')),
  }),
  mutant({
    id: 'allow-last-only',
    clause: ['ACCESS-2'],
    what: 'Only the last entry of the list counts.',
    kills: ['access/listed-first'],
    change: reads((text) => readAllowList(entries(text).at(-1) ?? '')),
  }),
  mutant({
    id: 'allow-without-base32',
    clause: ['ACCESS-7'],
    what: 'A key in base32 is no entry of the list.',
    kills: ['access/listed-base32'],
    change: reads((text) => {
      if (entries(text).some((entry) => entry.trim().length === 52))
        throw new DecodeError('public-key/length');
      return readAllowList(text);
    }),
  }),
  mutant({
    id: 'allow-blanks-kept',
    clause: ['ACCESS-8'],
    what: 'A blank around an entry makes it an entry of another key.',
    kills: ['access/listed-blanks'],
    change: reads(
      (text) => new Set(entries(text).flatMap((entry) => (entry === entry.trim() ? keysOf(entry) : []))),
    ),
  }),
  mutant({
    id: 'bad-entry-skipped',
    clause: ['ACCESS-5'],
    what: 'An entry that is no key is skipped.',
    kills: ['access/list-one-bad'],
    change: reads((text) => new Set(entries(text).flatMap(keysOf))),
  }),
  mutant({
    id: 'empty-allow-is-all',
    clause: ['ACCESS-6'],
    what: 'An empty list lets every peer in.',
    kills: ['access/list-empty'],
    change: reads((text) => (text === '' ? undefined : readAllowList(text))),
  }),
  mutant({
    id: 'wrong-allow-is-all',
    clause: ['ACCESS-5'],
    what: 'A list that cannot be read lets every peer in.',
    kills: ['access/list-malformed'],
    change: reads((text) => {
      try {
        return readAllowList(text);
      } catch {
        return undefined;
      }
    }),
  }),
];

export const access = [...policy, ...list];
