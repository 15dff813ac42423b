import type { CaseId } from '../domain/match.messages.js';
import type { Item } from '../item.js';
import { caseIdOf } from './canonical.js';
import type { KnownCase } from './parts.js';

export interface CaseIdentity {
  readonly caseId: CaseId;
  readonly absorbs: readonly CaseId[];
}

/**
 * Which case a group of items is, and which ones go into it: the match that is opened again, else the smallest id of the undecided
 * cases that belong to it, else one made of its first item. A case whose items went separate ways belongs to the item that it was made of.
 */
export function identitiesOf(groups: readonly (readonly Item[])[], cases: readonly KnownCase[]): readonly CaseIdentity[] {
  const groupOf = new Map<string, number>();
  const held = new Set(cases.flatMap(({ items }) => items.map(({ id }) => id)));
  for (const [index, items] of groups.entries()) for (const { id } of items) if (held.has(id)) groupOf.set(id, index);
  const owned = new Map<number, KnownCase[]>();
  for (const known of cases) {
    const owner = ownerOf(known, groupOf);
    if (owner === undefined) continue;
    const list = owned.get(owner);
    if (list) list.push(known);
    else owned.set(owner, [known]);
  }
  const taken = new Set(cases.map(({ caseId }) => caseId));
  return groups.map((items, index) => {
    const [first, ...others] = owned.get(index)?.sort(byStanding) ?? [];
    if (!first) return { caseId: freshOf(items, taken), absorbs: [] };
    return { caseId: first.caseId, absorbs: others.filter((known) => !isMatch(known)).map(({ caseId }) => caseId) };
  });
}

const isMatch = ({ status }: KnownCase): boolean => status === 'matched';
const byStanding = (a: KnownCase, b: KnownCase): number =>
  Number(isMatch(b)) - Number(isMatch(a)) || (a.caseId < b.caseId ? -1 : 1);

function ownerOf({ caseId, items }: KnownCase, groupOf: ReadonlyMap<string, number>): number | undefined {
  const owners = items.flatMap(({ id }) => groupOf.get(id) ?? []);
  const [first] = owners;
  if (owners.every((owner) => owner === first)) return first;
  const maker = items.find(({ id }) => caseIdOf(id) === caseId);
  return (maker && groupOf.get(maker.id)) ?? first;
}

/** Made of the first item whose own case is not in other hands. */
function freshOf(items: readonly Item[], taken: ReadonlySet<CaseId>): CaseId {
  for (const { id } of items) {
    const caseId = caseIdOf(id);
    if (!taken.has(caseId)) return caseId;
  }
  return caseIdOf(items.map(({ id }) => id).join('\n'));
}
