/** The vectors as tests: `describeVectors(set, codec, { describe, it })`, with the functions of any test runner. */
const LEVELS = ['must', 'should', 'may'];

/** Numbers and texts as JSON has them, members in the order of their names. */
const sorted = (value) =>
  JSON.stringify(value, (_key, one) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

/** A crash proves nothing, so it must not count as a rejection. */
const isMistake = (thrown) =>
  thrown instanceof TypeError ||
  thrown instanceof ReferenceError ||
  (thrown instanceof RangeError && /call stack/i.test(thrown.message));

async function asked(operation, { given, input }, rejects) {
  try {
    return { accept: await operation(given, input) };
  } catch (thrown) {
    if (!rejects(thrown)) throw thrown;
    return { reject: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

/** The first place where two answers differ, as a JSON pointer. */
function difference(expected, received, at = '') {
  const branches = [expected, received].every((one) => one && typeof one === 'object');
  const key =
    branches && Array.isArray(expected) === Array.isArray(received)
      ? Object.keys({ ...expected, ...received }).find(
          (one) => sorted(expected[one]) !== sorted(received[one]),
        )
      : undefined;
  if (key !== undefined) return difference(expected[key], received[key], `${at}/${key}`);
  const shown = [expected, received].map((one) => sorted(one) ?? 'nothing');
  return at === '' ? [] : [`differs at ${at}: expected ${shown[0]}, received ${shown[1]}`];
}

const failed = ({ id, why, clauses }, lines, asTwinOf) =>
  new Error(
    [
      asTwinOf === undefined
        ? `${id}:`
        : `${asTwinOf}: its twin ${id} failed, so that a rejection proves nothing:`,
      ...lines,
      ...clauses.map((clause) => `${clause.id} (${clause.level}): ${clause.text}`),
      `why it matters: ${why}`,
    ].join('\n'),
  );

async function mustAccept(vector, codec, { reopen = {}, rejects }, asTwinOf) {
  let answer = await asked(codec[vector.op], vector, rejects);
  if (vector.expect.by === 'reopening' && 'accept' in answer) {
    const { given } = vector;
    answer = await asked(reopen[vector.op], { given, input: answer.accept }, rejects);
  }
  const { accept } = vector.expect;
  const [expected, received] = [sorted(accept), sorted(answer.accept)];
  if ('accept' in answer && received === expected) return;
  const lines = [
    `expected: ${expected}`,
    `received: ${'reject' in answer ? `rejected (${answer.reject})` : received}`,
  ];
  if (received !== undefined) lines.push(...difference(accept, JSON.parse(received)));
  throw failed(vector, lines, asTwinOf);
}

async function check(set, vector, codec, options) {
  if ('accept' in vector.expect) return mustAccept(vector, codec, options);
  // A rejection counts only if the same operation accepts the nearest valid input.
  await mustAccept(
    set.vectors.find(({ id }) => id === vector.twin),
    codec,
    options,
    vector.id,
  );
  const answer = await asked(codec[vector.op], vector, options.rejects);
  if ('reject' in answer) return;
  throw failed(vector, [
    `expected: rejected (${vector.expect.reject})`,
    `received: ${sorted(answer.accept)}`,
  ]);
}

function leftOut({ dialects }, vector, codec, { level = 'must', dialect = dialects?.[0], reopen = {} }) {
  const { op, expect } = vector;
  if (typeof codec[op] !== 'function') return `the codec has no operation "${op}"`;
  if (LEVELS.indexOf(vector.level) > LEVELS.indexOf(level)) return `its level is ${vector.level}`;
  if (vector.dialect !== undefined && vector.dialect !== dialect)
    return `it belongs to the dialect "${vector.dialect}"`;
  if (expect.by === 'reopening' && typeof reopen[op] !== 'function')
    return `no reopen.${op} reads the answer`;
  return undefined;
}

export function describeVectors(set, codec, { describe, it, ...options }) {
  const chosen = { rejects: (thrown) => !isMistake(thrown), ...options };
  const known = [...new Set(set.vectors.map(({ op }) => op))];
  if (!known.some((op) => typeof codec[op] === 'function'))
    throw new RangeError(`the codec has none of the operations of ${set.structure}: ${known.join(', ')}`);
  describe(set.structure, () => {
    for (const vector of set.vectors) {
      const name = `${vector.id}: ${vector.title}`;
      const why = leftOut(set, vector, codec, chosen);
      if (why === undefined) it(name, () => check(set, vector, codec, chosen));
      else it.skip(`${name} (skipped: ${why})`, () => {});
    }
  });
}
