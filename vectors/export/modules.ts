/** The vectors as JavaScript modules with types, one for each structure, for imports of `p2p-conform/vectors`. */
import type { VectorSet } from '../record.js';
import type { Files } from './package.js';

/** `recordTypes` is the path from the index to the declaration of `VectorSet`. */
export function vectorModules(sets: readonly VectorSet[], recordTypes: string): Files {
  const files = new Map<string, string>();
  for (const set of sets) {
    files.set(`${set.structure}.js`, moduleOf(set));
    files.set(`${set.structure}.d.ts`, declarationOf(`../${recordTypes}`));
  }
  files.set('index.js', indexOf(sets));
  files.set('index.d.ts', indexDeclaration(sets, recordTypes));
  return files;
}

/** Writes one vector on each line, so that a diff of two versions is readable, and each cited clause only once. */
function moduleOf({ $schema: _schema, vectors, ...head }: VectorSet): string {
  const members = Object.entries(head).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},\n`);
  const clauses = table(vectors.flatMap((vector) => vector.clauses));
  const findings = table(vectors.flatMap((vector) => vector.findings));
  const lines = vectors.map(({ clauses: cited, findings: found, ...vector }) => {
    const own = JSON.stringify(vector).slice(0, -1);
    return `    ${own},"clauses":[${named('c', cited)}],"findings":[${named('f', found)}]},\n`;
  });
  return `const c = ${clauses};
const f = ${findings};
export const set = {
${members.join('')}  vectors: [
${lines.join('')}  ],
};
export default set;
`;
}

const table = (items: readonly { readonly id: string }[]): string =>
  `{\n${[...new Map(items.map((item) => [item.id, item]))].map(([id, item]) => `  '${id}': ${JSON.stringify(item)},\n`).join('')}}`;

const named = (variable: string, items: readonly { readonly id: string }[]): string =>
  items.map(({ id }) => `${variable}['${id}']`).join(',');

const declarationOf = (recordTypes: string): string =>
  `import type { VectorSet } from '${recordTypes}';\nexport declare const set: VectorSet;\nexport default set;\n`;

const variableOf = (structure: string): string =>
  structure.replace(/[^a-z0-9]+(\w)/g, (_mark, letter: string) => letter.toUpperCase());

function indexOf(sets: readonly VectorSet[]): string {
  const imports = sets.map(({ structure }) => `import ${variableOf(structure)} from './${structure}.js';\n`);
  const members = sets.map(({ structure }) => `  '${structure}': ${variableOf(structure)},\n`);
  return `${imports.join('')}\nexport const vectorSets = {\n${members.join('')}};\n`;
}

function indexDeclaration(sets: readonly VectorSet[], recordTypes: string): string {
  const names = sets.map(({ structure }) => `'${structure}'`).join(' | ');
  return `import type { VectorSet } from '${recordTypes}';
export type { Clause, VectorFinding, VectorLevel, VectorRecord, VectorSet } from '${recordTypes}';
export type StructureName = ${names};
export declare const vectorSets: Readonly<Record<StructureName, VectorSet>>;
`;
}
