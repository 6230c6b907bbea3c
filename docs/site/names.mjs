/** Calls a module by the name under which it is imported. */
import { Converter, ReflectionKind } from 'typedoc';

const NAMES = [
  [/^.*runners\/library\/(engine|vitest)$/, 'p2p-conform/$1'],
  [/^.*reports(?:\/index)?$/, 'p2p-conform/stream'],
  [/^.*library\/vectors(?:\/index(?:\.d)?)?$/, 'p2p-conform/vectors'],
  [/^.*reference\/bytes(?:\/index)?$/, 'p2p-conform/bytes'],
  [/^.*reference\/library\/(.*)$/, 'p2p-conform/reference/$1'],
];

export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (_context, reflection) => {
    if (reflection.kind !== ReflectionKind.Module) return;
    const found = NAMES.find(([pattern]) => pattern.test(reflection.name));
    if (found) reflection.name = reflection.name.replace(...found);
  });
}
