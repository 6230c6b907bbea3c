import type { Log, ReportingDescriptor, Result as SarifResult } from 'sarif';
import { defined } from '../defined.js';
import type { Footer, Header, Reporter, Result } from '../suites/model.js';
import { type Background, noBackground } from './background.js';
import { plain } from './escape.js';
import { inShort, isProblem } from './fails.js';
import { rowLines } from './failure_lines.js';
import { failureOf } from './failure_model.js';
import { killRates } from './kill_rate.js';
import type { Output } from './output.js';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

/** SARIF 2.1.0: a rule for each clause that a failure cites, and a result for each failure, in the order of the stream. */
export function sarifReporter(output: Output, background: Background = noBackground): Reporter {
  const rules = new Map<string, number>();
  let header: Header | undefined;
  let results = 0;
  let ended = false;

  const take = (result: Result): void => {
    const id = plain(result.requires[0] ?? result.id);
    const index = rules.get(id) ?? rules.size;
    rules.set(id, index);
    const value = resultOf(result, { id, index }, { header, background });
    output.write(`${results++ === 0 ? '' : ','}\n${JSON.stringify(value)}`);
  };

  const finish = (footer: Footer | undefined): void => {
    if (ended) return;
    ended = true;
    if (results === 0 && header === undefined) output.write(OPENING);
    const rates = killRates(header);
    const driver = {
      name: 'conform',
      ...defined({ version: header && plain(header.tool.version) }),
      rules: [...rules.keys()].map((id) => ruleOf(id, background)),
      ...(rates.length === 0 ? {} : { properties: { killRates: rates } }),
    };
    const invocation = {
      executionSuccessful: footer !== undefined && footer.exit < 2,
      ...defined({ exitCode: footer?.exit }),
      toolExecutionNotifications: (footer?.reasons ?? ['the run did not end']).map((reason) => ({
        level: 'warning' as const,
        message: { text: plain(reason, 1000) },
      })),
    };
    const rest: Omit<Log['runs'][number], 'results'> = { tool: { driver }, invocations: [invocation] };
    output.write(`\n],${JSON.stringify(rest).slice(1)}]}\n`);
  };

  return {
    line(line) {
      if (line.kind === 'header') {
        header = line;
        output.write(OPENING);
      } else if (line.kind === 'footer') finish(line);
      else if (isProblem(line)) take(line);
    },
    end: () => finish(undefined),
  };
}

const OPENING = `{"$schema":"${SCHEMA}","version":"2.1.0","runs":[{"results":[`;

function ruleOf(id: string, background: Background): ReportingDescriptor {
  const clause = background.clause(id);
  if (clause === undefined) return { id };
  const text = plain(clause.text, 1000);
  return { id, shortDescription: { text }, properties: { level: clause.level } };
}

interface Surroundings {
  readonly header: Header | undefined;
  readonly background: Background;
}

function resultOf(
  result: Result,
  rule: { readonly id: string; readonly index: number },
  { header, background }: Surroundings,
): SarifResult {
  const { id, target, verdict, gates, waived } = result;
  const { title, rows } = failureOf(result, header, background);
  return {
    ruleId: rule.id,
    ruleIndex: rule.index,
    level: verdict === 'error' || gates ? 'error' : result.level === 'may' ? 'note' : 'warning',
    message: { text: [`${plain(id)}: ${title}`, plain(inShort(result), 1000), ...rowLines(rows)].join('\n') },
    locations: [
      {
        // Code scanning needs a path. A case has no file, so its id is used.
        physicalLocation: { artifactLocation: { uri: uriOf(id) }, region: { startLine: 1 } },
        logicalLocations: [{ fullyQualifiedName: plain(id), kind: 'member' }],
      },
    ],
    partialFingerprints: { 'case/v1': `${plain(target)} ${plain(id)}` },
    ...(waived === undefined
      ? {}
      : { suppressions: [{ kind: 'external' as const, justification: plain(waived, 1000) }] }),
  };
}

const uriOf = (id: string): string => plain(id).split('/').map(encodeURIComponent).join('/');
