import { Outage } from '#kernel';
import { START, type EventLog, type RestorableLog } from '../event-log.js';
import { appendingContract } from './appending.contract.js';
import { followingContract } from './following.contract.js';
import { DENSE_LOG, type LogTraits } from './log-traits.js';
import { collected, newEvents, newStream } from './new-events.js';
import { readingContract } from './reading.contract.js';
import { restoringContract } from './restoring.contract.js';

export interface LogUnderTest {
  /** Fresh and empty, unless its traits say otherwise. */
  readonly log: RestorableLog;
  /** Closes it and clears away what it stood on. */
  clear(): Promise<void>;
}

/** What every event log keeps, whatever it stands on. Call it inside a spec. */
export function eventLogContract(name: string, open: () => Promise<LogUnderTest>, traits: LogTraits = DENSE_LOG): void {
  describe(`${name} as an event log`, () => {
    let under: LogUnderTest;
    const theLog = (): EventLog => under.log;
    beforeAll(async () => {
      under = await open();
    });
    afterAll(async () => {
      await under.clear();
    });

    (traits.startsEmpty ? it : it.skip)('starts empty', async () => {
      expect(await theLog().head()).toBe(START);
      expect(await theLog().sizeUpTo(START)).toBe(0);
      expect(await collected(theLog().readAll(START))).toEqual([{ events: [], checkpoint: START, caughtUp: true }]);
    });

    describe('appending', () => {
      appendingContract(theLog, traits);
    });
    describe('reading', () => {
      readingContract(theLog, traits);
    });
    describe('following', () => {
      followingContract(theLog, traits);
    });
  });

  describe(`${name} restored from another log`, () => {
    restoringContract(open, traits);
  });

  describe(`${name} closed`, () => {
    it('has stored what was appended before, ends subscriptions, and takes nothing more', async () => {
      const closed = await open();
      const { log } = closed;
      const reading = collected(log.subscribeAll(START));
      const appends = Array.from({ length: 200 }, () => log.append(newStream(), 'no_stream', newEvents(1)));
      await log.close();
      const results = await Promise.all(appends);
      expect(results.filter(({ ok }) => ok)).toHaveLength(200);
      await reading;
      await expect(log.append(newStream(), 'no_stream', newEvents(1))).rejects.toThrow(Outage);
      await closed.clear();
    });
  });
}
