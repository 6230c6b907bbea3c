import { describe, expect, it } from 'vitest';
import { Miscalled } from '../options.js';
import { punch } from './index.js';

const [broker] = punch.kinds;
const placeOf = (text: string) => broker?.place?.(text, {});

describe('the address of a broker', () => {
  it('is an origin, and says whether it is on this machine', () => {
    expect(placeOf('http://127.0.0.1:8080')).toEqual({ hosts: ['127.0.0.1'], isHere: true });
    expect(placeOf('HTTPS://Broker.Example/')).toEqual({ hosts: ['broker.example'], isHere: false });
  });

  it.each([
    ['http://', 'is not a URL'],
    ['https://broker.example:port', 'is not a URL'],
    ['https://user:pass@broker.example', 'must not have credentials'],
    ['https://user@broker.example', 'must not have credentials'],
    ['https://broker.example/api', 'did you mean https://broker.example?'],
    ['https://broker.example/?x=1', 'did you mean https://broker.example?'],
    ['https://broker.example/#x', 'did you mean https://broker.example?'],
  ])('is wrong: %s', (text, reason) => {
    expect(() => placeOf(text)).toThrow(Miscalled);
    expect(() => placeOf(text)).toThrow(reason);
  });

  it('is not shown with the password in it', () => {
    expect(() => placeOf('https://user:hunter2@broker.example')).toThrow(/^(?!.*hunter2)/);
  });
});
