import { describe, expect, it } from 'vitest';
import { connectStrings, ffmpegArguments, srtLiveTransmitArguments } from './srt.js';

const rendezvous = { ip: '127.0.0.3', port: 5001, localPort: 5000, passphrase: 'x'.repeat(43), latency: 200 };

describe('a matched peer as SRT arguments', () => {
  it('says latency in microseconds to ffmpeg and OBS, in milliseconds to the others', () => {
    const strings = connectStrings(rendezvous, 'sender');
    expect(strings.ffmpeg).toContain('latency=200000');
    expect(strings.obs).toContain('latency=200000');
    expect(strings['srt-live-transmit']).toMatch(/latency=200\b/);
    expect(strings.gstreamer).toMatch(/latency=200\b/);
    expect(strings.vmix).toMatch(/Latency=200\b/);
  });

  it('turns round for a receiver', () => {
    expect(srtLiveTransmitArguments(rendezvous, 'receiver', 'udp://:9')[1]).toBe('udp://:9');
    expect(srtLiveTransmitArguments(rendezvous, 'sender', 'udp://:9')[0]).toBe('udp://:9');
    expect(ffmpegArguments(rendezvous, 'receiver', 'out.ts').at(-1)).toBe('out.ts');
    expect(connectStrings(rendezvous, 'receiver').gstreamer).toMatch(/^srtsrc /);
  });

  it('binds the local port where it differs, and brackets IPv6', () => {
    const [, uri = ''] = srtLiveTransmitArguments({ ...rendezvous, ip: '::1' }, 'sender', '-', '127.0.0.2');
    expect(new URL(uri).searchParams.get('port')).toBe('5000');
    expect(new URL(uri).searchParams.get('adapter')).toBe('127.0.0.2');
    expect(uri).toContain('srt://[::1]:5001?mode=rendezvous');
  });
});
