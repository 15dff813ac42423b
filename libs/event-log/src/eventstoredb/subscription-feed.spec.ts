import { Transform, type TransformCallback } from 'node:stream';
import { SubscriptionFeed } from './subscription-feed.js';
import type { WireRecord } from './wire-event.js';

const open = new AbortController().signal;

const record = (revision: number): WireRecord => ({
  streamId: 'thing-1',
  revision: BigInt(revision),
  type: 'ThingHappened',
  data: new Uint8Array(),
  created: new Date(0),
});

/** As both clients make it: marks are emitted when they come through, events go into the buffer. */
class Subscription extends Transform {
  constructor() {
    super({ objectMode: true });
  }
  override _transform(item: WireRecord | 'caughtUp', _encoding: string, next: TransformCallback): void {
    if (item === 'caughtUp') this.emit(item);
    else this.push({ event: item });
    next();
  }
  unsubscribe(): Promise<void> {
    return Promise.resolve();
  }
}

describe('SubscriptionFeed', () => {
  it('does not let a mark overtake the events that wait before it', async () => {
    for (const count of [1, 2_000, 2_010, 2_100, 5_000]) {
      const subscription = new Subscription();
      const feed = new SubscriptionFeed(() => subscription);
      for (let revision = 0; revision < count; revision += 1) subscription.write(record(revision));
      subscription.write('caughtUp');
      const revisions: bigint[] = [];
      for (let caughtUp = false; !caughtUp;) {
        const taken = await feed.take(300, open);
        revisions.push(...taken.events.map((event) => event.revision));
        ({ caughtUp } = taken);
      }
      expect(revisions).toEqual(Array.from({ length: count }, (_, revision) => BigInt(revision)));
      feed.close();
    }
  });

  it('hands on what came before it says that the subscription broke', async () => {
    const subscription = new Subscription();
    const feed = new SubscriptionFeed(() => subscription);
    for (let revision = 0; revision < 3; revision += 1) subscription.write(record(revision));
    await new Promise(setImmediate);
    subscription.emit('error', new Error('broken'));
    expect((await feed.take(10, open)).events).toHaveLength(3);
    await expect(feed.take(10, open)).rejects.toThrow('broken');
    feed.close();
  });

  it('holds events back for no longer than a moment where the server never says that it has caught up', async () => {
    const subscription = new Subscription();
    const feed = new SubscriptionFeed(() => subscription);
    subscription.write(record(0));
    expect(await feed.take(10, open)).toMatchObject({ events: [record(0)], caughtUp: false });
    feed.close();
  });
});
