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

  /** The code and the offset, without the details. */
  get place(): string {
    return `${this.code} at ${this.offset}`;
  }
}

/** The DecodeError that `read` throws; undefined if it throws nothing. Other errors pass through. */
export function rejectionOf(read: () => unknown): DecodeError | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
}

/** What `read` returns; undefined when it throws a DecodeError. Other errors pass through. */
export function unlessRejected<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** A codec is a frozen value for one structure. It rejects what it cannot read with a DecodeError. */
export interface Codec<T, B = Uint8Array> {
  readonly encode: (value: T) => B;
  readonly decode: (input: B) => T;
}
