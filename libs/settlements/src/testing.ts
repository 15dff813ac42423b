import fc from 'fast-check';
import { localDate, money, sum, type Dimensions, type Instant, type Money } from '#kernel';
import { shanghai } from '#kernel/testing';
import type {
  AcquirerSettled,
  DouyinMoved,
  DouyinSettled,
  SettlementFact,
  TerminalBatchTotalled,
} from './domain/settlement.messages.js';

export const NO_FEES: DouyinSettled['fees'] = {
  platformService: money(0),
  commission: money(0),
  channel: money(0),
  colonel: money(0),
  promotion: money(0),
  other: money(0),
};

export type DouyinRow = Pick<DouyinSettled, 'requestNo' | 'tradeType' | 'income'> &
  Partial<Pick<DouyinSettled, 'subsidy' | 'net' | 'shopId' | 'orderId' | 'subOrderId'>> & {
    readonly fees?: Partial<DouyinSettled['fees']>;
    readonly at?: Instant;
  };

export const SETTLED_AT = shanghai('2026-09-30 02:00');

/** A row of Douyin's settle bill; adds up unless `net` says otherwise. */
export function douyinRow(row: DouyinRow): DouyinSettled {
  const { fees: charged, at = SETTLED_AT, ...said } = row;
  const fees = { ...NO_FEES, ...charged };
  return {
    type: 'DouyinSettlementRecorded',
    key: row.requestNo,
    occurredAt: at,
    booking: { businessDate: localDate(at), of: dimensions('online', 'douyin', 'wechat') },
    shopId: '4463798',
    orderId: '6900000000000000001',
    subOrderId: '6900000000000000001',
    subsidy: money(0),
    net: money(Math.abs(row.income - sum(Object.values(fees)))),
    ...said,
    fees,
  };
}

export function douyinMovement(
  moved: Pick<DouyinMoved, 'tradeNo' | 'direction' | 'amount'> & Partial<DouyinMoved>,
): DouyinMoved {
  return {
    type: 'DouyinAccountMoved',
    key: moved.tradeNo,
    occurredAt: SETTLED_AT,
    booking: { businessDate: localDate(SETTLED_AT), of: dimensions('online', 'douyin', 'unknown') },
    shopId: '4463798',
    ...moved,
  };
}

export function acquirerRow(row: {
  settlementNo: string;
  direction: 'in' | 'out';
  gross: Money;
  fee: Money;
  net?: Money;
}): AcquirerSettled {
  return {
    type: 'AcquirerSettlementRecorded',
    key: row.settlementNo,
    occurredAt: SETTLED_AT,
    booking: { businessDate: localDate(SETTLED_AT), of: dimensions('offline', 'lakala', 'card') },
    channel: 'lakala',
    method: 'card',
    merchantNo: '822290070111135',
    bankAccount: 'icbc-0200',
    net: money(Math.abs(row.gross - row.fee)),
    ...row,
  };
}

export function terminalBatch(batch: { debitTotal: Money; creditTotal: Money }): TerminalBatchTotalled {
  return {
    type: 'TerminalBatchTotalled',
    key: 'total',
    occurredAt: SETTLED_AT,
    booking: { businessDate: localDate(SETTLED_AT), of: dimensions('offline', 'lakala', 'card') },
    merchantNo: '822290070111135',
    terminalNo: '12345678',
    batchNo: '000001',
    debitCount: 2,
    creditCount: 1,
    ...batch,
  };
}

const dimensions = (side: Dimensions['side'], channel: string, method: string): Dimensions => ({
  merchant: 'm1',
  store: '-',
  side,
  channel,
  method,
});

const amounts = fc.integer({ min: 0, max: 1_000_000 }).map(money);
const directions = fc.constantFrom('in' as const, 'out' as const);

/** What one stream may hold: variants of one row, adding up or not. */
export const someSettlementFacts: fc.Arbitrary<SettlementFact[]> = fc.oneof(
  fc.array(
    fc
      .record({
        tradeType: fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const),
        income: amounts,
        net: amounts,
        subsidy: amounts,
        fee: amounts,
      })
      .map(({ fee, ...row }) => douyinRow({ requestNo: 'r1', ...row, fees: { platformService: fee } })),
    { minLength: 1, maxLength: 3 },
  ),
  fc.array(
    fc
      .record({ direction: directions, gross: amounts, fee: amounts, net: amounts })
      .map((row) => acquirerRow({ settlementNo: 's1', ...row })),
    { minLength: 1, maxLength: 3 },
  ),
  fc.array(
    fc
      .record({ direction: directions, amount: amounts, tag: fc.integer({ min: 0, max: 24 }) })
      .map((moved) => douyinMovement({ tradeNo: 't1', ...moved })),
    { minLength: 1, maxLength: 3 },
  ),
  fc.array(fc.record({ debitTotal: amounts, creditTotal: amounts }).map(terminalBatch), { minLength: 1, maxLength: 3 }),
);
