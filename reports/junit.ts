import type { Check, Footer, Header, Reporter, Result } from '../suites/model.js';
import { type Background, noBackground } from './background.js';
import { entities, markup } from './escape.js';
import { failureLines, type Surroundings } from './failure_lines.js';
import { ordered, writePieces } from './gathered.js';
import { killRates } from './kill_rate.js';
import { bySection, type Placed } from './order.js';
import type { Output } from './output.js';

/**
 * JUnit XML: a suite for each target and section. A gating failure is a failure. A waived one, or one that does not gate, is
 * a pass with a note. Skipped and blocked cases are skipped, with the reason. Our own faults are errors.
 */
export function junitReporter(output: Output, background: Background = noBackground): Reporter {
  const suites = new Map<string, Suite>();
  const nameOf = suiteNames();
  let header: Header | undefined;
  let ended = false;

  const take = (result: Result): void => {
    const name = nameOf(result);
    let suite = suites.get(name);
    if (!suite) {
      suite = newSuite(result);
      suites.set(name, suite);
    }
    suite.tests++;
    suite.ms += result.ms;
    if (isFailure(result)) suite.failures++;
    if (result.verdict === 'error') suite.errors++;
    if (result.verdict === 'skip' || result.verdict === 'blocked') suite.skipped++;
    suite.cases.add(caseText(result, name, { header, background }));
  };

  const finish = (footer: Footer | undefined): void => {
    ended = true;
    const fault = faultOfRun(footer, [...suites.values()]);
    if (fault !== undefined) suites.set('the run', faulty(fault));
    const all = [...suites].sort(([, a], [, b]) => Number(a.isOfRun) - Number(b.isOfRun) || bySection(a, b));
    const total = (of: (suite: Suite) => number) => all.reduce((sum, [, suite]) => sum + of(suite), 0);
    output.write('<?xml version="1.0" encoding="UTF-8"?>\n');
    output.write(
      `<testsuites name="conform" tests="${total((s) => s.tests)}" failures="${total((s) => s.failures)}" errors="${total((s) => s.errors)}" skipped="${total((s) => s.skipped)}" time="${seconds(total((s) => s.ms))}">\n`,
    );
    const rates = killRates(header);
    for (const [name, suite] of all) writeSuite(output, name, suite, { header, rates });
    output.write('</testsuites>\n');
  };

  return {
    line(line) {
      if (line.kind === 'header') header = line;
      else if (line.kind === 'result') take(line);
      else finish(line);
    },
    end() {
      if (!ended) finish(undefined);
    },
  };
}

interface Suite extends Placed {
  /** Not of cases. */
  readonly isOfRun: boolean;
  tests: number;
  failures: number;
  errors: number;
  skipped: number;
  ms: number;
  readonly cases: ReturnType<typeof ordered>;
}

/** A view that shows only cases must not show an incomplete run as green. */
function faultOfRun(footer: Footer | undefined, suites: readonly Suite[]): string | undefined {
  if (footer === undefined) return 'the run did not end';
  const red = suites.some(({ failures, errors }) => failures + errors > 0);
  return footer.exit === 0 || red ? undefined : footer.reasons.join('; ');
}

/** Of one section: that of a result. */
const newSuite = ({ id, section, target }: Placed, isOfRun = false): Suite => ({
  ...{ id: `${id.split('/', 1)[0] ?? ''}/`, section, target, isOfRun },
  ...{ tests: 0, failures: 0, errors: 0, skipped: 0, ms: 0, cases: ordered() },
});

function faulty(fault: string): Suite {
  const suite = newSuite({ id: '', section: '', target: '' }, true);
  suite.cases.add(
    `    <testcase name="is green" classname="the run" time="0">\n      <error message="${markup(fault, 1000)}"/>\n    </testcase>\n`,
  );
  return { ...suite, tests: 1, errors: 1 };
}

function writeSuite(
  output: Output,
  name: string,
  suite: Suite,
  { header, rates }: { readonly header: Header | undefined; readonly rates: readonly string[] },
): void {
  const { tests, failures, errors, skipped, ms } = suite;
  const started =
    header === undefined ? '' : ` timestamp="${markup(header.started.replace(/(\.\d+)?Z$/, ''))}"`;
  output.write(
    `  <testsuite name="${name}" tests="${tests}" failures="${failures}" errors="${errors}" skipped="${skipped}" time="${seconds(ms)}"${started}>\n`,
  );
  const rate = rates.find((one) => one.startsWith(`${suite.id.slice(0, -1)}: `));
  if (rate !== undefined) {
    output.write(`    <properties><property name="mutants" value="${markup(rate)}"/></properties>\n`);
  }
  writePieces(output, suite.cases.end());
  output.write('  </testsuite>\n');
}

/** Escapes once for each section of each target, because neighbours share target and protocol. */
function suiteNames(): (result: Result) => string {
  const known = new Map<string, Map<string, string>>();
  let last = { target: '', beginning: '\n', names: new Map<string, string>() };
  const protocolOf = ({ target, id }: Result): typeof last => {
    const beginning = `${id.split('/', 1)[0] ?? ''}/`;
    const key = `${target}\n${beginning}`;
    const names = known.get(key) ?? new Map<string, string>();
    known.set(key, names);
    return { target, beginning, names };
  };
  return (result) => {
    const { target, id, section } = result;
    if (target !== last.target || !id.startsWith(last.beginning)) last = protocolOf(result);
    let name = last.names.get(section);
    if (name === undefined) {
      name = markup(`${target}: ${id.split('/', 1)[0] ?? ''} section ${section}`);
      last.names.set(section, name);
    }
    return name;
  };
}

const isFailure = ({ verdict, gates }: Result): boolean => verdict === 'fail' && gates;

function caseText(result: Result, suite: string, surroundings: Surroundings): string {
  const { id, title, ms, repeat } = result;
  const round = repeat === undefined ? '' : ` (round ${repeat})`;
  const open = `    <testcase name="${markup(id)}${round}: ${markup(title)}" classname="${suite}" time="${seconds(ms)}"`;
  const inner = outcome(result, surroundings);
  return inner === '' ? `${open}/>\n` : `${open}>\n${inner}    </testcase>\n`;
}

function outcome(result: Result, surroundings: Surroundings): string {
  const { verdict, waived, gates, level, outside, reason } = result;
  switch (verdict) {
    case 'pass':
      return '';
    case 'skip':
    case 'blocked':
      return `      <skipped message="${markup(`${verdict}: ${reason ?? 'no reason was given'}`)}"/>\n`;
    case 'error':
      return tag('error', result, surroundings);
    case 'fail':
      if (gates) return tag('failure', result, surroundings);
      return `      <system-out>${markup(
        waived === undefined
          ? `failed, but ${outside ?? level} does not gate`
          : `failed, but waived: ${waived}`,
      )}\n${entities(failureLines(result, surroundings).join('\n'))}</system-out>\n`;
  }
}

const tag = (name: string, result: Result, surroundings: Surroundings): string =>
  `      <${name} message="${markup(result.reason ?? failedCheck(result)?.what ?? result.title)}" type="${name}">${entities(failureLines(result, surroundings).join('\n'))}</${name}>\n`;

const failedCheck = ({ checks = [] }: Result): Check | undefined => checks.find(({ ok }) => !ok);

const seconds = (ms: number): string => whole[ms] ?? (ms / 1000).toFixed(3);

/** Most cases take a few whole milliseconds. */
const whole = Array.from({ length: 1000 }, (_, ms) => (ms / 1000).toFixed(3));
