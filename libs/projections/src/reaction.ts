import type { StoredEvent } from '#event-log';

/**
 * What spans streams: reads an event, answers the commands that follow from it. Pure. The runner gives each command an id
 * derived from the event and this name, so that a repeated delivery adds nothing.
 */
export interface Reaction<Command> {
  /** Stable: checkpoint and command ids hang on it. */
  readonly name: string;
  /** Event types that it is called for. */
  readonly handles: readonly string[];
  react(event: StoredEvent): readonly Command[];
}
