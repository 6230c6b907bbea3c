/** How wide text for people may be: the terminal, or a page of 100 columns where there is none. */
export const width = (): number => Math.min(Math.max(process.stdout.columns ?? 100, 60), 120);

/** Writes to stdout; resolves when it is out, rejects when nobody takes it. */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });

export const tell = (text: string): void => {
  process.stderr.write(`conform: ${text}\n`);
};
