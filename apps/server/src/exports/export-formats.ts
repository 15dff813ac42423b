import { beancount, csv, hledger, json, xlsx, type Column, type Journal, type Made, type Pages } from '#exports';

/** What an export is made of, on one snapshot. */
export interface Source<Row extends object> extends Omit<Made, 'digest'> {
  readonly columns: readonly Column<Row>[];
  /** The same rows whenever it is called. */
  readonly pages: () => Pages<Row>;
  /** Where it can be told as plain-text accounting. */
  readonly journal?: (made: Made) => Journal;
}

export interface Format {
  readonly mediaType: string;
  readonly extension: string;
}

export const TABLE_FORMATS = ['json', 'csv', 'xlsx'] as const;
export const JOURNAL_FORMATS = [...TABLE_FORMATS, 'hledger', 'beancount'] as const;
export type FormatName = (typeof JOURNAL_FORMATS)[number];

export const FORMATS: Readonly<Record<FormatName, Format>> = {
  json: { mediaType: 'application/json', extension: 'json' },
  csv: { mediaType: 'text/csv', extension: 'csv' },
  xlsx: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', extension: 'xlsx' },
  hledger: { mediaType: 'text/plain', extension: 'journal' },
  beancount: { mediaType: 'text/plain', extension: 'beancount' },
};

/** The bytes of an export. A format that it does not have is refused where the request is checked. */
export function rendered<Row extends object>(
  format: FormatName,
  { columns, pages, journal }: Source<Row>,
  made: Made,
): AsyncIterable<string | Uint8Array> {
  const table = { made, columns, pages: pages() };
  if (format === 'csv') return csv(table);
  if (format === 'xlsx') return xlsx(table);
  if (format === 'json' || !journal) return json(table);
  return format === 'hledger' ? hledger(journal(made)) : beancount(journal(made));
}

/** A request but for its format. */
export type Asked<Request extends { readonly format?: FormatName }> = Omit<Request, 'format'>;

/** What of a request decides which rows there are, as texts. Which position they are of is said beside it. */
export const askedOf = (asked: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(asked)
      .filter(([name, value]) => value !== undefined && !['known', 'minPosition'].includes(name))
      .map(([name, value]) => [name, String(value)]),
  );

/** Rows that are all there. */
export async function* onePage<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  await Promise.resolve();
  yield rows;
}
