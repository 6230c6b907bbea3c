import { defined } from '../../defined.js';
import { Miscalled } from '../../runners/options.js';
import { run } from '../../runners/run.js';
import { Unreachable } from '../../suites/case.js';
import type { Case, Result } from '../../suites/model.js';
import { casesOf } from '../../suites/registry.js';
import { exceptions } from './exceptions.js';
import type { NullPeer, OpenNullPeer } from './peer.js';

export interface PeerRun {
  readonly results: readonly Result[];
  /** Gating passes that are no exception. Each shows a case that passes against a peer without service. */
  readonly believed: readonly Result[];
  /** Why the peer cannot be a target. */
  readonly unopened?: string;
}

/** Runs the live cases of this kind against a null peer, with the engine. */
export async function runNullPeer(
  peer: NullPeer,
  longestWait?: number,
  only?: readonly string[],
): Promise<PeerRun> {
  const opened = await openedOr(peer);
  if (typeof opened === 'string') return { results: [], believed: [], unopened: opened };
  const { target, close } = opened;
  const results: Result[] = [];
  try {
    await run({
      cases: casesOf().filter(isLive),
      targets: [{ target, rerun: '' }],
      level: 'must',
      jobs: 24,
      seed: 1,
      specs: [],
      tool: { name: 'conform', version: '0' },
      signal: new AbortController().signal,
      ...(only ? { only } : {}),
      ...defined({ longestWait }),
      line: (line) => {
        if (line.kind === 'result') results.push(line);
      },
    });
  } finally {
    await close();
  }
  return { results, believed: results.filter((result) => isBelieved(peer, result)) };
}

async function openedOr(peer: NullPeer): Promise<OpenNullPeer | string> {
  try {
    return await peer.open();
  } catch (error) {
    if (!(error instanceof Unreachable || error instanceof Miscalled)) throw error;
    return error.message;
  }
}

const isLive = ({ kind }: Case): boolean => kind === 'live';

const isBelieved = (peer: NullPeer, { id, verdict, gates }: Result): boolean =>
  verdict === 'pass' &&
  gates &&
  !exceptions.some((exception) => exception.peer.test(peer.name) && exception.id === id);
