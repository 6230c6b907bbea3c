/** How wrong variants read a port, a protocol, and the two together. */
import { DecodeError } from '../../bytes/error.js';
import type { Mapping } from '../mapping.js';
import { mapping } from '../mapping.js';
import { type Proto, readPort, readProto } from '../port.js';
import type { PortSpec } from '../port_spec.js';
import type { Fault, Faults } from './faults.js';

type Reading<T> = Partial<Record<Fault, (text: string) => T | undefined>>;

const only = (text: string, form: RegExp, port: (found: string) => number): number | undefined => {
  const found = form.exec(text)?.[1];
  return found === undefined ? undefined : port(found);
};

const PORTS: Reading<number> = {
  'port-zero-taken': (text) => (text === '0' ? 0 : undefined),
  'port-wraps': (text) => only(text, /^(\d+)$/, (digits) => Number(digits) & 0xffff),
  'sign-taken': (text) => only(text, /^(-\d+)$/, (digits) => Number(digits) & 0xffff),
  'empty-port-taken': (text) => (text === '' ? 0 : undefined),
  'blanks-trimmed': (text) => only(text, /^\s*(\d+)\s*$/, Number),
  'fraction-taken': (text) => only(text, /^(\d+)\.\d+$/, Number),
  'leading-zero-taken': (text) => only(text, /^0+(\d+)$/, Number),
  'service-names-taken': (text) => (text === 'http' ? 80 : undefined),
  'highest-port-refused': (text) => {
    if (text === '65535') throw new DecodeError('port/range');
    return undefined;
  },
};

const PROTOS: Reading<Proto> = {
  'empty-proto-taken': (text) => (text === '' ? 'tcp' : undefined),
  'unknown-proto-taken': (text) => (text === 'sctp' ? 'tcp' : undefined),
  'second-proto-ignored': (text) => readProto(text.split('/')[0], 0),
};

function wrongly<T>(readings: Reading<T>, text: string, faults: Faults): T | undefined {
  for (const fault of faults) {
    const read = readings[fault]?.(text);
    if (read !== undefined) return read;
  }
  return undefined;
}

const port = (text: string, faults: Faults): number => wrongly(PORTS, text, faults) ?? readPort(text);

export function readSpec(text: string, faults: Faults): PortSpec {
  const slash = text.indexOf('/');
  if (slash < 0) return { port: port(text, faults), proto: 'tcp' };
  const proto = text.slice(slash + 1);
  return {
    port: port(text.slice(0, slash), faults),
    proto: wrongly(PROTOS, proto, faults) ?? readProto(proto, slash + 1),
  };
}

export function readMapping(text: string, faults: Faults): Mapping {
  if (faults.has('stdio-udp-taken')) return mapping.decode(text.replace(/^(-:.*)\/udp$/, '$1'));
  if (faults.has('one-port-for-both') && !text.includes(':')) return mapping.decode(`${text}:${text}`);
  if (faults.has('third-part-ignored')) return mapping.decode(text.split(':', 2).join(':'));
  const [local = '', ...remote] = text.split(':');
  if (local === '-' || remote.length === 0) return mapping.decode(text);
  const { port: at, proto } = readSpec(remote.join(':'), faults);
  return { local: port(local, faults), remote: at, proto };
}
