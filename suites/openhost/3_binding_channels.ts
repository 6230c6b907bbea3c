/** The binding of a later channel: each channel of a connection proves both keys again. */
import { FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Case, Level } from '../model.js';
import { prove, rejectsBinding, secondChannel } from './binding_steps.js';
import { daemonCase } from './daemon_case.js';
import { expectFrame } from './heard.js';
import type { DaemonContext, Proof, Wire } from './port.js';

/** A new channel of a connection whose first channel is bound. */
async function afterBound(context: DaemonContext): Promise<Wire> {
  const first = await context.openhost.connect();
  await prove(context, first);
  await expectFrame(context, first, T.AUTH_HOST);
  return secondChannel(context, first);
}

const wrongLater = (slug: string, what: string, wrong: Proof, level: Level = 'must'): Case =>
  daemonCase({
    id: `openhost/3/second-channel-${slug}`,
    title: `${what} is rejected on a second channel`,
    why: 'A daemon that checks the first channel only lets an attacker who takes over the connection open further channels.',
    level,
    requires: ['OPENHOST-3-6', 'OPENHOST-3-11', 'OPENHOST-3-10'],
    expects: 'refusal',
    control: 'openhost/3/second-channel-binds',
    async run(context) {
      const wire = await afterBound(context);
      await prove(context, wire, wrong);
      await rejectsBinding(context, wire);
    },
  });

export const bindingChannels: readonly Case[] = [
  daemonCase({
    id: 'openhost/3/second-channel-binds',
    title: 'a valid AUTH_CLIENT on a second channel gets a valid AUTH_HOST',
    why: 'Clients that open a channel for each request show one page and then fail.',
    requires: ['OPENHOST-3-8', 'OPENHOST-3-9', 'OPENHOST-3-10'],
    expects: 'service',
    async run(context) {
      const wire = await afterBound(context);
      const nonce = await prove(context, wire);
      const proof = await expectFrame(context, wire, T.AUTH_HOST);
      context.expect.equal(
        'AUTH_HOST has a valid signature of the host over the binding',
        wire.hostProved(nonce, proof.payload),
        true,
      );
    },
  }),
  wrongLater('wrong-key', 'an AUTH_CLIENT with the signature of another key', { key: 'other' }),
  wrongLater(
    'stranger-key',
    'a valid AUTH_CLIENT of a key other than the one in the offer',
    { key: 'stranger' },
    'should',
  ),
];
