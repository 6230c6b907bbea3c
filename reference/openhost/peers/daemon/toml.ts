/** The part of TOML that the configuration of a daemon needs: tables, strings, numbers, booleans, lists of strings. */

export type TomlValue = string | number | boolean | readonly string[];
/** Values by dotted name: `forward.websockets.allowed_paths`, and `pair.0.pubkey` in a list of tables. */
export type Toml = ReadonlyMap<string, TomlValue>;

export class TomlRefused extends Error {
  override readonly name = 'TomlRefused';
}

const text = String.raw`"((?:[^"\\]|\\.)*)"`;
const whole = (pattern: string) => new RegExp(`^${pattern}$`);
const table = whole(String.raw`\[([\w.]+)\]`);
const listed = whole(String.raw`\[\[(\w+)\]\]`);
const pair = whole(String.raw`(\w+)\s*=\s*(.+)`);

export function readToml(source: string): Toml {
  const values = new Map<string, TomlValue>();
  const counts = new Map<string, number>();
  let prefix = '';
  for (const [index, raw] of source.split(/\r?\n/).entries()) {
    const line = raw.replace(/^((?:[^"#]|"(?:[^"\\]|\\.)*")*)#.*$/, '$1').trim();
    if (line === '') continue;
    const [, item] = listed.exec(line) ?? [];
    const [, name] = table.exec(line) ?? [];
    const [, key, value] = pair.exec(line) ?? [];
    if (item !== undefined) {
      const count = counts.get(item) ?? 0;
      counts.set(item, count + 1);
      prefix = `${item}.${count}.`;
    } else if (name !== undefined) prefix = `${name}.`;
    else if (key !== undefined && value !== undefined) put(values, `${prefix}${key}`, value, index + 1);
    else
      throw new TomlRefused(
        `line ${index + 1} is neither a table nor a value: write [table] or name = value`,
      );
  }
  return values;
}

function put(values: Map<string, TomlValue>, name: string, written: string, line: number): void {
  const inline = /^\{(.*)\}$/.exec(written)?.[1];
  if (inline !== undefined) {
    for (const part of inline.match(new RegExp(String.raw`\w+\s*=\s*(?:${text}|[^,]+)`, 'g')) ?? []) {
      const [, key, value] = pair.exec(part.trim()) ?? [];
      if (key !== undefined && value !== undefined) put(values, `${name}.${key}`, value.trim(), line);
    }
    return;
  }
  values.set(name, readValue(written.trim(), line));
}

function readValue(written: string, line: number): TomlValue {
  if (written === 'true' || written === 'false') return written === 'true';
  if (/^[+-]?\d[\d_]*(\.\d+)?$/.test(written)) return Number(written.replaceAll('_', ''));
  const [, quoted] = whole(text).exec(written) ?? [];
  if (quoted !== undefined) return unescaped(quoted, line);
  if (/^\[.*\]$/.test(written)) {
    return Array.from(written.matchAll(new RegExp(text, 'g')), ([, one = '']) => unescaped(one, line));
  }
  throw new TomlRefused(`line ${line}: ${written} is not a string, a number, a boolean or a list of strings`);
}

const escapes: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

const unescaped = (quoted: string, line: number): string =>
  quoted.replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8})|(.))/g, (written, short, long, letter) => {
    const point = short ?? long;
    const value = point === undefined ? escapes[letter] : characterOf(Number.parseInt(point, 16));
    if (value !== undefined) return value;
    throw new TomlRefused(`line ${line}: ${written} is not an escape of TOML: write \\\\ for a backslash`);
  });

/** A surrogate is not a character of TOML. */
const characterOf = (point: number): string | undefined =>
  point > 0x10_ffff || (point >= 0xd800 && point <= 0xdfff) ? undefined : String.fromCodePoint(point);
