/** Errors of the system calls, which have a code and no class. */
export const isSystemError = (error: unknown, codes: readonly string[]): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** A process or a descriptor that went between the look and the use, or that is not ours to look at. */
export const GONE = ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'] as const;
