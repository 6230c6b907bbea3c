/** Mutants that read a port, a protocol, or their combination wrongly. */
import { type Mapping, mapping, readMappings } from '../../tunnel/mapping.js';
import type { Rules } from '../../tunnel/peers/rules.js';
import { type Proto, readPort, readProto } from '../../tunnel/port.js';
import { type PortSpec, readPortSpecs } from '../../tunnel/port_spec.js';
import { mutant, type Sketch, type TunnelMutant } from './mutant.js';

interface Readers {
  /** Undefined for a text that the right rule reads. */
  readonly port?: (text: string) => number | undefined;
  readonly proto?: (text: string) => Proto | undefined;
}

function specBy({ port, proto }: Readers, text: string): PortSpec {
  const slash = text.indexOf('/');
  const digits = slash < 0 ? text : text.slice(0, slash);
  const behind = slash < 0 ? undefined : text.slice(slash + 1);
  return {
    port: port?.(digits) ?? readPort(digits),
    proto: (behind === undefined ? undefined : proto?.(behind)) ?? readProto(behind, slash + 1),
  };
}

function mappingBy(readers: Readers, text: string): Mapping {
  const [local = '', ...remote] = text.split(':');
  if (local === '-' || remote.length === 0) return mapping.decode(text);
  const { port, proto } = specBy(readers, remote.join(':'));
  return { local: readers.port?.(local) ?? readPort(local), remote: port, proto };
}

const reading = (readers: Readers) => (): Pick<Rules, 'readPortSpecs' | 'readMappings'> => ({
  readPortSpecs: (words) => readPortSpecs(words, (word) => specBy(readers, word)),
  readMappings: (words) => readMappings(words, (word) => mappingBy(readers, word)),
});

interface Misreading extends Pick<Sketch, 'id' | 'what'>, Readers {
  /** The cases of `out` and `in` that reject what is accepted. */
  readonly out?: readonly string[];
  readonly in?: readonly string[];
}

const accepts = ({ id, what, out = [], in: into = [], ...readers }: Misreading): TunnelMutant =>
  mutant({
    id,
    what,
    clause: [...(out.length > 0 ? ['OUT-3'] : []), ...(into.length > 0 ? ['IN-2'] : [])],
    kills: [...out.map((one) => `out/refuses-${one}`), ...into.map((one) => `in/refuses-${one}`)],
    change: reading(readers),
  });

const matched = (form: RegExp, port: (found: string) => number) => (text: string) => {
  const found = form.exec(text)?.[1];
  return found === undefined ? undefined : port(found);
};
const wrapped = (digits: string): number => Number(digits) & 0xffff;

export const ports = [
  accepts({
    id: 'port-zero-taken',
    what: 'Port 0 is accepted.',
    out: ['zero'],
    in: ['local-zero', 'remote-zero'],
    port: (text) => (text === '0' ? 0 : undefined),
  }),
  accepts({
    id: 'port-wraps',
    what: 'A port above 65535 is cut to 16 bits.',
    out: ['wraps', 'too-high'],
    in: ['local-too-high', 'remote-too-high'],
    port: matched(/^(\d+)$/, wrapped),
  }),
  accepts({
    id: 'sign-taken',
    what: 'A negative port is cut to 16 bits.',
    out: ['negative'],
    in: ['local-negative', 'remote-negative'],
    port: matched(/^(-\d+)$/, wrapped),
  }),
  accepts({
    id: 'empty-port-taken',
    what: 'An empty port is read as 0.',
    out: ['empty'],
    in: ['no-local', 'no-remote'],
    port: (text) => (text === '' ? 0 : undefined),
  }),
  accepts({
    id: 'blanks-trimmed',
    what: 'Blanks around a port are ignored.',
    out: ['blank', 'blank-behind'],
    in: ['blank'],
    port: matched(/^\s*(\d+)\s*$/, Number),
  }),
  accepts({
    id: 'fraction-taken',
    what: 'The fraction of a port is cut off.',
    out: ['fraction'],
    port: matched(/^(\d+)\.\d+$/, Number),
  }),
  accepts({
    id: 'leading-zero-taken',
    what: 'Leading zeros of a port are ignored.',
    out: ['leading-zero'],
    port: matched(/^0+(\d+)$/, Number),
  }),
  accepts({
    id: 'service-names-taken',
    what: 'The service name http is accepted as a port.',
    out: ['name'],
    port: (text) => (text === 'http' ? 80 : undefined),
  }),
  mutant({
    id: 'highest-port-refused',
    clause: ['OUT-2', 'OUT-3'],
    what: 'Port 65535 is rejected.',
    kills: ['out/takes-bounds'],
    change: reading({ port: (text) => (text === '65535' ? readPort('65536') : undefined) }),
  }),
  accepts({
    id: 'empty-proto-taken',
    what: 'An empty protocol is read as tcp.',
    out: ['no-proto'],
    proto: (text) => (text === '' ? 'tcp' : undefined),
  }),
  accepts({
    id: 'unknown-proto-taken',
    what: 'The protocol sctp is read as tcp.',
    out: ['unknown-proto'],
    in: ['unknown-proto'],
    proto: (text) => (text === 'sctp' ? 'tcp' : undefined),
  }),
  accepts({
    id: 'second-proto-ignored',
    what: 'A second protocol is ignored.',
    out: ['two-protocols'],
    in: ['two-protocols'],
    proto: (text) => readProto(text.split('/')[0], 0),
  }),
];
