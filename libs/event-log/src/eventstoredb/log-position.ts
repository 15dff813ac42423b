import { START, type Position } from '../event-log.js';
import { ForeignPosition } from '../foreign-position.js';

/** Where an event stands in EventStoreDB's `$all`: both are byte offsets of its transaction log. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** As many as the greatest 64-bit offset has, so that text order is the order of offsets. */
const DIGITS = 19;
const POSITION = /^\d{38}$/;
const GREATEST = 2n ** 63n - 1n;

export const positionOf = ({ commit, prepare }: LogPosition): Position =>
  `${String(commit).padStart(DIGITS, '0')}${String(prepare).padStart(DIGITS, '0')}`;

/** Undefined is START. @throws ForeignPosition on a position of another kind of log */
export function logPositionOf(position: Position): LogPosition | undefined {
  if (position === START) return undefined;
  if (!POSITION.test(position)) throw new ForeignPosition(position);
  const found = { commit: BigInt(position.slice(0, DIGITS)), prepare: BigInt(position.slice(DIGITS)) };
  if (!isLogPosition(found)) throw new ForeignPosition(position);
  return found;
}

/** EventStoreDB says "none" by leaving it out or, in stream reads of old servers and some retries, by −1 as an unsigned number. */
export const isLogPosition = (position: LogPosition | undefined): position is LogPosition =>
  position !== undefined && position.commit <= GREATEST && position.prepare <= GREATEST;
