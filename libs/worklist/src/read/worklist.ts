import type { StoredEvent } from '#event-log';
import { write, type Projection, type Tx } from '#projections';
import { WorklistFold } from './fold.js';
import { load } from './loading.js';
import type { Memory } from './memory.js';
import { keepPast } from './past.js';
import {
  comments,
  handedOrders,
  items,
  models,
  pastItems,
  rules,
  sightings,
  terminalDays,
  terminals,
  undoneUses,
} from './worklist.tables.js';

/** What the worklist has to be told of the set-up that ships with the code. */
export interface WorklistOptions {
  /** Methods that a POS model can take; undefined where it is not known. */
  readonly methodsOfModel: (model: string) => readonly string[] | undefined;
}

/** What queries name: which read model, and which version of it. */
export const WORKLIST = { name: 'worklist', version: 4 } as const;

/** Everything that wants following up, out of the standings of all features and out of what terminals do. */
export const worklist = ({ methodsOfModel }: WorklistOptions): Projection => ({
  ...WORKLIST,
  handles: 'all',
  tables: [items, pastItems, comments, sightings, terminalDays, undoneUses, handedOrders, terminals, models, rules],
  apply: async (events, tx) => {
    const memory = await load(events, tx);
    fold(events, memory, methodsOfModel);
    await save(memory, tx);
  },
});

function fold(events: readonly StoredEvent[], memory: Memory, methodsOfModel: WorklistOptions['methodsOfModel']): void {
  const folding = new WorklistFold(memory, methodsOfModel);
  for (const event of events) {
    folding.take(event);
    keepPast(memory, event.position);
  }
}

async function save(memory: Memory, tx: Tx): Promise<void> {
  const { gone } = memory.items;
  if (gone.length > 0) {
    await tx.query(
      'delete from worklist using unnest($1::text[], $2::text[], $3::text[]) as gone (s, d, c) where stream = s and day = d and code = c',
      [gone.map(({ stream }) => stream), gone.map(({ day }) => day), gone.map(({ code }) => code)],
    );
  }
  const { gone: redone } = memory.undone;
  if (redone.length > 0) {
    await tx.query(
      'delete from worklist_undone_uses using unnest($1::text[], $2::text[]) as gone (s, k) where stream = s and use_key = k',
      [redone.map(({ stream }) => stream), redone.map(({ key }) => key)],
    );
  }
  await write(
    tx,
    items.rows(memory.items.changed),
    pastItems.rows([...memory.past.values()]),
    comments.rows(memory.comments),
    sightings.rows(memory.sightings.changed),
    terminalDays.rows(memory.days.changed),
    undoneUses.rows(memory.undone.changed),
    handedOrders.rows(memory.handed.changed),
    terminals.rows(memory.terminals.changed),
    models.rows(memory.models.changed),
    rules.rows(memory.rules.changed),
  );
}
