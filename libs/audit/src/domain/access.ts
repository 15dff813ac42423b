import type { Decider } from '#kernel';
import type { AccessEvent, NoteAccess } from './access.messages.js';

/** The log of accesses knows no rule: what was read is written down as it was. */
export const accessDecider: Decider<null, NoteAccess, AccessEvent> = {
  initial: null,
  decide: ({ noted }) => [...noted],
  evolve: () => null,
};
