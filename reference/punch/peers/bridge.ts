/** Builds the command line of an SRT tool for each match. */
import { type Direction, ffmpegArguments, type Rendezvous, srtLiveTransmitArguments } from '../srt.js';
import type { PunchPeer } from './client.js';

export interface BridgeOptions {
  readonly direction: Direction;
  /** Where media comes from, or goes to. */
  readonly media: string;
  readonly tool?: 'srt-live-transmit' | 'ffmpeg';
  /** Milliseconds that a later meeting waits for a start. */
  readonly patience?: number;
}

/** A program and its arguments. Each command replaces the one before. */
export interface SrtCommand {
  readonly rendezvous: Rendezvous;
  readonly program: string;
  readonly arguments: readonly string[];
}

const argumentsOf = { 'srt-live-transmit': srtLiveTransmitArguments, ffmpeg: ffmpegArguments } as const;

/** Reports ready at each meeting, and yields a command at each start. It ends with the peer. */
export async function* bridge(
  peer: Pick<PunchPeer, 'meetings' | 'ready'>,
  { direction, media, tool = 'srt-live-transmit', patience = 2_000 }: BridgeOptions,
): AsyncGenerator<SrtCommand, void, void> {
  let begun = false;
  for await (const { rendezvous, started } of peer.meetings) {
    peer.ready();
    const agreed = started.then(
      () => true,
      () => false,
    );
    // A pair that registers again receives no second start, and its old connection is dead.
    if (!(await (begun ? within(agreed, patience) : agreed))) continue;
    begun = true;
    yield { rendezvous, program: tool, arguments: argumentsOf[tool](rendezvous, direction, media) };
  }
}

async function within(agreed: Promise<boolean>, patience: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, patience, true);
  });
  try {
    return await Promise.race([agreed, late]);
  } finally {
    clearTimeout(timer);
  }
}
