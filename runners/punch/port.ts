import { createSocket } from 'node:dgram';
import { once as onceHeard, setMaxListeners } from 'node:events';
import { type Dialect, sign } from '../../reference/punch/token.js';
import { Lost, Unclaimed, Unreachable } from '../../suites/case.js';
import type { Context, JsonObject } from '../../suites/model.js';
import type { PunchPort, PunchSession, UpgradeRequest } from '../../suites/punch/port.js';
import type { Deployment, Memory } from './deployment.js';
import { isLoopback } from './loopback.js';
import { freeMediaPort, moveClip } from './media.js';
import { patiently } from './patiently.js';
import { readingOf } from './probe.js';
import { exchange, offerTls } from './raw.js';
import { type Asker, create, http } from './requests.js';
import { readSession } from './session.js';
import { learnt, poolOf, scenarioIn } from './sharing.js';
import { openSocket } from './socket.js';
import { createTranscript, current, type Transcript } from './transcript.js';

const MOST_PACKETS = 1_000;
/** A shorter secret stands in texts by chance. */
const TELLING_SECRET = 8;

type Asking = Pick<Context, 'signal' | 'note' | 'defer' | 'attempt'>;

/** The port of one case; without a context, that of what several cases share. */
export function punchPort(deployment: Deployment, context?: Asking, known?: Memory): PunchPort {
  const { url, ca, patience, stall, description, secret } = deployment;
  const memory = known ?? (context && context.attempt > 1 ? deployment.anew() : deployment.memory);
  const { sources, budget } = memory;
  const transcript = createTranscript();
  const signal = context?.signal ?? deployment.ended;
  // One case may have twenty requests under way.
  setMaxListeners(0, signal);
  context?.defer(() => {
    if (!transcript.isEmpty()) context.note('transcript', () => transcript.lines().join('\n'));
  });
  const freshName = () => `${deployment.prefix}${(deployment.named++).toString(36)}`;
  const asker: Asker = { deployment, memory, transcript, signal, freshName };
  const plain = () => punchPort(deployment, undefined, memory);
  const scenario = scenarioIn(memory, transcript);
  const ofAll: Asker = { ...asker, signal: deployment.ended };
  const pool = (batch: number) => poolOf(scenario, memory, (body) => sessionOf(ofAll, body), batch);
  const upgrade = upgraderOf(deployment, memory, transcript, context, signal);

  const session = async (body: JsonObject = {}): Promise<PunchSession> => {
    const namesStreams = Object.hasOwn(body, 'streams');
    if (namesStreams) await pool(0);
    if (!namesStreams || memory.takesStreams) return sessionOf(asker, body);
    const { streams: _, ...rest } = body;
    return withoutChoice(await sessionOf(asker, rest));
  };

  return {
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    sources,
    loopback: isLoopback(url),
    patience,
    description,
    http: (request) => http(asker, request),
    create: (body, options) => create(asker, body, options),
    session,
    upgrade,
    scenario,
    freshName,
    limitedEarly: () => budget.metEarlyLimit,
    shared: (name, make) => scenario(`session ${name}`, async () => plain().session(await make())),

    lobby: () => pool(0),

    async stream() {
      const size = (await pool(0)).streams.length;
      if (size === 0) throw new Unreachable('the shared session has no stream');
      const lease = memory.leased++;
      const whole = await pool(Math.floor(lease / size));
      const stream = whole.streams[lease % size] ?? whole.streams[0] ?? '';
      return { session: whole, stream, token: whole.peer(stream) };
    },

    takesMinted: () =>
      scenario('a token minted with the secret is taken', async () => {
        if (!secret) return undefined;
        const { name } = await pool(0);
        const reading = await readingOf(plain(), secret, name, 200);
        if (reading) deployment.dialect = reading;
        return reading !== undefined;
      }),
    mint: (claims) => forge(claims, secret, deployment.dialect),
    mintOther: (claims) => forge(claims, secret, deployment.dialect === 'octets' ? 'text' : 'octets'),
    textWithSecret: (texts) => textWith(secret, texts),

    async open(name, token, options) {
      await learnt(scenario, deployment, memory, plain);
      const upgraded = await upgrade({ session: name, token, ...(options ? { options } : {}) });
      if (!upgraded.socket) throw new Unreachable(`the upgrade was refused with ${upgraded.status}`);
      return upgraded.socket;
    },

    async raw(bytes, { silence = 1_000 } = {}) {
      const record = current(transcript).exchange();
      record('>', `raw: ${Buffer.from(bytes).toString('latin1')}`);
      const answer = await exchange(url, bytes, { first: Math.max(silence, patience), between: silence }, ca);
      record('<', typeof answer === 'string' ? answer : `raw: ${answer.text}`);
      return answer;
    },
    async tls(version) {
      const record = current(transcript).exchange();
      record('>', `TLS handshake with ${version} alone`);
      const outcome = await offerTls(url, version, stall);
      record('<', outcome);
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

async function sessionOf(asker: Asker, body: JsonObject): Promise<PunchSession> {
  const { deployment, memory } = asker;
  const made = await created(asker, body);
  const form = memory.form ?? deployment.givenForm;
  return readSession({ deployment, http: (request) => http(asker, request), form }, made);
}

/** Where a creation may not name streams, a case that needs several by name has nothing to ask. */
const withoutChoice = (session: PunchSession): PunchSession => ({
  ...session,
  peer(stream = session.streams[0]) {
    if (stream !== undefined && !session.streams.includes(stream))
      throw new Unclaimed('a creation that names streams is rejected, so a session has one');
    return session.peer(stream);
  },
});

/** For those who only want a session: no answer to its creation blocks them. */
async function created(asker: Asker, body: JsonObject | undefined) {
  try {
    return await create(asker, body);
  } catch (error) {
    if (!(error instanceof Lost)) throw error;
    throw new Unreachable(`no session could be made: ${error.message}`, { cause: error });
  }
}

const upgraderOf =
  (
    deployment: Deployment,
    memory: Memory,
    transcript: Transcript,
    context: Pick<Context, 'defer'> | undefined,
    signal: AbortSignal,
  ): PunchPort['upgrade'] =>
  async ({ session, token, query, path, options = {} }: UpgradeRequest) => {
    const { url, ca, patience, stall } = deployment;
    const target = new URL(url.origin);
    target.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    target.pathname = path ?? `/api/ws/${session}`;
    target.search = query ?? (token === undefined ? '' : `?t=${token}`);
    const record = current(transcript).exchange();
    record('>', `upgrade ${target.pathname}${target.search}`);
    const opening = { url: target, patience, stall, options, record, wording: memory.wording };
    const upgraded = await patiently(
      { what: `the upgrade of ${target.pathname}`, isSafe: true },
      signal,
      () => openSocket({ ...opening, ...(ca === undefined ? {} : { ca }) }),
    );
    const { socket } = upgraded;
    if (socket) {
      deployment.sockets.add(socket);
      context?.defer(() => {
        deployment.sockets.delete(socket);
        socket.close();
      });
    }
    return upgraded;
  };

const forge = (claims: JsonObject, secret: Uint8Array | undefined, dialect: Dialect): string | undefined =>
  secret && sign(new TextEncoder().encode(JSON.stringify(claims)), secret, dialect);

/** The first text that carries the secret in a usual spelling. */
function textWith(secret: Uint8Array | undefined, texts: readonly string[]): string | undefined {
  if (!secret) throw new Unclaimed('it takes the signing secret: see --secret');
  if (secret.length < TELLING_SECRET)
    throw new Unclaimed(
      `the signing secret has ${secret.length} bytes: fewer than ${TELLING_SECRET} occur in answers by chance`,
    );
  const spelled = (['hex', 'base64', 'base64url', 'latin1'] as const).map((encoding) =>
    Buffer.from(secret).toString(encoding),
  );
  return texts.find((text) => spelled.some((secretText) => text.includes(secretText)));
}
