import { rejecter, type BusinessDate, type Decider, type DomainEvent, type Instant, type RejectionRegistry } from '#kernel';
import type { BillKind } from './bills.data.js';

/** Whether a bill of an account is fetched. Off until somebody says so: nothing calls out by itself. */
export interface FetchSetting {
  readonly merchantId: string;
  readonly state: 'on' | 'off';
  /** The first day whose bill is wanted. */
  readonly from: BusinessDate;
}

export interface SetFetch {
  readonly type: 'SetFetch';
  readonly bill: BillKind;
  readonly account: string;
  readonly merchantId: string;
  readonly state: 'on' | 'off';
  /** For `on`: as before unless said, the day of the command where it never was on. */
  readonly from?: BusinessDate;
  readonly today: BusinessDate;
  readonly at: Instant;
}

export type FetchSettingEvent = DomainEvent<
  'StatementFetchSet',
  FetchSetting & { readonly bill: BillKind; readonly account: string; readonly at: Instant }
>;

export const FETCH_REJECTIONS = {
  FETCH_NEVER_ON: {
    kind: 'conflict',
    says: 'This bill was never fetched: there is nothing to switch off, or to ask for again.',
  },
  FETCH_OFF: { kind: 'conflict', says: 'This bill is not fetched: switch that on first.' },
  FETCH_DAY_NOT_OVER: { kind: 'unprocessable', says: 'The bill of a day comes when that day is over.' },
  FETCH_DAY_TOO_OLD: { kind: 'unprocessable', says: 'The channel does not answer for a day so long ago: upload the file.' },
  FETCH_SOURCE_IS_API: {
    kind: 'conflict',
    says: 'Rows of this shop’s bills are pulled from the API, and files would tell them twice: set bills of the pull to files first.',
  },
} as const satisfies RejectionRegistry;

export const rejectFetch = rejecter(FETCH_REJECTIONS);

export const fetchSettingDecider: Decider<FetchSetting | undefined, SetFetch, FetchSettingEvent> = {
  initial: undefined,
  decide({ bill, account, merchantId, state, from, today, at }, setting) {
    if (state === 'off' && !setting) return rejectFetch('FETCH_NEVER_ON');
    const begins = state === 'on' ? (from ?? setting?.from ?? today) : (setting?.from ?? today);
    if (setting?.state === state && setting.from === begins) return [];
    return [{ type: 'StatementFetchSet', data: { bill, account, merchantId, state, from: begins, at } }];
  },
  evolve: (_, { data: { merchantId, state, from } }) => ({ merchantId, state, from }),
};
