/** The codecs of openhost bundled for a browser: without a module of node they answer every vector as they do here. */
import { readdirSync, readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import { type BuildResult, build, type Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from '../../package.js';
import type { JsonObject } from '../structure.js';

type Ask = (structure: string, op: string, given: string, input: string) => string;

interface Vectors {
  readonly structure: string;
  readonly vectors: readonly {
    readonly id: string;
    readonly op: string;
    readonly given: JsonObject;
    readonly input: unknown;
    readonly expect: { readonly accept?: unknown; readonly reject?: string; readonly by?: string };
  }[];
}

const entry = `
  import { ask } from './dist/reference/openhost/browser.js';
  globalThis.ask = (name, op, given, input) =>
    JSON.stringify(ask(name, op, JSON.parse(given), JSON.parse(input)));`;

let bundle: BuildResult<{ write: false; metafile: true }>;
let ask: Ask;
beforeAll(async () => {
  bundle = await build({
    stdin: { contents: entry, resolveDir: inPackage() },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const globals = { TextEncoder, TextDecoder, URL, crypto: globalThis.crypto };
  const page = createContext(globals) as typeof globals & { ask: Ask };
  runInContext(bundle.outputFiles[0]?.text ?? '', page, { timeout: 5000 });
  ask = page.ask;
});

const files = readdirSync(inPackage('vectors', 'openhost'))
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(inPackage('vectors', 'openhost', name), 'utf8')) as Vectors);

describe('bundled for a browser', () => {
  it('they bring no peer, no runner and nothing of node', () => {
    const inputs = Object.keys((bundle.metafile as Metafile).inputs);
    for (const small of ['platform_browser', 'sealing_browser'])
      expect(inputs).toContain(`dist/reference/crypto/${small}.js`);
    expect(inputs.filter((path) => /tweetnacl|@noble\/curves/.test(path))).toEqual([]);
    expect(inputs.filter((path) => /\/peers\/|werift|^dist\/(?!reference\/)/.test(path))).toEqual([]);
    expect(bundle.outputFiles[0]?.text).not.toMatch(/["']node:/);
  });

  it.each(files.map((file) => [file.structure, file] as const))(
    '%s answers as here',
    (structure, { vectors }) => {
      for (const { id, op, given, input, expect: wanted } of vectors) {
        const answer = JSON.parse(ask(structure, op, JSON.stringify(given), JSON.stringify(input)));
        if (wanted.reject !== undefined) expect(answer, id).toEqual({ reject: wanted.reject });
        else if (wanted.by === undefined) expect(answer, id).toEqual({ accept: wanted.accept });
        else expect(answer, id).toHaveProperty('accept');
      }
    },
  );
});
