import { expect, it, onTestFinished } from 'vitest';
import { openContext } from '../context.js';
import { labPort } from './lab_port.js';
import { freePorts } from './ports.js';
import { localLab } from './testing/local_lab.js';

function opened(over = new AbortController(), cancelled = new AbortController()) {
  const open = openContext({
    seed: 'lab port',
    signal: cancelled.signal,
    attempt: 1,
    speed: 1,
    progress: () => {},
  });
  onTestFinished(() => open.close());
  const lab = localLab(over.signal);
  const commands = { target: ['false'], reference: ['false'] } as const;
  const port = labPort({ lab, commands, patience: 10_000, freePort: freePorts(lab.agent) }, open.context);
  return { port, close: () => open.close() };
}

it('a service of the case that fails ends the case', async () => {
  const { port } = opened();
  const service = await port.service(() => {
    throw new Error('the service failed');
  });
  await port.dial(service.port);
  await expect(port.broken).rejects.toThrow('the service failed');
});

it('the end of the lab and a cancellation end the case', async () => {
  const [over, cancelled] = [new AbortController(), new AbortController()];
  const ended = [opened(over).port.broken, opened(undefined, cancelled).port.broken];
  over.abort(new Error('the lab ended'));
  cancelled.abort(new Error('cancelled'));
  await expect(ended[0]).rejects.toThrow('the lab ended');
  await expect(ended[1]).rejects.toThrow('cancelled');
});

it('closes what a case has opened with the case, and what came too late for it at once', async () => {
  const cancelled = new AbortController();
  const { port, close } = opened(undefined, cancelled);
  const service = await port.service(() => {});
  const link = await port.dial(service.port);
  cancelled.abort(new Error('cancelled'));
  const late = await port.service(() => {});
  await expect(opened().port.dial(late.port)).rejects.toThrow('nothing accepts');
  await close();
  expect((await link.rest()).how).not.toBe('open');
  await expect(opened().port.dial(service.port)).rejects.toThrow('nothing accepts');
});
