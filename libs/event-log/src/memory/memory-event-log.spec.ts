import { eventLogContract } from '../contract/event-log.contract.js';
import { collected, newEvents, newStream } from '../contract/new-events.js';
import { MemoryEventLog } from './memory-event-log.js';

eventLogContract('MemoryEventLog', () => {
  const log = new MemoryEventLog();
  return Promise.resolve({ log, clear: () => log.close() });
});

describe('MemoryEventLog', () => {
  it('records no event earlier than the one before, whatever its clock says', async () => {
    const times = [5_000, 3_000, 7_000];
    const log = new MemoryEventLog(() => times.shift() ?? 0);
    for (let stream = 0; stream < 4; stream += 1) await log.append(newStream(), 'no_stream', newEvents(1));
    const [batch] = await collected(log.readAll(''));
    expect(batch?.events.map(({ recordedAt }) => Date.parse(recordedAt))).toEqual([5_000, 5_000, 7_000, 7_000]);
  });
});
