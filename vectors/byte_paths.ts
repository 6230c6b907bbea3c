/** The places of a vector file with `contentEncoding: base16`: texts that are byte strings in its CBOR twin. */
import { validatorsIn } from '../validators.js';
import { schemaIdOf } from './load.js';

export type BytePaths = (structure: string, file: unknown) => readonly string[];

/** Compiles the schemas, because only the validation by ajv shows which branches of a schema apply to a file. */
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
