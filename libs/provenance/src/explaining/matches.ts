import type { Position, StoredEvent } from '#event-log';
import { standingOf } from '#projections';
import type { Item, MatchStanding } from '#reconciliation';
import type { StatementRowStanding } from '#statements';
import type { ExplainedItem, ExplainedMatch } from '../explanation.js';

/** The stream that tells an item. */
export const streamOfItem = ({ id }: Pick<Item, 'id'>): string => id.replace(/#.*$/, '');

const DECISIONS: ReadonlySet<string> = new Set(['MatchRejected', 'DifferenceResolved', 'DifferenceWrittenOff']);

/** A case as its last event left it. `own`: the events of the case; `all`: with those that tell its items, in order. */
export function matchOf(own: readonly StoredEvent[], all: readonly StoredEvent[]): ExplainedMatch | null {
  const last = own.at(-1);
  if (!last) return null;
  const { decided, differences, items, rule, status } = standingOf(last) as MatchStanding;
  const judged = own.filter(({ type }) => !DECISIONS.has(type)).at(-1);
  const run = judged
    ? { position: judged.position, actor: judged.metadata.actor, correlationId: judged.metadata.correlationId }
    : null;
  return { status, rule, differences, items: items.map((item) => itemOf(item, all, last.position)), decided, run };
}

function itemOf(item: Item, all: readonly StoredEvent[], until: Position): ExplainedItem {
  const { amount, day, direction, id, side, status } = item;
  const source = all.filter(({ stream, position }) => stream === streamOfItem(item) && position <= until).at(-1);
  const row = source && side === 'statement' ? (standingOf(source) as Partial<StatementRowStanding>) : {};
  const told = { position: source?.position ?? null, file: row.file ?? null, line: row.digest ?? null };
  return { id, side, direction, amount, day, status, ...told };
}
