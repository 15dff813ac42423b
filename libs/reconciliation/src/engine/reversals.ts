import { valueOf } from './canonical.js';
import { STAGES, type Stage } from './keys.js';
import { isAlone, isFree, isTwoSided, join, type Part } from './parts.js';

/** A refund that only the statement has, and that gives back what was undone here: the row of the reversal (冲正). */
export function joinReversals(parts: readonly Part[]): void {
  for (const stage of STAGES.filter(({ means }) => means === 'identity')) joinBy(stage, parts);
}

function joinBy({ keyOf, rule }: Stage, parts: readonly Part[]): void {
  const undone = new Map<string, Part>();
  for (const part of parts) {
    if (!isFree(part) || !isTwoSided(part) || part.balance === 0) continue;
    const original = part.ours.find(({ kind, status }) => kind === 'payment' && status === 'undone');
    const key = original && keyOf(original);
    if (key !== undefined) undone.set(key, part);
  }
  if (undone.size === 0) return;
  for (const part of parts) {
    const [row] = part.theirs;
    if (!isAlone(part) || row?.kind !== 'refund') continue;
    const key = keyOf({ ...row, kind: 'payment' });
    const original = key === undefined ? undefined : undone.get(key);
    if (original && isFree(original) && original.balance + valueOf(row) === 0) join([original, part], rule);
  }
}
