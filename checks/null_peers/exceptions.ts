import type { Exception } from './peer.js';

/** Gating cases that may pass against a null peer, each with its reason: ten at most. */
export const exceptions: readonly Exception[] = [];
