import fc from 'fast-check';
import { plusDays, type BusinessDate, type Entry } from '#kernel';
import { after } from '#kernel/testing';
import { lastDayOf, monthAfter, type Month } from './domain/month.js';
import { periodDecider } from './domain/period.js';
import type { PeriodEvent } from './domain/period.messages.js';
import { PostingDays, trueDateOf } from './posting-days.js';
import { REOPENING_DIGEST, periodCommands } from './testing.js';

type Booked = Pick<Entry, 'businessDate' | 'of'>;
type Step = { readonly entry: Booked } | { readonly event: PeriodEvent };

const { close, reopen, approve } = periodCommands;
const MERCHANTS = ['m1', 'm2'];
const FIRST = '2026-01-01' as BusinessDate;

const entryOf = (merchant: string, businessDate: BusinessDate): Booked => ({
  businessDate,
  of: { merchant, store: 's1', side: 'offline', channel: 'unionpay', method: 'card' },
});

/** A history of a merchant: closes the next month, reopens the last one, books something. */
const turns = fc.array(
  fc.record({
    merchant: fc.constantFrom(...MERCHANTS),
    turn: fc.constantFrom('close' as const, 'reopen' as const, ...Array.from({ length: 5 }, () => 'book' as const)),
    day: fc.integer({ min: 0, max: 400 }),
  }),
  { maxLength: 60 },
);

/** Events as the decider makes them, so that no history is one that can not be. */
function historyOf(wanted: readonly { merchant: string; turn: 'close' | 'reopen' | 'book'; day: number }[]): Step[] {
  const states = new Map(MERCHANTS.map((merchant) => [merchant, periodDecider.initial]));
  return wanted.flatMap(({ merchant, turn, day }): Step[] => {
    if (turn === 'book') return [{ entry: entryOf(merchant, plusDays(FIRST, day)) }];
    const state = states.get(merchant) ?? periodDecider.initial;
    const last = state.closed.at(-1);
    if (turn === 'reopen' && last === undefined) return [];
    const month = turn === 'reopen' ? last : last ? monthAfter(last) : ('2026-03' as Month);
    const propose = turn === 'close' ? close : reopen;
    const of = { merchantId: merchant, now: '2100-01-01T00:00:00.000Z' };
    const said = turn === 'close' ? of : { ...of, digest: REOPENING_DIGEST };
    const commands = [propose(month ?? '', of), approve(month ?? '', said)];
    const played = after({ ...periodDecider, initial: state }, commands);
    states.set(merchant, played.state);
    return played.events.map((event) => ({ event }));
  });
}

/** The slow way: what stands before a step in the log, read from its beginning. */
function closedThroughBefore(history: readonly Step[], at: number, merchant: string): BusinessDate | undefined {
  const months = history.slice(0, at).reduce<Month[]>((closed, step) => {
    if (!('event' in step) || step.event.data.merchantId !== merchant) return closed;
    if (step.event.type === 'PeriodClosed') return [...closed, step.event.data.month];
    return step.event.type === 'PeriodReopened' ? closed.slice(0, -1) : closed;
  }, []);
  const last = months.at(-1);
  return last && lastDayOf(last);
}

function folded(history: readonly Step[], days = new PostingDays()): (BusinessDate | undefined)[] {
  return history.map((step) => {
    if ('entry' in step) return days.dayOf(step.entry);
    days.note(step.event);
    return undefined;
  });
}

describe('the day on which an entry is booked', () => {
  it('is its own, or the first open one, as a reading of the whole log says', () => {
    fc.assert(
      fc.property(turns, (wanted) => {
        const history = historyOf(wanted);
        const days = folded(history);
        for (const [at, step] of history.entries()) {
          if (!('entry' in step)) continue;
          const { businessDate, of } = step.entry;
          const through = closedThroughBefore(history, at, of.merchant);
          const expected = through === undefined || businessDate > through ? businessDate : plusDays(through, 1);
          expect(days[at]).toBe(expected);
          expect(trueDateOf(step.entry, expected)).toBe(expected === businessDate ? null : businessDate);
        }
      }),
    );
  });

  it('is never closed, whatever comes after a close', () => {
    fc.assert(
      fc.property(turns, (wanted) => {
        const history = historyOf(wanted);
        const days = new PostingDays();
        const closed = new Map<string, BusinessDate | null>();
        for (const step of history) {
          if ('event' in step) {
            days.note(step.event);
            const { data } = step.event;
            if ('closedThrough' in data) closed.set(data.merchantId, data.closedThrough);
          } else expect(days.dayOf(step.entry) > (closed.get(step.entry.of.merchant) ?? '')).toBe(true);
        }
      }),
    );
  });

  it('does not depend on where the log is cut: what was noted before is all it takes', () => {
    fc.assert(
      fc.property(turns, fc.nat(60), (wanted, cut) => {
        const history = historyOf(wanted);
        const before = new PostingDays();
        const first = folded(history.slice(0, cut), before);
        const stored = before.moved.filter(({ closedThrough }) => closedThrough !== null);
        const rest = folded(history.slice(cut), new PostingDays(stored));
        expect([...first, ...rest]).toEqual(folded(history));
      }),
    );
  });

  it('is open in one merchant while it is closed in another', () => {
    const days = new PostingDays([{ merchant: 'm1', closedThrough: '2026-09-30' as BusinessDate }]);
    const day = '2026-09-21' as BusinessDate;
    expect([days.dayOf(entryOf('m1', day)), days.dayOf(entryOf('m2', day))]).toEqual(['2026-10-01', day]);
  });
});
