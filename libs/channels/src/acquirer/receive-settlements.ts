import { isPlatformId } from '../card-numbers.js';
import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import type { ChannelDeps } from '../notice-handling.js';
import { refused, type Answer } from '../refusals.js';
import { splitRows, takeRows, type RowsAnswer, type RowsRequest } from '../rows.js';
import type { CardPolicy } from '../sanitise.js';
import { readSettlementRow } from './settlement-rows.js';

const NUMBER_FIELDS = new Set([
  'settlement_no',
  'merchant_no',
  'terminal_no',
  'rrn',
  'payment_id',
  'settled_at',
  'traded_at',
  'bank_account',
]);

const ACQUIRER_CARDS: CardPolicy = {
  onCardNumber: 'refuse',
  digitsOf: (key, value) => {
    if (key === 'settlement_no' && isPlatformId(value)) return 'exempt';
    return NUMBER_FIELDS.has(key) ? 'issued' : 'any';
  },
};

const NUMBER = /^[A-Za-z0-9_-]{1,64}$/;

/** `{"rows": [ … ]}` of an acquirer's or wallet's statement. One result a row. */
export async function receiveSettlements(
  deps: ChannelDeps,
  { rawBody, now, ingestActor }: RowsRequest,
): Promise<Answer<RowsAnswer>> {
  const rows = splitRows(rawBody);
  if ('code' in rows) return refused(rows);
  const body = await takeRows(deps, rows, {
    now,
    cards: ACQUIRER_CARDS,
    lane: (row) => numberOf(row, 'settlement_no') ?? '',
    notice: (row) => {
      const externalId = numberOf(row, 'settlement_no');
      const source = numberOf(row, 'merchant_no') || '-';
      return { channel: 'acquirer', source, actor: ingestActor, ...(externalId && { externalId }) };
    },
    read: (row) => readSettlementRow(row, { merchants: deps.merchants, now }),
  });
  return { status: 200, body };
}

const numberOf = (row: JsonObject, name: string): string | undefined => new Fields(row).textIfAny(name, NUMBER);
