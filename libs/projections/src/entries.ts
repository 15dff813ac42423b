import type { StoredEvent } from '#event-log';
import type { Entry } from '#kernel';

/** What an event books; nothing where it is of a kind that books nothing. */
export function entriesOf({ data }: StoredEvent): readonly Entry[] {
  const { entries } = data as { readonly entries?: readonly Entry[] };
  return entries ?? [];
}
