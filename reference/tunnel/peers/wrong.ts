/** How programs read what they are given: as the codecs do, but for the faults of wrong variants. */
import { readAllowList } from '../allow_list.js';
import { type Mapping, readMappings } from '../mapping.js';
import { type PortSpec, readPortSpecs } from '../port_spec.js';
import { type RelayMode, readRelayMode } from '../relay_mode.js';
import type { Faults } from './faults.js';
import type { Allowed } from './out.js';
import { readMapping, readSpec } from './wrong_ports.js';

export function portSpecs(words: readonly string[], faults: Faults): readonly PortSpec[] {
  if (faults.size === 0) return readPortSpecs(words);
  const read = (word: string) => readSpec(word, faults);
  if (faults.has('no-spec-needed') && words.length === 0) return [];
  if (faults.has('duplicates-taken')) return words.map(read);
  if (faults.has('duplicates-by-text') && new Set(words).size === words.length) return words.map(read);
  // What is left of `80/udp` beside `80` is a second `80`.
  if (faults.has('duplicates-by-port')) readPortSpecs(words.map((word) => `${read(word).port}`));
  return readPortSpecs(words, read);
}

export function mappings(words: readonly string[], faults: Faults): readonly Mapping[] {
  if (faults.size === 0) return readMappings(words);
  const read = (word: string) => readMapping(word, faults);
  if (faults.has('no-mapping-needed') && words.length === 0) return [];
  if (faults.has('empty-mapping-skipped')) return words.filter((word) => word !== '').map(read);
  if (faults.has('second-stdio-taken')) return words.map(read);
  const all = readMappings(words, read);
  if (faults.has('ports-swapped'))
    return all.map((one) => (one.local === 'stdio' ? one : { ...one, local: one.remote, remote: one.local }));
  if (faults.has('first-mapping-for-all'))
    return all.map((one) => ({ ...one, remote: all[0]?.remote ?? one.remote }));
  return all;
}

export function allowList(text: string | undefined, faults: Faults): Allowed | undefined {
  if (text === undefined) return faults.has('unset-allow-is-nobody') ? new Set() : undefined;
  if (faults.has('allow-ignored')) return undefined;
  if (faults.has('empty-allow-is-all') && text === '') return undefined;
  if (faults.has('allow-first-only')) return readAllowList(text.split(',')[0] ?? '');
  if (faults.has('allow-denies')) {
    const denied = readAllowList(text);
    return { has: (key) => !denied.has(key) };
  }
  if (!faults.has('wrong-allow-is-all')) return readAllowList(text);
  try {
    return readAllowList(text);
  } catch {
    return undefined;
  }
}

export function relayMode(text: string | undefined, faults: Faults): RelayMode {
  if (faults.has('relay-word-ignored')) return { kind: 'default' };
  const mode = readRelayMode(text);
  return faults.has('default-relay-is-none') && mode.kind === 'default' ? { kind: 'disabled' } : mode;
}
