/** What the fuzzer knows of the protocols beside their vectors. */
import { plugins } from './plugins.js';

export async function grammars() {
  const all = await Promise.all(plugins.flatMap(({ fuzz }) => fuzz?.() ?? []));
  return all.map(({ grammar }) => grammar);
}

export async function liveModels() {
  const all = await Promise.all(plugins.flatMap(({ models }) => models?.() ?? []));
  return all.flatMap(({ models }) => models);
}
