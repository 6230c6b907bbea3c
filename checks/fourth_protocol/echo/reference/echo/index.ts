import { atBorder } from '../border.js';
import { hex } from '../bytes/hex.js';
import { asBytes, asText } from '../given.js';
import type { Structure } from '../structure.js';
import { line } from './line.js';

export const echoStructures: readonly Structure[] = [
  atBorder({
    name: 'echo/line',
    operations: {
      encode: (_given, input) => hex.encode(line.encode(asText(input))),
      decode: (_given, input) => line.decode(asBytes(input)),
    },
  }),
];
