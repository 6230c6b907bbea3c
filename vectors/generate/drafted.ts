/** Makes drafts of one kind, and names their shared fields once. */
import type { Json } from '../../reference/structure.js';
import type { Draft, DraftFields } from './recipe.js';

/** The fields that a kind may set for all its drafts. A draft may override them. */
type Shared = Pick<Draft, 'given' | 'dialect' | 'tags' | 'source'>;

interface Kind extends Shared {
  readonly op: string;
  /** Makes the slug of a draft. By default, the name of the operation comes before it. */
  readonly named?: (slug: string) => string;
}

const behind =
  (op: string) =>
  (slug: string): string =>
    `${op}-${slug}`;

export const accepting =
  ({ op, named = behind(op), ...shared }: Kind & Pick<Draft, 'by'>) =>
  (
    slug: string,
    title: string,
    input: Json,
    accept: Json,
    requires: string | readonly string[],
    why: string,
    own: Shared = {},
  ): Draft => ({
    ...shared,
    ...own,
    slug: named(slug),
    title,
    requires: [requires].flat(),
    op,
    input,
    accept,
    why,
  });

/** `beside`: the slug of the accepted neighbour within its kind. */
export const refusing =
  ({ op, named = behind(op), beside, ...shared }: Kind & { readonly beside: string }) =>
  (
    slug: string,
    title: string,
    input: Json,
    reject: string,
    requires: string | readonly string[],
    why: string,
    { beside: neighbour = beside, ...own }: Shared & { readonly beside?: string } = {},
  ): Draft => ({
    ...shared,
    ...own,
    slug: named(slug),
    title,
    requires: [requires].flat(),
    op,
    input,
    reject,
    twin: named(neighbour),
    why,
  });

interface Rejection extends Shared {
  readonly reject: string;
  readonly requires: string | readonly string[];
  readonly why: string;
  readonly beside?: string;
}

/** One rejected input, with the fields in which it differs from its group. */
export type RejectedRow = readonly [slug: string, title: string, input: Json, own?: Partial<Rejection>];

/** Rejected inputs in groups. Each group names the shared fields of its rows once. */
export const refusingEach = (kind: Kind & { readonly beside: string }) => {
  const refuse = refusing(kind);
  return (common: Rejection, rows: readonly RejectedRow[]): Draft[] =>
    rows.map(([slug, title, input, own]) => {
      const { reject, requires, why, ...rest } = { ...common, ...own };
      return refuse(slug, title, input, reject, requires, why, rest);
    });
};

/** Two drafts: the bytes are decoded to the value, and the value is encoded to the bytes. */
export const bothWays = (
  shared: Omit<DraftFields, 'op' | 'input'>,
  bytes: string,
  value: Json,
): [read: Draft, written: Draft] => [
  { ...shared, slug: `decode-${shared.slug}`, op: 'decode', input: bytes, accept: value },
  { ...shared, slug: `encode-${shared.slug}`, op: 'encode', input: value, accept: bytes },
];
