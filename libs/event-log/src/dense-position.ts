import { Fault } from '#kernel';
import { START, type Position } from './event-log.js';

/** Positions that count 1, 2, 3 … without a gap, in the order of commit. As text: 16 digits, so that text order is their order. */
const DIGITS = 16;
const POSITION = /^\d{16}$/;

/** 0 is START. */
export const positionAt = (counter: number): Position => (counter === 0 ? START : String(counter).padStart(DIGITS, '0'));

/** @throws Fault on a position of another kind of log. */
export function counterOf(position: Position): number {
  if (position === START) return 0;
  const counter = Number(position);
  if (!POSITION.test(position) || !Number.isSafeInteger(counter)) throw new Fault(`not a position of this log: ${position}`);
  return counter;
}
