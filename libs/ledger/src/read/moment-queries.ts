import { START, type Position } from '#event-log';
import type { Instant } from '#kernel';
import type { Answer, Freshness, Reader } from '#projections';
import { balances } from './balances.js';

const POSITION_AT = `select position from read.recorded_moments where recorded_at <= $1 order by recorded_at desc limit 1`;

const MOMENT_OF = `select recorded_at as "recordedAt" from read.recorded_moments where position <= $1 order by position desc limit 1`;

/** Moments of recording as positions of the log: what is known when is asked by position everywhere else. */
export class MomentQueries {
  constructor(private readonly reader: Reader) {}

  /**
   * The last position up to which everything was recorded by a moment, that included; the start where nothing was. Where a
   * clock was put back (a log on several machines), what came behind counts as recorded when the clock had caught up.
   */
  async positionAt(moment: Instant, { minPosition }: Freshness = {}): Promise<Answer<Position>> {
    const question = { projection: balances, sql: POSITION_AT, params: [moment], minPosition };
    const { position, data } = await this.reader.rows<{ readonly position: Position }>(question);
    return { position, data: data[0]?.position ?? START };
  }

  /** When a position was recorded; undefined before the first event. */
  async momentOf(known: Position): Promise<Answer<Instant | undefined>> {
    const question = { projection: balances, sql: MOMENT_OF, params: [known], minPosition: known };
    const { position, data } = await this.reader.rows<{ readonly recordedAt: Instant }>(question);
    return { position, data: data[0]?.recordedAt };
  }
}
