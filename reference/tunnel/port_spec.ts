import { DecodeError } from '../bytes/error.js';
import { type Proto, readPortAndProto } from './port.js';

/** Section out: one port that is exposed. */
export interface PortSpec {
  readonly port: number;
  readonly proto: Proto;
}

export const portSpec = Object.freeze({
  encode: ({ port, proto }: PortSpec): string => (proto === 'tcp' ? `${port}` : `${port}/${proto}`),
  decode: (text: string): PortSpec => readPortAndProto(text),
});

/** The arguments of `out`: at least one, and none twice. The same port over both protocols is two (TUNNEL-F09). */
export function readPortSpecs(
  texts: readonly string[],
  decode: (text: string) => PortSpec = portSpec.decode,
): readonly PortSpec[] {
  if (texts.length === 0) throw new DecodeError('port-spec/none');
  const seen = new Set<string>();
  return texts.map((text, index) => {
    const spec = decode(text);
    const name = `${spec.port}/${spec.proto}`;
    if (seen.has(name)) throw new DecodeError('port-spec/duplicate', index, name);
    seen.add(name);
    return spec;
  });
}
