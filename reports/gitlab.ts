import { createHash } from 'node:crypto';
import type { Reporter, Result } from '../suites/model.js';
import { plain } from './escape.js';
import { inShort, isProblem } from './fails.js';
import type { Output } from './output.js';

/** GitLab Code Quality: one issue for each failure. A case has no file, so its id is used as the path. */
export function gitlabReporter(output: Output): Reporter {
  let count = 0;
  let ended = false;
  const finish = (): void => {
    if (!ended) output.write(`${count === 0 ? '[' : '\n'}]\n`);
    ended = true;
  };
  return {
    line(line) {
      if (line.kind === 'footer') finish();
      if (line.kind !== 'result' || !isProblem(line)) return;
      output.write(`${count++ === 0 ? '[' : ','}\n${JSON.stringify(issueOf(line))}`);
    },
    end: finish,
  };
}

const issueOf = (result: Result) => {
  const { target, id, title, requires, repeat } = result;
  return {
    description: plain(`${id}: ${title} (${inShort(result)})`, 1000),
    check_name: plain(requires[0] ?? id),
    fingerprint: createHash('sha256')
      .update(JSON.stringify([target, id, repeat ?? 0]))
      .digest('hex'),
    severity: severityOf(result),
    location: { path: plain(id), lines: { begin: 1 } },
  };
};

function severityOf({ verdict, gates, level }: Result): 'blocker' | 'critical' | 'minor' | 'info' {
  if (verdict === 'error') return 'blocker';
  if (gates) return 'critical';
  return level === 'may' ? 'info' : 'minor';
}
