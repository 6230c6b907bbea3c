/** Section 3: from an oh:// URL to a channel on which both sides have proven their keys. */
import { defined } from '../../../../defined.js';
import { EXPORTER_LABEL } from '../../binding.js';
import { within } from '../deadline.js';
import type { Channel } from '../rtc/channel.js';
import type { Offering } from '../rtc/session.js';
import { bind } from './binding.js';
import { failAt } from './dial_failed.js';
import { type Dialling, type DialOptions, type DialSettings, settingsOf } from './dial_options.js';
import { lookUp, parseUrl } from './lookup.js';
import { awaitAnswer, publishOffer } from './offering.js';

export { DialFailed } from './dial_failed.js';
export type { DialOptions } from './dial_options.js';
export { parseUrl } from './lookup.js';

export interface Dialled {
  readonly channel: Channel;
  close(): Promise<void>;
}

export async function dial(url: string, options: DialOptions): Promise<Dialled> {
  const settings = settingsOf(options);
  const host = parseUrl(url, settings.rules);
  return within(settings.timeoutMs, settings.signal, async (signal) => {
    const dialling = { ...settings, host, signal };
    await lookUp(dialling);
    // The session outlives the time for dialling, so it only gets the signal of the caller.
    const session = await openSession(settings);
    signal.addEventListener('abort', () => void session.close(), { once: true });
    try {
      return { channel: await connect(session, dialling), close: session.close };
    } catch (error) {
      await session.close();
      throw error;
    }
  });
}

const openSession = ({ offerSession, certificate, rules, addresses, signal }: DialSettings) =>
  offerSession({
    certificate,
    suites: defined({ received: rules.takenSuite }),
    demandsPossession: rules.demandsPossession(),
    ...defined({ addresses, signal }),
  });

/** Section 3 steps 3 to 9. */
async function connect(session: Offering, dialling: Dialling): Promise<Channel> {
  const { host, identity, certificate, dialect, bindingMode, rules, signal } = dialling;
  const { fingerprint } = certificate;
  const blob = rules.offerBlob(session.reach, { dialect, bindingMode, fingerprint });
  await publishOffer(blob, dialling);
  const { sdp, record } = await awaitAnswer(blob, dialling);
  const pinned = rules.pinFingerprint(record.dtlsFp, sdp);
  const channel = await session.connect(sdp, pinned).catch(failAt('connect'));
  const secret = bindingMode === 'exporter' ? session.exportSecret(EXPORTER_LABEL, 32) : record.dtlsFp;
  await bind(channel, { identity, host: host.key, secret, rules }, signal).catch(failAt('binding'));
  return channel;
}
