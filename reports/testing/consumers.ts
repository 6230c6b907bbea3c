/** Each format read as those read it for whom it is written; what does not fit throws. */
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { parse as parseJunit } from 'junit2json';
import { marked } from 'marked';
import { type FinalResults, Parser, type Result as TapPoint } from 'tap-parser';
import { inPackage } from '../../package.js';
import type { PageData } from '../html/data.js';

const require = createRequire(import.meta.url);

/** The parts of a workflow command, as the runner of GitHub Actions takes a line apart. */
export interface Annotation {
  readonly kind: string;
  readonly title: string;
  readonly message: string;
}

export function readGithub(text: string): Annotation[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\s*::([\w-]+)(?: (.*?))?::(.*)$/s.exec(line);
    if (!match) {
      if (line !== '') throw new Error(`no workflow command: ${line}`);
      return [];
    }
    const [, kind = '', properties = '', message = ''] = match;
    const title = /^title=([^,]*)$/.exec(properties)?.[1];
    if (title === undefined) throw new Error(`other properties than a title: ${properties}`);
    return [{ kind, title: unescaped(title), message: unescaped(message) }];
  });
}

const unescaped = (text: string): string =>
  text
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%25', '%');

export interface Tap {
  readonly final: FinalResults;
  readonly points: readonly TapPoint[];
  readonly stray: readonly string[];
}

export function readTap(text: string): Tap {
  const parser = new Parser();
  const points: TapPoint[] = [];
  const stray: string[] = [];
  let final: FinalResults | undefined;
  parser.on('assert', (point) => points.push(point));
  parser.on('extra', (line) => stray.push(line));
  parser.on('complete', (results) => {
    final = results;
  });
  parser.end(text);
  if (!final) throw new Error('the parser of TAP did not end');
  return { final, points, stray };
}

/** By two parsers. */
export async function readJunit(text: string) {
  const fault = XMLValidator.validate(text);
  if (fault !== true) throw new Error(fault.err.msg);
  const tree: unknown = new XMLParser({ ignoreAttributes: false }).parse(text);
  return { tree, suites: await parseJunit(text) };
}

const sarif = new Ajv2020({
  strict: false,
  formats: { uri: true, 'uri-reference': /^[\w\-.~%!$&'()*+,;=@/]*$/ },
}).compile(require(inPackage('reports', 'testing', 'sarif.schema.json')));

export interface SarifRead {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: {
        readonly rules: readonly { readonly id: string }[];
        readonly properties?: { readonly killRates: readonly string[] };
      };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly suppressions?: readonly unknown[];
    }[];
  }[];
}

export function readSarif(text: string): SarifRead {
  const value: unknown = JSON.parse(text);
  if (!sarif(value)) throw new Error(JSON.stringify(sarif.errors?.[0]));
  const log = value as SarifRead;
  for (const { results, tool } of log.runs) {
    for (const { ruleId, ruleIndex } of results) {
      if (tool.driver.rules[ruleIndex]?.id !== ruleId) throw new Error(`rule ${ruleIndex} is not ${ruleId}`);
    }
  }
  return log;
}

const harSchemas: Readonly<Record<string, object>> = require('har-schema');
const har = new Ajv({
  strict: false,
  formats: { 'date-time': true, uri: true, ipv4: true, ipv6: true },
  meta: false,
  validateSchema: false,
});
for (const schema of Object.values(harSchemas)) {
  const { $schema: _, ...rest } = schema as { readonly $schema?: string };
  har.addSchema(rest);
}

export interface HarRead {
  readonly log: {
    readonly creator: { readonly comment?: string };
    readonly entries: readonly {
      readonly comment: string;
      readonly request: { readonly method: string; readonly url: string };
      readonly response: { readonly status: number };
      readonly _webSocketMessages?: readonly { readonly type: string; readonly data: string }[];
    }[];
  };
}

export function readHar(text: string): HarRead {
  const value: unknown = JSON.parse(text);
  const validate = har.getSchema('har.json#') ?? har.getSchema('har.json');
  if (!validate) throw new Error('no schema of HAR');
  if (!validate(value)) throw new Error(JSON.stringify(validate.errors?.[0]));
  return value as HarRead;
}

export interface GitlabIssue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** By what GitLab says that it requires. */
const gitlab = new Ajv().compile<readonly GitlabIssue[]>({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: { type: 'string', minLength: 1 },
      check_name: { type: 'string', minLength: 1 },
      fingerprint: { type: 'string', pattern: '^[0-9a-f]{64}$' },
      severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: { path: { type: 'string' }, lines: { type: 'object', required: ['begin'] } },
      },
    },
  },
});

export function readGitlab(text: string): readonly GitlabIssue[] {
  const value: unknown = JSON.parse(text);
  if (!gitlab(value)) throw new Error(JSON.stringify(gitlab.errors?.[0]));
  return value;
}

/** Tags, and where links and images lead, in what becomes of a Markdown text. */
export function readMarkdown(text: string): { readonly html: string; readonly tags: ReadonlySet<string> } {
  const html = marked.parse(text, { async: false, gfm: true });
  return { html, tags: new Set([...html.matchAll(/<\/?([a-zA-Z!][\w-]*)/g)].map(([, tag = '']) => tag)) };
}

export interface SvgRead {
  readonly svg: { readonly title: string; readonly desc?: string };
}

export function readSvg(text: string): SvgRead {
  const fault = XMLValidator.validate(text);
  if (fault !== true) throw new Error(fault.err.msg);
  return new XMLParser({ ignoreAttributes: false }).parse(text);
}

export interface HtmlRead {
  /** What the page is drawn from. */
  readonly data: PageData;
  /** Tags of what is shown before the script runs. */
  readonly tags: ReadonlySet<string>;
  readonly scripts: readonly string[];
  readonly policy: string;
}

/** As a browser takes it apart: a script ends at the first `</script`, whatever stands in it. */
export function readHtml(text: string): HtmlRead {
  const scripts = [...text.matchAll(/<script([^>]*)>([\s\S]*?)<\/script/gi)];
  const [data, ...more] = scripts.filter(([, attributes = '']) => attributes.includes('application/json'));
  if (!data || more.length > 0) throw new Error('a page has its data once');
  const shown = text.slice(text.indexOf('<body>'), data.index);
  return {
    data: JSON.parse(data[2] ?? ''),
    tags: new Set([...shown.matchAll(/<\/?([a-zA-Z!][\w-]*)/g)].map(([, tag = '']) => tag)),
    scripts: scripts.filter((one) => one !== data).map(([, , code = '']) => code),
    policy: /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? '',
  };
}
