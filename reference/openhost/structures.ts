import type { Structure } from '../structure.js';
import { frameStructure } from './frame.structure.js';

export const openhostStructures: readonly Structure[] = [frameStructure];
