/** Remembers whether a daemon that may not know us answers us at all. */

/** What an offer depended on. */
export interface Admission {
  readonly granted: Promise<void>;
}

export interface Gate {
  /** The answer that cases share. `ask` is called when there is none, and when a case asks `anew`. */
  admission(anew: boolean, ask: () => Promise<void>): Admission;
  /** Makes the next case ask again, unless a newer answer than this one is there. */
  forget(admission: Admission | undefined): void;
  /** Makes the next case ask again. */
  reset(): void;
  /** Whether the daemon has let one of our clients in. Then it knows us. */
  hasAdmitted(): boolean;
}

export function openGate(): Gate {
  let current: Admission | undefined;
  let hasAdmitted = false;
  const asked = async (ask: () => Promise<void>): Promise<void> => {
    await ask();
    hasAdmitted = true;
  };
  return {
    admission(anew, ask) {
      if (anew || !current) current = { granted: asked(ask) };
      return current;
    },
    forget(admission) {
      if (current === admission) current = undefined;
    },
    reset() {
      current = undefined;
    },
    hasAdmitted: () => hasAdmitted,
  };
}
