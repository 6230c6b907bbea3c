/**
 * The systematic mistakes in a codec, found in its syntax tree: a limit that is off by one, a wrong byte order, a
 * missing check, an alphabet that is too wide, an error that is swallowed.
 */

import { type AnyNode, type Expression, parse } from 'acorn';
import { defined } from '../../../defined.js';
import type { SourceChange } from './change.js';
import { type NodePlace, placesOf } from './walk.js';

type Draft = Omit<SourceChange, 'name'> & { readonly operator: string };

/** All changes of one module. `source` is its text in the build. */
export function changesOf(source: string): readonly SourceChange[] {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  const counts = new Map<string, number>();
  return placesOf(program)
    .flatMap((place) =>
      [...limits(place, source), ...orders(place, source), ...checks(place, source)]
        .concat(alphabets(place, source), strictness(place, source))
        .map((draft) => ({ draft, within: place.within })),
    )
    .map(({ draft: { operator, ...rest }, within }) => {
      const family = `${within}/${operator}`;
      const at = (counts.get(family) ?? 0) + 1;
      counts.set(family, at);
      return { name: `${family}-${at}`, ...rest };
    });
}

const textOf = (source: string, { start, end }: AnyNode): string => source.slice(start, end);

const shown = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 90 ? `${line.slice(0, 87)}...` : line;
};

const replaced = (source: string, node: AnyNode, text: string, operator: string, code?: string): Draft => ({
  operator,
  start: node.start,
  end: node.end,
  text,
  what: `${shown(textOf(source, node))} is ${text === '' ? 'left out' : shown(text)}.`,
  ...defined({ code }),
});

const REJECTING = /^(?:refuse|malformed|fail|reject)/;

/**
 * The reject code that a statement or expression throws. Empty if it rejects without a code, undefined if it does not
 * reject.
 */
function rejectedBy(node: AnyNode | null | undefined): string | undefined {
  switch (node?.type) {
    case 'BlockStatement':
      return node.body.length === 1 ? rejectedBy(node.body[0]) : undefined;
    case 'ThrowStatement':
    case 'ReturnStatement':
      return rejectedBy(node.argument);
    case 'ExpressionStatement':
      return rejectedBy(node.expression);
    case 'NewExpression':
      return node.callee.type === 'Identifier' && node.callee.name === 'DecodeError'
        ? textIn(node.arguments[0])
        : undefined;
    case 'CallExpression': {
      const { callee } = node;
      const name = callee.type === 'MemberExpression' ? callee.property : callee;
      return name.type === 'Identifier' && REJECTING.test(name.name) ? textIn(node.arguments[0]) : undefined;
    }
    default:
      return undefined;
  }
}

const textIn = (node: AnyNode | undefined): string =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : '';

/** The reject code of the check whose condition contains a node. */
function checkAround(above: readonly AnyNode[]): string | undefined {
  for (const node of above.toReversed()) {
    if (node.type === 'IfStatement') return rejectedBy(node.consequent);
    if (node.type === 'ConditionalExpression')
      return rejectedBy(node.consequent) ?? rejectedBy(node.alternate);
    if (node.type.endsWith('Statement') || node.type.endsWith('Declaration')) return undefined;
  }
  return undefined;
}

const ORDERED: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
/** The step that widens the interval of a comparison. */
const WIDER: Readonly<Record<string, number>> = { '<': -1, '<=': -1, '>': 1, '>=': 1 };

const isNumeric = (node: AnyNode): boolean =>
  (node.type === 'Literal' && (typeof node.value === 'number' || typeof node.value === 'bigint')) ||
  (node.type === 'Identifier' && /^[A-Z][A-Z0-9_]+$/.test(node.name));

const LOOPS: ReadonlySet<string> = new Set(['ForStatement', 'WhileStatement', 'DoWhileStatement']);
const isOfLoop = (above: readonly AnyNode[]): boolean => {
  const statement = above.findLast((node) => node.type.endsWith('Statement'));
  return statement !== undefined && LOOPS.has(statement.type);
};

/** Moves each limit by one, in both directions. */
function limits({ node, above }: NodePlace, source: string): Draft[] {
  // A changed loop may never end.
  if (node.type !== 'BinaryExpression' || isOfLoop(above)) return [];
  const { left, right, operator } = node;
  const code = checkAround(above);
  const [a, b] = [textOf(source, left), textOf(source, right)];
  const made = (text: string): Draft => replaced(source, node, text, 'limit', code);
  if (operator in ORDERED) {
    return [
      made(`${a} ${ORDERED[operator]} ${b}`),
      made(`${a} ${operator} shifted(${b}, ${WIDER[operator]})`),
    ];
  }
  if ((operator === '===' || operator === '!==') && isNumeric(right))
    return [-1, 1].map((by) => made(`${a} ${operator} shifted(${b}, ${by})`));
  return [];
}

const WIDE = /^u(?:16|32|64)(?:be|le)$|^[gs]et(?:Big)?Uint(?:16|32|64)$/;

/** Reverses the byte order of each number of several bytes. */
function orders({ node }: NodePlace, source: string): Draft[] {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return [];
  const { object, property } = node.callee;
  if (property.type !== 'Identifier' || !WIDE.test(property.name)) return [];
  const given = node.arguments.map((one) => textOf(source, one)).join(', ');
  return [
    {
      ...replaced(
        source,
        node,
        `swapped(${textOf(source, object)}, '${property.name}', ${given})`,
        'byte-order',
      ),
      what: `${shown(textOf(source, node).split('\n').at(-1) ?? '')} has the other byte order.`,
    },
  ];
}

const CHECKING = /^(?:check|want|assert|end$)/;

/** Omits each check, and each condition of a check. */
function checks({ node, above }: NodePlace, source: string): Draft[] {
  const drop = (what: AnyNode, code: string | undefined): Draft => ({
    ...replaced(source, what, ';', 'check', code),
    what: `${shown(textOf(source, what))} is left out.`,
  });
  if (node.type === 'IfStatement' && !node.alternate) {
    const code = rejectedBy(node.consequent);
    return code === undefined ? [] : [drop(node, code)];
  }
  if (node.type === 'ConditionalExpression') return branches(node, source);
  if (node.type === 'LogicalExpression' && node.operator !== '??') {
    const code = checkAround(above);
    // A check that needs one condition less rejects valid inputs, so it may break any clause.
    const broken = node.operator === '&&' ? undefined : code;
    const part = (kept: Expression): Draft =>
      replaced(source, node, textOf(source, kept), 'condition', broken);
    return code === undefined && !isPredicate(above) ? [] : [part(node.left), part(node.right)];
  }
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return [];
  const { callee, arguments: given } = node.expression;
  const name = callee.type === 'MemberExpression' ? callee.property : callee;
  if (name.type !== 'Identifier' || !CHECKING.test(name.name)) return [];
  return [drop(node, textIn(given[0]) || undefined)];
}

/** A choice between a value and a rejection always takes the value. */
function branches(node: Extract<AnyNode, { type: 'ConditionalExpression' }>, source: string): Draft[] {
  const [then, otherwise] = [rejectedBy(node.consequent), rejectedBy(node.alternate)];
  if (then !== undefined) return [replaced(source, node, textOf(source, node.alternate), 'check', then)];
  if (otherwise === undefined) return [];
  return [replaced(source, node, textOf(source, node.consequent), 'check', otherwise)];
}

/** The returned expression of a function may be a condition, too. */
const isPredicate = (above: readonly AnyNode[]): boolean => {
  const holder = above.findLast(({ type }) => type !== 'LogicalExpression');
  return (
    holder?.type === 'ReturnStatement' ||
    holder?.type === 'ArrowFunctionExpression' ||
    holder?.type === 'IfStatement'
  );
};

/** The pattern has letters of one case only, so the other case is another alphabet. */
const hasOneCase = (pattern: string): boolean =>
  /[A-Za-z]/.test(pattern.replaceAll(/\\.|A-Za-z|a-zA-Z|a-fA-F|A-Fa-f/g, ''));

const CLASS = /(?<!\\)\[(?:\\.|[^\]\\])+\]/g;
const COUNT = /\{(\d+),(\d+)\}/g;

/** Loosens each alphabet: a pattern without an end, any character in place of a class, or one more character. */
function alphabets({ node, above }: NodePlace, source: string): Draft[] {
  if (node.type !== 'Literal' || !node.regex) return [];
  const { pattern, flags } = node.regex;
  const code = checkAround(above);
  const other = (to: string, more = flags): Draft[] =>
    to === pattern && more === flags ? [] : [replaced(source, node, `/${to}/${more}`, 'alphabet', code)];
  return [
    ...other(pattern.replace(/^\^/, '')),
    ...other(pattern.replace(/(?<!\\)\$$/, '')),
    ...(hasOneCase(pattern) && !flags.includes('i') ? other(pattern, `${flags}i`) : []),
    ...[...pattern.matchAll(CLASS)].flatMap(({ 0: found, index }) =>
      other(`${pattern.slice(0, index)}[^]${pattern.slice(index + found.length)}`),
    ),
    ...[...pattern.matchAll(COUNT)].flatMap(({ 0: found, 1: low, 2: high, index }) => {
      const put = (text: string) =>
        other(pattern.slice(0, index) + text + pattern.slice(index + found.length));
      return [
        ...put(`{${low},${Number(high) + 1}}`),
        ...(Number(high) > Number(low) ? put(`{${low},${Number(high) - 1}}`) : []),
      ];
    }),
  ];
}

/** Strict readers, and what replaces them. */
const LENIENT: Readonly<Record<string, readonly string[]>> = {
  'base64url.decode': ['paddedBase64url', 'mixedBase64', 'spacedBase64url', 'trailingBase64url'],
  'zbase32.decode': ['upperZbase32', 'trailingZbase32'],
  'base32.decode': ['lowerBase32'],
  fromUtf8: ['lossyUtf8'],
  'reader.utf8': ['lossyField'],
  parseJson: ['lenientJson'],
  equalBytes: ['equalBeginning'],
};

/** Swallows each error of an inner call, so that a strict reader becomes lenient. */
function strictness({ node }: NodePlace, source: string): Draft[] {
  if (node.type !== 'CallExpression') return [];
  const callee = textOf(source, node.callee);
  const given = node.arguments.map((one) => textOf(source, one)).join(', ');
  return (LENIENT[callee] ?? []).map((name) => {
    const owner = node.callee.type === 'MemberExpression' ? `${textOf(source, node.callee.object)}, ` : '';
    return replaced(source, node, `${name}(${owner}${given})`, 'lenient');
  });
}
