/**
 * An openhost client in a page of Chromium, for `--target openhost-client:`. It prints the response and exits with 0,
 * or prints an error and exits with 1: `client.js --relay URL [--relay URL] [--dialect spec] [--binding exporter]
 * oh://KEY/path`. Each run starts a Chromium, unless `--chromium` names the endpoint of a running one.
 */
import { parseArgs } from 'node:util';
import { fetchInChromium, findChromium } from './chromium.js';

const patienceMs = 25_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    relay: { type: 'string', multiple: true, default: [] },
    dialect: { type: 'string', default: 'deployed' },
    chromium: { type: 'string' },
    binding: { type: 'string', default: 'cert_fp' },
  },
});
try {
  const program = findChromium();
  if (program === undefined) throw new Error('there is no chromium');
  const where = values.chromium === undefined ? { program } : { endpoint: values.chromium };
  const asked = {
    url: positionals[0] ?? '',
    relays: values.relay,
    dialect: values.dialect === 'spec' ? 'spec' : 'deployed',
    bindingMode: values.binding === 'exporter' ? 'exporter' : 'cert_fp',
  } as const;
  for (const { status, text } of await fetchInChromium(where, asked, patienceMs))
    console.log(`HTTP/1.1 ${status}\n\n${text}`);
} catch (error) {
  // The stack inside the page does not help outside of it.
  console.error(String(error instanceof Error ? error.message : error).split('\n')[0]);
  process.exitCode = 1;
}
