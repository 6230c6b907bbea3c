import type { Reporter } from '../suites/model.js';
import type { Output } from './output.js';
import { safeJson } from './stream.js';

/** The whole run as one JSON document, in the order of the stream; `footer` is null when the run did not end. */
export function jsonReporter(output: Output): Reporter {
  let began = false;
  let results = 0;
  let ended = false;
  const finish = (footer: string): void => {
    ended = true;
    if (began) output.write(`${results > 0 ? '\n' : ''}],"footer":${footer}}\n`);
  };
  return {
    line(line) {
      if (line.kind === 'header') {
        began = true;
        output.write(`{"header":${safeJson(line)},"results":[`);
      } else if (line.kind === 'result') {
        output.write(`${results++ > 0 ? ',' : ''}\n${safeJson(line)}`);
      } else finish(safeJson(line));
    },
    end() {
      if (!ended) finish('null');
    },
  };
}
