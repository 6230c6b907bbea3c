import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readToml } from '../../reference/openhost/peers/daemon/toml.js';
import type { Settings } from '../../suites/openhost/port.js';
import { configuration, MAX_BODY } from './configuration.js';

const configured = (settings: Settings = {}, dir = '/tmp/daemon') =>
  readToml(configuration({ dir, relay: 'https://127.0.0.1:1', service: 'http://127.0.0.1:2', settings }));

describe('the configuration of a daemon', () => {
  it('names its files, its relay and the service', () => {
    const toml = configured();
    expect(toml.get('identity.store.path')).toBe('/tmp/daemon/id.key');
    expect(toml.get('pairing.db_path')).toBe('/tmp/daemon/allow.toml');
    expect(toml.get('pkarr.relays')).toEqual(['https://127.0.0.1:1']);
    expect(toml.get('forward.target')).toBe('http://127.0.0.1:2');
    expect(toml.get('forward.max_body_bytes')).toBe(MAX_BODY);
    expect(toml.get('forward.websockets.allowed_paths')).toEqual(['/live', '/live/no']);
    expect([toml.get('turn.enabled'), toml.get('forward.host_override')]).toEqual([undefined, undefined]);
  });

  it('leaves the path of the service out for a daemon that forwards nothing', () => {
    const toml = configured({ forward: 'none', host: 'unused', websockets: ['/unused'] });
    expect([...toml.keys()].filter((name) => name.startsWith('forward'))).toEqual([]);
  });

  it.each<[string, Settings, string, unknown]>([
    ['a service that is down', { forward: 'down' }, 'forward.target', 'http://127.0.0.1:9'],
    ['a limit for bodies', { maxBody: 10 }, 'forward.max_body_bytes', 10],
    ['a host', { host: 'app.invalid' }, 'forward.host_override', 'app.invalid'],
    ['no paths for WebSockets', { websockets: null }, 'forward.websockets.allowed_paths', undefined],
    ['an empty list of paths', { websockets: [] }, 'forward.websockets.allowed_paths', []],
    ['every path', { websockets: ['*'] }, 'forward.websockets.allowed_paths', ['*']],
    [
      'a TURN server',
      { turn: { ip: Uint8Array.of(198, 51, 100, 7), port: 3478 } },
      'turn.public_ip',
      '198.51.100.7',
    ],
  ])('has %s when a case asks for it', (_what, settings, name, value) => {
    expect(configured(settings).get(name)).toEqual(value);
  });

  it('has the names that docs/daemon.md shows, and no others', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/daemon.md'), 'utf8');
    const shown = readToml(/```toml\n(.*?)```/s.exec(page)?.[1] ?? '');
    const turn = { ip: Uint8Array.of(198, 51, 100, 7), port: 3478 };
    expect([...shown.keys()].toSorted()).toEqual([...configured({ turn, host: 'x' }).keys()].toSorted());
  });

  it.each(['quote"s', 'back\\slash', 'line\nbreak', 'ünï', "apostrophe's"])(
    'keeps a folder and a host named %j in one piece',
    (name) => {
      const toml = configured({ host: name }, `/tmp/${name}`);
      expect(toml.get('forward.host_override')).toBe(name);
      expect(toml.get('identity.store.path')).toBe(`/tmp/${name}/id.key`);
    },
  );
});
