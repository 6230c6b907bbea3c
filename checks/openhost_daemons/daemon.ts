/**
 * A daemon that is right but different from the reference, as a program: `node dist/checks/openhost_daemons/daemon.js
 * ID`, followed by the arguments that `openhostd:` gives to a daemon, such as `--config FILE run`.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { daemonEquivalents } from '../../reference/mutants/openhost/equivalents.js';
import { DAEMON_RULES } from '../../reference/openhost/peers/daemon/rules.js';
import { startConfigured } from '../../runners/openhost/served/configured_daemon.js';

const [id, option, config = '', ...words] = process.argv.slice(2);
const equivalent = daemonEquivalents.find((one) => one.id === id);
if (equivalent === undefined || option !== '--config') {
  console.error(
    `say ID --config FILE WORDS; ID is one of ${daemonEquivalents.map((one) => one.id).join(', ')}`,
  );
  process.exit(2);
}
const rules = equivalent.change(DAEMON_RULES);
/** A file that gets the number of clients that the daemon watches. */
const told = process.env['CONFORM_PAIRED'];
const authority = process.env['SSL_CERT_FILE'];
const { lines, over, close } = await startConfigured({
  config,
  words,
  ca: authority === undefined ? undefined : readFileSync(authority, 'utf8'),
  log: console.error,
  rules: {
    ...rules,
    lookAtEach(clients, ...given) {
      if (told !== undefined) appendFileSync(told, `${clients.length}\n`);
      return rules.lookAtEach(clients, ...given);
    },
  },
});
for (const line of lines) console.log(line);
if (over !== true) {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void close().then(() => process.exit(0)));
  }
}
