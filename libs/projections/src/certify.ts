import type { ClientBase } from 'pg';
import type { Position } from '#event-log';
import type { DifferenceCounts } from './row-differences.js';
import type { Generation } from './registry.js';

/** What took the place of what, and what was proved before. */
export interface SwapRecord {
  readonly kind: 'rebuild' | 'roll-back';
  readonly projection: string;
  /** As it stood when it was retired. */
  readonly from: Generation;
  readonly to: Generation;
  readonly proof: {
    /** Where both were compared. */
    readonly position: Position;
    readonly digest: string;
    /** Null where the two are of different versions. */
    readonly replacedDigest: string | null;
    readonly differences: DifferenceCounts;
  };
  /** A key, a user of a shell, or the start of newer code. */
  readonly askedBy: string;
}

/** Keeps a record of a swap, in the transaction that swaps: none is without the other. */
export type Certify = (client: ClientBase, record: SwapRecord) => Promise<void>;
