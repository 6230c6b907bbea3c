/** The steps that the cases of the channel binding share. */
import { type Frame, FRAME_TYPES as T } from '../../reference/openhost/frame.js';
import type { Context } from '../model.js';
import { expectEnd, expectFrame, isFrame, shownFrames } from './heard.js';
import type { DaemonContext, Heard, Proof, Wire } from './port.js';

export const nonceOf = (context: Context, wire: Wire): Promise<Frame> =>
  expectFrame(context, wire, T.AUTH_NONCE, 'the daemon sends AUTH_NONCE first');

/** Answers AUTH_NONCE with a proof, valid or wrong in one respect, and returns the nonce. */
export async function prove(context: Context, wire: Wire, wrong?: Proof): Promise<Uint8Array> {
  const { payload } = await nonceOf(context, wire);
  await wire.send(T.AUTH_CLIENT, wire.proof(payload, wrong));
  return payload;
}

/** Opens another channel of this connection. */
export async function secondChannel({ expect }: Pick<Context, 'expect'>, first: Wire): Promise<Wire> {
  const second = await first.another();
  expect.that('a second channel opens', typeof second === 'object', {
    expected: 'another channel of the same connection',
    observed: typeof second === 'object' ? 'another channel' : second,
  });
  return second as Wire;
}

/** The daemon sends at most ERROR and then closes the channel: nothing that a bound client would get. */
export async function rejectsBinding(context: Context, wire: Wire): Promise<readonly Frame[]> {
  const said = await expectEnd(context, wire);
  const others = said.filter(({ type }) => type !== T.ERROR);
  context.expect.that('the daemon sends no AUTH_HOST and no response', others.length === 0, {
    expected: 'no frame other than ERROR',
    observed: shownFrames(said.slice(-8)),
  });
  return said;
}

/** Milliseconds between two attempts to open a channel. */
const AGAIN = 250;

/** The connection ends, at once or a moment after its channel. A channel that opens before the end binds nobody. */
export async function endsConnection({ clock, expect, openhost }: DaemonContext, wire: Wire): Promise<void> {
  const until = clock.elapsed() + openhost.patience;
  let again = await wire.another();
  while (typeof again === 'object' && clock.elapsed() < until) {
    const got = await validProof(again);
    expect.that('another channel of the connection binds no client', !isFrame(got, T.AUTH_HOST), {
      expected: 'no AUTH_HOST',
      observed: 'AUTH_HOST for a valid AUTH_CLIENT',
    });
    await clock.wait(AGAIN);
    again = await wire.another();
  }
  expect.that('the daemon ends the connection', typeof again === 'string', {
    expected: `the connection closed within ${openhost.patience / 1000} s`,
    observed: typeof again === 'string' ? again : 'another channel',
  });
}

/** What a valid AUTH_CLIENT gets on this channel. */
async function validProof(wire: Wire): Promise<Heard> {
  const nonce = await wire.next();
  if (!isFrame(nonce, T.AUTH_NONCE)) return nonce;
  await wire.send(T.AUTH_CLIENT, wire.proof(nonce.payload));
  return wire.next();
}

export const BINDS = { expects: 'refusal', control: 'openhost/3/binds-exporter' } as const;
export const BINDS_IN_CERT_FP = { expects: 'refusal', control: 'openhost/3/binds-cert-fp' } as const;
