/**
 * Which functions of a module the vectors reach. A mistake in any other function is a matter of peers, not of a codec.
 */
import { type AnyNode, parse } from 'acorn';
import { placesOf } from './walk.js';

const FUNCTIONS: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
]);

/** The module with a call of `reached` in each function, with the position where it starts. */
export function telling(source: string): string {
  const program = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  const put = placesOf(program).flatMap(({ node }): (readonly [number, string])[] => {
    const body = bodyOf(node);
    if (!body) return [];
    if (body.type === 'BlockStatement') return [[body.start + 1, ` reached(${node.start});`]];
    return [
      [body.start, `(reached(${node.start}), `],
      [body.end, ')'],
    ];
  });
  return put
    .map(([at, text], order) => ({ at, text, order }))
    .sort((a, b) => b.at - a.at || a.order - b.order)
    .reduce((text, { at, text: more }) => text.slice(0, at) + more + text.slice(at), source);
}

const bodyOf = (node: AnyNode): AnyNode | undefined =>
  FUNCTIONS.has(node.type) && 'body' in node ? (node.body as AnyNode) : undefined;

/** The start of the innermost function around a place. Undefined outside of all functions. */
export function functionsIn(source: string): (at: number) => number | undefined {
  const spans = placesOf(parse(source, { ecmaVersion: 'latest', sourceType: 'module' }))
    .map(({ node }) => node)
    .filter((node) => bodyOf(node) !== undefined);
  return (at) => spans.filter(({ start, end }) => start <= at && at < end).at(-1)?.start;
}
