/**
 * The known binary reads none of the three environment variables. A reference that reads none either has to fail the cases
 * of these variables, and no other. Says so where no lab can be had, and exits 0.
 */
import { fileURLToPath } from 'node:url';
import { askOne } from '../runners/ask_all.js';
import { labRefused } from '../runners/tunnel/lab.js';
import { tunnelTarget } from '../runners/tunnel/target.js';
import { liveCases } from '../suites/tunnel/cases.js';

const EXPECTED = [
  'tunnel/access/list-empty',
  'tunnel/access/list-malformed',
  'tunnel/access/not-listed',
  'tunnel/configuration/relay-disabled',
  'tunnel/configuration/relay-unknown',
  'tunnel/configuration/relay-url',
  'tunnel/identity/path',
];

const refused = await labRefused();
if (refused !== undefined) {
  console.log(`skipped: ${refused}`);
  process.exit(0);
}

const program = fileURLToPath(new URL('./tunnel_mutant.js', import.meta.url));
const command = [process.execPath, program, 'no-environment'] as const;
const target = await tunnelTarget({ name: 'no environment', command: [...command] });
// Bulk and killed peers say nothing of variables, and take most of the time.
const asked = liveCases.filter(({ id, waits }) => waits === undefined && !id.startsWith('tunnel/tcp/bulk'));
const failed: string[] = [];
await Promise.all(
  asked.map(async (one) => {
    const { id, verdict } = await askOne(one, target);
    if (verdict !== 'pass') failed.push(id);
  }),
);
await target.close();
const wrong = [
  ...EXPECTED.filter((id) => !failed.includes(id)).map((id) => `passed: ${id}`),
  ...failed.filter((id) => !EXPECTED.includes(id)).map((id) => `failed: ${id}`),
];
for (const line of wrong) console.log(`not as expected, ${line}`);
console.log(
  `${asked.length - wrong.length} passed, ${wrong.length} failed: verdicts on a program without environment variables`,
);
process.exit(wrong.length === 0 ? 0 : 1);
