/** Changes of the codecs of a protocol that make no difference, grouped by the reason. */
export type SameChanges = readonly {
  readonly reason: string;
  /** `module/function/operator-N`. */
  readonly changes: readonly string[];
}[];

export const changesIn = (same: SameChanges): ReadonlySet<string> =>
  new Set(same.flatMap(({ changes }) => changes));
