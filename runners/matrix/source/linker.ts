/** Links modules of the build into functions, so that one module can be replaced without a new process. */
import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { compileFunction } from 'node:vm';
import { type AnyNode, type Program, parse } from 'acorn';
import { placesOf } from './walk.js';

export type Exports = Readonly<Record<string, unknown>>;

/** A module of the build, and its imports. */
export interface Linked {
  /** The path in the build folder: `reference/PROTOCOL/record.js`. */
  readonly path: string;
  readonly source: string;
  /** Paths of our own modules, and names of packages. */
  readonly imports: readonly string[];
}

/** The modules that an entry needs, in the order of their dependencies. */
export function graphOf(folder: string, entry: string): readonly Linked[] {
  const found = new Map<string, Linked>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    const source = readFileSync(join(folder, path), 'utf8');
    const imports = importsOf(parsed(source)).map((specifier) => resolved(path, specifier));
    for (const one of imports.filter(isOwn)) visit(one);
    found.set(path, { path, source, imports });
  };
  visit(entry);
  return [...found.values()];
}

const parsed = (source: string): Program => parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
export const isOwn = (specifier: string): boolean => specifier.endsWith('.js') && !specifier.startsWith('@');
const resolved = (from: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.join(dirname(from), specifier) : specifier;

function importsOf({ body }: Program): readonly string[] {
  return body.flatMap((node) => {
    if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration') return [];
    return typeof node.source?.value === 'string' ? [node.source.value] : [];
  });
}

const LOOPS: ReadonlySet<string> = new Set(['ForStatement', 'ForOfStatement', 'WhileStatement']);

/** The module with a call of `round` in each round of a loop, so that an endless loop can be ended. */
export function rounded(source: string): string {
  const bodies = placesOf(parsed(source)).flatMap(({ node }) =>
    LOOPS.has(node.type) && 'body' in node && !Array.isArray(node.body) ? [node.body as AnyNode] : [],
  );
  const put = bodies.flatMap(({ start, end }) => [[start, '{ round(); '] as const, [end, ' }'] as const]);
  // Inserts from the end, so that no other place moves. At the same place, the inner loop ends first.
  return put
    .map((one, order) => ({ at: one[0], text: one[1], order }))
    .sort((a, b) => b.at - a.at || a.order - b.order)
    .reduce((text, { at, text: more }) => text.slice(0, at) + more + text.slice(at), source);
}

/** Runs a module with its imports, and with the names of `around`. */
export function evaluate(
  { path, source }: Pick<Linked, 'path' | 'source'>,
  exportsOf: (specifier: string) => Exports,
  around: Exports,
): Exports {
  const run = compileFunction(asFunction(source), ['importing', ...Object.keys(around)], { filename: path });
  const importing = (specifier: string): Exports => exportsOf(resolved(path, specifier));
  return run(importing, ...Object.values(around)) as Exports;
}

/** The text of a function that returns what the module exports. */
function asFunction(source: string): string {
  const out: string[] = [];
  const exported: string[] = [];
  let at = 0;
  const put = (start: number, end: number, text: string): void => {
    out.push(source.slice(at, start), text);
    at = end;
  };
  for (const node of parsed(source).body) {
    if (node.type === 'ImportDeclaration') {
      const from = `importing(${JSON.stringify(node.source.value)})`;
      const names = node.specifiers.map((one) => {
        const local = one.local.name;
        if (one.type === 'ImportNamespaceSpecifier') return `const ${local} = ${from};`;
        const imported = one.type === 'ImportSpecifier' ? nameIn(one.imported) : 'default';
        return `const ${local} = ${from}[${JSON.stringify(imported)}];`;
      });
      put(node.start, node.end, names.join(' '));
    } else if (node.type === 'ExportNamedDeclaration') {
      const { declaration, source: from } = node;
      const owner = from ? `importing(${JSON.stringify(from.value)})` : undefined;
      for (const { local, exported: as } of node.specifiers) {
        const name = nameIn(local);
        exported.push(`${nameIn(as)}: ${owner ? `${owner}[${JSON.stringify(name)}]` : name}`);
      }
      if (!declaration) put(node.start, node.end, '');
      else {
        put(node.start, declaration.start, '');
        if (declaration.type !== 'VariableDeclaration') exported.push(declaration.id.name);
        else {
          for (const { id } of declaration.declarations) if (id.type === 'Identifier') exported.push(id.name);
        }
      }
    }
  }
  return `'use strict';${out.join('')}${source.slice(at)}\nreturn { ${exported.join(', ')} };`;
}

const nameIn = (node: { readonly type: string }): string => {
  const { name, value } = node as { readonly name?: string; readonly value?: string };
  return name ?? value ?? '';
};
