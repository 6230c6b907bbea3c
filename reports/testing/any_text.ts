import fc from 'fast-check';

/** Any text of whole code points. The unit `binary` of fast-check holds the same, and takes most of a second to set up. */
export const anyText = (maxLength = 10): fc.Arbitrary<string> =>
  fc.string({
    maxLength,
    unit: fc
      .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
      .map((point) => String.fromCodePoint(point)),
  });
