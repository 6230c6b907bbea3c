/** How wrong variants read what they are given. Undefined: as the reference does. */
import { readAllowList } from '../allow_list.js';
import type { Mapping } from '../mapping.js';
import { mapping } from '../mapping.js';
import { type PortSpec, portSpec } from '../port_spec.js';
import type { Faults } from './faults.js';

export function portSpecs(words: readonly string[], faults: Faults): readonly PortSpec[] | undefined {
  if (faults.has('no-spec-needed') && words.length === 0) return [];
  if (faults.has('duplicates-taken')) return words.map(portSpec.decode);
  if (faults.has('port-zero-taken') && words.includes('0')) return [{ port: 0, proto: 'tcp' }];
  if (faults.has('port-wraps') && words.every((word) => /^\d+$/.test(word)))
    return words.map((word) => ({ port: Number(word) & 0xffff, proto: 'tcp' }));
  return undefined;
}

export function mappings(words: readonly string[], faults: Faults): readonly Mapping[] | undefined {
  if (faults.has('ports-swapped')) {
    return words
      .map(mapping.decode)
      .map(({ local, remote, proto }) =>
        local === 'stdio' ? { local, remote, proto } : { local: remote, remote: local, proto },
      );
  }
  if (faults.has('second-stdio-taken')) return words.map(mapping.decode);
  if (faults.has('stdio-udp-taken'))
    return words.map((word) => mapping.decode(word.replace(/^(-:.*)\/udp$/, '$1')));
  return undefined;
}

export function allowList(
  text: string | undefined,
  faults: Faults,
): ReadonlySet<string> | 'everybody' | undefined {
  if (text === undefined) return undefined;
  if (faults.has('allow-ignored')) return 'everybody';
  if (faults.has('empty-allow-is-all') && text === '') return 'everybody';
  if (faults.has('allow-first-only')) return readAllowList(text.split(',')[0] ?? '');
  if (!faults.has('wrong-allow-is-all')) return undefined;
  try {
    return readAllowList(text);
  } catch {
    return 'everybody';
  }
}
