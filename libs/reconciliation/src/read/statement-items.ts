import { assertNever } from '#kernel';
import type { StatementRowStanding, StatementStanding } from '#statements';
import type { ItemRow, StatementFile, ToldDay } from './items.tables.js';

/** Whose the book of a row is; undefined where its rows are no items: what a fund flow tells of trades, the trade bill tells too. */
function placeOf({ row }: StatementRowStanding): Pick<ItemRow, 'book' | 'channel' | 'side' | 'source' | 'kind'> | undefined {
  const { book, channel, kind } = row;
  switch (kind) {
    case 'payment':
    case 'refund':
    case 'reversal':
      if (book !== 'trades') return undefined;
      return { book, channel, side: 'statement', source: 'statement', kind: kind === 'refund' ? kind : 'payment' };
    case 'bank-credit':
    case 'bank-debit':
      return { book: 'payouts', channel: 'bank', side: 'statement', source: 'bank', kind: 'payout' };
    case 'payout':
      return { book: 'payouts', channel, side: 'ledger', source: 'funds', kind };
    case 'deposit':
    case 'movement':
      if (book !== 'funds') return undefined;
      return { book: 'payouts', channel, side: 'ledger', source: 'funds', kind: 'movement' };
    case 'fee':
    case 'fee-return':
      return undefined;
    default:
      return assertNever(kind, 'kind of a row');
  }
}

/** Money that left a channel comes in at the bank. */
const TURNED = { in: 'out', out: 'in' } as const;

/** A row as it stands, as an item; none where it is no money that somebody else tells too. */
export function itemOfRow(stream: string, standing: StatementRowStanding): ItemRow[] {
  const place = placeOf(standing);
  if (!place) return [];
  const { account, amount, billDate, direction, fee, kind, net, occurredAt, purpose = null, refs } = standing.row;
  return [
    {
      ...place,
      id: stream,
      stream,
      account,
      merchant: standing.merchant,
      bankAccount: place.source === 'bank' ? account : null,
      direction: kind === 'payout' ? TURNED[direction] : direction,
      amount,
      ...(fee !== undefined && { fee }),
      ...(net !== undefined && { net }),
      status: 'done',
      day: billDate,
      occurredAt,
      refs,
      partOf: null,
      purpose: place.source === 'bank' ? purpose : null,
      charged: null,
    },
  ];
}

/** The day that a file told of, whatever stands of the row by now. */
export const toldDaysOf = (item: ItemRow, file: string, day: string): ToldDay[] => {
  const { account, book, channel, merchant, side } = item;
  return side === 'statement' ? [{ file, merchant, book, channel, account, day }] : [];
};

export const fileOf = ({ account, channel, format, from, id, status, to }: StatementStanding): StatementFile => ({
  file: id,
  format,
  channel,
  account: account ?? null,
  from: from ?? null,
  to: to ?? null,
  imported: status === 'imported',
});
