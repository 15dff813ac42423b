import type { DomainEvent, Instant } from '#kernel';
import type { Dated } from './effective.js';
import type { FeeTerms } from './fee.js';

/** What a channel takes of a merchant for a time. */
export interface FeeSchedule extends Dated, FeeTerms {}

interface OfSchedules {
  readonly merchantId: string;
  /** `unionpay`, `wechat`, `lakala`, `douyin` … */
  readonly channel: string;
}

/** Refused where it overlaps another schedule of the channel. Gaps are allowed: nothing is priced in them. */
export interface AgreeFeeSchedule extends OfSchedules {
  readonly type: 'AgreeFeeSchedule';
  readonly schedule: FeeSchedule;
}
/** Moves the end of a schedule; to its beginning where it should never have been in force. */
export interface EndFeeSchedule extends OfSchedules {
  readonly type: 'EndFeeSchedule';
  readonly id: string;
  readonly to: Instant;
}

export type FeeScheduleCommand = AgreeFeeSchedule | EndFeeSchedule;
export type FeeScheduleEvent =
  | DomainEvent<'FeeScheduleAgreed', OfSchedules & { readonly schedule: FeeSchedule }>
  | DomainEvent<'FeeScheduleEnded', OfSchedules & { readonly id: string; readonly to: Instant }>;
