import { assertNever, type Decider, type Instant, type Rejection } from '#kernel';
import { additionOf, endingOf, inForceAt, withEnd, withPeriod, type Periods } from './effective.js';
import type { FeeLine, FeeTerms } from './fee.js';
import type {
  AgreeFeeSchedule,
  EndFeeSchedule,
  FeeSchedule,
  FeeScheduleCommand,
  FeeScheduleEvent,
} from './fee-schedule.messages.js';
import { reject } from './fees.rejections.js';

/** The fee schedules of one merchant with one channel. */
export interface FeeSchedulesState {
  readonly schedules: Periods<FeeSchedule>;
}

type Decision = readonly FeeScheduleEvent[] | Rejection;

export const feeScheduleDecider: Decider<FeeSchedulesState, FeeScheduleCommand, FeeScheduleEvent> = {
  initial: { schedules: new Map() },
  decide(command, state) {
    switch (command.type) {
      case 'AgreeFeeSchedule':
        return agree(command, state);
      case 'EndFeeSchedule':
        return end(command, state);
      default:
        return assertNever(command, 'fee schedule command');
    }
  },
  evolve({ schedules }, event) {
    switch (event.type) {
      case 'FeeScheduleAgreed':
        return { schedules: withPeriod(schedules, event.data.schedule) };
      case 'FeeScheduleEnded':
        return { schedules: withEnd(schedules, event.data.id, event.data.to) };
      default:
        return assertNever(event, 'fee schedule event');
    }
  },
};

function agree({ type: _type, ...data }: AgreeFeeSchedule, { schedules }: FeeSchedulesState): Decision {
  const addition = additionOf(schedules, data.schedule);
  switch (addition) {
    case 'known':
      return [];
    case 'differs':
      return reject('FEE_SCHEDULE_DIFFERS');
    case 'ends_before_it_begins':
      return reject('PERIOD_ENDS_BEFORE_IT_BEGINS');
    case 'overlaps':
      return reject('FEE_SCHEDULES_OVERLAP');
    case 'new':
      return refusalOfTerms(data.schedule) ?? [{ type: 'FeeScheduleAgreed', data }];
    default:
      return assertNever(addition, 'addition');
  }
}

function end({ type: _type, ...data }: EndFeeSchedule, { schedules }: FeeSchedulesState): Decision {
  const ending = endingOf(schedules, data.id, data.to);
  switch (ending) {
    case 'known':
      return [];
    case 'unknown':
      return reject('FEE_SCHEDULE_UNKNOWN');
    case 'ends_before_it_begins':
      return reject('PERIOD_ENDS_BEFORE_IT_BEGINS');
    case 'overlaps':
      return reject('FEE_SCHEDULES_OVERLAP');
    case 'new':
      return [{ type: 'FeeScheduleEnded', data }];
    default:
      return assertNever(ending, 'ending');
  }
}

/** What is wrong with a table of fees, the number of its line (from 1) with it; undefined where it can be agreed. */
export function refusalOfTerms({ lines }: FeeTerms): Rejection | undefined {
  for (const [index, line] of lines.entries()) {
    const { cap, floor, above, upTo } = line;
    const details = { line: index + 1 };
    if (cap !== undefined && floor !== undefined && cap < floor) return reject('FEE_CAP_BELOW_FLOOR', details);
    if (upTo !== undefined && upTo <= above) return reject('FEE_TIER_EMPTY', details);
    if (lines.slice(0, index).some((other) => overlap(line, other))) return reject('FEE_TIERS_OVERLAP', details);
  }
  return undefined;
}

const overlap = (one: FeeLine, other: FeeLine): boolean =>
  one.product === other.product &&
  one.cardType === other.cardType &&
  (one.upTo === undefined || other.above < one.upTo) &&
  (other.upTo === undefined || one.above < other.upTo);

/** The schedule in force at a moment; undefined in a gap. */
export const scheduleAt = ({ schedules }: FeeSchedulesState, at: Instant): FeeSchedule | undefined => inForceAt(schedules, at);
