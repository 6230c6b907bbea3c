/** Connects by the answer of a daemon. Returns a channel, or the reason why no channel opened. */
import type { BindingMode } from '../../reference/openhost/offer_blob.js';
import type { Identity } from '../../reference/openhost/peers/identity.js';
import type { Channel } from '../../reference/openhost/peers/rtc/channel.js';
import { SessionFailed } from '../../reference/openhost/peers/rtc/peer.js';
import type { Offering } from '../../reference/openhost/peers/rtc/session.js';
import { answerSdp } from '../../reference/openhost/sdp.js';
import { Lost } from '../../suites/case.js';
import type { Answered } from '../../suites/openhost/port.js';
import type { Deployment } from './deployment.js';
import { inTime } from './in_time.js';
import type { Dialled } from './wire.js';

/** An answered offer, and the session that waits for the connection. */
export interface AnsweredOffer {
  readonly identity: Identity;
  readonly session: Offering;
  readonly offered: Answered;
  readonly mode: BindingMode;
}

export type Dialling =
  | { readonly channel: Channel; readonly dialled: Dialled }
  | { readonly channel: 'closed' | 'silent'; readonly why: string };

/** Closes the session when it leads to no channel. */
export async function dial(deployment: Deployment, answer: AnsweredOffer, within: number): Promise<Dialling> {
  const { session, identity, mode } = answer;
  let failed: Dialling;
  try {
    const { sdp, fingerprint } = described(answer.offered);
    const channel = await inTime(within, session.connect(sdp, fingerprint));
    if (channel !== 'late') {
      let ended = false;
      void session.ended.then(() => {
        ended = true;
      });
      const { key: host, patience } = deployment;
      const dialled = { alive: () => !ended, session, identity, host, fingerprint, mode, patience };
      return { channel, dialled };
    }
    failed = { channel: 'silent', why: `the answer did not lead to a connection within ${within} ms` };
  } catch (error) {
    if (!(error instanceof SessionFailed) || error.failure === 'description') {
      await session.close();
      throw error instanceof SessionFailed
        ? new Lost(`the client cannot connect to the answer: ${error.message}`)
        : error;
    }
    failed = { channel: 'closed', why: `the connection failed: ${error.message}` };
  }
  await session.close();
  return failed;
}

/** Milliseconds until the daemon continues the handshake after the DTLS hello. */
export async function greet(
  { session, offered }: AnsweredOffer,
  within: number,
): Promise<number | 'closed' | 'silent'> {
  const { sdp, fingerprint } = described(offered);
  const start = performance.now();
  const connected = session.connect(sdp, fingerprint).then(
    () => session.greeted,
    (error: unknown) => {
      // The outcome depends only on whether the daemon continued after the hello.
      if (!(error instanceof SessionFailed)) throw error;
      return session.ended;
    },
  );
  const greeted = session.greeted.then(() => performance.now() - start);
  const ended = Promise.all([session.ended, connected]).then(() => 'closed' as const);
  const first = await inTime(within, Promise.race([greeted, ended]));
  return first === 'late' ? 'silent' : first;
}

function described({ answer, published }: Answered): { sdp: string; fingerprint: Uint8Array } {
  if (!('dtlsFp' in published.host)) throw new Lost(`the record cannot be read: ${published.host.refused}`);
  if ('refused' in answer) throw new Lost(`the answer cannot be read: ${answer.refused}`);
  const fingerprint = published.host.dtlsFp;
  return { sdp: answer.version === 1 ? answer.sdp : answerSdp(answer.blob, fingerprint), fingerprint };
}
