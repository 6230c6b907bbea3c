/** Walks the syntax tree of a module, with the place of each node. */
import type { AnyNode } from 'acorn';

export interface NodePlace {
  readonly node: AnyNode;
  /** The ancestors, from the module to the parent. */
  readonly above: readonly AnyNode[];
  /** The name of the function around it, as `canonical.decode`; `module` outside of all functions. */
  readonly within: string;
}

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

function childrenOf(node: AnyNode): readonly AnyNode[] {
  return Object.values(node).flatMap((value: unknown) => {
    if (Array.isArray(value)) return value.filter(isNode);
    return isNode(value) ? [value] : [];
  });
}

export function placesOf(root: AnyNode): readonly NodePlace[] {
  const places: NodePlace[] = [];
  const visit = (node: AnyNode, above: readonly AnyNode[], names: readonly string[]): void => {
    const named = nameOf(node);
    const inside = named === undefined ? names : [...names, named];
    places.push({ node, above, within: inside.join('.') || 'module' });
    for (const child of childrenOf(node)) visit(child, [...above, node], inside);
  };
  visit(root, [], []);
  return places;
}

/** The nodes that have a name: functions, methods, and constants other than plain values. */
function nameOf(node: AnyNode): string | undefined {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return node.id?.name;
    case 'VariableDeclarator':
      return node.id.type === 'Identifier' && node.init && holdsCode(node.init) ? node.id.name : undefined;
    case 'Property':
    case 'MethodDefinition':
      return node.key.type === 'Identifier' && node.value && holdsCode(node.value)
        ? node.key.name
        : undefined;
    default:
      return undefined;
  }
}

const CODE: ReadonlySet<string> = new Set([
  'ArrowFunctionExpression',
  'FunctionExpression',
  'ObjectExpression',
  'CallExpression',
]);

/** A call makes a codec of functions, as `Object.freeze({...})` does. */
const holdsCode = (node: AnyNode): boolean =>
  CODE.has(node.type) && (node.type !== 'CallExpression' || node.arguments.some((one) => CODE.has(one.type)));
