/** Values that JSON cannot express, or that no usual request has. A careless caller may pass them to a codec. */

const DEEP = 100_000;
const LONG = 1 << 16;
const REPEATED = 20_000;
const bomb = (): never => {
  throw new TypeError('this value throws when it is read');
};

/** `shell` around itself, so often that a recursive reader overflows its stack. */
function nested(shell: (inner: unknown) => unknown, depth = DEEP): unknown {
  let value: unknown = null;
  for (let level = 0; level < depth; level++) value = shell(value);
  return value;
}

const traps = (): ProxyHandler<object> => ({
  get: bomb,
  getOwnPropertyDescriptor: bomb,
  getPrototypeOf: bomb,
  has: bomb,
  ownKeys: bomb,
});

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

function withHole(list: readonly unknown[]): unknown[] {
  const holed = ['', ...list];
  delete holed[0];
  return holed;
}

function cycle(): unknown {
  const own: Record<string, unknown> = {};
  own['own'] = own;
  return own;
}

/** The values by name, so that a failure shows which one it was. */
export const hostileValues: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['undefined', undefined],
  ['null', null],
  ['true', true],
  ['zero', 0],
  ['minus zero', -0],
  ['a fraction', 1.5],
  ['minus one', -1],
  ['2^53', 2 ** 53],
  ['1e308', 1e308],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['minus Infinity', Number.NEGATIVE_INFINITY],
  ['a bigint', 10n ** 40n],
  ['a symbol', Symbol.iterator],
  ['a function', () => '00'],
  ['a class', class {}],
  ['an empty object', {}],
  ['an empty list', []],
  ['an object without a prototype', Object.create(null)],
  ['a toString that is a list', { toString: [] }],
  ['conversions that are texts', { toString: '', valueOf: '', toJSON: '' }],
  ['conversions that throw', { toString: bomb, valueOf: bomb, toJSON: bomb, [Symbol.toPrimitive]: bomb }],
  ['a list that cannot be joined', [Object.create(null), { toString: [] }]],
  ['an own __proto__', JSON.parse('{"__proto__":{"length":1},"constructor":{"prototype":null}}')],
  ['a getter that throws', Object.defineProperty({}, 'session', { get: bomb, enumerable: true })],
  ['a proxy that throws', new Proxy({}, traps())],
  ['a proxy of a list that throws', new Proxy([], traps())],
  ['a proxy of a function', new Proxy(bomb, traps())],
  ['a revoked proxy', revoked({})],
  ['a revoked proxy of a list', revoked([])],
  ['a list of endless length', new Proxy([], { get: () => Number.POSITIVE_INFINITY })],
  ['a sparse list', withHole(['00'])],
  ['a list of 2^32 - 1 holes', new Array(2 ** 32 - 1)],
  ['a long list', new Array(1 << 20).fill('00')],
  ['a list of lists', [[], [[]]]],
  ['lists nested 10^5 deep', nested((inner) => [inner])],
  ['objects nested 10^5 deep', nested((session) => ({ session }))],
  ['a cycle', cycle()],
  ['an empty text', ''],
  ['a lone surrogate', '\ud83c'],
  ['control characters', '\u0000\u001b\r\n'],
  ['text of JSON nested 10^5 deep', '['.repeat(DEEP)],
  ['a token of JSON nested 10^5 deep', `p_${btoa('['.repeat(DEEP)).replaceAll('=', '')}.AA`],
  ['a long text of zeros', '0'.repeat(LONG)],
  ['a long text of blanks', `x${' '.repeat(LONG)}x`],
  ['a long text of commas', ','.repeat(LONG)],
  ['a long text of lines', '\r\na=setup:active'.repeat(LONG / 16)],
  ['a text over the limit', '00'.repeat((1 << 25) + 1)],
  ['a boxed text', Object('00')],
  ['a date', new Date(Number.NaN)],
  ['a map', new Map([['session', 'live']])],
  ['bytes', new Uint8Array(32)],
  ['a regular expression', /00/],
  ['an error', new Error('00')],
]);

/** Variants of a value, in shapes that JSON does not have, or repeated very often. */
export function distorted(value: unknown): ReadonlyMap<string, unknown> {
  if (typeof value !== 'object' || value === null) {
    return new Map<string, unknown>([
      ['its boxed form', Object(value ?? '')],
      ['a list of it', [value]],
      ['an object of it', { value }],
    ]);
  }
  const getters = Object.keys(value).map((key) => [key, { get: bomb, enumerable: true }]);
  const shapes: [string, unknown][] = [
    ['a proxy of it that throws', new Proxy(value, traps())],
    ['what inherits it', Object.create(value)],
    ['its members as getters', Object.defineProperties({}, Object.fromEntries(getters))],
    ['a list of it', [value]],
  ];
  if (!Array.isArray(value)) return new Map(shapes);
  const many = Array.from({ length: REPEATED }, (_, i) => value[i % value.length]);
  return new Map([
    ...shapes,
    ['its members in an object', { ...value }],
    ['itself with a hole', withHole(value)],
    ['itself many times', many],
  ]);
}
