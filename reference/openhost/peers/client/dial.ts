/** Section 3: from an oh:// URL to a channel on which both sides have proven their keys. */
import { EXPORTER_LABEL } from '../../binding.js';
import type { HostRecord } from '../../record.js';
import { within } from '../deadline.js';
import type { Channel } from '../rtc/channel.js';
import { type Offering, offerSession } from '../rtc/session.js';
import { bind } from './binding.js';
import { fail } from './dial_failed.js';
import type { DialOptions } from './dial_options.js';
import { type Host, lookUp, parseUrl } from './lookup.js';
import { awaitAnswer, publishOffer } from './offering.js';
import { CLIENT_RULES } from './rules.js';

export { DialFailed } from './dial_failed.js';
export type { DialOptions } from './dial_options.js';
export { parseUrl } from './lookup.js';

const DIAL_MS = 30_000;

export interface Dialled {
  readonly channel: Channel;
  readonly session: Offering;
  readonly record: HostRecord;
  close(): Promise<void>;
}

export async function dial(url: string, options: DialOptions): Promise<Dialled> {
  const host = parseUrl(url, options.rules);
  return within(options.timeoutMs ?? DIAL_MS, options.signal, (signal) => dialHost(host, options, signal));
}

async function dialHost(host: Host, options: DialOptions, signal: AbortSignal): Promise<Dialled> {
  await lookUp(host, options, signal);
  const session = await openSession(options);
  signal.addEventListener('abort', () => void session.close(), { once: true });
  try {
    const { channel, record } = await connect(host, session, options, signal);
    return { channel, session, record, close: session.close };
  } catch (error) {
    await session.close();
    throw error;
  }
}

function openSession({ certificate, addresses, signal, ...options }: DialOptions): Promise<Offering> {
  const { rules = CLIENT_RULES } = options;
  return (options.offerSession ?? offerSession)({
    certificate,
    ...(addresses ? { addresses } : {}),
    ...(rules.takenSuite ? { suites: { received: rules.takenSuite } } : {}),
    ...(rules.demandsPossession() ? {} : { credulous: true }),
    ...(signal ? { signal } : {}),
  });
}

/** Section 3 steps 3 to 9. */
async function connect(
  host: Host,
  session: Offering,
  options: DialOptions,
  signal: AbortSignal,
): Promise<Pick<Dialled, 'channel' | 'record'>> {
  const { dialect = 'spec', bindingMode = 'exporter', identity, rules = CLIENT_RULES } = options;
  const { fingerprint } = options.certificate;
  const blob = rules.offerBlob(session.reach, { dialect, bindingMode, fingerprint });
  await publishOffer(host, blob, options, signal);
  const { sdp, record } = await awaitAnswer(host, blob, options, signal);
  const channel = await session
    .connect(sdp, rules.pinFingerprint(record.dtlsFp, sdp))
    .catch((error: unknown) => fail('connect', error));
  const secret = bindingMode === 'exporter' ? session.exportSecret(EXPORTER_LABEL, 32) : record.dtlsFp;
  await bind(channel, { identity, host: host.key, secret, rules }, signal).catch((error: unknown) =>
    fail('binding', error),
  );
  return { channel, record };
}
