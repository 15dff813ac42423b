import type { Position } from '#event-log';
import type { BusinessDate } from '#kernel';
import type { Freshness } from './reader.js';

/** A point on both axes of time. Where an axis is absent: all of it, as it is now. */
export interface Times {
  /** What is booked on this accounting day or before. What came after its own day was closed is booked on the first open one. */
  readonly effective?: BusinessDate | undefined;
  /** What the log recorded up to and including this position. */
  readonly known?: Position | undefined;
}

export const isNow = ({ effective, known }: Times): boolean => effective === undefined && known === undefined;

/** Freshness of a question about a point of time: what is to be known must be there. */
export function freshEnough({ known }: Times, { minPosition }: Freshness): Freshness {
  return { minPosition: known === undefined || (minPosition !== undefined && minPosition > known) ? minPosition : known };
}
