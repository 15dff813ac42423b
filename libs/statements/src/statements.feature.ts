import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import { statementRowDecider, type StatementRowState } from './domain/statement-row.js';
import type { RecordStatementRow, StatementRowEvent } from './domain/statement-row.messages.js';
import { statementDecider, type StatementState } from './domain/statement.js';
import type { StatementCommand, StatementEvent, StatementId } from './domain/statement.messages.js';
import type { StatementRow } from './row.js';

export const statementStream = (id: StatementId): string => streamName('statement', id);

/** @throws Fault on a row whose place or key can not be part of a name: `isNameable` tells before */
export const statementRowStream = ({ channel, book, account, key }: StatementRow): string =>
  streamName('statement-row', channel, book, account, key);

const PART = /^[A-Za-z0-9_-]{1,64}$/;
const KEY = /^[A-Za-z0-9._-]{1,100}$/;

export const isAccountName = (account: string): boolean => PART.test(account);
export const isNameable = ({ channel, account, key }: StatementRow): boolean =>
  /^[a-z0-9-]{1,32}$/.test(channel) && isAccountName(account) && KEY.test(key);

export const statementFeature: CommandFeature<StatementState, StatementCommand, StatementEvent> = {
  decider: statementDecider,
  streamOf: ({ id }) => statementStream(id),
};

export const statementRowFeature: CommandFeature<StatementRowState, RecordStatementRow, StatementRowEvent> = {
  decider: statementRowDecider,
  streamOf: ({ told }) => statementRowStream(told.row),
};

export const STATEMENT_EVENTS = {
  StatementOpened: { version: 1 },
  StatementLineQuarantined: { version: 1 },
  StatementImported: { version: 1 },
} as const satisfies Record<StatementEvent['type'], EventSchemas[string]>;

export const STATEMENT_ROW_EVENTS = {
  StatementRowRecorded: { version: 1 },
  StatementRowToldEarlier: { version: 1 },
} as const satisfies Record<StatementRowEvent['type'], EventSchemas[string]>;
