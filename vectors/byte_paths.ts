/** Where `contentEncoding: base16` applies in a vector file: the texts that are bytes in its CBOR twin. */
import { validatorsIn } from '../validators.js';
import { schemaIdOf } from './load.js';

export type BytePaths = (structure: string, file: unknown) => readonly string[];

/** Compiles the schemas: which of their branches hold of a file is what ajv finds out while it validates. */
export function openBytePaths(): BytePaths {
  const paths = new Set<string>();
  const ajv = validatorsIn('vectors', { code: { optimize: false }, validateSchema: false });
  ajv.removeKeyword('contentEncoding');
  ajv.addKeyword({
    keyword: 'contentEncoding',
    type: 'string',
    schemaType: 'string',
    validate: (encoding: string, _data: string, _parent?: unknown, context?: { instancePath: string }) => {
      if (encoding === 'base16' && context) paths.add(context.instancePath);
      return true;
    },
  });
  return (structure, file) => {
    paths.clear();
    ajv.getSchema(schemaIdOf(structure))?.(file);
    return [...paths];
  };
}
