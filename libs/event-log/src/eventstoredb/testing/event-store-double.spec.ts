import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, type EventData } from '@eventstore/db-client';
import type { StoredRecord } from './double-store.js';
import { EventStoreDouble } from './event-store-double.js';

/** What was found in the server's sources (CheckCommit and StorageWriterService of 23.10) and is relied upon. */
describe('The double answers as the server does', () => {
  let double: EventStoreDouble;
  let client: EventStoreDBClient;
  beforeEach(async () => {
    double = await EventStoreDouble.start();
    client = EventStoreDBClient.connectionString(double.url);
  });
  afterEach(async () => {
    await client.dispose();
    double.goDown();
  });

  const event = (id: string = randomUUID(), text = ''): EventData => ({
    id,
    type: 'Happened',
    contentType: 'application/octet-stream',
    data: Buffer.from(text),
    metadata: undefined,
  });
  const append = (expectedRevision: bigint | 'no_stream' | 'any', ...events: EventData[]) =>
    client.appendToStream('thing-1', events, { expectedRevision });
  const revisionAfter = async (...asked: Parameters<typeof append>): Promise<bigint> =>
    (await append(...asked)).nextExpectedRevision;
  const refusal = (...asked: Parameters<typeof append>): Promise<unknown> => append(...asked).catch((error: unknown) => error);

  it('to a retry: stored, by ids alone, at the same position, also where the stream has moved on', async () => {
    const [one, two] = [event(), event()];
    const stored = await append('no_stream', one, two);
    await append(1n, event());
    expect(await append('no_stream', one, event(two.id, 'other data'))).toEqual(stored);
    expect(double.store.stream('thing-1')).toHaveLength(3);
  });

  it('to half a retry: a wrong version, whichever half it is', async () => {
    const [one, two] = [event(), event()];
    await append('no_stream', one, two);
    const wrong = { type: 'wrong-expected-version', actualVersion: 1n };
    expect(await refusal('no_stream', one, event())).toMatchObject(wrong);
    expect(await refusal('no_stream', event(), two)).toMatchObject(wrong);
    expect(await refusal('no_stream', one, two, event())).toMatchObject(wrong);
    expect(await refusal(7n, event())).toMatchObject(wrong);
  });

  it('to known ids at the end of the stream: stored once more, unless anything goes', async () => {
    const one = event();
    expect(await revisionAfter('no_stream', one)).toBe(0n);
    expect(await revisionAfter('any', one)).toBe(0n);
    expect(await revisionAfter(0n, one)).toBe(1n);
  });

  it('to more than 1 MiB: it is too large', async () => {
    const large = event(randomUUID(), 'x'.repeat(1_048_576));
    expect(await refusal('no_stream', large)).toMatchObject({ type: 'maximum-append-size-exceeded' });
  });

  it('to one append in a call of its own, which is how the client appends with credentials', async () => {
    const options = { credentials: { username: 'admin', password: 'changeit' } };
    const one = event();
    await client.appendToStream('thing-1', one, { ...options, expectedRevision: 'no_stream' });
    const again = client.appendToStream('thing-1', event(), { ...options, expectedRevision: 'no_stream' });
    await expect(again).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 0n });
    expect(double.store.stream('thing-1').map(({ id }) => id)).toEqual([one.id]);
  });
});

describe('A double with a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hezhang-double-'));
  const file = join(folder, 'journal');
  afterAll(() => rmSync(folder, { recursive: true }));

  it('has after its end what it had before, and forgets a write that was cut short', async () => {
    const first = await EventStoreDouble.start({ file });
    first.setMetadata('thing-1', { $acl: {} });
    const event = { id: randomUUID(), type: 'Happened', contentType: 'application/octet-stream' };
    first.store.append('thing-1', 'no_stream', [{ ...event, data: Uint8Array.of(0, 10, 255), metadata: Uint8Array.of(1, 2) }]);
    first.goDown();
    appendFileSync(file, '{"stream":"thing-2","createdMs":0,"eve');
    for (let restart = 0; restart < 2; restart += 1) {
      const second = await EventStoreDouble.start({ file });
      expect(second.store.records.map(comparable)).toEqual(first.store.records.map(comparable));
      second.goDown();
    }
  });
});

const comparable = ({ data, metadata, ...rest }: StoredRecord): object => ({
  ...rest,
  data: Buffer.from(data).toString('hex'),
  metadata: Buffer.from(metadata).toString('hex'),
});
