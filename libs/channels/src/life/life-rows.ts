import type { JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import type { Channel } from '../inbox/notice.js';
import type { ChannelDeps } from '../notice-handling.js';
import type { NoticeReading } from '../notice-reading.js';
import { OPEN_PLATFORM } from '../open-platform-policy.js';
import { refusal, refused, type Answer } from '../refusals.js';
import { splitRows, takeRows, type RowsAnswer, type RowsRequest } from '../rows.js';
import { sourceOf, type LifeContext } from './life-account.js';
import { LIFE_ID } from './life-facts.js';

interface LifeRows {
  readonly channel: Channel;
  /** The platform's own number of a row. */
  readonly id: string;
  /** Rows that share it go one after the other. */
  readonly lane: string;
  readonly read: (row: JsonObject, context: LifeContext) => Promise<NoticeReading>;
}

const CLIENT_KEY = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * `{"account_id": …, "rows": [ … ]}`, because rows do not say whose they are. `account_id` is what the account is bound by; where
 * that is the app, `client_key` names it and `account_id` is the merchant's own with local life. One result a row.
 */
export async function receiveLifeRows(
  deps: ChannelDeps,
  { rawBody, now, ingestActor }: RowsRequest,
  { channel, id, lane, read }: LifeRows,
): Promise<Answer<RowsAnswer>> {
  const rows = splitRows(rawBody);
  if ('code' in rows) return refused(rows);
  const head = new Fields(rows.head);
  const accountId = head.text('account_id', CLIENT_KEY);
  const clientKey = head.textIfAny('client_key', CLIENT_KEY);
  const [wrong] = head.wrong;
  if (wrong !== undefined)
    return refused(refusal('REQUEST_INVALID', [{ field: wrong, says: `${wrong} must be the id of an account` }]));
  const of = clientKey === undefined ? { clientKey: accountId } : { clientKey, accountId };
  const textOf = (row: JsonObject, name: string): string => new Fields(row).textIfAny(name, LIFE_ID) ?? '';
  const body = await takeRows(deps, rows, {
    now,
    cards: OPEN_PLATFORM,
    lane: (row) => textOf(row, lane),
    notice: (row) => {
      const externalId = textOf(row, id);
      return { channel, source: sourceOf(of), actor: ingestActor, ...(externalId && { externalId }) };
    },
    read: (row) => read(row, { merchants: deps.merchants, now, ...of }),
  });
  return { status: 200, body };
}
