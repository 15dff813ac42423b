import type { ToldMovement } from '../account-items.js';
import type { AcquirerRow } from '../acquirer-rows.js';
import type { Cast } from '../cast.js';
import { PAID_OUT_AT, type LifeMovementOutcome } from '../local-life.js';
import { dateText } from '../moments.js';
import { compactDay } from './text.js';

/** What a channel paid to the bank at once; 分, negative where it drew money back. */
export interface Payout {
  readonly channel: string;
  readonly merchantNo: string;
  /** When the money left, ms. */
  readonly at: number;
  readonly net: number;
  readonly reference: string;
}

/** Of all rows that one channel settled under one number on one day; nothing where they come to nothing. */
export function payoutsOf(rows: readonly AcquirerRow[]): Payout[] {
  const groups = Map.groupBy(rows, ({ settledAt, fields }) =>
    [fields['channel'], fields['merchant_no'], dateText(settledAt)].join('/'),
  );
  return [...groups.values()].flatMap((group) => {
    const [{ settledAt, fields } = { settledAt: 0, fields: {} }] = group;
    const { channel = '', merchant_no: merchantNo = '' } = fields;
    const net = group.reduce((sum, row) => sum + (row.fields['direction'] === 'in' ? 1 : -1) * Number(row.fields['net']), 0);
    const reference = `P${String(channel).toUpperCase()}${compactDay(dateText(settledAt))}`;
    return net === 0 ? [] : [{ channel: String(channel), merchantNo: String(merchantNo), at: settledAt, net, reference }];
  });
}

/** Of the shop's account, and of that with local life. */
export const withdrawalsOf = (
  { shop, life }: Cast,
  movements: readonly ToldMovement[],
  lifeMovements: readonly LifeMovementOutcome[],
): Payout[] => [
  ...movements
    .filter(({ outcome }) => outcome.purpose === 'withdrawal')
    .map(({ item, outcome: { reference, net } }) => ({
      channel: 'douyin',
      merchantNo: shop.shopId,
      at: item.settledAt,
      net: -net,
      reference,
    })),
  ...lifeMovements.map(({ movementNo, amount }) => ({
    channel: 'douyin-life',
    merchantNo: life.clientKey,
    at: PAID_OUT_AT,
    net: -amount,
    reference: movementNo,
  })),
];
