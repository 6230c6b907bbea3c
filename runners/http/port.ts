import { createSocket } from 'node:dgram';
import { once as onceHeard, setMaxListeners } from 'node:events';
import { type Dialect, sign } from '../../reference/punch/token.js';
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Context, JsonObject } from '../../suites/model.js';
import type {
  HttpAnswer,
  HttpRequest,
  PunchPort,
  PunchSession,
  PunchSocket,
  UpgradeRequest,
  Wording,
} from '../../suites/punch/port.js';
import type { CreationBudget } from './creation.js';
import { isLoopback } from './loopback.js';
import { freeMediaPort, moveClip } from './media.js';
import { readingOf } from './probe.js';
import { exchange, offerTls } from './raw.js';
import { ask } from './request.js';
import { readSession } from './session.js';
import { openSocket } from './socket.js';
import { findTokens } from './tokens.js';
import { createTranscript, current, recordedIn, showHeaders, type Transcript } from './transcript.js';
import { learnWording } from './wording.js';

/** What several cases look at, made once. */
interface Shared<T> {
  readonly outcome: Promise<T>;
  readonly transcript: Transcript;
}

/** What all cases of one target share. */
export interface Deployment {
  readonly url: URL;
  readonly ca?: string;
  readonly patience: number;
  /** For an answer to be complete, or an upgrade to be over: a stall, when it takes longer. */
  readonly stall: number;
  readonly sources: readonly string[];
  readonly budget: CreationBudget;
  readonly description: PunchPort['description'];
  readonly secret?: Uint8Array;
  dialect: Dialect;
  /** For deployments that want one and take it more than once, such as Cloudflare's for tests. */
  readonly turnstileToken?: string;
  readonly peerToken?: (session: string, stream: string) => Promise<string>;
  /** Whether media may be moved: it takes tools and half a minute. */
  readonly srt: boolean;
  readonly prefix: string;
  /** Aborted when the target is let go. */
  readonly ended: AbortSignal;
  /** Creations under way: what they make has to be deleted too, whoever has given up waiting for it. */
  readonly creating: Set<Promise<unknown>>;
  /** Sessions to delete at the end: name to admin token. */
  readonly sessions: Map<string, string>;
  readonly scenarios: Map<string, Shared<unknown>>;
  readonly sockets: Set<PunchSocket>;
  /** Why there was no answer, each time in a row. */
  readonly silence: Error[];
  /** How many answers there were. */
  answered: number;
  readonly givenWording: Partial<Wording>;
  wording: Wording;
  named: number;
  /** Streams of the shared sessions that are in use. */
  leased: number;
}

const MOST_RETRIES = 10;
export const MOST_SILENT = 5;
const MOST_PACKETS = 1_000;

/** The port of one case; without a context, that of what several cases share. */
export function punchPort(
  deployment: Deployment,
  context?: Pick<Context, 'signal' | 'note' | 'defer'>,
): PunchPort {
  const { url, ca, patience, stall, sources, budget, description, secret } = deployment;
  const own = createTranscript();
  const signal = context?.signal ?? deployment.ended;
  // One case may have twenty requests under way.
  setMaxListeners(0, signal);
  context?.defer(() => {
    if (!own.isEmpty()) context.note('transcript', () => own.lines().join('\n'));
  });
  const freshName = () => `${deployment.prefix}${(deployment.named++).toString(36)}`;

  /** A target that never answers is not waited for again and again. */
  const refuseStalled = () => {
    const { silence } = deployment;
    if (silence.length < MOST_SILENT) return;
    throw new Unreachable(`the target does not answer: ${silence[0]?.message ?? 'no reason was seen'}`);
  };

  async function http(request: HttpRequest): Promise<HttpAnswer> {
    const creates = request.method === 'POST' && /^\/api\/session\/?$/.test(request.path);
    const patient = creates && request.unbudgeted !== true && request.source === undefined;
    let answer = await once(request, creates);
    // The budget was wrong, and the 429 has just said so: wait as long as it wants.
    for (let i = 0; i < MOST_RETRIES && patient && answer.status === 429; i++)
      answer = await once(request, creates);
    return answer;
  }

  async function once(request: HttpRequest, creates: boolean): Promise<HttpAnswer> {
    refuseStalled();
    const waits = creates && request.unbudgeted !== true;
    const turn = waits ? await budget.take(request.source, signal, refuseStalled) : undefined;
    const source = turn ? turn.source : request.source;
    refuseStalled();
    const record = current(own).exchange();
    const headers = {
      ...(request.token === undefined ? {} : { Authorization: `Bearer ${request.token}` }),
      ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...request.headers,
    };
    record('>', `${request.method} ${request.path}${showHeaders(headers)} ${request.body ?? ''}`);
    try {
      const asked = ask({
        url: new URL(url.origin + request.path),
        method: request.method,
        headers,
        patience: stall,
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(source === undefined ? {} : { source }),
        ...(ca === undefined ? {} : { ca }),
        ...(creates ? {} : { signal }),
      });
      const answer = await (creates ? unlessAborted(outlived(asked), signal) : asked);
      deployment.silence.length = 0;
      deployment.answered++;
      record('<', `${answer.status}${showHeaders(answer.headers)} ${answer.text}`);
      if (answer.status === 429) turn?.limited(answer.headers['retry-after']);
      // What was refused is no session. Whoever counts it all the same says so with a 429.
      else if (answer.status >= 400 && answer.status < 500) turn?.giveBack();
      else turn?.made();
      return answer;
    } catch (error) {
      const told = error instanceof Lost || error instanceof Unreachable;
      if (told && deployment.silence.push(error) <= MOST_SILENT) turn?.giveBack();
      record('<', error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** A creation is seen to its end, and its session remembered. */
  function outlived(asked: Promise<HttpAnswer>): Promise<HttpAnswer> {
    const remembered = asked.then((answer) => {
      remember(answer);
      return answer;
    });
    const done = remembered
      .catch(() => {})
      .finally(() => {
        deployment.creating.delete(done);
      });
    deployment.creating.add(done);
    return remembered;
  }

  function remember({ status, json }: HttpAnswer): void {
    if (status < 200 || status > 299) return;
    // One session was made, however many a hostile answer names.
    const admin = findTokens(json).find(({ claims }) => claims.role === 'admin');
    if (admin) deployment.sessions.set(admin.claims.session, admin.token);
  }

  const create: PunchPort['create'] = async (body = {}, options = {}) => {
    const name = typeof body['name'] === 'string' ? body['name'] : freshName();
    const { turnstileToken } = deployment;
    const whole = { name, ...(turnstileToken === undefined ? {} : { turnstileToken }), ...body };
    const asked = { method: 'POST', path: '/api/session', body: JSON.stringify(whole), ...options };
    const answer = await http(asked);
    if (wantsTurnstile(answer)) {
      const given =
        turnstileToken === undefined ? 'see --turnstile-token' : 'and not that of --turnstile-token';
      throw new Unclaimed(`the deployment wants a Turnstile token: ${given}`);
    }
    return { ...answer, name };
  };

  const session = async (body?: JsonObject): Promise<PunchSession> => {
    const made = await create(body).catch((error: unknown) => {
      if (!(error instanceof Lost)) throw error;
      throw new Unreachable(`no session could be made: ${error.message}`, { cause: error });
    });
    return readSession(deployment, http, made, body);
  };

  async function upgrade({ session: name, token, query, path, options = {} }: UpgradeRequest) {
    const target = new URL(url.origin);
    target.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    target.pathname = path ?? `/api/ws/${name}`;
    target.search = query ?? (token === undefined ? '' : `?t=${token}`);
    const record = current(own).exchange();
    record('>', `upgrade ${target.pathname}${target.search}`);
    const { wording } = deployment;
    const opening = { url: target, patience, stall, options, record, wording };
    const upgraded = await openSocket({ ...opening, ...(ca === undefined ? {} : { ca }) });
    const { socket } = upgraded;
    if (socket) {
      deployment.sockets.add(socket);
      context?.defer(() => {
        deployment.sockets.delete(socket);
        socket.close();
      });
    }
    return upgraded;
  }

  const scenario = <T>(name: string, make: () => Promise<T>): Promise<T> => {
    const known = deployment.scenarios.get(name) as Shared<T> | undefined;
    const transcript = known?.transcript ?? createTranscript();
    current(own).include(name, transcript);
    if (known) return known.outcome;
    const outcome = recordedIn(transcript, make);
    deployment.scenarios.set(name, { outcome, transcript });
    outcome.catch(() => {});
    return outcome;
  };

  const pool = (batch: number) =>
    scenario(`pool ${batch}`, async () => {
      const plain = punchPort(deployment);
      for (const size of POOL_SIZES) {
        const streams = Array.from({ length: size }, (_, i) => `s${i}`);
        const made = await plain.session({ name: freshName(), streams }).catch((error: unknown) => error);
        if (!(made instanceof Error)) return made as PunchSession;
        if (size === 1 || !(made instanceof Unreachable) || made.cause instanceof Lost) throw made;
      }
      throw new Unreachable('no session could be made');
    });

  /** Before the first message: what the deployment takes of what we decided ourselves. */
  const learnt = () =>
    scenario('how messages are spelled', async () => {
      const learning = learnWording(punchPort(deployment), deployment.givenWording);
      // Where nobody can be asked, cases find that out for themselves.
      deployment.wording = await learning.catch(() => deployment.wording);
    });

  return {
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    sources,
    loopback: isLoopback(url),
    patience,
    description,
    http,
    create,
    session,
    upgrade,
    scenario,
    freshName,
    limitedEarly: () => budget.metEarlyLimit,
    shared: (name, make) =>
      scenario(`session ${name}`, async () => punchPort(deployment).session(await make())),

    lobby: () => pool(0),

    async stream() {
      const size = (await pool(0)).streams.length;
      if (size === 0) throw new Unreachable('the shared session has no stream');
      const lease = deployment.leased++;
      const whole = await pool(Math.floor(lease / size));
      const stream = whole.streams[lease % size] ?? whole.streams[0] ?? '';
      return { session: whole, stream, token: whole.peer(stream) };
    },

    takesMinted: () =>
      scenario('a token minted with the secret is taken', async () => {
        if (!secret) return undefined;
        const { name } = await pool(0);
        const reading = await readingOf(punchPort(deployment), secret, name, 200);
        if (reading) deployment.dialect = reading;
        return reading !== undefined;
      }),
    mint: (claims) => forge(claims, secret, deployment.dialect),
    mintOther: (claims) => forge(claims, secret, deployment.dialect === 'octets' ? 'text' : 'octets'),

    async showsSecret(texts) {
      if (!secret) return undefined;
      const spelled = (['hex', 'base64', 'base64url', 'latin1'] as const).map((encoding) =>
        Buffer.from(secret).toString(encoding),
      );
      return texts.some((text) => spelled.some((secretText) => text.includes(secretText)));
    },

    async open(name, token, options) {
      await learnt();
      const upgraded = await upgrade({ session: name, token, ...(options ? { options } : {}) });
      if (!upgraded.socket) throw new Unreachable(`the upgrade was refused with ${upgraded.status}`);
      return upgraded.socket;
    },

    async raw(bytes, { silence = 1_000 } = {}) {
      const record = current(own).exchange();
      record('>', `raw: ${Buffer.from(bytes).toString('latin1')}`);
      const text = await exchange(url, bytes, { first: Math.max(silence, patience), between: silence }, ca);
      record('<', `raw: ${text}`);
      return text;
    },
    async tls(version) {
      const record = current(own).exchange();
      record('>', `TLS handshake with ${version} alone`);
      const outcome = await offerTls(url, version, stall);
      record('<', outcome ?? 'this machine cannot ask');
      return outcome;
    },

    async mediaPort() {
      if (!deployment.srt) throw new Unclaimed('media is moved with --srt only');
      return freeMediaPort();
    },
    media: (sender, receiver) => moveClip(sender, receiver, signal),

    async listenUdp() {
      if (sources.length === 0) return undefined;
      const ear = createSocket('udp4');
      const packets: Uint8Array[] = [];
      ear.on('message', (packet) => packets.length < MOST_PACKETS && packets.push(packet));
      ear.bind(0, '127.0.0.1');
      await onceHeard(ear, 'listening');
      context?.defer(() => ear.close());
      return { port: ear.address().port, packets };
    },
  };
}

/** RFC 5.4: a deployment that does so is as it may be, and makes no session for us. */
const wantsTurnstile = ({ status, json }: HttpAnswer): boolean =>
  status === 403 &&
  typeof json === 'object' &&
  json !== null &&
  Reflect.get(json, 'error') === 'TURNSTILE_FAILED';

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

const forge = (claims: JsonObject, secret: Uint8Array | undefined, dialect: Dialect): string | undefined =>
  secret && sign(new TextEncoder().encode(JSON.stringify(claims)), secret, dialect);

/** Streams of a session that cases share: as many as the deployment takes. */
const POOL_SIZES = [48, 8, 1];
