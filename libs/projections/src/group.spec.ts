import { START, type Position } from '#event-log';
import { Outage } from '#kernel';
import type { Follower } from './follower.js';
import type { Stretch } from './generation.js';
import { FollowerGroup, type GroupOptions } from './group.js';
import { TALLY_CODEC, TallyLog, eventually } from './testing.js';

/** Keeps in memory what it took in. */
class MemoryFollower implements Follower {
  readonly handles = new Set(['Counted']);
  readonly taken: Position[] = [];
  stretches = 0;
  levels = 0;
  failure: string | undefined;
  built = 0;

  constructor(
    readonly name: string,
    public position: Position = START,
    private readonly trouble: { awayFor?: number; builds?: number; slowMs?: number; heldUntil?: Promise<undefined> } = {},
  ) {}

  prepare(): Promise<boolean> {
    const { awayFor = 0, builds = 0 } = this.trouble;
    if (awayFor > 0) {
      this.trouble.awayFor = awayFor - 1;
      return Promise.reject(new Outage('away'));
    }
    return Promise.resolve(this.built >= builds);
  }

  build(): Promise<void> {
    this.built += 1;
    return Promise.resolve();
  }

  async take({ events, checkpoint }: Stretch): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, this.trouble.slowMs ?? 0));
    await this.trouble.heldUntil;
    this.stretches += 1;
    this.taken.push(...events.map(({ position }) => position));
    this.position = checkpoint;
  }

  level(): Promise<void> {
    this.levels += 1;
    return Promise.resolve();
  }

  showFailure(error: Error): Promise<void> {
    this.failure = error.message;
    return Promise.resolve();
  }
}

/** Handles nothing that happens here. */
class PassingFollower extends MemoryFollower {
  override readonly handles = new Set(['Told']);
}

/** Remembers from where it was followed and read. */
class WatchedLog extends TallyLog {
  readonly followedFrom: Position[] = [];
  readonly readFrom: Position[] = [];

  override readAll(...args: Parameters<TallyLog['readAll']>): ReturnType<TallyLog['readAll']> {
    this.readFrom.push(args[0]);
    return super.readAll(...args);
  }

  override subscribeAll(...args: Parameters<TallyLog['subscribeAll']>): ReturnType<TallyLog['subscribeAll']> {
    this.followedFrom.push(args[0]);
    return super.subscribeAll(...args);
  }
}

const at = (n: number): Position => String(n).padStart(16, '0');

describe('followers of one log', () => {
  let log: WatchedLog;
  let ending: AbortController;
  let running: Promise<void>;

  beforeEach(() => {
    log = new WatchedLog();
    ending = new AbortController();
  });
  afterEach(async () => {
    ending.abort();
    await running;
  });

  const run = (followers: readonly Follower[], options: GroupOptions = {}): FollowerGroup => {
    const group = new FollowerGroup(log, TALLY_CODEC, followers, { paceMs: 0, retryMs: 1, ...options });
    running = group.run(ending.signal);
    return group;
  };
  const counted = async (after: Position = START): Promise<Position[]> => {
    const positions: Position[] = [];
    for await (const { events } of log.readAll(after)) {
      positions.push(...events.filter(({ type }) => type === 'Counted').map(({ position }) => position));
    }
    return positions;
  };

  it('each take every event that they handle once and in order, wherever they begin', async () => {
    await log.countMany(40);
    const followers = [new MemoryFollower('new'), new MemoryFollower('half', at(20)), new MemoryFollower('there', at(40))];
    const group = run(followers, { batchSize: 3 });
    await log.countMany(40);
    await eventually(() => followers.every(({ position }) => position === at(80)));
    expect(followers.map(({ taken }) => taken)).toEqual([await counted(), await counted(at(20)), await counted(at(40))]);
    expect(followers.map(({ name }) => group.stateOf(name))).toEqual(['following', 'following', 'following']);
    expect(log.followedFrom).toEqual([at(40)]);
  });

  it('are not held up by one that lags', async () => {
    await log.countMany(50);
    const held = Promise.withResolvers<undefined>();
    const slow = new MemoryFollower('slow', START, { heldUntil: held.promise });
    const quick = new MemoryFollower('quick', at(50));
    run([slow, quick], { batchSize: 2 });
    await log.countMany(5);
    await eventually(() => quick.position === at(55));
    expect(slow.position).toBe(START);
    held.resolve(undefined);
    await eventually(() => slow.position === at(55));
    expect(slow.taken).toEqual(await counted());
  });

  it('that stand together are read for once, each at its own speed: what waits for one goes in as one', async () => {
    await log.countMany(200);
    const followers = [new MemoryFollower('slow', START, { slowMs: 5 }), new MemoryFollower('quick')];
    run(followers, { batchSize: 10 });
    await eventually(() => followers.every(({ position }) => position === at(200)));
    expect([log.followedFrom, log.readFrom]).toEqual([[START], []]);
    const [slow, quick] = followers.map(({ stretches }) => stretches);
    expect(slow).toBeLessThan(20);
    expect(quick).toBeGreaterThan(slow ?? 0);
    const expected = await counted();
    for (const { taken } of followers) expect(taken).toEqual(expected);
  });

  it('wait for one that is full as long as their patience lasts; it goes on alone and joins again', async () => {
    await log.countMany(60);
    const held = Promise.withResolvers<undefined>();
    const stuck = new MemoryFollower('stuck', START, { heldUntil: held.promise });
    const quick = new MemoryFollower('quick');
    const group = run([stuck, quick], { batchSize: 4, patienceMs: 30 });
    await eventually(() => quick.position === at(60));
    expect(group.stateOf('stuck')).toBe('preparing');
    held.resolve(undefined);
    await eventually(() => group.stateOf('stuck') === 'following');
    expect(log.readFrom).toHaveLength(1);
    expect(log.readFrom[0] === START).toBe(false);
    await log.countMany(5);
    await eventually(() => [stuck, quick].every(({ position }) => position === at(65)));
    expect(stuck.taken).toEqual(await counted());
    expect(log.followedFrom).toEqual([START]);
  });

  it('hear when they have everything, those that catch up alone too', async () => {
    await log.countMany(20);
    const followers = [new MemoryFollower('there', at(20)), new MemoryFollower('new')];
    run(followers);
    await eventually(() => followers.every(({ levels }) => levels > 0));
    expect(followers.map(({ position }) => position)).toEqual([at(20), at(20)]);
  });

  it('rest by what those took that had something to take in, however many have not', async () => {
    const slowMs = 40;
    const busy = new MemoryFollower('busy', START, { slowMs });
    const others = ['a', 'b', 'c', 'd'].map((name) => new PassingFollower(name));
    run([busy, ...others]);
    const began = performance.now();
    for (let n = 0; n < 100; n += 1) {
      await log.count('s', 1);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const restsAtMost = (performance.now() - began) / (2 * slowMs);
    expect(busy.stretches).toBeGreaterThan(1);
    expect(busy.stretches).toBeLessThan(restsAtMost + 2);
    await eventually(() => busy.position === at(100) && others.every(({ position }) => position === at(100)));
  });

  it('begin where they stand also when none of them could say so at first', async () => {
    await log.countMany(50);
    const followers = [new MemoryFollower('a', at(30), { awayFor: 3 }), new MemoryFollower('b', at(50), { awayFor: 2 })];
    run(followers);
    await eventually(() => followers.every(({ position }) => position === at(50)) && log.followedFrom.length === 1);
    expect(log.followedFrom).toEqual([at(50)]);
    await log.countMany(5);
    await eventually(() => followers.every(({ position }) => position === at(55)));
    expect(followers[0]?.taken).toEqual(await counted(at(30)));
  });

  it('build what is missing before they follow', async () => {
    await log.countMany(5);
    const follower = new MemoryFollower('a', START, { builds: 2 });
    run([follower]);
    await eventually(() => follower.position === at(5));
    expect(follower.built).toBe(2);
  });

  it('wait longer after each failure, and no longer than the bound', async () => {
    const failures: number[] = [];
    const follower = new MemoryFollower('a', START, { awayFor: 6 });
    await log.countMany(1);
    run([follower], { retryMs: 10, retryAtMostMs: 40, onFailure: () => failures.push(performance.now()) });
    await eventually(() => follower.position === at(1));
    expect(failures).toHaveLength(5);
    expect(follower.failure).toBe('away');
    const waits = failures.slice(1).map((time, index) => time - (failures[index] ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(19);
    expect(waits[2]).toBeGreaterThanOrEqual(39);
  });
});
