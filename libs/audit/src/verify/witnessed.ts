import { cosignedAt } from '../proof/cosignature.js';
import type { Verifier } from '../proof/note.js';
import type { OnDefect } from './defect.js';
import type { GivenNote } from './signed-past.js';

/** Whether one of the witnesses vouches for each checkpoint that was kept; nobody has to where there are no witnesses. */
export function verifyWitnessed(given: readonly GivenNote[], witnesses: readonly Verifier[], onDefect: OnDefect): void {
  if (witnesses.length === 0) return;
  const names = witnesses.map(({ name }) => name).join(', ');
  for (const { from, note } of given) {
    if (witnesses.every((witness) => cosignedAt(note, witness) === undefined))
      onDefect({ kind: 'unwitnessed', says: `${from} carries no good cosignature of ${names}` });
  }
}
