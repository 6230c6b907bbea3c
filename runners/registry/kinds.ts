import { referenceKind } from '../embedded/kind.js';
import { execKind } from '../exec/kind.js';
import type { TargetKind } from '../target_kind.js';
import { plugins } from './plugins.js';

export const kinds: readonly TargetKind[] = [
  referenceKind(plugins),
  execKind,
  ...plugins.flatMap((plugin) => plugin.kinds),
];
