import {
  countsOf,
  differingTables,
  type LeftOut,
  type ModelReplay,
  type NotCompared,
  type ReplayProgress,
  type RowDifference,
  type TableComparison,
} from '#projections';

const WHY: Readonly<Record<NotCompared, string>> = {
  FAILED: 'an event stopped it',
  NOT_SERVING: 'nothing serves to compare with',
  OTHER_VERSION: 'another version serves: rebuild --dry-run compares the two',
  SERVES_EARLIER: 'what serves has not come so far',
  SERVES_LATER: 'what serves stands later, and keeps nothing of then',
};

/** Something is wrong: a row differs, an invariant is broken, an event stopped it. */
export const isWrong = (model: ModelReplay): boolean =>
  differingTables(model).length > 0 || model.violations.length > 0 || model.error !== undefined;

/** What became of a read model, line by line. */
export function replayLines(model: ModelReplay): string[] {
  const { name, position, digest, violations, error } = model;
  const rows = Object.values(model.rows).reduce((sum, count) => sum + count, 0);
  const facts = `${String(rows)} rows at ${position || 'the start'}, digest ${digest}`;
  return [
    `${name.padEnd(16)} ${verdictOf(model)}: ${facts}`,
    ...(error === undefined ? [] : [`  stopped: ${error}`]),
    ...violations.map((says) => `  broken: ${says}`),
    ...differenceLines(model),
  ];
}

function verdictOf(model: ModelReplay): string {
  const { compared, because, comparison } = model;
  if (compared === 'nothing' || !comparison)
    return `not compared (${because === undefined ? 'nothing to compare' : WHY[because]})`;
  const { changed, missing, extra } = countsOf(comparison.tables);
  const what = compared === 'history' ? 'the rows that are kept of then' : 'what serves';
  if (changed + missing + extra === 0) return `equal to ${what}`;
  return `DIFFERS from ${what} (${comparison.servingDigest}): ${String(changed)} changed, ${String(missing)} missing, ${String(extra)} extra`;
}

/** What a part of the book says nothing of, by the reason. */
export const leftOutLines = (leftOut: readonly LeftOut[]): string[] =>
  Array.from(
    Map.groupBy(leftOut, ({ because }) => because),
    ([because, tables]) => `left out, for ${because}: ${tables.map(({ table }) => table).join(', ')}`,
  );

/** Tables, columns and rows that differ. */
export const differenceLines = ({ comparison }: ModelReplay): string[] =>
  (comparison?.tables ?? []).flatMap((table) => [...shapeLines(table), ...rowLines(table)]);

function shapeLines({ table, because, onlyServed, onlyReplayed }: TableComparison): string[] {
  return [
    ...(because === undefined ? [] : [`  ${table}: ${because}`]),
    ...(onlyReplayed.length === 0 ? [] : [`  ${table}: new columns ${onlyReplayed.join(', ')}`]),
    ...(onlyServed.length === 0 ? [] : [`  ${table}: columns that go ${onlyServed.join(', ')}`]),
  ];
}

function rowLines({ table, counts, listed }: TableComparison): string[] {
  const total = counts.changed + counts.missing + counts.extra;
  const more = total - listed.length;
  return [
    ...listed.map((row) => `  ${table} ${rowText(row)}`),
    ...(more > 0 && total > 0 ? [`  ${table}: ${String(more)} more (--max lists more of them)`] : []),
  ];
}

function rowText({ kind, key, columns }: RowDifference): string {
  const named = Object.entries(key).map(([column, value]) => `${column}=${value}`);
  if (kind === 'missing') return `${named.join(' ')}: does not serve, the log gives it`;
  if (kind === 'extra') return `${named.join(' ')}: serves, the log does not give it`;
  const values = columns.map(({ column, serving, replayed }) => `${column} ${textOf(serving)}, replayed ${textOf(replayed)}`);
  return `${named.join(' ')}: ${values.join('; ')}`;
}

const textOf = (value: string | null): string => value ?? 'nothing';

const REDRAW_MS = 100;

/** How far a replay is: on a terminal one line that is overwritten, in a file a line for each phase. */
export class ReplayLine {
  private drawnAt = 0;
  private phase = '';
  private isOpen = false;

  constructor(private readonly output: { readonly isTTY?: boolean; write(text: string): unknown }) {}

  show({ phase, done, total, eventsPerSecond, etaSeconds }: ReplayProgress): void {
    const isNew = phase !== this.phase;
    if (!isNew && (!this.output.isTTY || Date.now() - this.drawnAt < REDRAW_MS)) return;
    this.phase = phase;
    this.drawnAt = Date.now();
    const share = total === 0 ? 100 : Math.floor((100 * done) / total);
    const left = etaSeconds === null ? '' : `, ${String(Math.ceil(etaSeconds))} s left`;
    const text = phase === 'reading' ? `reading: ${String(share)} %, ${String(eventsPerSecond)} events/s${left}` : phase;
    this.output.write(this.output.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
    this.isOpen = this.output.isTTY === true;
  }

  end(): void {
    if (this.isOpen) this.output.write('\r\u001b[2K');
  }
}
