import type { JsonObject, Target } from '../suites/model.js';
import { openCodecs, openReference, referenceProtocols } from './embedded/reference.js';
import { openExec } from './exec/target.js';
import { CommandError, splitWords } from './exec/words.js';
import { redactCommand } from './redacted_command.js';

/** What the command line gives beside the target itself. */
export interface TargetOptions {
  readonly secret?: Uint8Array;
  readonly ca?: string;
  /** File or URL of the deployment's own OpenAPI description. */
  readonly openapi?: string;
  /** File or URL of its own message schema. */
  readonly messages?: string;
  /** References that leave these two files are followed. */
  readonly remoteRefs?: boolean;
  readonly peerTokenCommand?: string;
  readonly turnstileToken?: string;
  /** Media is moved between real SRT endpoints, too. */
  readonly srt?: boolean;
  /** Where an openhost daemon publishes. */
  readonly relays?: readonly string[];
  /** The port that an openhost daemon forwards to, for a service of ours. */
  readonly upstream?: number;
  /** The openhost client is a page or an extension. */
  readonly browser?: boolean;
  readonly profile?: 'full' | 'production';
  /** Gives up the opening, not what was opened. */
  readonly signal?: AbortSignal;
}

/** The target is written wrongly; nothing was opened. */
export class TargetFault extends Error {
  override readonly name = 'TargetFault';
}

/** What a target needs is loaded when one is opened: a run of codecs waits for no WebRTC. */
type Opener = (text: string, options: TargetOptions) => Promise<Target>;

const openers: Readonly<Record<string, Opener>> = {
  reference,
  exec: (text, { signal }) => exec(text, signal),
  http: live,
  https: live,
  oh: openhost,
  openhostd,
  'openhost-client': openhostClient,
  tunnel: openTunnel,
};

const ofBrokers: readonly (keyof TargetOptions)[] = [
  ...(['secret', 'ca', 'openapi', 'messages', 'remoteRefs', 'peerTokenCommand'] as const),
  ...(['turnstileToken', 'srt'] as const),
];

/** By scheme, the options that mean something to such a target. */
export const optionsTaken: Readonly<Record<string, readonly (keyof TargetOptions)[]>> = {
  reference: ['srt'],
  exec: [],
  http: ofBrokers,
  https: ofBrokers,
  oh: ['relays', 'secret', 'ca', 'upstream'],
  openhostd: [],
  'openhost-client': ['browser'],
  tunnel: [],
};

/** What a run that names neither a target nor a case is put to. */
export const CODECS = 'reference:codecs';

/** How targets are written, with what each is. */
export const targetForms: readonly (readonly [form: string, what: string])[] = [
  ['reference', 'the embedded references, codecs and peers'],
  ['reference:PROTOCOL', 'those of one protocol'],
  [CODECS, 'the codecs alone, in seconds: the default'],
  ['exec:COMMAND', 'a codec adapter in any language'],
  ['https://HOST[:PORT]', 'a live Punch broker'],
  ['oh://KEY', 'a live openhost daemon; with --relay'],
  ['openhostd:COMMAND', 'an openhost daemon that we configure, start and stop'],
  ['openhost-client:COMMAND', 'an openhost client; {url}, {relay} and {ca} are replaced'],
  ['tunnel:COMMAND', 'a punch-over-iroh program, started as out and in'],
];

export const targetSchemes = Object.keys(openers);

export function schemeOf(text: string): string {
  return /^[a-z-]+(?=:|$)/.exec(text)?.[0] ?? '';
}

export async function openTarget(text: string, options: TargetOptions = {}): Promise<Target> {
  const scheme = schemeOf(text);
  const open = openers[scheme];
  if (open && (scheme === 'reference' || text.startsWith(`${scheme}:`))) return open(text, options);
  if (/^[\w.-]+\.[a-z]{2,}(:\d+)?(\/|$)/i.test(text) || /^[\w.-]+:\d+/.test(text)) {
    throw new TargetFault(`"${text}" is a bare host name: was https://${text} meant?`);
  }
  throw new TargetFault(
    `"${text}" is no target; written are ${targetForms.map(([form]) => form).join(', ')}`,
  );
}

async function reference(text: string, { srt }: TargetOptions): Promise<Target> {
  if (text === CODECS) return openCodecs(text);
  const [, named] = text.split(':');
  const known: readonly string[] = referenceProtocols;
  if (named !== undefined && !known.includes(named)) {
    throw new TargetFault(`there is no reference "${named}"; there are codecs, ${known.join(', ')}`);
  }
  return openReference(text, named === undefined ? known : [named], { srt: srt === true });
}

async function exec(text: string, signal: AbortSignal | undefined): Promise<Target> {
  try {
    return await openExec(text.slice('exec:'.length), signal ? { signal } : {});
  } catch (error) {
    throw error instanceof CommandError ? new TargetFault(error.message) : error;
  }
}

async function live(text: string, options: TargetOptions): Promise<Target> {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) throw new TargetFault(`"${text}" is no URL`);
  if (url.username || url.password) {
    throw new TargetFault(
      'credentials do not belong into a URL: give them by --secret or an environment variable',
    );
  }
  if (url.href !== `${url.origin}/`) {
    throw new TargetFault(`"${text}" has more than a broker's origin: was ${url.origin} meant?`);
  }
  const { isLoopback, punchTarget } = await import('./http/target.js');
  const profile = options.profile ?? (isLoopback(url) ? 'full' : 'production');
  const { openapi, messages, remoteRefs, peerTokenCommand, turnstileToken, secret, ca, srt } = options;
  const peerToken =
    peerTokenCommand === undefined
      ? undefined
      : (await import('./http/peer_token.js')).peerTokenBy(peerTokenCommand);
  return punchTarget({
    url: url.href,
    profile,
    ...(secret === undefined ? {} : { secret }),
    ...(ca === undefined ? {} : { ca }),
    ...(openapi === undefined ? {} : { openapi: await companion('openapi', openapi, remoteRefs) }),
    ...(messages === undefined ? {} : { messages: await companion('messages', messages, remoteRefs) }),
    ...(peerToken === undefined ? {} : { peerToken }),
    ...(turnstileToken === undefined ? {} : { turnstileToken }),
    ...(srt === undefined ? {} : { srt }),
  });
}

async function companion(
  option: 'openapi' | 'messages',
  where: string,
  follow?: boolean,
): Promise<JsonObject> {
  const { loadCompanion } = await import('./http/companion.js');
  const { describeBy } = await import('./http/description.js');
  try {
    const file = await loadCompanion(where, follow);
    describeBy({ [option]: file });
    return file;
  } catch (error) {
    throw new TargetFault(`--${option}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function openhost(text: string, { relays = [], ...options }: TargetOptions): Promise<Target> {
  if (relays.length === 0) throw new TargetFault(`say by --relay where ${text} publishes`);
  const { isLoopback } = await import('./http/loopback.js');
  for (const relay of relays) {
    const url = URL.canParse(relay) ? new URL(relay) : undefined;
    if (url?.protocol === 'http:' && !isLoopback(url)) {
      throw new TargetFault(`${relay} is not on this machine: relays elsewhere speak https`);
    }
  }
  const { liveOpenhost } = await import('./openhost/live.js');
  const { DialFailed } = await import('../reference/openhost/peers/client/dial.js');
  const { SubstrateError } = await import('../reference/openhost/peers/substrate.js');
  try {
    return await liveOpenhost({ url: text, relays, ...options });
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
      throw new TargetFault(`--upstream: ${error.message}`);
    }
    throw error instanceof DialFailed || error instanceof SubstrateError
      ? new TargetFault(error.message)
      : error;
  }
}

async function openhostd(text: string, { signal }: TargetOptions): Promise<Target> {
  const { openhostdTarget } = await import('./openhost/openhostd.js');
  const { Unreachable } = await import('../suites/case.js');
  try {
    return await openhostdTarget({ command: wordsOf(text, 'openhostd'), ...(signal ? { signal } : {}) });
  } catch (error) {
    throw error instanceof Unreachable
      ? new TargetFault(
          `the daemon does not start: ${error.message}; docs/openhost.md says in which three ways it is called`,
        )
      : error;
  }
}

function wordsOf(text: string, scheme: string): ReturnType<typeof splitWords> {
  const command = text.slice(scheme.length + 1);
  if (command.trim() === '') throw new TargetFault(`the command is empty: write ${scheme}:PROGRAM ARGUMENTS`);
  try {
    return splitWords(command);
  } catch (error) {
    throw error instanceof CommandError ? new TargetFault(error.message) : error;
  }
}

async function openhostClient(text: string, { browser }: TargetOptions): Promise<Target> {
  const { commandClient } = await import('./openhost/command_client.js');
  // Clients in the field speak the deployed reading; which one it is, its name cannot tell.
  if (!wordsOf(text, 'openhost-client').some((word) => word.includes('{url}'))) {
    throw new TargetFault(`"${text}" has no {url}: it says where the URL goes that the client is to fetch`);
  }
  return commandClient(text.slice('openhost-client:'.length), {
    dialect: 'deployed',
    browser: browser === true,
  });
}

async function openTunnel(text: string): Promise<Target> {
  const { anchored, tunnelTarget } = await import('./process/target.js');
  const command = splitWords(text.slice('tunnel:'.length));
  return tunnelTarget({ name: redactCommand(text).shown, command: anchored(command) });
}
