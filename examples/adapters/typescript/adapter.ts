/**
 * A conform adapter: JSON Lines on standard input and output. Replace the codecs in punch_token.ts
 * and openhost_frame.ts and list their operations in `structures`. Standard error is free for your output.
 */
import { createInterface } from 'node:readline';
import * as frame from './openhost_frame.js';
import { type Operation, Refused } from './operation.js';
import * as token from './punch_token.js';

const structures: Record<string, Record<string, Operation>> = {
  'openhost/frame': { ...frame },
  'punch/token': { ...token },
};

const hello = {
  name: 'conform-typescript-example',
  version: '1.0.0',
  structures: Object.fromEntries(
    Object.entries(structures).map(([name, operations]) => [name, Object.keys(operations)]),
  ),
};

interface Request {
  readonly id: number;
  readonly structure: string;
  readonly op: string;
  readonly given: Record<string, unknown>;
  readonly input: unknown;
}

function answer({ structure, op, given, input }: Request): object {
  const operation = structures[structure]?.[op];
  if (!operation) return { unsupported: `${structure} ${op}` };
  try {
    return { accept: operation(given, input) };
  } catch (error) {
    // A defect of this program is not a rejection.
    return error instanceof Refused ? { reject: error.message } : { error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const reply = request.hello ? { conform: 1, hello } : { id: request.id, ...answer(request) };
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
