/** The codecs as esbuild bundles them for a browser, and their sizes. */
import { build } from 'esbuild';
import { inPackage } from '../../package.js';
import { structures } from '../../reference/structures.js';

async function bundle(contents: string, minify: boolean): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: inPackage() },
    bundle: true,
    minify,
    format: 'iife',
    platform: 'browser',
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]?.text ?? '';
}

/** A script that runs every vector through every codec, and returns the differences. */
export function vectorScript(): Promise<string> {
  const names = [...structures.keys()];
  const imports = names.map(
    (name, at) => `import { structure as s${at} } from 'p2p-conform/reference/${name}';`,
  );
  return bundle(
    `${imports.join('\n')}
    import { DecodeError } from 'p2p-conform/bytes';
    import { vectorSets } from 'p2p-conform/vectors';
    const structures = [${names.map((_name, at) => `s${at}`).join(', ')}];
    const sorted = (value) => JSON.stringify(value, (_key, one) =>
      one && typeof one === 'object' && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))) : one);
    globalThis.askAll = () => {
      let asked = 0;
      const wrong = [];
      for (const { name, operations, reopen } of structures) {
        for (const { id, op, given, input, expect } of vectorSets[name]?.vectors ?? []) {
          asked++;
          let answer;
          try {
            const made = operations[op](given, input);
            answer = { accept: expect.by === 'reopening' ? reopen[op](given, made) : made };
          } catch (error) {
            answer = error instanceof DecodeError ? { reject: error.code } : { crash: String(error) };
          }
          const wanted = 'reject' in expect ? { reject: expect.reject } : { accept: expect.accept };
          if (sorted(answer) !== sorted(wanted)) wrong.push(id + ': ' + sorted(answer).slice(0, 200));
        }
      }
      return { asked, wrong };
    };
    if (typeof document === 'undefined') postMessage(askAll());`,
    false,
  );
}

/** The bytes of one codec with its dependencies, minified. */
export async function sizeOf(name: string): Promise<number> {
  const text = await bundle(`export * from 'p2p-conform/reference/${name}';`, true);
  return Buffer.byteLength(text);
}
