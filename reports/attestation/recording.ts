/** What an attestation says of a recording. Reads it in one pass; only the ids take memory that grows with it. */
import { createHash } from 'node:crypto';
import { isOurs } from '../../exit.js';
import type { Footer, Header, Inputs } from '../../suites/model.js';
import { readStream } from '../stream_read.js';
import { Refused } from './refused.js';

export interface Recording {
  readonly sha256: string;
  readonly header: Header & { readonly inputs: Inputs };
  readonly footer: Footer;
  readonly passed: readonly string[];
  /** Fails that do not gate: of a lower level, or waived. */
  readonly warned: readonly string[];
  readonly failed: readonly string[];
}

const DECIDED: ReadonlySet<number> = new Set([0, 1]);

/** Rejects a recording that proves nothing. */
export function readRecording(path: string): Recording {
  const hash = createHash('sha256');
  const worst = new Map<string, Rank>();
  let several = false;
  const { header, footer, complete, reason } = readStream(
    path,
    (line) => {
      if (line.kind === 'header') several = line.targets.length > 1;
      if (line.kind !== 'result' || (line.verdict !== 'pass' && line.verdict !== 'fail')) return;
      const id = several ? `${line.target} ${line.id}` : line.id;
      const rank: Rank = line.verdict === 'pass' ? 0 : line.gates ? 2 : 1;
      // Of several rounds the worst counts.
      if (rank >= (worst.get(id) ?? 0)) worst.set(id, rank);
    },
    (bytes) => hash.update(bytes),
  );
  if (!header || !footer || !complete)
    throw new Refused(
      `${path} is incomplete: ${reason ?? 'it was cut'}: end it with conform run --resume ${path}`,
    );
  if (!DECIDED.has(footer.exit))
    throw new Refused(
      `${path} is of a run without a verdict (exit ${footer.exit}): ${footer.reasons[0]}: run it again`,
    );
  if (header.shard !== undefined)
    throw new Refused(`${path} is shard ${header.shard} of a run: conform report merge makes one of all`);
  if (header.targets.every(isOurs))
    throw new Refused(
      `${path} tests conform itself, so it says nothing about a subject: run your own --target`,
    );
  const { inputs } = header;
  if (!inputs)
    throw new Refused(`${path} does not name its vectors: an older version recorded it, so run it again`);
  const of = (wanted: Rank): string[] =>
    [...worst].flatMap(([id, rank]) => (rank === wanted ? id : [])).sort();
  return {
    sha256: hash.digest('hex'),
    header: { ...header, inputs },
    footer,
    passed: of(0),
    warned: of(1),
    failed: of(2),
  };
}

type Rank = 0 | 1 | 2;
