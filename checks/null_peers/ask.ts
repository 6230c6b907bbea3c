import { run } from '../../runners/run.js';
import type { Case, Result } from '../../suites/model.js';
import { casesOf } from '../../suites/registry.js';
import { exceptions } from './exceptions.js';
import type { NullPeer } from './peer.js';

export interface Asked {
  readonly results: readonly Result[];
  /** Passes that gate and are no exception: each is a case that believes a peer without service. */
  readonly believed: readonly Result[];
}

/** Puts the live cases of the kind to a null peer, through the engine. */
export async function askNullPeer(peer: NullPeer, longestWait?: number): Promise<Asked> {
  const { target, close } = await peer.open();
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
      ...(longestWait === undefined ? {} : { longestWait }),
      line: (line) => {
        if (line.kind === 'result') results.push(line);
      },
    });
  } finally {
    await close();
  }
  return { results, believed: results.filter((result) => isBelieved(peer, result)) };
}

const isLive = ({ kind }: Case): boolean => kind === 'live';

const isBelieved = (peer: NullPeer, { id, verdict, gates }: Result): boolean =>
  verdict === 'pass' &&
  gates &&
  !exceptions.some((exception) => exception.peer === peer.name && exception.id === id);
