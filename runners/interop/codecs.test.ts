import { describe, expect, it } from 'vitest';
import { structures } from '../../reference/structures.js';
import { loadVectors } from '../../vectors/load.js';
import { embeddedCodecs } from '../embedded/codecs.js';
import { codecMutantsOf } from '../mutants.js';
import { codecMeetings, exchangesOf, referenceCodecs } from './codecs.js';
import { matrixOf } from './matrix.js';
import { type Cell, type Peer, REFERENCE } from './model.js';

const files = loadVectors();
const exchanges = exchangesOf(files, structures);
const signal = new AbortController().signal;
const pairing = { what: 'codecs', rows: 'encoder', columns: 'decoder' };

/** The reference with one changed operation of one structure. */
const changed = (name: string, structure: string, op: string, change: (answer: never) => unknown) => {
  const right = structures.get(structure);
  const operation = right?.operations[op];
  if (!right || !operation) throw new Error(`no ${structure} ${op}`);
  const wrong = { ...right, operations: { ...right.operations } };
  wrong.operations[op] = (given, input) => change(operation(given, input) as never) as never;
  return embeddedCodecs(name, new Map([...structures, [structure, wrong]]));
};

async function matrixWith(...targets: ReturnType<typeof embeddedCodecs>[]) {
  const all = new Map([referenceCodecs(structures), ...targets].map((target) => [target.name, target]));
  const peers = [...all.keys()].map((name): Peer => (name === 'reference' ? REFERENCE : { name, text: 'x' }));
  const meetings = codecMeetings(exchanges, all, signal);
  const { cells } = await matrixOf(pairing, { rows: peers, columns: peers }, meetings, { signal });
  return (row: string, column: string): Cell => {
    const found = cells.find((cell) => cell.row === row && cell.column === column);
    if (!found) throw new Error(`no cell ${row} x ${column}`);
    return found;
  };
}

it('has exchanges for each structure that can be written and read', () => {
  const named = new Set(exchanges.map(({ structure, write }) => `${structure} ${write.op}`));
  for (const one of [
    'punch/token encode',
    'openhost/record sign',
    'openhost/packet publish',
    'tunnel/packet-out encode',
  ])
    expect([...named]).toContain(one);
  expect(exchanges.length).toBeGreaterThan(50);
});

describe('the matrix of codecs', () => {
  it('passes when both ends are the reference', async () => {
    const cell = (await matrixWith())('reference', 'reference');
    expect(cell).toMatchObject({ verdict: 'pass', open: [], blame: [] });
    expect(cell.counts.pass).toBeGreaterThan(50);
  });

  it('blames an encoder that writes one byte too many', async () => {
    const cell = await matrixWith(changed('long', 'openhost/frame', 'encode', (hex) => `${hex}00`));
    expect(cell('reference', 'long').verdict).toBe('pass');
    expect(cell('long', 'reference').blame).toEqual([
      expect.stringMatching(
        /^long as encoder is at fault, by what it did with the reference: openhost\/frame\/encode-/,
      ),
    ]);
    expect(cell('long', 'reference').open[0]?.reason).toMatch(
      /^long writes "[0-9a-f]+", which does not encode the input; reference rejects: /,
    );
  });

  it('blames a decoder that reads another number', async () => {
    const off = (frame: { request_id: number }) => ({ ...frame, request_id: frame.request_id + 1 });
    const cell = await matrixWith(changed('off', 'openhost/frame', 'decode', off));
    expect(cell('off', 'reference').verdict).toBe('pass');
    expect(cell('reference', 'off').blame).toEqual([expect.stringMatching(/^off as decoder is at fault, /)]);
    expect(cell('reference', 'off').open[0]?.reason).toMatch(
      /^off reads \{.*; the reference reads the same bytes as \{/,
    );
  });

  it('passes two equally wrong codecs with each other, and neither of them with the reference', async () => {
    const prefix = (text: string) => text.replace(/^p_/, 'P_');
    const right = structures.get('punch/token');
    const { encode, verify } = right?.operations ?? {};
    if (!right || !encode || !verify) throw new Error('no punch/token');
    const other = {
      ...right,
      operations: {
        ...right.operations,
        encode: ((given, input) => prefix(String(encode(given, input)))) as typeof encode,
        verify: ((given, input) =>
          verify(
            given,
            String(input)
              .replace(/^P_/, 'p_')
              .replace(/^p_/, String(input).startsWith('P_') ? 'p_' : 'x_'),
          )) as typeof verify,
      },
    };
    const cell = await matrixWith(embeddedCodecs('other', new Map([['punch/token', other]])));
    expect(cell('other', 'other').verdict).toBe('pass');
    expect(cell('other', 'reference').blame).toHaveLength(1);
    expect(cell('reference', 'other').blame).toHaveLength(1);
    expect(cell('other', 'other').counts.skip).toBeGreaterThan(20);
  });

  it('fails only in the cells of one end for a mutant that is wrong at this end', async () => {
    const file = files.find(({ structure }) => structure === 'tunnel/packet-out');
    const structure = structures.get('tunnel/packet-out');
    if (!file || !structure) throw new Error('no tunnel/packet-out');
    const mutant = codecMutantsOf(file).find(({ id }) => /reject|refuse/.test(id)) ?? codecMutantsOf(file)[0];
    if (!mutant) throw new Error('no mutant');
    const cell = await matrixWith(
      embeddedCodecs('mutant', new Map([...structures, [structure.name, mutant.change(structure)]])),
    );
    expect(cell('reference', 'reference').verdict).toBe('pass');
    const failing = [cell('mutant', 'reference'), cell('reference', 'mutant')].filter(
      ({ verdict }) => verdict === 'fail',
    );
    expect(failing.length).toBeGreaterThan(0);
    for (const { blame } of failing) expect(blame.join()).toMatch(/^mutant as /);
  });
});
