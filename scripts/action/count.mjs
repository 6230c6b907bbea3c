/** A step of action.yml: writes the outputs of a run from the footer of its recording. */
import { existsSync, readFileSync } from 'node:fs';

const VERDICTS = { 0: 'green', 1: 'red', 130: 'interrupted' };

const path = process.argv[2] ?? '';
const text = existsSync(path) ? readFileSync(path, 'utf8').trimEnd() : '';
const last = parsed(text.slice(text.lastIndexOf('\n') + 1));
const footer = last?.kind === 'footer' ? last : undefined;
const { pass = 0, fail = 0, skip = 0, blocked = 0, error = 0 } = footer?.counts ?? {};

const outputs = {
  verdict: text === '' ? 'not-run' : (VERDICTS[footer?.exit] ?? 'incomplete'),
  report: text === '' ? '' : path,
  passed: pass,
  failed: fail,
  gating: footer?.gating ?? 0,
  skipped: skip,
  blocked,
  errors: error,
};
for (const [name, value] of Object.entries(outputs)) console.log(`${name}=${value}`);

/** A truncated recording ends in the middle of a line. */
function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
