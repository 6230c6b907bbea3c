import { Unreachable } from '../../suites/case.js';
import type { Json, JsonObject } from '../../suites/model.js';
import type { MessageMembers, PunchPort, PunchSocket } from '../../suites/punch/port.js';
import { isObject } from './json_place.js';

/** Our own spelling, which no text states. */
export const ownMessageMembers: MessageMembers = Object.freeze({
  register: ['ip', 'localPort'],
  status: ['srt'],
  statusIsRead: true,
  keepAlive: true,
});

const registers: readonly (readonly string[])[] = [['ip', 'localPort'], ['ip'], ['localPort'], []];
/** Members of a status message that may carry SrtState. */
const spellings = ['srt', 'status', 'state'];
const PORT = 20_001;
/** Milliseconds to wait for an error message, or for the message that comes instead. */
const LONGEST = 1_500;

/** The spelling that the message schema of the deployment gives. */
export function messageMembersOf(messages: JsonObject | undefined): Partial<MessageMembers> {
  const membersOf = (type: string) => findMembers(messages ?? {}, type, 0);
  const register = membersOf('register');
  const status = membersOf('status');
  const spelled = status && Object.keys(status).filter((name) => knows(messages, status[name], 'connected'));
  return {
    ...(register && { register: ownMessageMembers.register.filter((name) => name in register) }),
    ...(spelled && spelled.length > 0 && { status: spelled, statusIsRead: true }),
  };
}

function findMembers(node: Json, type: string, depth: number): JsonObject | undefined {
  if (typeof node !== 'object' || node === null || depth > 16) return undefined;
  const members = objectOf(objectOf(node)?.['properties']);
  const said = objectOf(members?.['type']);
  if (members && (said?.['const'] === type || JSON.stringify(said?.['enum']) === `["${type}"]`))
    return members;
  for (const inner of Object.values(node)) {
    const found = findMembers(inner, type, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** Whether a schema, or the one in the same file that it refers to, enumerates this value. */
function knows(file: JsonObject | undefined, schema: Json | undefined, value: string): boolean {
  const { enum: values, $ref } = objectOf(schema) ?? {};
  if (Array.isArray(values)) return values.includes(value);
  const name = typeof $ref === 'string' ? /^#\/\$defs\/([^/]+)$/.exec($ref)?.[1] : undefined;
  const target = name === undefined ? undefined : objectOf(objectOf(file?.['$defs'])?.[name]);
  return Array.isArray(target?.['enum']) && target['enum'].includes(value);
}

const objectOf = (node: Json | undefined): JsonObject | undefined => (isObject(node) ? node : undefined);

/** Tries spellings on a stream of its own. An error message or a close means that a spelling is not accepted. */
export async function learnMessageMembers(
  port: PunchPort,
  given: Partial<MessageMembers>,
): Promise<MessageMembers> {
  const { session, token } = await port.stream();
  const within = Math.min(port.patience, LONGEST);
  const sockets: PunchSocket[] = [];
  const open = async (): Promise<PunchSocket> => {
    const { socket } = await port.upgrade({ session: session.name, token });
    if (!socket) throw new Unreachable('no upgrade returned 101');
    sockets.push(socket);
    return socket;
  };
  /** A peer that has registered with these members; undefined if the broker rejects them. */
  const enter = async (register: readonly string[]): Promise<PunchSocket | undefined> => {
    const socket = await open();
    const values: JsonObject = { ip: '10.1.2.3', localPort: PORT };
    const message = Object.fromEntries(register.map((name) => [name, values[name] ?? null]));
    if (await isAccepted(socket, { type: 'register', port: PORT, ...message }, { within, reply: 'session' }))
      return socket;
    await leave(socket, within);
    return undefined;
  };
  try {
    const tried = given.register ? [given.register] : registers;
    let register: readonly string[] = [];
    let peer: PunchSocket | undefined;
    for (const members of tried) {
      register = members;
      peer = await enter(members);
      if (peer) break;
    }
    if (!peer) return { ...ownMessageMembers, ...given };
    /** A broker may close a peer after a rejected message, so another peer tries the next one. */
    const takes = async (message: JsonObject, sign: Omit<Acceptance, 'within'>): Promise<boolean> => {
      peer ??= await enter(register);
      const taken = peer !== undefined && (await isAccepted(peer, message, { within, ...sign }));
      if (taken || !peer) return taken;
      await leave(peer, within);
      peer = undefined;
      return false;
    };
    const keepAlive = await takes({ type: 'punch.ping' }, { reply: 'punch.pong' });
    const takesStatus = (name: string, state: string) =>
      takes({ type: 'status', [name]: state }, { fenced: keepAlive });
    let [spelled] = given.status ?? [];
    for (const name of given.status ? [] : spellings) {
      spelled ??= (await takesStatus(name, 'connecting')) ? name : undefined;
    }
    const statusIsRead = spelled !== undefined && !(await takesStatus(spelled, 'conform'));
    // A broker that accepts any value does not show which member it reads.
    const status = spelled === undefined ? [] : statusIsRead ? [spelled] : spellings;
    return { register, keepAlive, status, statusIsRead, ...given };
  } finally {
    for (const socket of sockets) socket.close();
  }
}

async function leave(socket: PunchSocket, within: number): Promise<void> {
  socket.close();
  await socket.ended(within);
}

/** How a broker shows that it accepts a message. */
interface Acceptance {
  /** Milliseconds to wait for an error message. */
  readonly within: number;
  /** The type of the message that comes instead of an error. */
  readonly reply?: string;
  /** Sends a punch.ping after the message, because a punch.pong without an error before it shows that none comes. */
  readonly fenced?: boolean;
}

/** Whether neither an error message nor a close follows a message. */
async function isAccepted(
  socket: PunchSocket,
  message: JsonObject,
  { within, reply, fenced = false }: Acceptance,
): Promise<boolean> {
  const from = socket.heard.length;
  const next = (type: string) => socket.next(type, { from, within });
  socket.send(message);
  if (fenced) socket.send({ type: 'punch.ping' });
  const other = fenced ? 'punch.pong' : reply;
  await Promise.race([next('error'), ...(other === undefined ? [] : [next(other)])]);
  const error = socket.heard.slice(from).some(({ message: heard }) => heard?.['type'] === 'error');
  return !error && (await socket.ended(0)) === 'open';
}
