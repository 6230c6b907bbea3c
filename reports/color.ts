/** The inputs that decide about color, by https://no-color.org and https://force-color.org. */
export interface ColorSigns {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: boolean;
}

/** FORCE_COLOR overrides NO_COLOR, as in Node. An empty variable counts as unset. */
export function wantsColor({ env, terminal }: ColorSigns): boolean {
  const { FORCE_COLOR: force, NO_COLOR: never, TERM: term } = env;
  if (force) return force !== '0' && force !== 'false';
  if (never) return false;
  return terminal && term !== 'dumb';
}

export type Paint = (text: string) => string;
export type Palette = Readonly<Record<'red' | 'green' | 'yellow' | 'cyan' | 'bold' | 'dim', Paint>>;

const code =
  (on: number, off: number): Paint =>
  (text) =>
    text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`;
const none: Paint = (text) => text;

const painted: Palette = {
  red: code(31, 39),
  green: code(32, 39),
  yellow: code(33, 39),
  cyan: code(36, 39),
  bold: code(1, 22),
  dim: code(2, 22),
};
const plain: Palette = { red: none, green: none, yellow: none, cyan: none, bold: none, dim: none };

export const palette = (color: boolean): Palette => (color ? painted : plain);
