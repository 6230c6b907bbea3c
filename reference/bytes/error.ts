/** The one error of every codec: a stable code, and the offset of the first byte (or character) at fault. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  constructor(
    readonly code: string,
    readonly offset = 0,
    detail?: string,
  ) {
    super(detail === undefined ? `${code} at ${offset}` : `${code} at ${offset}: ${detail}`);
  }
}

/** A codec is a frozen value for one structure; what it cannot read it refuses with a DecodeError. */
export interface Codec<T, B = Uint8Array> {
  readonly encode: (value: T) => B;
  readonly decode: (input: B) => T;
}
