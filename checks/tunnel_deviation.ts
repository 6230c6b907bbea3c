/**
 * Programs with one deviation everywhere must fail the cases of this deviation, and no others. Without a lab, this
 * prints the reason and exits with 0.
 */
import { fileURLToPath } from 'node:url';
import { tryCase } from '../runners/try_cases.js';
import { builtFile } from '../runners/tunnel/built_file.js';
import { labRefused } from '../runners/tunnel/namespaces.js';
import { tunnelTarget } from '../runners/tunnel/target.js';
import type { Case } from '../suites/model.js';
import { liveCases } from '../suites/tunnel/cases.js';

interface Deviation {
  readonly what: string;
  readonly command: readonly [string, ...string[]];
  readonly fails: (one: Case) => boolean;
}

const VARIABLES = new Set(
  [
    'access/list-empty',
    'access/list-malformed',
    'access/list-one-bad',
    'access/not-listed',
    'access/not-listed-udp',
    'configuration/relay-disabled',
    'configuration/relay-unknown',
    'configuration/relay-url',
    'identity/in-path',
    'identity/path',
  ].map((id) => `tunnel/${id}`),
);

/** The cases that require an exit of the program. */
const EXITS = [
  /^tunnel\/(cli|in|out|access|configuration|identity)\/(no-|refuses-|two-stdio$|stdio-udp$|unknown-|relay-unknown$|ends-on-)/,
  /^tunnel\/access\/list-(malformed|one-bad)$/,
  /^tunnel\/identity\/(read-only|length-\d+|unreadable)$/,
  /^tunnel\/in\/(peer-leaves|remote-ends(-to-reference)?|stdio-exits(-to-reference)?)$/,
];

const deviations: readonly Deviation[] = [
  {
    // The known binary reads none of these variables.
    what: 'reads no environment variable',
    command: [
      process.execPath,
      fileURLToPath(new URL('./tunnel_mutant.js', import.meta.url)),
      'no-environment',
    ],
    fails: ({ id }) => VARIABLES.has(id),
  },
  {
    what: 'never exits',
    command: [
      'sh',
      '-c',
      `trap "" TERM INT; "${process.execPath}" "${builtFile('bin/entry.js')}" serve tunnel "$@"; while :; do sleep 600; done`,
      'sh',
    ],
    fails: ({ id }) => EXITS.some((form) => form.test(id)),
  },
];

/** The cases mostly wait. */
const AT_ONCE = 5;

async function unexpected({ what, command, fails }: Deviation, asked: readonly Case[]): Promise<string[]> {
  const target = await tunnelTarget({ name: what, command, atOnce: AT_ONCE });
  const wrong: string[] = [];
  await Promise.all(
    asked.map(async (one) => {
      const { verdict, reason } = await tryCase(one, target);
      const expected = fails(one) ? 'fail' : 'pass';
      if (verdict !== expected) wrong.push(`${one.id}: expected ${expected}, received ${verdict}: ${reason}`);
    }),
  );
  await target.close();
  return wrong.map((line) => `a program that ${what}: ${line}`);
}

const refused = await labRefused();
if (refused !== undefined) {
  console.log(`skipped: ${refused}`);
  process.exit(0);
}

// Cases with long waits, bulk transfers and killed peers test neither deviation, and take most of the time.
const asked = liveCases.filter(({ id, waits }) => waits === undefined && !id.startsWith('tunnel/tcp/bulk'));
const only = process.argv[2];
const chosen = deviations.filter(({ what }) => only === undefined || what === only);
const wrong: string[] = [];
for (const deviation of chosen) wrong.push(...(await unexpected(deviation, asked)));
for (const line of wrong) console.log(line);
const put = asked.length * chosen.length;
console.log(
  `${put - wrong.length} passed, ${wrong.length} failed: verdicts on programs that deviate in one respect`,
);
process.exit(wrong.length === 0 ? 0 : 1);
