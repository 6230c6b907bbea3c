/**
 * A stand-in for the part of GitHub that the action uses: the REST API for runs, artifacts and comments, on the
 * loopback address.
 */
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { StepFailed, type Used } from './composite.js';

export const REPOSITORY = 'owner/broker';
export const TOKEN = 'token-of-the-workflow';
export const BOT = 'github-actions[bot]';

export interface Run {
  readonly id: number;
  readonly path: string;
  readonly event: string;
  readonly head_branch: string;
  readonly head_repository: { readonly full_name: string };
}

export interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  body: string;
}

export interface GitHub {
  readonly url: string;
  /** The newest first, as GitHub lists them. */
  readonly runs: Run[];
  readonly comments: Comment[];
  /** The status of the answer to each writing request. Undefined when such requests succeed. */
  refuses: number | undefined;
  /** Expired artifacts, as `RUN/NAME`. */
  readonly expired: Set<string>;
  uses(run: number): Readonly<Record<string, Used>>;
  close(): Promise<void>;
}

type Answers = readonly (readonly [
  method: string,
  path: RegExp,
  answer: (parts: readonly string[], query: URLSearchParams, body: { body: string }) => unknown,
])[];

interface State {
  readonly runs: Run[];
  readonly comments: Comment[];
  readonly expired: Set<string>;
}

/** `isKept` says whether a run has stored an artifact with this name. */
function answersOf(state: State, isKept: (run: string, name: string) => boolean): Answers {
  let next = 1000;
  return [
    [
      'GET',
      /^actions\/runs$/,
      (_, query) => ({ workflow_runs: state.runs.filter((run) => run.head_branch === query.get('branch')) }),
    ],
    [
      'GET',
      /^actions\/runs\/(\d+)\/artifacts$/,
      ([run = ''], query) => {
        const name = query.get('name') ?? '';
        const expired = state.expired.has(`${run}/${name}`);
        return { artifacts: isKept(run, name) ? [{ name, expired }] : [] };
      },
    ],
    [
      'GET',
      /^issues\/\d+\/comments$/,
      (_, query) => {
        const [size, page] = [Number(query.get('per_page')), Number(query.get('page'))];
        return state.comments.slice(size * (page - 1), size * page);
      },
    ],
    [
      'POST',
      /^issues\/\d+\/comments$/,
      (_, __, { body }) => {
        const comment = { id: next++, user: { login: BOT }, body };
        state.comments.push(comment);
        return comment;
      },
    ],
    [
      'PATCH',
      /^issues\/comments\/(\d+)$/,
      ([id], _, { body }) => {
        const comment = state.comments.find((one) => String(one.id) === id);
        if (comment) comment.body = body;
        return comment;
      },
    ],
  ];
}

export async function startGitHub(folder: string): Promise<GitHub> {
  const place = (run: number | string, name: string): string => join(folder, String(run), name);
  const state: State = { runs: [], comments: [], expired: new Set() };
  let refuses: number | undefined;

  const answers = answersOf(state, (run, name) => existsSync(place(run, name)));
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
    const end = (status: number, value: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (request.headers.authorization !== `Bearer ${TOKEN}`) return end(401, {});
    // GitHub answers every workflow token like this.
    if (pathname === '/user') return end(403, {});
    if (refuses !== undefined && request.method !== 'GET') return end(refuses, {});
    const path = pathname.replace(`/repos/${REPOSITORY}/`, '');
    const found = answers.find(([method, form]) => method === request.method && form.test(path));
    if (!found) return end(404, {});
    const [, form, answer] = found;
    return end(200, answer(form.exec(path)?.slice(1) ?? [], searchParams, await bodyOf(request)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    ...state,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get refuses() {
      return refuses;
    },
    set refuses(status) {
      refuses = status;
    },
    uses: (run) => ({
      'actions/upload-artifact': ({ name = '', path = '' }) => {
        rmSync(place(run, name), { recursive: true, force: true });
        mkdirSync(join(folder, String(run)), { recursive: true });
        cpSync(path, place(run, name), { recursive: true });
      },
      'actions/download-artifact': ({ name = '', path = '', 'run-id': from = '' }) => {
        if (!existsSync(place(from, name))) throw new StepFailed(`no artifact ${name} of run ${from}`);
        cpSync(place(from, name), path, { recursive: true });
      },
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<{ body: string }> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? { body: '' } : (JSON.parse(text) as { body: string });
}
