/** Tests the lint against swallowed errors in suites and ports. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inPackage } from '../package.js';
import { flagged } from './testing/linted.js';

const swallow: readonly string[] = [
  'try { f(); } catch { f(); }',
  'try { f(); } catch { f(); } finally { f(); }',
  'try { f(); } catch (error) { f(); }',
  'try { f(); } catch (error) { f(error instanceof Error ? error.message : String(error)); }',
  'try { f(); } catch (error: unknown) { g = new Narrow(String(error)); }',
  "try { f(); } catch (cause) { throw new Narrow('a', { cause }); }",
  'g = p.catch(() => undefined);',
  'g = p?.catch(() => undefined);',
  'g = p.catch(async () => { f(); });',
  'g = p.catch(function () { f(); });',
  'g = p.catch((error) => error);',
  'g = p.catch((error: Error) => error.message);',
  'g = p.then(f, () => undefined);',
  'g = p.then(undefined, (error) => { f(String(error)); });',
];
const name: readonly string[] = [
  'try { f(); } catch (error) { if (!(error instanceof Narrow)) throw error; f(); }',
  "try { f(); } catch (error) { throw error instanceof Narrow ? new Error('a') : error; }",
  'try { f(); } catch (error) { f(); throw error; }',
  "try { f(); } catch (error) { g = blockedOr(error, 'a'); }",
  'try { f(); } finally { f(); }',
  'g = p.catch(blockedOr);',
  'g = p.catch((error: unknown) => { if (!(error instanceof Narrow)) throw error; });',
  'g = p.then(f, (error: unknown) => blockedOr(error));',
  'g = p.then(f, blockedOr);',
  'g = p.then(() => f());',
];

const inFunction = (statement = ''): string => `export async function one() {\n  ${statement}\n}\n`;

it('finds each handler in suites and ports that swallows errors, and no handler that names them', () => {
  const places = ['suites/punch', 'runners/punch', 'runners/openhost', 'runners/tunnel'];
  const at = (index: number, kind: string) => `${places[index % places.length]}/${kind}_${index}.ts`;
  const wrong = Object.fromEntries(swallow.map((text, index) => [at(index, 'wrong'), inFunction(text)]));
  const right = Object.fromEntries(name.map((text, index) => [at(index, 'right'), inFunction(text)]));
  const bare = inFunction(swallow[0]);
  const elsewhere = { 'bin/other.ts': bare, 'suites/punch/some.test.ts': bare };
  expect(flagged('plugin', { ...wrong, ...right, ...elsewhere })).toEqual(Object.keys(wrong).sort());
});

/**
 * These files read files of the operator, or look at a target before its first case. No verdict depends on the errors
 * that they catch.
 */
const EXCEPTED = ['companion', 'description', 'first_look', 'index'].map(
  (name) => `runners/punch/${name}.ts`,
);

it('has exceptions only with a reason, and only for files that need one', () => {
  const { overrides } = JSON.parse(readFileSync(inPackage('biome.json'), 'utf8')) as {
    overrides: readonly { includes: readonly string[]; plugins?: readonly string[] }[];
  };
  const excepted = overrides
    .filter(({ plugins }) => plugins !== undefined)
    .flatMap(({ includes }) => includes)
    .filter((glob) => glob.startsWith('!') && !glob.includes('*'))
    .map((glob) => glob.slice(1));
  expect(excepted).toEqual(EXCEPTED);
  const [swallowing = ''] = swallow;
  const asNew = (path: string) => `suites/excepted/${path}`;
  const text = (path: string) => (existsSync(inPackage(path)) ? readFileSync(inPackage(path), 'utf8') : '');
  const all = Object.fromEntries(excepted.map((path) => [asNew(path), text(path)]));
  const control = 'suites/excepted/control.ts';
  const found = flagged('plugin', { ...all, [control]: inFunction(swallowing) });
  expect(found).toContain(control);
  expect(excepted.filter((path) => !found.includes(asNew(path)))).toEqual([]);
});
