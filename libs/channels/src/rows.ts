import { Lanes } from '#event-log';
import type { Instant } from '#kernel';
import { isJsonObject, parseExact, utf8, type JsonObject } from './exact-json.js';
import type { NewNotice } from './inbox/notice.js';
import { JsonCursor, NotJson } from './json-cursor.js';
import { take, type ChannelDeps } from './notice-handling.js';
import type { NoticeReading } from './notice-reading.js';
import { refusal, type Refusal } from './refusals.js';
import { orOutage, refusedResult, resultOf, type Result } from './results.js';
import { sanitise, type CardPolicy } from './sanitise.js';

export interface RowsRequest {
  readonly rawBody: Buffer;
  readonly now: Instant;
  /** Who handed them in, as events name it: whose ingest key the edge has verified. */
  readonly ingestActor: string;
}

/** `{…, "rows": [ … ]}` of a statement. */
export interface Rows {
  /** The object itself, with the values of all its fields. */
  readonly head: JsonObject;
  /** Exact text of each row, as it came. */
  readonly texts: readonly string[];
}

export interface RowsAnswer {
  readonly results: readonly (Result & { readonly row: number })[];
}

/** One row, and how it is kept. */
export interface RowDoor {
  readonly cards: CardPolicy;
  readonly notice: (row: JsonObject) => Pick<NewNotice, 'channel' | 'source' | 'actor' | 'externalId'>;
  /** Rows that share it go one after the other. */
  readonly lane: (row: JsonObject) => string;
  readonly read: (row: JsonObject) => Promise<NoticeReading>;
}

export function splitRows(rawBody: Uint8Array): Rows | Refusal {
  const text = utf8(rawBody);
  const head = text === undefined ? undefined : parseExact(text);
  if (text === undefined || head === undefined) return refusal('JSON_MALFORMED');
  if (!isJsonObject(head) || !Array.isArray(head['rows']))
    return refusal('REQUEST_INVALID', [{ field: 'rows', says: 'rows must be an array' }]);
  return { head, texts: rowTexts(text) };
}

/** Each row is a notice of its own: a bad one harms no other. */
export async function takeRows(
  deps: ChannelDeps,
  { texts }: Pick<Rows, 'texts'>,
  door: RowDoor & { readonly now: Instant },
): Promise<RowsAnswer> {
  const lanes = new Lanes();
  const results = await Promise.all(texts.map((text) => orOutage(takeRow(deps, text, { ...door, lanes }))));
  return { results: results.map((result, index) => ({ row: index + 1, ...result })) };
}

async function takeRow(
  deps: ChannelDeps,
  text: string,
  door: RowDoor & { readonly now: Instant; readonly lanes: Lanes },
): Promise<Result> {
  const clean = sanitise(text, door.cards);
  if (clean.refused) return refusedResult(refusal('CARD_NUMBER_IN_TEXT'));
  const row = parseExact(clean.text);
  if (!isJsonObject(row))
    return refusedResult(refusal('REQUEST_INVALID', [{ field: 'rows', says: 'a row must be an object' }]));
  const notice = { ...door.notice(row), receivedAt: door.now, raw: Buffer.from(clean.text), sanitised: clean.changed };
  return resultOf(await door.lanes.run(door.lane(row), () => take(deps, notice, () => door.read(row))));
}

/** The last `rows`, as a parser would take it. @throws never: the text has been parsed before */
function rowTexts(text: string): string[] {
  const cursor = new JsonCursor(text);
  let rows: string[] = [];
  try {
    cursor.members((name) => {
      if (name !== 'rows' || cursor.kind() !== 'array') {
        cursor.passValue();
        return;
      }
      rows = [];
      cursor.elements(() => {
        const start = cursor.at;
        cursor.passValue();
        rows.push(text.slice(start, cursor.at));
      });
    });
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
  }
  return rows;
}
