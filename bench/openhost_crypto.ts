/**
 * The cost of the codecs above the cryptography that they need. The calls of node:crypto are recorded, and then made
 * again without the codecs.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { hex } from '../reference/bytes/hex.js';
import { publicKeyOf, sign, verifyPlain } from '../reference/crypto/ed25519.js';
import { openPacket, signPacket } from '../reference/openhost/packet.js';
import { signRecord } from '../reference/openhost/record.js';
import type { Structure } from '../reference/structure.js';
import { structures } from '../reference/structures.js';
import { sameJson } from '../suites/case.js';
import { loadVectorFile } from '../vectors/load.js';
import type { Vector } from '../vectors/vector.js';

const ROUNDS = 40;
const KEYED = ['verify', 'sign', 'createPublicKey', 'createPrivateKey', 'diffieHellman'] as const;
const HASHES = ['createHash', 'createHmac'] as const;

type Loose = Record<string, (...given: unknown[]) => unknown>;
interface Hashing {
  update(data: unknown): Hashing;
  digest(): unknown;
}

/** The calls of node:crypto that some work makes, ready to be repeated. */
function callsOf(work: () => void): (() => unknown)[] {
  const calls: (() => unknown)[] = [];
  const open = crypto as unknown as Loose;
  const originals = [...KEYED, ...HASHES].map((name) => [name, open[name] as Loose[string]] as const);
  for (const [name, original] of originals) {
    open[name] = HASHES.some((one) => one === name)
      ? (...given) => {
          const hash = original(...given) as Hashing;
          const parts: unknown[] = [];
          const update = hash.update.bind(hash);
          hash.update = (data) => {
            parts.push(data);
            update(data);
            return hash;
          };
          calls.push(() =>
            parts.reduce((to: Hashing, part) => to.update(part), original(...given) as Hashing).digest(),
          );
          return hash;
        }
      : (...given) => {
          calls.push(() => original(...given));
          return original(...given);
        };
  }
  syncBuiltinESMExports();
  try {
    work();
  } finally {
    for (const [name, original] of originals) open[name] = original;
    syncBuiltinESMExports();
  }
  return calls;
}

function again(call: () => unknown): void {
  try {
    call();
  } catch {
    // An invalid key fails in the repeated call, too.
  }
}

function check({ operations, reopen }: Structure, { op, given, input, expect }: Vector): boolean {
  try {
    const answer = operations[op]?.(given, input) ?? null;
    if (!('accept' in expect)) return false;
    return sameJson(
      expect.by === 'reopening' ? (reopen?.[op]?.(given, answer) ?? null) : answer,
      expect.accept,
    );
  } catch {
    return 'reject' in expect;
  }
}

/** The milliseconds of the fastest round of each side. The rounds alternate. */
function race(ours: () => void, bare: () => void): { ours: number; bare: number } {
  const best = { ours: Number.POSITIVE_INFINITY, bare: Number.POSITIVE_INFINITY };
  const timed = (work: () => void) => {
    const started = performance.now();
    work();
    return performance.now() - started;
  };
  for (let round = 0; round < ROUNDS; round++) {
    best.ours = Math.min(best.ours, timed(ours));
    best.bare = Math.min(best.bare, timed(bare));
  }
  return best;
}

function signatures() {
  const signing = ['record', 'binding', 'packet'].flatMap((name) => {
    const file = loadVectorFile(`openhost/${name}`);
    const structure = structures.get(file.structure);
    if (!structure) throw new Error(`no structure ${file.structure}`);
    return file.vectors.map((vector) => ({ structure, vector }));
  });
  const bearing = signing.flatMap((one) => {
    const calls = callsOf(() => check(one.structure, one.vector));
    return calls.length > 0 ? [{ ...one, calls }] : [];
  });
  if (!bearing.every(({ structure, vector }) => check(structure, vector))) {
    throw new Error('the reference fails a vector of its own');
  }
  const calls = bearing.flatMap((one) => one.calls);
  const { ours, bare } = race(
    () => {
      for (const { structure, vector } of bearing) check(structure, vector);
    },
    () => calls.forEach(again),
  );
  return {
    what: `${bearing.length} signature-bearing vectors in ${ours.toFixed(1)} ms, their ${calls.length} bare calls of node:crypto in ${bare.toFixed(1)} ms`,
    ratio: bare / ours,
    target: 1 / 1.3,
  };
}

/** A packet as a client gets it from a relay: the record of the host and two answers, close to the size limit. */
function fullPacket() {
  const seed = new Uint8Array(32).fill(3);
  const signer = { publicKey: publicKeyOf(seed), sign: (message: Uint8Array) => sign(seed, message) };
  const thirtyTwo = new Uint8Array(32).fill(1);
  const record = {
    version: 2,
    ts: 1_700_000_000n,
    dtlsFp: thirtyTwo,
    roles: 'server',
    salt: thirtyTwo,
    disc: '',
  };
  const value = signRecord(seed, { ...record, version: 2 });
  const answer = 'A'.repeat(280);
  const payload = signPacket(signer, 1_700_000_000n, [
    { label: '_openhost', ttl: 300, value },
    { label: '_answer-aaaaaaaaaaaaaaaaaaaaaaaaaa-0', ttl: 30, value: answer },
    { label: '_answer-bbbbbbbbbbbbbbbbbbbbbbbbbb-0', ttl: 30, value: answer },
  ]);
  const resolve = structures.get('openhost/packet')?.operations['resolve'];
  const given = { public_key: hex.encode(signer.publicKey), now: '1700000000' };
  const input = hex.encode(payload);
  if (openPacket(signer.publicKey, payload).records.length !== 3) throw new Error('the packet is not whole');
  const signature = payload.subarray(0, 64);
  const message = payload.subarray(64);
  const times = 20;
  const { ours, bare } = race(
    () => {
      for (let i = 0; i < times; i++) resolve?.(given, input);
    },
    () => {
      for (let i = 0; i < 2 * times; i++) verifyPlain(signer.publicKey, message, signature);
    },
  );
  return {
    what: `a packet of ${payload.length} bytes with record and two answers in ${((1000 * ours) / times).toFixed(0)} µs, its two bare verifies in ${((1000 * bare) / times).toFixed(0)} µs`,
    ratio: bare / ours,
    target: 1 / 2,
  };
}

export const benches = [{ name: 'openhost/crypto', run: async () => [signatures(), fullPacket()] }];
