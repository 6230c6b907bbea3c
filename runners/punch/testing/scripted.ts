/** A broker that answers what a test says, and the runner's side of it without a run. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Dialect } from '../../../reference/punch/token.js';
import { mint } from '../../../reference/punch/token.js';
import type { JsonObject } from '../../../suites/model.js';
import type { Description } from '../../../suites/punch/port.js';
import { latest } from '../../latest.js';
import { openContact } from '../contact.js';
import { grantedForms } from '../granted_forms.js';
import { ownMessageMembers } from '../message_members.js';
import type { Asker } from '../one_request.js';
import type { CreationBudget } from '../session_budget.js';
import { streamPool } from '../stream_pool.js';
import type { Memory, TestedBroker } from '../tested_broker.js';
import { createTranscript } from '../transcript.js';

export const secret = new TextEncoder().encode('the secret of this test');

export interface AskedOfBroker {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Said {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Scripted {
  readonly url: URL;
  /** Every request so far. */
  readonly asked: AskedOfBroker[];
  close(): void;
}

/** Undefined hangs up without an answer. */
export type Answering = (asked: AskedOfBroker, index: number) => Said | undefined | Promise<Said | undefined>;

export async function scripted(answering: Answering): Promise<Scripted> {
  const asked: AskedOfBroker[] = [];
  const server = createServer(async (request, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = '', url: path = '', headers } = request;
    const one = { method, path, headers, body: Buffer.concat(chunks).toString() };
    const said = await answering(one, asked.push(one) - 1);
    if (!said) return void request.socket.destroy();
    answer.writeHead(said.status, said.headers).end(said.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}`),
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const anHour = (): number => Math.floor(Date.now() / 1000) + 3_600;

export const adminToken = (session: string): string =>
  mint({ session, role: 'admin', stream: null, exp: anHour() }, secret);

export const peerToken = (session: string, stream: string): string =>
  mint({ session, role: 'peer', stream, exp: anHour() }, secret);

/** The 201 of a broker that grants the streams that the body names, or one. */
export function granted(body: string, more: JsonObject = {}): Said {
  const { name, streams = ['main'] } = JSON.parse(body) as { name: string; streams?: string[] };
  const join = streams.map((stream) => peerToken(name, stream));
  return {
    status: 201,
    body: JSON.stringify({ session: name, token: adminToken(name), streams, join, ...more }),
  };
}

const description: Description = {
  openapi: { name: 'openapi.yaml', isGiven: false },
  messages: { name: 'messages.json', isGiven: false },
  operations: undefined,
  errorCodes: undefined,
  answer: () => [],
  message: () => [],
};

/** A budget without a limit, and what became of its turns. */
export function countedBudget(): CreationBudget & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    waitedFor: undefined,
    metEarlyLimit: false,
    isGivenUp: false,
    async take(source) {
      return {
        source,
        made: () => void told.push('made'),
        rejected: () => void told.push('rejected'),
        giveBack: () => void told.push('given back'),
        limited: (retryAfter) => void told.push(`limited ${retryAfter}`),
      };
    },
  };
}

export const memoryOf = (more: Partial<Memory> = {}): Memory => ({
  sources: [],
  budget: countedBudget(),
  scenarios: new Map(),
  contact: openContact(),
  messageMembers: latest(ownMessageMembers),
  forms: grantedForms(undefined),
  pool: streamPool(),
  ...more,
});

function numbered(prefix: string): () => string {
  let named = 0;
  return () => `${prefix}${named++}`;
}

export const testedAt = (url: URL, more: Partial<TestedBroker> = {}): TestedBroker => ({
  freshName: numbered('test-'),
  url,
  patience: 30_000,
  stall: 30_000,
  description,
  dialect: latest<Dialect>('octets'),
  srt: false,
  prefix: 'test-',
  ended: new AbortController().signal,
  creating: new Set(),
  sessions: new Map(),
  sockets: new Set(),
  givenMessageMembers: {},
  givenForm: undefined,
  memory: memoryOf(),
  anew: memoryOf,
  ...more,
});

export interface TestAsker extends Asker {
  /** Does what a case does at its end. */
  end(): Promise<void>;
}

export function askerOf(tested: TestedBroker, signal: AbortSignal = new AbortController().signal): TestAsker {
  const teardowns: (() => unknown)[] = [];
  return {
    tested,
    memory: tested.memory,
    transcript: createTranscript(),
    signal,
    inQueue: (turn) => turn,
    defer: (teardown) => void teardowns.push(teardown),
    async end() {
      for (const teardown of teardowns.reverse()) await teardown();
    },
  };
}
