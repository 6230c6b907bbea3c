import type { VectorSet } from '../record.js';
import { type About, dataFiles, type Files, pascal, template } from './package.js';
import { readme } from './readme.js';

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
    ['README.md', readme(sets, about, usageOf(about))],
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

const usageOf = ({ name, version }: About) => ({
  install: `go get ${name}@v${version}`,
  language: 'go',
  example: `// token_test.go
import (
	"testing"

	vectors "${name}"
	"${name}/vectortest"
)

func TestToken(t *testing.T) {
	vectortest.Run(t, vectors.PunchToken(), vectortest.Codec{
		"decode": func(given map[string]any, input any) (any, error) { return Decode(input.(string)) },
	}, vectortest.Options{})
}`,
  told: '`Run` makes a subtest of each vector. An operation returns what it accepts, compared as JSON, and an error for what it rejects. Vectors of an operation that you do not name are skipped.',
});
