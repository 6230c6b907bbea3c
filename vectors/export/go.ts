import type { VectorSet } from '../record.js';
import { type About, dataFiles, exampleOf, type Files, pascal, template } from './package.js';
import { papers } from './papers.js';
import type { Usage } from './readme.js';

/** As the template imports it. */
const MODULE = 'p2pconform.dev/vectors';

export function goPackage(sets: readonly VectorSet[], about: About): Files {
  const named = [...template('go')].map(
    ([path, text]) => [path, text.replaceAll(`"${MODULE}"`, `"${about.name}"`)] as const,
  );
  return new Map([
    ...named,
    ...dataFiles(sets, about, 'data/'),
    ['go.mod', `module ${about.name}\n\ngo 1.21\n`],
    ...papers(sets, about, usageOf(sets, about)),
    ['structures.go', functions(sets, about)],
  ]);
}

function functions(sets: readonly VectorSet[], { version }: About): string {
  const one = ({ structure, vectors }: VectorSet): string => {
    const name = pascal(structure);
    return `// ${name} returns the ${vectors.length} vectors of ${structure}.\nfunc ${name}() Set { return load("${structure}") }\n`;
  };
  return `package vectors

// Version is that of these vectors.
const Version = "${version}"

// Structures lists the names of all sets.
var Structures = []string{
${sets.map(({ structure }) => `\t"${structure}",\n`).join('')}}

${sets.map(one).join('\n')}`;
}

const usageOf = (sets: readonly VectorSet[], { name, version }: About): Usage => {
  const { structure, op } = exampleOf(sets);
  return {
    install: {
      published: `go get ${name}@v${version}`,
      folder: `go mod edit -require=${name}@v${version} -replace=${name}=./vectors`,
    },
    language: 'go',
    example: `// mine_test.go
package mine

import (
	"testing"

	vectors "${name}"
	"${name}/vectortest"
)

func TestMine(t *testing.T) {
	vectortest.Run(t, vectors.${pascal(structure)}(), vectortest.Codec{
		"${op}": func(given map[string]any, input any) (any, error) { return ${pascal(op)}(input.(string)) },
	}, vectortest.Options{})
}`,
    told: '`Run` makes a subtest of each vector; `Options` chooses others than the musts of the literal dialect. An operation returns what it accepts, compared as JSON, and an error for what it rejects. Vectors of an operation that you do not name are skipped.',
    manifest: 'data/manifest.json',
  };
};
