import { CommandHandling, EventCodec, deterministicId, type StoredEvent } from '#event-log';
import { Outage, type Decider, type Rejection } from '#kernel';
import { soleOwner } from './ownership.js';
import { reacting, reactionStandings, type Reacting } from './reaction-follower.js';
import type { Reaction } from './reaction.js';
import { ProjectionRunner, type ProjectionRunnerOptions } from './runner.js';
import { TallyLog, eventually, readDatabase, tally, type ReadDatabase } from './testing.js';

interface Tell {
  readonly target: string;
  readonly by: string;
}
type Told = { readonly type: 'Told'; readonly data: { readonly by: string } };

const REFUSED: Rejection = { rejected: true, code: 'NOT_TODAY', kind: 'unprocessable', says: 'Come back tomorrow.' };

/** Hears each teller once. */
const listener: Decider<readonly string[], Tell, Told> = {
  initial: [],
  decide: ({ by, target }, heard) => {
    if (target === 'deaf') return REFUSED;
    return heard.includes(by) ? [] : [{ type: 'Told', data: { by } }];
  },
  evolve: (heard, { data }) => [...heard, data.by],
};

const feature = { decider: listener, streamOf: ({ target }: Tell) => `heard-${target}` };
const codec = new EventCodec({ Counted: { version: 1 }, Ignored: { version: 1 }, Told: { version: 1 } });

/** Each amount is told to one of three listeners; a negative one to the deaf. */
const telling: Reaction<Tell> = {
  name: 'telling',
  handles: ['Counted'],
  react: ({ data, id }) => {
    const { amount } = data as { amount: number };
    return amount < 0 ? [{ target: 'deaf', by: id }] : [{ target: String(amount % 3), by: id }];
  },
};

describe('a reaction', () => {
  let database: ReadDatabase;
  let log: TallyLog;
  let runners: ProjectionRunner[];

  beforeEach(async () => {
    database = await readDatabase();
    log = new TallyLog();
    runners = [];
  });
  afterEach(async () => {
    await Promise.all(runners.map((runner) => runner.stop()));
    await database.drop();
  });

  const handled = (reaction: Reaction<Tell> = telling): Reacting => {
    const handling = new CommandHandling(log, codec);
    return reacting(reaction, (command, metadata) => handling.handle(feature, command, metadata));
  };
  const started = (options: Partial<ProjectionRunnerOptions> = {}): ProjectionRunner => {
    const common = { ...database, log, codec, paceMs: 0, retryMs: 10 };
    const runner = new ProjectionRunner({ ...common, projections: [], reactions: [handled()], ...options });
    runners.push(runner);
    runner.start();
    return runner;
  };
  const heard = async (): Promise<StoredEvent[]> => {
    const streams = await Promise.all(['0', '1', '2'].map((target) => log.readStream(`heard-${target}`)));
    return streams.flat().map((event) => codec.decode(event));
  };
  /** Counts so often; the position of the last. */
  const counted = async (times: number): Promise<string> => {
    await log.countMany(times);
    return log.count('s-last', 1);
  };
  const positionOf = async (name: string): Promise<string | undefined> =>
    (await reactionStandings(database.pool)).find((standing) => standing.name === name)?.position;
  const caughtUp = (name = 'telling'): Promise<void> => eventually(async () => (await positionOf(name)) === (await log.head()));

  it('answers each event with its commands, whose ids and cause are derived from it', async () => {
    await log.count('s-1', 4);
    started();
    await eventually(async () => (await heard()).length === 1);
    const [told] = await heard();
    const [cause] = await log.readStream('s-1');
    expect(told?.data).toEqual({ by: cause?.id });
    expect(told?.metadata).toEqual({
      v: 1,
      commandId: deterministicId('reaction', 'telling', cause?.id ?? '', '0'),
      correlationId: 'test',
      causationId: cause?.id,
      actor: 'reaction:telling',
    });
  });

  it('adds nothing when it runs again from the start, or twice at once', async () => {
    await log.countMany(60);
    started({ ownership: soleOwner, batchSize: 7 });
    started({ ownership: soleOwner, batchSize: 11 });
    await caughtUp();
    const count = (await heard()).length;
    expect(count).toBe(48);
    await Promise.all(runners.map((runner) => runner.stop()));
    await database.pool.query(`update projections.reactions set position = ''`);
    started();
    await caughtUp();
    expect((await heard()).length).toBe(count);
  });

  it('follows the same reading of the log as read models do, and holds none of them up', async () => {
    const subscribed = jest.spyOn(log, 'subscribeAll');
    const gate = Promise.withResolvers<undefined>();
    const stuck: Reacting = { name: 'stuck', handles: ['Counted'], perform: () => gate.promise };
    const runner = started({ projections: [tally], reactions: [handled(), stuck], patienceMs: 30, batchSize: 5 });
    await eventually(() => ['tally', 'telling', 'stuck'].every((name) => runner.stateOf(name) === 'following'));
    expect(subscribed).toHaveBeenCalledTimes(1);
    const last = await counted(40);
    await database.positions.waitFor('tally', last);
    await eventually(async () => ((await positionOf('telling')) ?? '') >= last);
    gate.resolve(undefined);
    await caughtUp('stuck');
    expect(subscribed).toHaveBeenCalledTimes(1);
  });

  it('can not have the name of a read model or of another reaction', () => {
    const named = (name: string): Reacting => ({ name, handles: [], perform: () => Promise.resolve() });
    expect(() => started({ projections: [tally], reactions: [named('tally')] })).toThrow('claimed twice: tally');
    expect(() => started({ reactions: [named('a'), named('a')] })).toThrow('claimed twice: a');
  });

  it('tries again after an outage, and leaves out nothing', async () => {
    let away = 5;
    const calls: string[] = [];
    const flaky: Reacting = {
      name: 'flaky',
      handles: ['Counted'],
      perform: (event) => {
        if (away > 0) return Promise.reject(new Outage(`away ${String((away -= 1))}`));
        calls.push(event.id);
        return Promise.resolve();
      },
    };
    await log.countMany(20);
    started({ reactions: [flaky] });
    await caughtUp('flaky');
    expect(new Set(calls).size).toBe(16);
    expect(await reactionStandings(database.pool)).toMatchObject([{ name: 'flaky', error: null }]);
  });

  it('stops at a refusal that time does not heal, shows it, and lets the others go on', async () => {
    const other = handled({ ...telling, name: 'other', react: () => [] });
    await log.countMany(5);
    await log.count('s-9', -1);
    await log.countMany(5);
    started({ reactions: [handled(), other] });
    await caughtUp('other');
    await eventually(async () => (await reactionStandings(database.pool)).some(({ error }) => error !== null));
    const [, stopped] = await reactionStandings(database.pool);
    expect(stopped).toMatchObject({ name: 'telling', position: '0000000000000005' });
    expect(stopped?.error).toContain('NOT_TODAY: Come back tomorrow.');
  });

  it('works on streams side by side, on each in order, never on more than its bound', async () => {
    let busy = 0;
    let busiest = 0;
    const order = new Map<string, number[]>();
    const slow: Reacting = {
      name: 'slow',
      handles: ['Counted'],
      perform: async ({ stream, revision }) => {
        busiest = Math.max(busiest, (busy += 1));
        await new Promise((resolve) => setTimeout(resolve, 2));
        order.set(stream, [...(order.get(stream) ?? []), revision]);
        busy -= 1;
      },
    };
    await log.countMany(70);
    started({ reactions: [slow], concurrency: 3 });
    await caughtUp('slow');
    expect(busiest).toBe(3);
    for (const revisions of order.values()) expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  });
});
