import { START, type Position } from './event-log.js';
import { ForeignPosition } from './foreign-position.js';

/** Positions that count 1, 2, 3 … without a gap, in the order of commit. As text: 16 digits, so that text order is their order. */
const DIGITS = 16;
const POSITION = /^\d{16}$/;

/** 0 is START. */
export const positionAt = (counter: number): Position => (counter === 0 ? START : String(counter).padStart(DIGITS, '0'));

/** @throws ForeignPosition on a position of another kind of log. */
export function counterOf(position: Position): number {
  if (position === START) return 0;
  const counter = Number(position);
  if (!POSITION.test(position) || !Number.isSafeInteger(counter)) throw new ForeignPosition(position);
  return counter;
}
