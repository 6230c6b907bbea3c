/** Messages whose command line would need a build or a missing package. A call throws them instead. */
import { generateKeyPairSync } from 'node:crypto';
import { missingPackage } from '../../../optional_package.js';
import { opened, signed } from '../../../reports/attestation/envelope.js';
import { bakeAll } from '../../../vectors/generate/generate.js';
import type { Draft } from '../../../vectors/generate/recipe.js';
import { keyFileRecipe as recipe } from '../../../vectors/generate/tunnel/keys.js';
import { type MessageRow, rowsOf } from './row.js';

const keyPair = () => generateKeyPairSync('ed25519');

const [draft] = recipe.drafts();
const baked =
  (change: object, of: object = {}) =>
  () =>
    draft && bakeAll([{ ...recipe, ...of, drafts: () => [{ ...draft, ...change } as Draft] }], new Set());

export const calls: readonly MessageRow[] = [
  ...rowsOf('Occupied', [
    ['init adapter --lang python --out taken', 'already exists', 'taken/adapter.py', 'name another --out'],
  ]),
  ...rowsOf('OutFolderError', [
    ['vectors export --out taken', 'is not empty', '--out taken', 'name a new folder'],
    ['vectors export --out text.txt', 'is a file', '--out text.txt', 'name a new folder'],
  ]),
  {
    raises: 'RecipeError',
    ask: baked({ op: 'juggle' }),
    what: 'has no operation juggle',
    where: `${recipe.structure}/${draft?.slug}`,
    next: 'known: ',
  },
  {
    raises: 'RecipeError',
    ask: baked({ requires: ['NOPE-1'] }),
    what: 'requires NOPE-1',
    where: `${recipe.structure}/${draft?.slug}`,
    next: 'conform list requirements shows them',
  },
  {
    raises: 'RecipeError',
    ask: baked({ accept: undefined, reject: 'no/such' }),
    what: 'expected reject no/such',
    where: `${recipe.structure}/${draft?.slug}`,
    next: 'correct the record, or the codec',
  },
  {
    raises: 'RecipeError',
    ask: baked({}, { structure: 'punch/none' }),
    what: 'no structure',
    where: 'punch/none',
    next: 'add its *.structure.ts',
  },
  {
    raises: 'RecipeError',
    ask: baked({ accept: '00' }),
    what: 'the reference returns',
    where: `${recipe.structure}/${draft?.slug}`,
    next: 'correct the record, or the codec',
  },
  {
    raises: 'Refused',
    ask: () => opened(signed(Buffer.from('{}'), keyPair().privateKey), keyPair().publicKey),
    what: 'it is signed by another key',
    where: 'the key given is',
    next: 'give the public key of who signed it',
  },
  {
    raises: 'Refused',
    ask() {
      const { privateKey, publicKey } = keyPair();
      const envelope = signed(Buffer.from('{}'), privateKey);
      opened({ ...envelope, payload: Buffer.from('[]').toString('base64') }, publicKey);
    },
    what: 'its signature does not hold',
    where: 'the envelope was changed',
    next: 'get it anew from who signed it',
  },
  {
    raises: 'MissingPackage',
    ask() {
      const error = new Error("Cannot find package 'werift' imported from peer.js");
      throw missingPackage(Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' }));
    },
    what: 'is not installed',
    where: 'werift',
    next: 'npm install werift@',
  },
];
