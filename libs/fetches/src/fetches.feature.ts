import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import type { BillName } from './domain/bills.data.js';
import { fetchSettingDecider, type FetchSetting, type FetchSettingEvent, type SetFetch } from './domain/fetch-setting.js';
import { missingBillDecider, type MissingBillEvent, type MissingBillState, type NoteBill } from './domain/missing-bill.js';

/** Whether a bill of an account is fetched. */
export const fetchStream = ({ bill, account }: Omit<BillName, 'day'>): string => streamName('statement-fetch', bill, account);

export const fetchSettingFeature: CommandFeature<FetchSetting | undefined, SetFetch, FetchSettingEvent> = {
  decider: fetchSettingDecider,
  streamOf: fetchStream,
};

/** Whether the bill of a day is missing. */
export const missingBillFeature: CommandFeature<MissingBillState, NoteBill, MissingBillEvent> = {
  decider: missingBillDecider,
  streamOf: ({ bill, account, day }) => streamName('statement-bill', bill, account, day),
};

export const FETCH_EVENTS = { StatementFetchSet: { version: 1 } } as const satisfies Record<
  FetchSettingEvent['type'],
  EventSchemas[string]
>;

export const MISSING_BILL_EVENTS = {
  StatementOverdue: { version: 1 },
  StatementNoLongerMissing: { version: 1 },
} as const satisfies Record<MissingBillEvent['type'], EventSchemas[string]>;
