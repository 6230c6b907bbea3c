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

const misreads = ({
  readers,
  ...sketch
}: Omit<Sketch, 'change'> & { readonly readers: Readers }): TunnelMutant =>
  mutant({ ...sketch, change: reading(readers) });

const matched = (form: RegExp, port: (found: string) => number) => (text: string) => {
  const found = form.exec(text)?.[1];
  return found === undefined ? undefined : port(found);
};
const wrapped = (digits: string): number => Number(digits) & 0xffff;

export const ports = [
  misreads({
    id: 'port-zero-taken',
    clause: ['OUT-3', 'IN-2'],
    what: 'Port 0 is accepted.',
    kills: ['out/refuses-zero', 'in/refuses-local-zero', 'in/refuses-remote-zero'],
    readers: { port: (text) => (text === '0' ? 0 : undefined) },
  }),
  misreads({
    id: 'port-wraps',
    clause: ['OUT-3', 'IN-2'],
    what: 'A port above 65535 is cut to 16 bits.',
    kills: [
      'out/refuses-wraps',
      'out/refuses-too-high',
      'in/refuses-local-too-high',
      'in/refuses-remote-too-high',
    ],
    readers: { port: matched(/^(\d+)$/, wrapped) },
  }),
  misreads({
    id: 'sign-taken',
    clause: ['OUT-3', 'IN-2'],
    what: 'A negative port is cut to 16 bits.',
    kills: ['out/refuses-negative', 'in/refuses-local-negative', 'in/refuses-remote-negative'],
    readers: { port: matched(/^(-\d+)$/, wrapped) },
  }),
  misreads({
    id: 'empty-port-taken',
    clause: ['OUT-3', 'IN-2'],
    what: 'An empty port is read as 0.',
    kills: ['out/refuses-empty', 'in/refuses-no-local', 'in/refuses-no-remote'],
    readers: { port: (text) => (text === '' ? 0 : undefined) },
  }),
  misreads({
    id: 'blanks-trimmed',
    clause: ['OUT-3', 'IN-2'],
    what: 'Blanks around a port are ignored.',
    kills: ['out/refuses-blank', 'out/refuses-blank-behind', 'in/refuses-blank'],
    readers: { port: matched(/^\s*(\d+)\s*$/, Number) },
  }),
  misreads({
    id: 'fraction-taken',
    clause: ['OUT-3'],
    what: 'The fraction of a port is cut off.',
    kills: ['out/refuses-fraction'],
    readers: { port: matched(/^(\d+)\.\d+$/, Number) },
  }),
  misreads({
    id: 'leading-zero-taken',
    clause: ['OUT-3'],
    what: 'Leading zeros of a port are ignored.',
    kills: ['out/refuses-leading-zero'],
    readers: { port: matched(/^0+(\d+)$/, Number) },
  }),
  misreads({
    id: 'service-names-taken',
    clause: ['OUT-3'],
    what: 'The service name http is accepted as a port.',
    kills: ['out/refuses-name'],
    readers: { port: (text) => (text === 'http' ? 80 : undefined) },
  }),
  misreads({
    id: 'highest-port-refused',
    clause: ['OUT-2', 'OUT-3'],
    what: 'Port 65535 is rejected.',
    kills: ['out/takes-bounds'],
    readers: { port: (text) => (text === '65535' ? readPort('65536') : undefined) },
  }),
  misreads({
    id: 'empty-proto-taken',
    clause: ['OUT-3'],
    what: 'An empty protocol is read as tcp.',
    kills: ['out/refuses-no-proto'],
    readers: { proto: (text) => (text === '' ? 'tcp' : undefined) },
  }),
  misreads({
    id: 'unknown-proto-taken',
    clause: ['OUT-3', 'IN-2'],
    what: 'The protocol sctp is read as tcp.',
    kills: ['out/refuses-unknown-proto', 'in/refuses-unknown-proto'],
    readers: { proto: (text) => (text === 'sctp' ? 'tcp' : undefined) },
  }),
  misreads({
    id: 'second-proto-ignored',
    clause: ['OUT-3', 'IN-2'],
    what: 'A second protocol is ignored.',
    kills: ['out/refuses-two-protocols', 'in/refuses-two-protocols'],
    readers: { proto: (text) => readProto(text.split('/')[0], 0) },
  }),
];
