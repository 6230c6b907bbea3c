import { createHash } from 'node:crypto';
import { defineCase } from '../case.js';
import type { Case } from '../model.js';
import { besideServices, DEADLINE, type Ends, refusal } from './lab_case.js';
import type { Absence, Program, Running, TunnelLab } from './port.js';

/** Which program is at which end. If a case fails in only one pairing, that shows which program is at fault. */
export interface Pairing {
  readonly name: string;
  readonly suffix: string;
  readonly out: Program;
  readonly into: Program;
}

export const itself: Pairing = { name: 'target to target', suffix: '', out: 'target', into: 'target' };

const pairings: readonly Pairing[] = [
  itself,
  {
    name: 'in of the target to out of the reference',
    suffix: '-to-reference',
    out: 'reference',
    into: 'target',
  },
  {
    name: 'in of the reference to out of the target',
    suffix: '-from-reference',
    out: 'target',
    into: 'reference',
  },
];

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const text = (value: string): Uint8Array => new Uint8Array(Buffer.from(value, 'latin1'));
/** The bytes as a failure shows them. */
export const textOf = (came: Uint8Array | Absence): string =>
  typeof came === 'string' ? `(${came})` : Buffer.from(came).toString();

export interface Tunnel {
  readonly out: Running & { readonly key: string };
  readonly into: Running;
  readonly local: number;
}

/** Both ends: `out` with these specs, and `in` with these mappings. */
export async function openEnds(
  lab: TunnelLab,
  pairing: Pairing,
  specs: readonly string[],
  mappings: readonly string[],
): Promise<Omit<Tunnel, 'local'>> {
  const out = await lab.out(specs, { program: pairing.out });
  return { out, into: await lab.into(out.key, mappings, { program: pairing.into }) };
}

/** The port of a service, at a local port. */
export async function openTunnel(
  lab: TunnelLab,
  pairing: Pairing,
  remote: number,
  proto = '',
): Promise<Tunnel> {
  const local = await lab.freePort();
  const spec = `${remote}${proto}`;
  return { ...(await openEnds(lab, pairing, [spec], [`${local}:${spec}`])), local };
}

/** The port of a service, at the stdio of `in`. */
export const openBridge = async (lab: TunnelLab, pairing: Pairing, remote: number): Promise<Running> =>
  (await openEnds(lab, pairing, [`${remote}`], [`-:${remote}`])).into;

/** One script, which runs in every pairing. */
export interface Script {
  readonly slug: string;
  readonly title: string;
  /** What goes wrong in the field. */
  readonly why: string;
  readonly requires: readonly string[];
  /** The end under test. The pairing with the reference at that end is left out. */
  readonly end?: 'out' | 'in';
  /** A weaker level than that of its strongest requirement. */
  readonly level?: 'should';
  /** The control of a refusal, as section and slug. It runs in the same pairing. */
  readonly control?: string;
  run(context: Ends, pairing: Pairing): Promise<void>;
}

const pairingsOf = ({ end }: Script): readonly Pairing[] =>
  pairings.filter(({ out, into }) => end === undefined || { out, in: into }[end] === 'target');

export const put = (section: string, list: readonly Script[]): Case[] =>
  list.flatMap((script) =>
    pairingsOf(script).map((pairing) =>
      defineCase({
        id: `tunnel/${section}/${script.slug}${pairing.suffix}`,
        title: `${script.title} (${pairing.name})`,
        why: script.why,
        requires: pairing.suffix === '' ? script.requires : [...script.requires, 'TUNNEL-FORWARDING-2'],
        // The text does not define the wire format (TUNNEL-F01), so only a pairing of a target with itself may gate.
        ...(pairing.suffix === '' && script.level === undefined ? {} : { level: 'should' as const }),
        ...(script.control === undefined
          ? { expects: 'service' as const }
          : refusal(`${script.control}${pairing.suffix}`)),
        ports: ['tunnel'],
        deadline: DEADLINE,
        run: besideServices((context) => script.run(context, pairing)),
      }),
    ),
  );
