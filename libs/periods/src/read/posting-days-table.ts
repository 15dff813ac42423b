import type { BusinessDate } from '#kernel';
import { Table, column, nullable, type Tx, type Write } from '#projections';
import { PostingDays, type ClosedDays } from '../posting-days.js';

/** What is closed, as a table of a read model that puts entries on days: loaded before a batch, written with it. */
export class PostingDaysTable {
  readonly table: Table<ClosedDays>;

  /** `name`: unique over all read models. */
  constructor(private readonly name: string) {
    this.table = new Table<ClosedDays>({
      name,
      columns: {
        merchant: column('text', ({ merchant }) => merchant),
        closed_through: nullable('date', ({ closedThrough }) => closedThrough),
      },
      key: ['merchant'],
    });
  }

  async load(tx: Tx): Promise<PostingDays> {
    const sql = `select merchant, closed_through as "closedThrough" from ${this.name} where closed_through is not null`;
    return new PostingDays(await tx.query<{ merchant: string; closedThrough: BusinessDate }>(sql));
  }

  rows({ moved }: PostingDays): Write {
    return this.table.rows(moved);
  }
}
