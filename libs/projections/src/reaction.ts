import type { CommandContext, Outcome, StoredEvent } from '#event-log';

/**
 * What spans streams: an event of one stream that calls for commands to others. Pure; the runner gives each command an id
 * made of the reaction's name, the event's id and its place in the list, so a repeated run adds nothing.
 */
export interface Reaction<C> {
  /** Stable: part of the ids of its commands and the key of its checkpoint. */
  readonly name: string;
  /** Event types it wants to see. */
  readonly handles: readonly string[];
  react(event: StoredEvent): readonly C[];
}

/** How commands of a reaction get to their feature. */
export type Dispatch<C> = (command: C, context: CommandContext) => Promise<Outcome>;
