/** Errors of the system calls, which have a code and no class. */
export const isSystemError = (error: unknown, codes: readonly string[]): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** The codes of a process or descriptor that is gone when it is used, or that we may not look at. */
export const GONE = ['ENOENT', 'ESRCH', 'EACCES', 'EPERM'] as const;
