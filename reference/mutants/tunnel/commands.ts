/** Programs that are wrong in their words, keys and environment. */
import { mutant, wrongIn } from './mutant.js';

export const commandLine = [
  mutant('usage-is-success', ['CLI-1', 'CLI-2'], 'cli/no-command', 'cli/unknown-command', 'in/no-arguments'),
  mutant('signals-ignored', ['CLI-2'], 'cli/ends-on-sigterm', 'cli/ends-on-sigint'),
];

export const outWords = [
  mutant('no-spec-needed', ['OUT-1'], 'out/no-spec'),
  mutant(
    'port-zero-taken',
    ['OUT-3', 'IN-2'],
    'out/refuses-zero',
    'in/refuses-local-zero',
    'in/refuses-remote-zero',
  ),
  mutant(
    'port-wraps',
    ['OUT-3', 'IN-2'],
    'out/refuses-wraps',
    'out/refuses-too-high',
    'in/refuses-local-too-high',
    'in/refuses-remote-too-high',
  ),
  mutant(
    'sign-taken',
    ['OUT-3', 'IN-2'],
    'out/refuses-negative',
    'in/refuses-local-negative',
    'in/refuses-remote-negative',
  ),
  mutant(
    'empty-port-taken',
    ['OUT-3', 'IN-2'],
    'out/refuses-empty',
    'in/refuses-no-local',
    'in/refuses-no-remote',
  ),
  mutant(
    'blanks-trimmed',
    ['OUT-3', 'IN-2'],
    'out/refuses-blank',
    'out/refuses-blank-behind',
    'in/refuses-blank',
  ),
  mutant('fraction-taken', ['OUT-3'], 'out/refuses-fraction'),
  mutant('leading-zero-taken', ['OUT-3'], 'out/refuses-leading-zero'),
  mutant('service-names-taken', ['OUT-3'], 'out/refuses-name'),
  mutant('highest-port-refused', ['OUT-2', 'OUT-3'], 'out/takes-bounds'),
  mutant('empty-proto-taken', ['OUT-3'], 'out/refuses-no-proto'),
  mutant('unknown-proto-taken', ['OUT-3', 'IN-2'], 'out/refuses-unknown-proto', 'in/refuses-unknown-proto'),
  mutant('second-proto-ignored', ['OUT-3', 'IN-2'], 'out/refuses-two-protocols', 'in/refuses-two-protocols'),
  mutant('duplicates-taken', ['OUT-4'], 'out/refuses-duplicate'),
  mutant('duplicates-by-text', ['OUT-4'], 'out/refuses-duplicate-spelled'),
  mutant('duplicates-by-port', ['OUT-4'], 'out/both-protocols'),
  mutant('key-on-stdout', ['OUT-5', 'OUT-8'], 'out/key-on-stderr'),
  mutant('key-not-printed', ['OUT-5'], 'out/key-on-stderr'),
  mutant('one-peer-only', ['OUT-6'], 'out/peer-killed'),
];

export const inWords = [
  mutant('key-checked-late', ['IN-1'], 'in/no-key'),
  mutant('no-mapping-needed', ['IN-1'], 'in/no-mapping'),
  mutant('one-port-for-both', ['IN-2'], 'in/refuses-no-colon'),
  mutant('third-part-ignored', ['IN-2'], 'in/refuses-three-parts'),
  mutant('empty-mapping-skipped', ['IN-2'], 'in/refuses-empty'),
  mutant('first-mapping-for-all', ['IN-2', 'IN-6'], 'in/ports-in-order', ...wrongIn('udp/unlisted')),
  mutant('second-stdio-taken', ['IN-8'], 'in/two-stdio'),
  mutant('stdio-udp-taken', ['IN-9'], 'in/stdio-udp'),
  mutant('ports-swapped', ['IN-4'], 'in/loopback-only'),
  mutant('listens-on-all', ['IN-11'], 'in/loopback-only'),
  mutant('banner-on-stdout', ['IN-12'], 'in/loopback-only'),
  mutant('base32-unknown', ['IN-13'], 'in/base32'),
  mutant('connection-each', ['IN-10'], 'in/one-connection'),
  mutant('unreachable-not-told', ['IN-14'], 'in/unknown-peer'),
  mutant('loss-crashes', ['IN-14'], 'in/peer-leaves'),
  mutant('loss-not-told', ['IN-14'], 'in/peer-leaves', 'in/peer-killed'),
];

export const identity = [
  mutant('key-not-kept', ['IDENTITY-4'], 'identity/created'),
  mutant('unkept-key-used', ['IDENTITY-4'], 'identity/read-only'),
  mutant('key-for-all', ['IDENTITY-8'], 'identity/form'),
  mutant('key-path-ignored', ['IDENTITY-3'], 'identity/path'),
  mutant('no-environment', ['IDENTITY-3'], 'identity/path'),
  mutant('wrong-key-replaced', ['IDENTITY-9'], 'identity/length-0', 'identity/length-31'),
  mutant('long-key-cut', ['IDENTITY-9'], 'identity/length-33', 'identity/length-64'),
  mutant('unreadable-key-replaced', ['IDENTITY-10'], 'identity/unreadable'),
  mutant('key-made-by-each', ['IDENTITY-11'], 'identity/concurrent'),
];

export const access = [
  mutant('unset-allow-is-nobody', ['ACCESS-1'], 'access/unset'),
  mutant('allow-denies', ['ACCESS-3'], 'access/listed', 'access/not-listed'),
  mutant('allow-ignored', ['ACCESS-3'], 'access/not-listed'),
  mutant('allow-first-only', ['ACCESS-2'], 'access/listed-second'),
  mutant('empty-allow-is-all', ['ACCESS-6'], 'access/list-empty'),
  mutant('wrong-allow-is-all', ['ACCESS-5'], 'access/list-malformed'),
];

export const configuration = [
  mutant(
    'default-relay-is-none',
    ['CONFIGURATION-2'],
    'configuration/relay-default',
    'configuration/relay-default-word',
  ),
  mutant(
    'relay-word-ignored',
    ['CONFIGURATION-3', 'CONFIGURATION-4', 'CONFIGURATION-5'],
    'configuration/relay-disabled',
    'configuration/relay-url',
    'configuration/relay-unknown',
  ),
];
