/** The vectors as tests: `describeVectors(set, codec, { describe, it })`, with the functions of any test runner. */
const LEVELS = ['must', 'should', 'may'];

/** Numbers and texts as JSON has them, members in the order of their names. */
const sorted = (value) =>
  JSON.stringify(value, (_key, one) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

const isMistake = (thrown) => thrown instanceof TypeError || thrown instanceof ReferenceError;

async function asked(operation, { given, input }, rejects) {
  try {
    return { accept: await operation(given, input) };
  } catch (thrown) {
    if (!rejects(thrown)) throw thrown;
    return { reject: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

const failed = ({ id, why, clauses }, expected, received) =>
  new Error(
    [
      `${id}: expected: ${expected}`,
      `received: ${received}`,
      ...clauses.map((clause) => `${clause.id} (${clause.level}): ${clause.text}`),
      `why it matters: ${why}`,
    ].join('\n'),
  );

async function mustAccept(vector, codec, { reopen = {}, rejects }) {
  let answer = await asked(codec[vector.op], vector, rejects);
  if (vector.expect.by === 'reopening' && 'accept' in answer) {
    const { given } = vector;
    answer = await asked(reopen[vector.op], { given, input: answer.accept }, rejects);
  }
  const expected = sorted(vector.expect.accept);
  if ('reject' in answer) throw failed(vector, expected, `rejected (${answer.reject})`);
  if (sorted(answer.accept) !== expected) throw failed(vector, expected, sorted(answer.accept));
}

async function check(set, vector, codec, options) {
  if ('accept' in vector.expect) return mustAccept(vector, codec, options);
  // A rejection counts only if the same operation accepts the nearest valid input.
  await mustAccept(
    set.vectors.find(({ id }) => id === vector.twin),
    codec,
    options,
  );
  const answer = await asked(codec[vector.op], vector, options.rejects);
  if ('accept' in answer) throw failed(vector, `rejected (${vector.expect.reject})`, sorted(answer.accept));
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
  describe(set.structure, () => {
    for (const vector of set.vectors) {
      const name = `${vector.id}: ${vector.title}`;
      const why = leftOut(set, vector, codec, chosen);
      if (why === undefined) it(name, () => check(set, vector, codec, chosen));
      else it.skip(`${name} (skipped: ${why})`, () => {});
    }
  });
}
