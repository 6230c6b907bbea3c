import type { Requirement } from '../model.js';
import { tokens } from './requirements/7_tokens.js';

export const requirements: readonly Requirement[] = [...tokens];
