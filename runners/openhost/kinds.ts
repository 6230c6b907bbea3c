/** The kinds of openhost targets: a running daemon, a daemon that we start, and a client. */
import { needPackages } from '../../optional_package.js';
import type { Target } from '../../suites/model.js';
import { commandOf } from '../command_of.js';
import { environmentOption } from '../environment.js';
import { Miscalled } from '../options.js';
import { patient } from '../patience.js';
import { isLoopback } from '../punch/loopback.js';
import { redactCommand } from '../redacted_command.js';
import { targetKind } from '../target_kind.js';
import { unopenedTarget } from '../unopened.js';

/** The package on which all peers of openhost depend. */
export const WEBRTC = 'werift';

const daemon = targetKind({
  schemes: ['oh'],
  forms: [['oh://KEY', 'a live openhost daemon; needs --relay']],
  options: {
    relay: {
      form: 'list',
      describe: 'relay to which the openhost daemon publishes (repeatable)',
      member: 'relays',
    },
    secret: { form: 'secret', describe: 'for oh: the keys of our clients derive from it' },
    clients: {
      form: 'count',
      describe: 'for oh: how many clients derive from --secret; default 8. conform keys prints them',
    },
    ca: { form: 'certificate', describe: 'certificate file to trust' },
    upstream: { form: 'port', describe: 'port of our service, to which the openhost daemon forwards' },
  },
  /** A daemon has no address, so its place is that of its relays. */
  place(_text, { relay = [] }) {
    const urls = relay.flatMap((one) => (URL.canParse(one) ? [new URL(one)] : []));
    return { hosts: urls.map(({ hostname }) => hostname), isHere: urls.every(isLoopback) };
  },
  async open(text, { relay: relays = [], ...options }, { signal, tell, profile, patience }) {
    checkRelays(text, relays);
    needPackages(WEBRTC);
    const { liveOpenhost } = await import('./live.js');
    const { DialFailed } = await import('../../reference/openhost/peers/client/dial.js');
    const { SubstrateError } = await import('../../reference/openhost/peers/substrate.js');
    const { relayAt } = await import('./served/places.js');
    for (const relay of relays) relayAt(relay);
    try {
      return await liveOpenhost({
        url: text,
        relays,
        ...options,
        profile,
        measures: true,
        patient: patience,
        signal,
        tell,
      });
    } catch (error) {
      if (error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
        throw new Miscalled(`--upstream: ${error.message}: choose another port`);
      }
      if (error instanceof SubstrateError) return unopenedDaemon(text, error.message);
      throw error instanceof DialFailed ? new Miscalled(error.message) : error;
    }
  },
});

/** Checks the relays of `--relay` before anything is loaded. */
function checkRelays(text: string, relays: readonly string[]): void {
  if (relays.length === 0)
    throw new Miscalled(`--relay is missing: name the relay at which ${text} publishes, --relay URL`);
  for (const relay of relays) {
    const url = URL.canParse(relay) ? new URL(relay) : undefined;
    if (url?.username || url?.password)
      throw new Miscalled('--relay: a URL must not have credentials: remove them');
    if (url?.protocol === 'http:' && !isLoopback(url)) {
      throw new Miscalled(
        `--relay: ${relay} is not on this machine: write https, which relays elsewhere must have`,
      );
    }
  }
}

/** The name of the target does not tell its dialect, so the literal reading gates. */
const unopenedDaemon = (name: string, reason: string): Target =>
  unopenedTarget({
    name,
    kind: 'openhost',
    provides: ['openhost'],
    protocols: ['openhost'],
    reason,
    what: 'the daemon',
    mend: 'see docs/daemon.md: it explains how a daemon is called, and what --relay names',
  });

const started = targetKind({
  schemes: ['openhostd'],
  forms: [['openhostd:COMMAND', 'an openhost daemon that we configure, start and stop']],
  options: environmentOption,
  place: () => ({ hosts: ['localhost'], isHere: true }),
  async open(text, { env }, { signal, patience }) {
    needPackages(WEBRTC);
    const { LONGEST_START } = await import('./daemon_program.js');
    const { openhostdTarget, PATIENCE } = await import('./openhostd.js');
    const { Unreachable } = await import('../../suites/case.js');
    try {
      return await openhostdTarget({
        command: commandOf(text, 'openhostd'),
        env,
        signal,
        patience: patient(PATIENCE, patience),
        longestStart: patient(LONGEST_START, patience),
      });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return unopenedDaemon(redactCommand(text).shown, `the daemon does not start: ${error.message}`);
    }
  },
});

const client = targetKind({
  schemes: ['openhost-client'],
  forms: [['openhost-client:COMMAND', 'an openhost client; {url}, {relay}, {relay2} and {ca} are replaced']],
  options: {
    ...environmentOption,
    browser: {
      form: 'switch',
      describe: 'the openhost client is a browser: also test the clauses that bind only browsers',
    },
  },
  async open(text, { browser, env }, { patience }) {
    const { commandClient, PATIENCE } = await import('./command_client.js');
    // Deployed clients follow the deployed reading. The command does not tell which one this client follows.
    if (!commandOf(text, 'openhost-client').some((word) => word.includes('{url}'))) {
      throw new Miscalled(`"${text}" has no {url}: write it where the client takes the URL that it fetches`);
    }
    needPackages(WEBRTC);
    return commandClient(text.slice('openhost-client:'.length), {
      dialect: 'deployed',
      browser: browser === true,
      env,
      patience: patient(PATIENCE, patience),
    });
  },
});

export const kinds = [daemon, started, client];
