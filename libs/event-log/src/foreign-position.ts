import { Fault } from '#kernel';
import type { Position } from './event-log.js';

/** A position that this log never gave to anybody: it is made up, or from another log. */
export class ForeignPosition extends Fault {
  constructor(position: Position) {
    super(`not a position of this log: ${position}`);
  }
}
