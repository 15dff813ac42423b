import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import { accessDecider } from './domain/access.js';
import type { AccessEvent, NoteAccess } from './domain/access.messages.js';

/** One stream for each process and day: nobody else writes it, and it ends. */
export const accessLogFeature: CommandFeature<null, NoteAccess, AccessEvent> = {
  decider: accessDecider,
  streamOf: ({ day, process }) => streamName('access-log', day, process),
};

export const ACCESS_EVENTS = {
  LedgerRead: { version: 1 },
  ExportDelivered: { version: 1 },
  FeedEnded: { version: 1 },
} as const satisfies Record<AccessEvent['type'], EventSchemas[string]>;
