/** What holds for every packet of a daemon: the first one, later ones, and those with a record of version 3. */
import type { Case, Context } from '../model.js';
import { hostOf } from './2_record.js';
import { daemonCase } from './daemon_case.js';
import type { Published } from './port.js';

const requires = ['OPENHOST-2-1', 'OPENHOST-2-2', 'OPENHOST-2-3', 'OPENHOST-2-4'];
const ANSWER = /^_answer-[a-z0-9]{26}-(?:0|[1-9][0-9]*)$/;

/** Checks that the packet has one valid host record with its TTL, and beside it answers only. */
function expectValid(context: Context, published: Published): void {
  const { expect } = context;
  const names = published.records.map(({ label }) => label).filter((label) => !ANSWER.test(label));
  expect.equal('records other than answers', names, ['_openhost']);
  hostOf(context, published);
  expect.equal('TTL', published.records.find(({ label }) => label === '_openhost')?.ttl ?? null, 300);
}

export const packets: readonly Case[] = [
  daemonCase({
    id: 'openhost/2/first-packet',
    title: 'the first packet of a daemon has one valid _openhost record with a TTL of 300 s',
    why: 'Nobody can find a host that was just started, until it publishes again half an hour later.',
    requires,
    expects: 'service',
    async run(context) {
      const daemon = await context.openhost.variant({ aside: 'first packet' });
      expectValid(context, await daemon.published());
    },
  }),
  daemonCase({
    id: 'openhost/2/later-packet',
    title: 'a later packet of a daemon has one valid _openhost record with a TTL of 300 s',
    why: 'The host works after its start and disappears when it publishes again.',
    requires,
    expects: 'service',
    async run(context) {
      const { openhost, expect } = context;
      const later = await openhost.renewed();
      expect.that('the daemon publishes again', later !== 'silent', {
        expected: `a newer packet within ${openhost.patience} ms`,
        observed: later === 'silent' ? 'no newer packet' : 'a newer packet',
      });
      if (later !== 'silent') expectValid(context, later);
    },
  }),
  daemonCase({
    id: 'openhost/2/turn-record',
    title: 'a record of version 3 follows its layout and has a valid signature of the host',
    why: 'Every client rejects the record, and a host with a TURN relay is unreachable.',
    requires: ['OPENHOST-2-2', 'OPENHOST-2-3'],
    expects: 'service',
    async run(context) {
      const turn = { ip: Uint8Array.of(198, 51, 100, 7), port: 3478 };
      const daemon = await context.openhost.variant({ turn });
      context.expect.equal('version', hostOf(context, await daemon.published()).version, 3);
    },
  }),
];
