import { LinesBehindQuery } from '#ledger';
import type { Reader } from '#projections';
import type { Cell, CellColumn, LogFinder } from '#provenance';
import { DailyReportQuery, ENTRY_AXES } from '#reports';
import { Problem } from '../http/problem.js';
import type { Source, SourceAsked } from './source.js';

/** Events that may have moved a cell are read one by one: more of them are asked for by narrower days. */
const CANDIDATES_AT_MOST = 20_000;

const WAITING = ['assets:receivable', 'assets:clearing'];
const ACCOUNTS: Partial<Record<CellColumn, readonly string[]>> = {
  fees: ['expenses:fees'],
  settledNet: ['assets'],
  net: [...WAITING, 'expenses:fees'],
};

/** The events behind a cell of the daily report: those that moved accounts of its column on its days; who asks looks which of them count. */
export class CellEvents {
  constructor(private readonly reader: Reader) {}

  /** @throws Problem where there are more than are looked at */
  async of(
    cell: Cell,
    { known, minPosition }: SourceAsked,
    finder: LogFinder,
  ): Promise<Pick<Source, 'own' | 'position' | 'stands'>> {
    const { position: seen, value } = await this.standing(cell, known ?? minPosition);
    const position = known ?? seen;
    const { column, from, to } = cell;
    const events = await new LinesBehindQuery(this.reader).onDays({
      accounts: ACCOUNTS[column] ?? WAITING,
      from,
      to,
      known: position,
      limit: CANDIDATES_AT_MOST + 1,
      minPosition: position,
    });
    if (events.length > CANDIDATES_AT_MOST) throw Problem.of('EXPLANATION_TOO_LARGE');
    return { own: await finder.named(events), position, stands: known === null ? { [column]: value } : {} };
  }

  /** What the report says of the cell now. */
  private async standing(cell: Cell, minPosition: string | undefined) {
    const { column, from, to, ...axes } = cell;
    const by = ENTRY_AXES.filter((axis) => Object.hasOwn(axes, axis));
    const { position, data } = await new DailyReportQuery(this.reader).ask({ from, to, by, minPosition });
    const rows = data.filter((row) => Object.entries(axes).every(([axis, value]) => row[axis as keyof typeof axes] === value));
    return { position, value: rows.reduce((sum, row) => sum + row[column], 0) };
  }
}
