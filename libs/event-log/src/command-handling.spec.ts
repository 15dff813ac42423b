import { Fault, Outage, rejecter, type Decider } from '#kernel';
import { EventCodec } from './codec.js';
import { CommandHandling, type CommandContext, type CommandFeature, type Outcome } from './command-handling.js';
import type { AppendResult, EventLog, ExpectedRevision, NewEvent } from './event-log.js';
import { MemoryEventLog } from './memory/memory-event-log.js';

const reject = rejecter({ TILL_CLOSED: { kind: 'conflict', says: 'The till is closed.' } });

interface TillState {
  readonly paid: readonly string[];
  readonly closed: boolean;
}
type TillCommand = { readonly till: string } & ({ readonly pay: string } | { readonly close: true });
type TillEvent =
  { readonly type: 'Paid'; readonly data: { readonly id: string } } | { readonly type: 'Closed'; readonly data: object };

const paying = (id: string): TillEvent[] => [{ type: 'Paid', data: { id } }];

/** A till takes payments until it is closed; a payment that it has is a retry. */
const till: Decider<TillState, TillCommand, TillEvent> = {
  initial: { paid: [], closed: false },
  decide: (command, { paid, closed }) => {
    if ('close' in command) return closed ? [] : [{ type: 'Closed', data: {} }];
    if (paid.includes(command.pay)) return [];
    return closed ? reject('TILL_CLOSED') : paying(command.pay);
  },
  evolve: (state, event) =>
    event.type === 'Paid' ? { ...state, paid: [...state.paid, event.data.id] } : { ...state, closed: true },
};
const feature: CommandFeature<TillState, TillCommand, TillEvent> = {
  decider: till,
  streamOf: (command) => `till-${command.till}`,
};
const codec = new EventCodec({ Paid: { version: 1 }, Closed: { version: 1 } });

/** Counts what is asked of the log, and lets a test step in before an append. */
class WatchedLog extends MemoryEventLog {
  reads = 0;
  appends = 0;
  beforeAppend: () => Promise<unknown> = () => Promise.resolve();

  override readStream(...asked: Parameters<EventLog['readStream']>): ReturnType<EventLog['readStream']> {
    this.reads += 1;
    return super.readStream(...asked);
  }

  override async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    this.appends += 1;
    await this.beforeAppend();
    return super.append(stream, expected, events);
  }
}

describe('CommandHandling', () => {
  let log: WatchedLog;
  let here: CommandHandling;
  /** Another process on the same log. */
  let elsewhere: CommandHandling;
  beforeEach(() => {
    log = new WatchedLog();
    here = new CommandHandling(log, codec);
    elsewhere = new CommandHandling(log, codec);
  });

  let commands = 0;
  const context = (given: Partial<CommandContext> = {}): CommandContext => {
    commands += 1;
    return { commandId: `c${String(commands)}`, correlationId: 'r', actor: 'key:test', ...given };
  };
  const pay = (id: string, by = here, given: Partial<CommandContext> = {}): Promise<Outcome> =>
    by.handle(feature, { till: '1', pay: id }, context(given));
  const close = (by = here, given: Partial<CommandContext> = {}): Promise<Outcome> =>
    by.handle(feature, { till: '1', close: true }, context(given));
  const codeOf = (outcome: Outcome): string => (outcome.ok ? 'accepted' : outcome.rejection.code);
  const paid = async (): Promise<readonly string[]> => (await here.load('till-1', till)).state.paid;

  it('takes a stream for new where it is told to, without reading it', async () => {
    expect(await pay('a', here, { opensStream: true })).toMatchObject({ ok: true, revision: 0, events: ['Paid'] });
    expect(log.reads).toBe(0);
    expect(await pay('b')).toMatchObject({ ok: true, revision: 1 });
    expect(log.reads).toBe(0);
    expect((await here.history('till-1')).map(({ metadata }) => Object.keys(metadata).sort())).toEqual(
      Array.from({ length: 2 }, () => ['actor', 'commandId', 'correlationId', 'v']),
    );
  });

  it('reads a stream that was taken for new and is not, before it accepts, adds or refuses', async () => {
    await pay('a', elsewhere);
    expect(await pay('a', here, { opensStream: true })).toMatchObject({ ok: true, revision: 0, events: [] });
    await pay('b', elsewhere);
    expect(await pay('c', new CommandHandling(log, codec), { opensStream: true })).toMatchObject({ ok: true, revision: 2 });
    await close(elsewhere);
    expect(codeOf(await pay('d', new CommandHandling(log, codec), { opensStream: true }))).toBe('TILL_CLOSED');
    expect(await paid()).toEqual(['a', 'b', 'c']);
  });

  it('appends what was decided and says where it stands', async () => {
    expect(await pay('a')).toEqual({ ok: true, stream: 'till-1', revision: 0, position: '0000000000000001', events: ['Paid'] });
    expect(await pay('b')).toMatchObject({ ok: true, revision: 1, position: await log.head() });
    expect(await here.history('till-1')).toMatchObject([
      { type: 'Paid', data: { id: 'a' }, metadata: { v: 1, actor: 'key:test', correlationId: 'r' } },
      { type: 'Paid', data: { id: 'b' } },
    ]);
  });

  it('answers a refusal and writes nothing', async () => {
    await close();
    expect(await pay('a')).toMatchObject({ ok: false, rejection: { code: 'TILL_CLOSED', kind: 'conflict' } });
    expect(await log.head()).toBe('0000000000000001');
  });

  it('accepts a retry, adds nothing, and says where the first try may be seen', async () => {
    const first = await pay('a');
    await pay('b');
    for (const by of [here, elsewhere]) {
      expect(await pay('a', by)).toEqual({ ok: true, stream: 'till-1', revision: 1, position: await log.head(), events: [] });
    }
    expect(first).toMatchObject({ events: ['Paid'] });
    expect(await paid()).toEqual(['a', 'b']);
  });

  it('stores a command once that comes twice at the same time, here and elsewhere', async () => {
    const outcomes = await Promise.all([pay('a', here), pay('a', here), pay('a', elsewhere), pay('a', elsewhere)]);
    expect(outcomes.map(codeOf)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
    expect(await paid()).toEqual(['a']);
  });

  it('takes the same command id under another correlation for the retry that it is', async () => {
    const command = { till: '1', pay: 'a' } as const;
    const [one, other] = await Promise.all(
      [here, elsewhere].map((by, index) =>
        by.handle(feature, command, context({ commandId: 'same', correlationId: String(index) })),
      ),
    );
    expect(other).toMatchObject({ ok: true, revision: 0 });
    expect(one).toMatchObject({ ok: true, revision: 0 });
  });

  it('reads a stream once and decides on what it remembers', async () => {
    for (const id of ['a', 'b', 'c']) await pay(id);
    expect(log.reads).toBe(1);
  });

  it('decides again when somebody else was first', async () => {
    await pay('a');
    await pay('b', elsewhere);
    expect(await pay('c')).toMatchObject({ ok: true, revision: 2 });
    expect(await paid()).toEqual(['a', 'b', 'c']);
    expect(log.appends).toBe(4);
  });

  it('refuses what has become wrong while it lost a race', async () => {
    await pay('a');
    await close(elsewhere);
    expect(codeOf(await pay('b'))).toBe('TILL_CLOSED');
  });

  it('never refuses on what it remembers: it reads again first', async () => {
    const reopening: Decider<TillState, TillCommand, TillEvent> = {
      ...till,
      decide: (command, state) =>
        'pay' in command && command.pay === 'reopens' ? paying('reopens') : till.decide(command, state),
      evolve: (state, event) => ({ ...till.evolve(state, event), closed: event.type === 'Closed' }),
    };
    const tell = (by: CommandHandling, command: TillCommand): Promise<Outcome> =>
      by.handle({ ...feature, decider: reopening }, command, context());
    await tell(here, { till: '1', close: true });
    await tell(elsewhere, { till: '1', pay: 'reopens' });
    // Here the till is still remembered as closed.
    expect(await tell(here, { till: '1', pay: 'a' })).toMatchObject({ ok: true, revision: 2 });
  });

  it.each<[string, ExpectedRevision, string]>([
    ['the revision it stands at', 1, 'accepted'],
    ['one that others have passed', 0, 'STREAM_CHANGED'],
    ['one to come', 7, 'STREAM_CHANGED'],
    ['none', 'no_stream', 'STREAM_CHANGED'],
  ])('with If-Match needs the stream to stand at %s', async (_, expectedRevision, code) => {
    await pay('a');
    await pay('b');
    expect(codeOf(await pay('c', here, { expectedRevision }))).toBe(code);
    expect(codeOf(await pay('d', elsewhere, { expectedRevision }))).toBe(code === 'accepted' ? 'STREAM_CHANGED' : code);
  });

  it('never takes what it remembers for a reason to do nothing: it reads again first', async () => {
    type LampEvent = { readonly type: 'Paid' | 'Closed'; readonly data: object };
    const lamp: CommandFeature<boolean, 'on' | 'off', LampEvent> = {
      decider: {
        initial: false,
        decide: (wanted, isOn) => (isOn === (wanted === 'on') ? [] : [{ type: wanted === 'on' ? 'Paid' : 'Closed', data: {} }]),
        evolve: (_isOn, { type }) => type === 'Paid',
      },
      streamOf: () => 'lamp-1',
    };
    const at = (handling: CommandHandling, wanted: 'on' | 'off', commandId: string): Promise<Outcome> =>
      handling.handle(lamp, wanted, { commandId, correlationId: commandId, actor: 'key:1' });
    await at(here, 'on', 'c1');
    await at(here, 'off', 'c2');
    await at(elsewhere, 'on', 'c3');
    expect(await at(here, 'off', 'c4')).toMatchObject({ ok: true, events: ['Closed'], revision: 3 });
  });

  it('with If-Match looks at the stream as it is, not as it is remembered', async () => {
    await pay('a');
    await pay('b', elsewhere);
    expect(await pay('c', here, { expectedRevision: 1 })).toMatchObject({ ok: true, revision: 2 });
    await pay('d', elsewhere);
    expect(codeOf(await pay('e', here, { expectedRevision: 2 }))).toBe('STREAM_CHANGED');
  });

  it('with If-Match accepts a retry, whose revision is the one before its own effect', async () => {
    await pay('a');
    await pay('b', here, { expectedRevision: 0 });
    expect(await pay('b', here, { expectedRevision: 0 })).toMatchObject({ ok: true, events: [] });
    expect(await close(elsewhere, { expectedRevision: 1 })).toMatchObject({ ok: true });
  });

  it('takes any number of commands on one stream at once', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => String(index));
    const outcomes = await Promise.all(ids.map((id) => pay(id)));
    expect(outcomes.map(codeOf)).toEqual(ids.map(() => 'accepted'));
    expect(await paid()).toEqual(ids);
    expect(log.appends).toBe(200);
  });

  it('gives up a race that it always loses, and says so', async () => {
    let others = 0;
    let busy = false;
    log.beforeAppend = async () => {
      if (busy) return;
      busy = true;
      others += 1;
      await pay(`other${String(others)}`, elsewhere);
      busy = false;
    };
    expect(codeOf(await pay('a'))).toBe('STREAM_CHANGED');
    expect(others).toBe(20);
  });

  it('lets an outage pass through, and goes on with the next command on the stream', async () => {
    log.beforeAppend = () => {
      log.beforeAppend = () => Promise.resolve();
      return Promise.reject(new Outage('away'));
    };
    const [failed, next] = await Promise.allSettled([pay('a'), pay('b')]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { name: 'Outage' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { ok: true, revision: 0 } });
  });

  it('stops at a decider that adds nothing to a stream that is not there', async () => {
    const idle: CommandFeature<TillState, TillCommand, TillEvent> = { ...feature, decider: { ...till, decide: () => [] } };
    await expect(here.handle(idle, { till: '1', pay: 'a' }, context())).rejects.toThrow(Fault);
  });
});
