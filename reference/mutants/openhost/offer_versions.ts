/** Section 3.3: daemons that read the body of an offer wrongly in one version only. */
import { utf8 } from '../../bytes/text.js';
import { concat } from '../../bytes/writer.js';
import { OFFER_SEPARATOR } from '../../openhost/offer.js';
import { type DaemonMutant, mutant, readsBody } from './mutant.js';

const clauses = { 1: ['3.3-10'], 2: ['3.3-11'] } as const;
const OLD = [1, 2] as const;

const isOf = (version: number, body: Uint8Array): boolean => body[20] === 0x30 + version;
const bindsInCertFp = (body: Uint8Array): boolean => isOf(2, body) && body.at(-1) === 2;

export const offerVersions: readonly DaemonMutant[] = [
  ...OLD.flatMap((version) => [
    mutant(
      `no-version-${version}-offers`,
      clauses[version],
      `Rejects offers of version ${version}.`,
      readsBody((body) => (isOf(version, body) ? body.with(0, 0) : body)),
    ),
    mutant(
      `any-separator-in-version-${version}`,
      clauses[version],
      `Ignores the separator of a body of version ${version}.`,
      readsBody((body) =>
        isOf(version, body) ? concat(utf8(OFFER_SEPARATOR), body.subarray(OFFER_SEPARATOR.length)) : body,
      ),
    ),
  ]),
  mutant(
    'no-cert-fp-in-version-2',
    ['3.3-11'],
    'Rejects a version 2 offer with mode CertFp.',
    readsBody((body) => (bindsInCertFp(body) ? body.with(0, 0) : body)),
  ),
  mutant(
    'version-2-binds-by-the-exporter',
    ['3.3-11'],
    'Binds every version 2 offer by the exporter.',
    readsBody((body) => (bindsInCertFp(body) ? body.with(body.length - 1, 1) : body)),
  ),
];
