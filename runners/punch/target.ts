import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { defined } from '../../defined.js';
import type { Dialect } from '../../reference/punch/token.js';
import type { Need, Target } from '../../suites/model.js';
import { spec } from '../../suites/punch/spec.js';
import { latest } from '../latest.js';
import { type Patience, patient } from '../patience.js';
import { ifAnswered } from './answered.js';
import { type Contact, MOST_SILENT, openContact } from './contact.js';
import { formIn } from './creation_form.js';
import { type Companions, describeBy } from './description.js';
import { firstLook } from './first_look.js';
import { grantedForms } from './granted_forms.js';
import { isLoopback } from './loopback.js';
import { messageMembersOf, ownMessageMembers } from './message_members.js';
import { punchPort } from './port.js';
import { readingOf } from './probe.js';
import { redact } from './redact.js';
import { requestOnce } from './request.js';
import { type Budget, createCreationBudget } from './session_budget.js';
import { freshSources, usableSources } from './sources.js';
import { streamPool } from './stream_pool.js';
import type { Memory, TestedBroker } from './tested_broker.js';

export interface PunchTargetOptions
  extends Pick<TestedBroker, 'ca' | 'secret' | 'turnstileToken' | 'peerToken'>,
    Companions {
  readonly url: string;
  /** Its name in reports. */
  readonly name?: string;
  readonly profile?: 'full' | 'production';
  /** Whether to move media between real SRT endpoints too. */
  readonly srt?: boolean | undefined;
  readonly budget?: Budget;
  readonly patience?: number;
  /** Milliseconds for a whole answer. */
  readonly stall?: number;
  /** Milliseconds for each answer of the first look, before the first case. */
  readonly firstLook?: number;
  /** The number of cases that run at once. */
  readonly concurrency?: number;
  /** Runs when the target is closed. */
  readonly onClose?: () => Promise<void>;
}

/** The default of RFC 5.2, until the broker answers 429. */
const defaultBudget: Budget = { amount: 10, per: 60_000 };

/** A live Punch broker. */
export async function punchTarget(options: PunchTargetOptions): Promise<Target> {
  const url = new URL(options.url);
  const [sources, looked] = await Promise.all([
    usableSources(url, options.ca),
    ifAnswered(firstLook({ url, patience: options.firstLook ?? FIRST_LOOK, ca: options.ca })),
  ]);
  const { impression, version } = looked ?? {};
  const profile = options.profile ?? (isLoopback(url) ? 'full' : 'production');
  const ended = new AbortController();
  const description = await describeBy(options);
  const tested = deploymentOf(options, { url, sources, description, ended: ended.signal });
  const { secret, prefix } = tested;
  const dialect = secret && (await readingOf(punchPort(tested), secret, `${prefix}none`, 404));
  if (dialect) tested.dialect.replace(dialect);
  return {
    name: options.name ?? url.origin,
    kind: 'punch',
    capabilities: {
      scheme: url.protocol.slice(0, -1),
      tokens: dialect ?? (secret ? 'the broker rejects what the secret signs' : 'not probed'),
      sources: sources.length,
    },
    ports: { punch: (context) => punchPort(tested, context) },
    ...defined({ dialects: dialect && { 'punch/token': dialect } }),
    protocols: ['punch'],
    concurrency: options.concurrency ?? 24,
    production: profile === 'production',
    redact: (text) => redact(text),
    needs: async () => [needOf(impression)],
    remarks: () => [
      ...(url.protocol === 'http:' && !isLoopback(url) ? [CLEARTEXT] : []),
      ...(version === undefined || version === spec.version ? [] : [otherVersion(version)]),
      ...(secret && dialect === undefined && impression === undefined ? [WRONG_SECRET] : []),
      ...[impression ?? silenceOf(tested)].filter((remark) => remark !== undefined),
    ],
    waitingFor: () => limitText(tested.memory.budget.waitedFor),
    async close() {
      ended.abort();
      for (const socket of tested.sockets) socket.close();
      await Promise.race([Promise.all(tested.creating), sleep(PATIENCE, undefined, { ref: false })]);
      await removeSessions(tested);
      await options.onClose?.();
    },
  };
}

interface Reached extends Pick<TestedBroker, 'url' | 'description' | 'ended'> {
  readonly sources: readonly string[];
}

/** A deployment before its first request. */
function deploymentOf(
  options: PunchTargetOptions,
  { url, sources, description, ended }: Reached,
): TestedBroker {
  const givenMessageMembers = messageMembersOf(options.messages);
  const givenForm = options.openapi && formIn(options.openapi);
  const memoryOf = (from: readonly string[], contact: Contact): Memory => ({
    sources: from,
    budget: createCreationBudget(
      options.budget ?? defaultBudget,
      from.length > 0 ? from.slice(0, -EXHAUSTED) : [undefined],
    ),
    scenarios: new Map(),
    contact,
    messageMembers: latest({ ...ownMessageMembers, ...givenMessageMembers }),
    forms: grantedForms(givenForm),
    pool: streamPool(),
  });
  const memory = memoryOf(sources, openContact());
  const prefix = `conform-${randomBytes(4).toString('hex')}-`;
  let named = 0;
  return {
    ended,
    url,
    ca: options.ca,
    secret: options.secret,
    turnstileToken: options.turnstileToken,
    peerToken: options.peerToken,
    patience: options.patience ?? MESSAGE,
    stall: options.stall ?? STALL,
    description,
    dialect: latest<Dialect>('octets'),
    srt: options.srt ?? false,
    prefix,
    freshName: () => `${prefix}${(named++).toString(36)}`,
    creating: new Set(),
    sessions: new Map(),
    sockets: new Set(),
    givenMessageMembers,
    givenForm,
    memory,
    // With one address, its budget stays as it is.
    anew() {
      const contact = memory.contact.again();
      return sources.length > 0
        ? memoryOf(freshSources(), contact)
        : { ...memoryOf([], contact), budget: memory.budget };
    },
  };
}

const CLEARTEXT = 'the target is not on this machine and does not use TLS, which section 9.6 forbids';

const otherVersion = (version: string): string =>
  `GET /api/health reports version ${redact(version, 40)}: these cases test version ${spec.version}`;

const WRONG_SECRET = '--secret is not the signing secret of this broker: cases that need it are blocked';

const limitText = (limit: Budget | undefined): string | undefined =>
  limit && `the limit of ${limit.amount} sessions in ${limit.per / 1000} s`;

const needOf = (impression: string | undefined): Need => ({
  what: 'the broker',
  for: 'each of its cases',
  ok: impression === undefined,
  seen: impression ?? 'answers',
});

/** Says that the target stopped answering; undefined if it did not. */
const silenceOf = ({ memory: { contact } }: TestedBroker): string | undefined => {
  const [first, ...more] = contact.silence();
  const answers = contact.answers();
  return first && more.length >= MOST_SILENT - 1 && answers > 0
    ? `it stopped answering, after ${answers} answers: ${first.message}`
    : undefined;
};

/** Milliseconds for a message. */
const MESSAGE = 5_000;

/** Milliseconds for a whole answer. */
const STALL = 10_000;

/** Milliseconds for each answer of the first look. */
const FIRST_LOOK = 5_000;

/** The same times multiplied, for a broker that waits at a breakpoint. */
export const patientWith = (patience: Patience) => ({
  patience: patient(MESSAGE, patience),
  stall: patient(STALL, patience),
  firstLook: patient(FIRST_LOOK, patience),
});

/** Addresses kept for the case that exhausts the limit. */
const EXHAUSTED = 2;

/** Milliseconds for each deletion at the end. */
const PATIENCE = 2_000;

async function removeSessions({ sessions, url, ca }: TestedBroker): Promise<void> {
  const remove = ([name, token]: [string, string]) =>
    ifAnswered(
      requestOnce({
        url: new URL(`/api/session/${name}`, url),
        method: 'DELETE',
        headers: { Authorization: `Bearer ${token}` },
        patience: PATIENCE,
        ca,
      }),
    );
  const all = [...sessions];
  for (let i = 0; i < all.length; i += 16) await Promise.all(all.slice(i, i + 16).map(remove));
  sessions.clear();
}
