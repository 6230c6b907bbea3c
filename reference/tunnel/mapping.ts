import { DecodeError } from '../bytes/error.js';
import { type Proto, readPort, readPortAndProto } from './port.js';

/** Section in: where local traffic goes. */
export interface Mapping {
  readonly local: number | 'stdio';
  readonly remote: number;
  readonly proto: Proto;
}

export const mapping = Object.freeze({
  encode({ local, remote, proto }: Mapping): string {
    return `${local === 'stdio' ? '-' : local}:${remote}${proto === 'tcp' ? '' : `/${proto}`}`;
  },
  decode(text: string): Mapping {
    const colon = text.indexOf(':');
    if (colon < 0)
      throw new DecodeError(
        'mapping/no-colon',
        text.length,
        'expected LOCAL:REMOTE[/PROTO], received no colon',
      );
    const end = text.slice(0, colon);
    const local = end === '-' ? 'stdio' : readPort(end);
    const { port: remote, proto } = readPortAndProto(text.slice(colon + 1), colon + 1);
    if (local === 'stdio' && proto === 'udp')
      throw new DecodeError('mapping/stdio-udp', 0, 'stdio is tcp only');
    return { local, remote, proto };
  },
});

/** The mappings of one `in`: at least one, stdio at most once, and no local end twice. */
export function readMappings(
  texts: readonly string[],
  decode: (text: string) => Mapping = mapping.decode,
): readonly Mapping[] {
  if (texts.length === 0) throw new DecodeError('mapping/none');
  const seen = new Set<string>();
  return texts.map((text, index) => {
    const read = decode(text);
    const end = `${read.local}/${read.proto}`;
    if (seen.has(end)) {
      throw new DecodeError(
        read.local === 'stdio' ? 'mapping/second-stdio' : 'mapping/duplicate',
        index,
        `${end} is taken already`,
      );
    }
    seen.add(end);
    return read;
  });
}
