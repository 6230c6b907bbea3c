import { DecodeError } from '../bytes/error.js';

export type Proto = 'tcp' | 'udp';

/**
 * A port as both commands read it: 1 to 65535 in plain digits. Signs, blanks and leading zeros are rejected, and so is 0,
 * which is not a port (TUNNEL-F10).
 */
export function readPort(text: string, at = 0): number {
  if (text === '') throw new DecodeError('port/empty', at);
  if (!/^[0-9]+$/.test(text)) throw new DecodeError('port/digits', at, 'only 0-9');
  if (text.length > 1 && text.startsWith('0')) throw new DecodeError('port/leading-zero', at);
  const port = Number(text);
  if (port < 1 || port > 65_535)
    throw new DecodeError('port/range', at, `expected 1 to 65535, received ${port}`);
  return port;
}

/** The part after the port: nothing, which means tcp, or a slash and a protocol. */
export function readProto(text: string | undefined, at: number): Proto {
  if (text === undefined || text === 'tcp') return 'tcp';
  if (text === 'udp') return 'udp';
  throw new DecodeError('proto/unknown', at, `expected tcp or udp, received ${JSON.stringify(text)}`);
}

/** Splits `port[/proto]`. A second slash belongs to the protocol, and makes it unknown. */
export function readPortAndProto(text: string, at = 0): { port: number; proto: Proto } {
  const slash = text.indexOf('/');
  const digits = slash < 0 ? text : text.slice(0, slash);
  const port = readPort(digits, at);
  return { port, proto: readProto(slash < 0 ? undefined : text.slice(slash + 1), at + slash + 1) };
}
