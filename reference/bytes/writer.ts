/**
 * Builds bytes from left to right. A number that does not fit its field is a mistake of the caller, and throws a
 * RangeError.
 */
export class Writer {
  private buffer = new Uint8Array(64);
  private view = new DataView(this.buffer.buffer);
  private length = 0;

  u8(value: number): this {
    const at = this.reserve(1, value, 0xff);
    this.view.setUint8(at, value);
    return this;
  }

  u16be(value: number): this {
    const at = this.reserve(2, value, 0xffff);
    this.view.setUint16(at, value);
    return this;
  }

  u32be(value: number): this {
    const at = this.reserve(4, value, 0xffff_ffff);
    this.view.setUint32(at, value);
    return this;
  }

  u32le(value: number): this {
    const at = this.reserve(4, value, 0xffff_ffff);
    this.view.setUint32(at, value, true);
    return this;
  }

  u64be(value: bigint): this {
    if (value < 0n || value >> 64n !== 0n) throw new RangeError(`${value} does not fit 8 bytes`);
    const at = this.reserve(8);
    this.view.setBigUint64(at, value);
    return this;
  }

  put(bytes: Uint8Array): this {
    const at = this.reserve(bytes.length);
    this.buffer.set(bytes, at);
    return this;
  }

  /** Returns a copy of the written bytes. */
  finish(): Uint8Array {
    return this.buffer.slice(0, this.length);
  }

  /** May replace the buffer and the view, so it must be called before either is used. */
  private reserve(size: number, value = 0, most = 0): number {
    if (!Number.isInteger(value) || value < 0 || value > most) {
      throw new RangeError(`${value} does not fit ${size} byte${size === 1 ? '' : 's'}`);
    }
    const at = this.length;
    this.length += size;
    if (this.length > this.buffer.length) {
      const grown = new Uint8Array(Math.max(this.length, this.buffer.length * 2));
      grown.set(this.buffer.subarray(0, at));
      this.buffer = grown;
      this.view = new DataView(grown.buffer);
    }
    return at;
  }
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
