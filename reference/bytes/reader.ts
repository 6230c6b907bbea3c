import { DecodeError } from './error.js';
import { fromUtf8 } from './text.js';

/** A named range of bytes, as a decoder read it. `conform explain` prints them. */
export interface Field {
  readonly name: string;
  readonly offset: number;
  readonly length: number;
  readonly value: string;
}

/**
 * Reads a range of bytes from left to right. Each read names its field. The name is in the error when bytes are
 * missing, and in the trace if there is one.
 */
export class Reader {
  private at = 0;
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly trace?: Field[],
    /** The offset of this range in the whole input, for errors and the trace. */
    private readonly base = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get offset(): number {
    return this.base + this.at;
  }

  get remaining(): number {
    return this.bytes.length - this.at;
  }

  u8(name: string): number {
    return this.number(name, 1, (at) => this.view.getUint8(at));
  }

  u16be(name: string): number {
    return this.number(name, 2, (at) => this.view.getUint16(at));
  }

  u32be(name: string): number {
    return this.number(name, 4, (at) => this.view.getUint32(at));
  }

  u32le(name: string): number {
    return this.number(name, 4, (at) => this.view.getUint32(at, true));
  }

  u64be(name: string): bigint {
    const at = this.advance(name, 8);
    const value = this.view.getBigUint64(at);
    this.trace?.push({ name, offset: this.base + at, length: 8, value: String(value) });
    return value;
  }

  /** Returns a view, not a copy. */
  take(name: string, length: number): Uint8Array {
    const at = this.advance(name, length);
    const value = this.bytes.subarray(at, at + length);
    this.trace?.push({ name, offset: this.base + at, length, value: preview(value) });
    return value;
  }

  utf8(name: string, length: number): string {
    const at = this.advance(name, length);
    const value = fromUtf8(this.bytes.subarray(at, at + length), this.base + at);
    this.trace?.push({ name, offset: this.base + at, length, value: JSON.stringify(value) });
    return value;
  }

  rest(name: string): Uint8Array {
    return this.take(name, this.remaining);
  }

  /** Rejects bytes that were not read. */
  end(code = 'trailing-bytes'): void {
    if (this.remaining > 0) throw new DecodeError(code, this.offset, `${this.remaining} left`);
  }

  /** Rejects the field that was just read, at its offset. */
  reject(code: string, length: number, detail?: string): never {
    throw new DecodeError(code, this.offset - length, detail);
  }

  private number(name: string, length: number, read: (at: number) => number): number {
    const at = this.advance(name, length);
    const value = read(at);
    this.trace?.push({ name, offset: this.base + at, length, value: String(value) });
    return value;
  }

  private advance(name: string, length: number): number {
    if (this.remaining < length) {
      throw new DecodeError('truncated', this.base + this.bytes.length, `${name} needs ${length}`);
    }
    const at = this.at;
    this.at += length;
    return at;
  }
}

function preview(bytes: Uint8Array): string {
  const shown = Array.from(bytes.subarray(0, 32), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return bytes.length > 32 ? `${shown}...` : shown;
}
