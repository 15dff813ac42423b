import type { Reader } from '#projections';
import { axesOf, type Cell, type LogFinder } from '#provenance';
import { CellQuery, DailyReportQuery } from '#reports';
import type { Source, SourceAsked } from './source.js';

/** The transactions behind a cell of the unified report, page by page, and the events that move it. */
export class CellEvents {
  constructor(private readonly reader: Reader) {}

  /** @throws InvalidCursor */
  async of(
    cell: Cell,
    { cursor, known, limit, minPosition }: SourceAsked,
    finder: LogFinder,
  ): Promise<Pick<Source, 'own' | 'position' | 'stands' | 'carried' | 'transactions' | 'next'>> {
    const said = cursor === undefined ? await this.standing(cell, { known, minPosition }) : undefined;
    const asked = { ...cell, known: known ?? said?.position ?? '', limit, cursor, minPosition };
    const { carried, data, next, position } = await new CellQuery(this.reader).page(asked);
    return {
      own: await finder.named(data.flatMap(({ events }) => events)),
      position,
      carried,
      // What is left of a cell behind its first page, no read model says.
      stands: said ? { [cell.column]: said.value } : {},
      transactions: data.map(({ events, id, kind, stream }) => {
        return { stream, kind, id, streams: [...new Set(events.map((event) => event.stream))] };
      }),
      ...(next !== undefined && { next }),
    };
  }

  /** What the report says of the cell. */
  private async standing(cell: Cell, { known, minPosition }: Pick<SourceAsked, 'known' | 'minPosition'>) {
    const { column, from, to } = cell;
    const by = axesOf(cell);
    const times = { known: known ?? undefined };
    const { position, data } = await new DailyReportQuery(this.reader).ask({ from, to, by, times, minPosition });
    const rows = data.filter((row) => by.every((axis) => row[axis] === cell[axis]));
    return { position, value: rows.reduce((sum, row) => sum + row[column], 0) };
  }
}
