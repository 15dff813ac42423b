import { BILL_KINDS, type BillStanding, type FetchesOfMerchant } from '#fetches';
import { DAY, INTEGER, MOMENT, STRING, listOf, orNull, record, word } from '../http/schemas.js';

const STATES = ['waiting', 'overdue', 'fetched', 'empty'] as const;

export interface FetchView {
  readonly bill: string;
  readonly account: string;
  readonly day: string;
  readonly state: (typeof STATES)[number];
  readonly code: string | null;
  readonly tries: number;
  readonly triedAt: string | null;
  readonly nextTryAt: string | null;
  readonly overdueAt: string;
  readonly statement: string | null;
  readonly rows: number | null;
  readonly doneAt: string | null;
}

interface ScheduleView {
  readonly bill: string;
  readonly account: string;
  readonly state: 'on' | 'off';
  readonly from: string;
}

export interface FetchesView {
  readonly schedules: readonly ScheduleView[];
  readonly data: readonly FetchView[];
}

export const FETCH = record<FetchView>({
  bill: word(BILL_KINDS),
  account: STRING,
  day: DAY,
  state: { ...word(STATES), description: 'empty: the channel says that there is none; overdue: it should have been there' },
  code: {
    ...orNull(STRING),
    description:
      'why it is not there: NOT_THERE_YET, OUTAGE, CALL_KEY_MISSING, LINK_…, HASH_DIFFERS, a code of the channel or of the import',
  },
  tries: { ...INTEGER, description: 'since it is wanted, or was asked for again' },
  triedAt: orNull(MOMENT),
  nextTryAt: { ...orNull(MOMENT), description: 'null where it is done' },
  overdueAt: MOMENT,
  statement: { ...orNull(STRING), description: 'the file, see /v1/statements' },
  rows: { ...orNull(INTEGER), description: 'lines of the file, or rows' },
  doneAt: { ...orNull(MOMENT), description: 'when it was last found, there or empty' },
});

export const FETCHES = record<FetchesView>({
  schedules: listOf(record<ScheduleView>({ bill: word(BILL_KINDS), account: STRING, state: word(['on', 'off']), from: DAY })),
  data: { ...listOf(FETCH), description: 'the newest day first' },
});

export const fetchViewOf = (standing: BillStanding): FetchView => {
  const { bill, account, day, code, tries, triedAt, overdueAt, statement, rows, doneAt, isOverdue } = standing;
  const isDue = standing.state === 'due';
  const state = standing.state === 'due' ? (isOverdue ? 'overdue' : 'waiting') : standing.state;
  const nextTryAt = isDue ? standing.nextTryAt : null;
  return { bill, account, day, state, code, tries, triedAt, nextTryAt, overdueAt, statement, rows, doneAt };
};

export const fetchesViewOf = ({ schedules, bills }: FetchesOfMerchant): FetchesView => ({
  schedules: schedules.map(({ bill, account, state, from }) => ({ bill, account, state, from })),
  data: bills.map(fetchViewOf),
});
