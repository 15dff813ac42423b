import type { Position } from '#event-log';

/** What is wrong, and what it is called. */
export const DEFECTS = {
  edited: 'an event is not what was sealed',
  swapped: 'two events stand in each other’s place',
  renumbered: 'an event stands at another position or revision than it was sealed at',
  'back-dated': 'an event says another time than it was sealed with, or an earlier one than the event before it',
  removed: 'an event is gone',
  truncated: 'the log ends before what was sealed',
  inserted: 'an event stands where none was sealed',
  rewritten: 'events and tree were changed together: a signed checkpoint says otherwise',
  forked: 'a signed checkpoint is of another history than this one',
  checkpoint: 'a checkpoint is gone, replaced, or not signed by the log’s key',
  unwitnessed: 'no witness vouches for a checkpoint that was kept',
  timestamp: 'a time-stamp is not of its checkpoint, or not signed by its authority',
  tile: 'a tile of the tree is not what its events and its neighbours say',
  tree: 'the right edge of the tree is not what its tiles say',
  'duplicate-id': 'two events have one id',
  unbalanced: 'an entry does not sum to zero',
  unreadable: 'an event can not be read',
  misfiled: 'the index of streams says otherwise than the event',
  unguarded: 'what keeps the log append-only is switched off or changed',
  file: 'a line of an export is not what was written',
  projection: 'a read model is not what the log says',
} as const satisfies Record<string, string>;

export type DefectClass = keyof typeof DEFECTS;

export interface Defect {
  readonly kind: DefectClass;
  /** Of the first event concerned; undefined where it is not about events. */
  readonly position?: Position | undefined;
  /** Of the last one, where there are several. */
  readonly through?: Position | undefined;
  readonly says: string;
}

export type OnDefect = (defect: Defect) => void;
