import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import type { ChannelDeps } from '../notice-handling.js';
import { refused, type Answer } from '../refusals.js';
import { splitRows, takeRows, type RowsAnswer, type RowsRequest } from '../rows.js';
import type { CardPolicy } from '../sanitise.js';
import { readDisputeRow } from './dispute-rows.js';

const NUMBER_FIELDS = new Set([
  'case_no',
  'merchant_no',
  'terminal_no',
  'rrn',
  'payment_id',
  'reference',
  'digest',
  'occurred_at',
  'due_at',
]);

const DISPUTE_CARDS: CardPolicy = {
  onCardNumber: 'refuse',
  digitsOf: (key) => (NUMBER_FIELDS.has(key) ? 'issued' : 'any'),
};

const NUMBER = /^[A-Za-z0-9_-]{1,64}$/;

/** `{"rows": [ … ]}` of what an acquirer tells of disputes. One result a row. */
export async function receiveDisputes(
  deps: ChannelDeps,
  { rawBody, now, ingestActor }: RowsRequest,
): Promise<Answer<RowsAnswer>> {
  const rows = splitRows(rawBody);
  if ('code' in rows) return refused(rows);
  const body = await takeRows(deps, rows, {
    now,
    cards: DISPUTE_CARDS,
    lane: (row) => numberOf(row, 'case_no') ?? '',
    notice: (row) => {
      const externalId = numberOf(row, 'case_no');
      const source = numberOf(row, 'merchant_no') || '-';
      return { channel: 'acquirer-disputes', source, actor: ingestActor, ...(externalId && { externalId }) };
    },
    read: (row) => readDisputeRow(row, { merchants: deps.merchants, now }),
  });
  return { status: 200, body };
}

const numberOf = (row: JsonObject, name: string): string | undefined => new Fields(row).textIfAny(name, NUMBER);
