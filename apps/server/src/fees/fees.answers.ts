import type { Destination, FeeLine, FeeSchedule, Payee, ReplayRow, TermsView } from '#fees';
import type { BusinessDate } from '#kernel';
import { DAY, FEN_SCHEMA, INTEGER, MOMENT, STRING, listOf, orNull, record, word, type Schema } from '../http/schemas.js';
import { REFUND_POLICIES, TERMS_KINDS } from '#fees';

const LINE = record<FeeLine>(
  {
    product: STRING,
    cardType: STRING,
    above: FEN_SCHEMA,
    upTo: FEN_SCHEMA,
    ratePpm: INTEGER,
    cap: FEN_SCHEMA,
    floor: FEN_SCHEMA,
  },
  ['upTo', 'cap', 'floor'],
);

export const SCHEDULE = record<FeeSchedule>(
  { id: STRING, from: MOMENT, to: MOMENT, refundReturnsFee: word(REFUND_POLICIES), lines: listOf(LINE) },
  ['to'],
);

/** Fees under one heading by the schedules in force. */
export interface ExpectedFees {
  readonly channel: string;
  readonly product: string;
  readonly cardType: string | null;
  readonly count: number;
  readonly amount: number;
  readonly refunded: number;
  readonly fee: number;
  readonly recorded: number | null;
  readonly withoutSchedule: { readonly count: number; readonly amount: number };
}

const TALLY = record<ReplayRow['unpricedThen']>({ count: INTEGER, amount: FEN_SCHEMA });
const RECORDED: Schema = orNull({
  type: 'integer',
  description: '分 that settle rows kept: service fee, commissions and all; null where no row says it per payment',
});
const HEADING = { channel: STRING, product: STRING, cardType: orNull(STRING) };
const SUMS = { count: INTEGER, amount: FEN_SCHEMA, refunded: FEN_SCHEMA };
const EXPECTED = { ...SUMS, fee: FEN_SCHEMA, recorded: RECORDED, withoutSchedule: TALLY };
const REPLAYED = {
  ...SUMS,
  feeThen: FEN_SCHEMA,
  feeNew: FEN_SCHEMA,
  difference: { type: 'integer', description: '分 over what both price; negative where the new terms are cheaper' },
  recorded: RECORDED,
  unpricedThen: TALLY,
  unpricedNew: TALLY,
};

const replayed = (row: Schema, total: Schema): Schema =>
  record({
    from: DAY,
    to: DAY,
    rows: listOf(row),
    total,
    undatedOrders: record({ count: INTEGER, amount: FEN_SCHEMA }),
  });

export const EXPECTED_FEES = replayed(
  record<ExpectedFees>({ ...HEADING, ...EXPECTED }),
  record<Omit<ExpectedFees, keyof typeof HEADING>>(EXPECTED),
);
export const SIMULATED_FEES = replayed(
  record<ReplayRow>({ ...HEADING, ...REPLAYED }),
  record<Omit<ReplayRow, keyof typeof HEADING>>(REPLAYED),
);

export interface DestinationView extends Omit<Destination, 'payee'> {
  readonly bankAccount?: Omit<Extract<Payee, { kind: 'bank_account' }>, 'kind'>;
  readonly douyinShopId?: string;
}

export const DESTINATION = record<DestinationView>(
  {
    id: STRING,
    from: MOMENT,
    to: MOMENT,
    bankAccount: record({ account: STRING, bank: STRING, lastFour: STRING }),
    douyinShopId: STRING,
    cycle: STRING,
    cutOff: STRING,
  },
  ['to', 'bankAccount', 'douyinShopId'],
);

export function destinationView({ payee, ...destination }: Destination): DestinationView {
  if (payee.kind === 'douyin_account') return { ...destination, douyinShopId: payee.shopId };
  const { account, bank, lastFour } = payee;
  return { ...destination, bankAccount: { account, bank, lastFour } };
}

export interface SettlementView {
  readonly destination: DestinationView;
  readonly businessDate: BusinessDate;
  readonly expectedOn: BusinessDate;
}

export const SETTLEMENT = record<SettlementView>({ destination: DESTINATION, businessDate: DAY, expectedOn: DAY });

export type TermsRow = Omit<TermsView, 'merchantId'>;

export const TERMS = record<TermsRow>(
  {
    party: STRING,
    document: STRING,
    version: STRING,
    kind: word(TERMS_KINDS),
    effectiveFrom: MOMENT,
    url: STRING,
    digest: STRING,
    changes: STRING,
    status: word(['in_force', 'announced', 'superseded']),
    acknowledgements: listOf(record({ by: STRING, at: MOMENT })),
  },
  ['digest'],
);
