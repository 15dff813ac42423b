import type { ChannelCommand } from './channel-command.js';
import type { ParkReason } from './parking.js';

/** What a message means to the ledger. */
export type NoticeReading =
  | { readonly commands: readonly [ChannelCommand, ...ChannelCommand[]] }
  | { readonly ignored: string }
  | { readonly parked: ParkReason; readonly detail?: string };

export const parked = (reason: ParkReason, detail?: string): NoticeReading => ({
  parked: reason,
  ...(detail !== undefined && { detail }),
});

/** Names of fields only, never what they hold. */
export const fieldsInvalid = (names: readonly string[]): NoticeReading =>
  parked('FIELDS_INVALID', [...new Set(names)].join(', ').slice(0, 300));
