/** The reading of the field: seq in microseconds. */
import type { JsonObject } from '../../../reference/structure.js';
import { refusing } from '../drafted.js';
import { altered } from '../hex_bytes.js';
import type { Draft } from '../recipe.js';
import { key1, seed2 } from './keys.js';
import { dns, padding, payload } from './packet.parts.js';
import { json, TS } from './record.parts.js';

const MICROS = 1_000_000n;
const MAX = 1000;
const given: JsonObject = { public_key: key1, now: String(TS), dialect: 'deployed' };
const micros = payload(dns({}), TS * MICROS);
const accept = { seq: String(TS * MICROS), ttl: 300, record: json({ disc: '' }) };

const deployedRefusal = refusing({
  op: 'resolve',
  given,
  dialect: 'deployed',
  named: (slug) => `resolve-deployed${slug === '' ? '' : `-${slug}`}`,
  beside: '',
});

const resolved: Draft[] = [
  {
    slug: 'resolve-deployed',
    title: 'a packet of a deployed host, seq in microseconds',
    requires: ['OPENHOST-2-15'],
    op: 'resolve',
    given,
    input: micros,
    accept,
    dialect: 'deployed',
    why: 'Every deployed host publishes this.',
  },
  deployedRefusal(
    'seconds',
    'a seq in seconds, decades away for a deployed client',
    payload(dns({}), TS),
    'packet/seq',
    'OPENHOST-2-15',
    'Deployed clients do not find a host that follows the text.',
  ),
  deployedRefusal(
    'nanoseconds',
    'a seq in nanoseconds, millennia away for a deployed client',
    payload(dns({}), TS * MICROS * 1000n),
    'packet/seq',
    'OPENHOST-2-15',
    'A packet with so high a seq can never be replaced by a newer one.',
  ),
];

/** Packets that a deployed client must reject, too: the same ones with seq in microseconds. */
const rejected: Draft[] = [
  deployedRefusal(
    'outer-signature',
    'an outer signature with a byte changed, seq in microseconds',
    altered(micros, 5),
    'packet/signature',
    'OPENHOST-2-14',
    'A relay can invent packets unless the client verifies the signature.',
  ),
  deployedRefusal(
    'outer-other-key',
    'an outer signature of another key, seq in microseconds',
    payload(dns({}), TS * MICROS, seed2),
    'packet/signature',
    'OPENHOST-2-14',
    'An attacker can publish the record of another host under its own key.',
  ),
  deployedRefusal(
    '1001-bytes',
    'a DNS message of 1001 bytes, seq in microseconds',
    payload(dns({}, padding(MAX + 1)), TS * MICROS),
    'packet/length',
    'OPENHOST-2-10',
    'The DHT rejects it, but a browser client accepts it from a relay.',
  ),
  deployedRefusal(
    'stale',
    'a record of three hours ago, seq in microseconds',
    micros,
    'record/stale',
    'OPENHOST-2-11',
    'A relay can replay an old record with an old address.',
    { given: { ...given, now: String(TS + 10_800n) } },
  ),
  deployedRefusal(
    'two-records',
    'two records named _openhost, seq in microseconds',
    payload(dns({}, {}), TS * MICROS),
    'packet/several-records',
    'OPENHOST-2-1',
    'Two decoders choose two different records.',
  ),
];

export const deployed: readonly Draft[] = [...resolved, ...rejected];
