import { defined } from '../../defined.js';
import type { Target } from '../../suites/model.js';

/** Several targets as one. Each port comes from the first target that has it. */
export function compose(name: string, parts: readonly Target[]): Target {
  const protocols = parts.some((part) => part.protocols === undefined)
    ? undefined
    : [...new Set(parts.flatMap((part) => part.protocols ?? []))];
  const redacts = parts.flatMap(({ redact }) => redact ?? []);
  return {
    name,
    kind: 'embedded',
    capabilities: Object.fromEntries(parts.map((part) => [part.name, part.capabilities])),
    ports: Object.assign({}, ...parts.map(({ ports }) => ports).reverse()),
    dialects: Object.assign({}, ...parts.map(({ dialects }) => dialects)),
    ...defined({ protocols }),
    concurrency: Math.min(...parts.map(({ concurrency }) => concurrency)),
    production: false,
    ...(redacts.length > 0
      ? { redact: (text: string) => redacts.reduce((shown, redact) => redact(shown), text) }
      : {}),
    needs: async (signal) => (await Promise.all(parts.map((part) => part.needs?.(signal) ?? []))).flat(),
    waitingFor: () => parts.map((part) => part.waitingFor?.()).find((what) => what !== undefined),
    remarks: () => parts.flatMap((part) => part.remarks?.() ?? []),
    async close() {
      for (const part of parts) await part.close();
    },
  };
}
