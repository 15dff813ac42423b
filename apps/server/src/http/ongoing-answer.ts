import { PassThrough } from 'node:stream';
import type { FeedEnd } from '#audit';
import { START, type Position } from '#event-log';

/** An answer that goes on until somebody ends it: as far as it has come, and why it ended. */
export class OngoingAnswer extends PassThrough {
  /** Of the last event that was handed on. */
  reached: Position = START;
  bytes = 0;
  because: FeedEnd = 'gone';

  constructor(readonly after: Position) {
    super();
  }

  /** A piece of it, on its way. */
  tell(piece: string, reached: Position = this.reached): string {
    this.reached = reached;
    this.bytes += Buffer.byteLength(piece);
    return piece;
  }
}
