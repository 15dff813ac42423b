import type { Client } from 'pg';
import { byteaArray, int2Array, int4Array, textArray, uuidArray } from '#postgres';
import type { ContentType, NewEvent } from '../event-log.js';

export interface Append {
  readonly stream: string;
  /** Last revision, −1 for none. */
  readonly expected: number;
  readonly events: readonly NewEvent[];
}

/** What one statement said of one append. `position`: counter of its last event; `actual`: last revision of its stream, −1 for none. */
export type Verdict =
  { readonly stored: true; readonly position: number } | { readonly stored: false; readonly actual: number };

/** Numbers in the column `content_type`: stored, never renumbered. */
const CONTENT_TYPES: readonly ContentType[] = ['application/octet-stream', 'application/json'];

export const contentTypeNumber = (contentType: ContentType): number => CONTENT_TYPES.indexOf(contentType);
export const contentTypeOf = (number: number): ContentType => CONTENT_TYPES[number] ?? 'application/octet-stream';

const APPEND = `select before_first, refused, actual from log.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

type AppendRow = readonly [beforeFirst: string, refused: readonly number[] | null, actual: readonly number[] | null];

/** Sends one batch as one statement, which is one transaction. Answers in the order of the appends. */
export async function sendAppends(client: Client, appends: readonly Append[]): Promise<Verdict[]> {
  const { rows } = await client.query<[...AppendRow]>({
    name: 'log.append',
    text: APPEND,
    values: parametersOf(appends),
    rowMode: 'array',
  });
  const [row] = rows;
  if (!row) throw new Error('log.append answered nothing');
  return verdictsOf(appends, row);
}

/** See log.append in log.schema.ts for what each array is. */
function parametersOf(appends: readonly Append[]): Buffer[] {
  const firsts: number[] = [];
  const ordinals: number[] = [];
  const revisions: number[] = [];
  const events: NewEvent[] = [];
  for (const [index, append] of appends.entries()) {
    firsts.push(events.length + 1);
    let revision = append.expected;
    for (const event of append.events) {
      revision += 1;
      ordinals.push(index + 1);
      revisions.push(revision);
      events.push(event);
    }
  }
  return [
    textArray(appends.map(({ stream }) => stream)),
    int4Array(appends.map(({ expected }) => expected)),
    int4Array(firsts),
    int4Array(appends.map((append) => append.events.length)),
    int4Array(ordinals),
    int4Array(revisions),
    uuidArray(events.map(({ id }) => id)),
    textArray(events.map(({ type }) => type)),
    int2Array(events.map(({ contentType }) => contentTypeNumber(contentType))),
    byteaArray(events.map(({ data }) => data)),
    byteaArray(events.map(({ metadata }) => metadata)),
  ];
}

function verdictsOf(appends: readonly Append[], [beforeFirst, refused, actual]: AppendRow): Verdict[] {
  const actualOf = new Map(refused?.map((ordinal, index) => [ordinal, actual?.[index] ?? -1]));
  let position = Number(beforeFirst);
  return appends.map(({ events }, index) => {
    const standsAt = actualOf.get(index + 1);
    if (standsAt !== undefined) return { stored: false, actual: standsAt };
    position += events.length;
    return { stored: true, position };
  });
}
