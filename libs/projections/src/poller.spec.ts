import { setTimeout as sleep } from 'node:timers/promises';
import { instant, plusMs, type Instant } from '#kernel';
import { Poller } from './poller.js';

const START_OF_DAY = instant(Date.parse('2026-09-21T00:00:00Z'));

describe('a poller', () => {
  it('does its work round by round at the moment its clock tells, and not after it is stopped', async () => {
    const seen: Instant[] = [];
    let now = START_OF_DAY;
    const clock = (): Instant => (now = plusMs(now, 1000));
    const poller = new Poller({ everyMs: 1, clock, work: (at) => Promise.resolve(void seen.push(at)) });
    poller.start();
    poller.start();
    while (seen.length < 3) await sleep(1);
    await poller.stop();
    const rounds = seen.length;
    expect(seen.slice(0, 2)).toEqual([plusMs(START_OF_DAY, 1000), plusMs(START_OF_DAY, 2000)]);
    await sleep(10);
    expect(seen).toHaveLength(rounds);
  });

  it('tells of a round that failed and goes on with the next', async () => {
    const failures: unknown[] = [];
    let rounds = 0;
    const work = (): Promise<void> => {
      rounds += 1;
      return rounds === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
    };
    const poller = new Poller({ everyMs: 1, work, onFailure: (error) => failures.push(error) });
    poller.start();
    while (rounds < 3) await sleep(1);
    await poller.stop();
    expect(failures).toEqual([new Error('away')]);
  });
});
