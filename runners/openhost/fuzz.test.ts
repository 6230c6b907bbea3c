import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../reference/bytes/error.js';
import { hex } from '../../reference/bytes/hex.js';
import { frameDecoder } from '../../reference/openhost/frame_stream.js';
import { reassemble } from '../../reference/openhost/reassembly.js';
import type { Json, JsonObject } from '../../reference/structure.js';
import { drawFrom } from '../fuzz/draw.js';
import { grammar } from './fuzz.js';

describe('the histories', () => {
  const made = (name: string, count: number) => {
    const model = grammar.models.find((one) => one.structure === name);
    if (!model) throw new Error(`no model ${name}`);
    const { make } = model.source(fc);
    const draw = drawFrom(11);
    return Array.from({ length: count }, () => make(model.draw(draw)).input as Json);
  };

  it.each(grammar.models)('of $name can be shrunk by fast-check', (model) => {
    const { drawn } = model.source(fc);
    const draw = drawFrom(3);
    for (let i = 0; i < 100; i++) expect(drawn.canShrinkWithoutContext(model.draw(draw))).toBe(true);
  });

  it('of frames contain whole streams that decode, streams that are rejected, and cut frames', () => {
    const ends = { decoded: 0, rejected: 0, cut: 0 };
    const codes = new Set<string>();
    for (const parts of made('openhost/frame', 1_000) as string[][]) {
      const { push } = frameDecoder(() => {});
      try {
        for (const part of parts) push(hex.decode(part));
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        ends.rejected += 1;
        codes.add(error.code);
        continue;
      }
      ends.decoded += 1;
      if (parts.filter((part) => part !== '').length > 1) ends.cut += 1;
    }
    expect(Math.min(ends.decoded, ends.rejected, ends.cut)).toBeGreaterThan(10);
    // A reserved type, a length above the limit, and a payload where none may be.
    expect(codes).toEqual(new Set(['frame/type', 'frame/length', 'frame/not-empty']));
  });

  it('of answers contain those that can be put together, and those that are rejected', () => {
    const ends = { whole: 0, rejected: 0, missing: 0 };
    for (const records of made('openhost/reassembly', 300) as JsonObject[][]) {
      const labelled = records.map(({ suffix, envelope }) => ({
        suffix: String(suffix),
        envelope: hex.decode(String(envelope)),
      }));
      try {
        ends[reassemble(labelled) === undefined ? 'missing' : 'whole'] += 1;
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        ends.rejected += 1;
      }
    }
    expect(Math.min(ends.whole, ends.rejected, ends.missing)).toBeGreaterThan(10);
  });
});
