import { expect, it } from 'vitest';
import { oneSided } from './one_sided.js';

interface Rules {
  readonly takes: (port: number, proto: string) => boolean;
  readonly greets: () => string;
}
const rules: Rules = { takes: (port) => port < 10, greets: () => 'hello' };
const any = {
  id: 'any-port',
  clause: ['TOY-1'],
  what: 'Takes every port.',
  change: (right: Rules): Rules => ({ ...right, takes: () => true }),
};
const rude = { ...any, id: 'rude', change: (right: Rules): Rules => ({ ...right, greets: () => 'no' }) };
const both = { ...any, id: 'both', change: (right: Rules): Rules => rude.change(any.change(right)) };
const divided = {
  rules,
  sides: () => ({ takes: (_port: number, proto: string) => proto }),
  named: { tcp: 'over TCP', udp: 'over UDP' },
  same: {},
};

it('makes a mutant for each side, which is wrong there and right elsewhere', () => {
  const made = oneSided([any], divided);
  expect(made.map(({ id, what }) => [id, what])).toEqual([
    ['any-port-tcp', 'Takes every port: over TCP only.'],
    ['any-port-udp', 'Takes every port: over UDP only.'],
  ]);
  const [tcp, udp] = made.map(({ change }) => change(rules));
  const taken = [tcp, udp].map((of) => [
    of?.takes(99, 'tcp'),
    of?.takes(99, 'udp'),
    of?.takes(1, 'udp'),
    of?.greets(),
  ]);
  expect(taken).toEqual([
    [true, false, true, 'hello'],
    [false, true, true, 'hello'],
  ]);
});

it('makes no variants of mutants that change rules without sides', () => {
  expect(oneSided([rude, both], divided)).toEqual([]);
});

it('omits variants that make no difference', () => {
  const made = oneSided([any], { ...divided, same: { 'any-port-udp': 'nobody listens there' } });
  expect(made.map(({ id }) => id)).toEqual(['any-port-tcp']);
});

it('gives each peer sides of its own', () => {
  function sides() {
    let asked = 0;
    return { takes: () => (asked++ === 0 ? 'tcp' : 'udp') };
  }
  const [tcp] = oneSided([any], { ...divided, sides });
  const taken = [tcp, tcp].map((one) => {
    const of = one?.change(rules);
    return [of?.takes(99, 'x'), of?.takes(99, 'x')];
  });
  expect(taken).toEqual([
    [true, false],
    [true, false],
  ]);
});
