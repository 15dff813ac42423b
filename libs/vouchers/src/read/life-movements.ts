import type { BusinessDate } from '#kernel';
import {
  STREAM_COLUMNS,
  STREAM_INDEXES,
  Table,
  column,
  lastOfStreams,
  listStreams,
  nullable,
  streamColumns,
  write,
  type LastOfStream,
  type ListAsked,
  type Page,
  type Projection,
  type Reader,
  type StreamRow,
} from '#projections';
import type { LifeMoved, LifeMovementPurpose, LifeMovementStanding } from '../domain/life-movement.messages.js';
import { LIFE_MOVEMENT_EVENTS } from '../vouchers.feature.js';

/** A movement on an account with local life as its last event left it. */
export interface LifeMovementDetails extends LifeMovementStanding, StreamRow {
  readonly store: string;
  readonly businessDate: BusinessDate;
  readonly bankAccount: string | null;
}

type Last = LastOfStream<LifeMovementStanding>;

const factOf = ({ event }: Last): Omit<LifeMoved, 'type'> => (event.data as { readonly fact: Omit<LifeMoved, 'type'> }).fact;

const movements = new Table<Last>({
  name: 'life_movements',
  columns: {
    movement_no: column('text', ({ standing }) => standing.movementNo),
    client_key: column('text', ({ standing }) => standing.clientKey),
    merchant: column('text', ({ standing }) => standing.merchant),
    store: column('text', (last) => factOf(last).booking.of.store),
    business_date: column('date', (last) => factOf(last).booking.businessDate),
    moved_at: column('timestamptz', ({ standing }) => standing.movedAt),
    purpose: column('text', ({ standing }) => standing.purpose),
    amount: column('bigint', ({ standing }) => standing.amount),
    bank_account: nullable('text', (last) => factOf(last).bankAccount ?? null),
    exceptions: column('codes', ({ standing }) => standing.exceptions),
    ...streamColumns<LifeMovementStanding>(),
  },
  key: ['movement_no', 'client_key'],
  indexes: [...STREAM_INDEXES],
});

/** Movements on merchants' accounts with local life. */
export const lifeMovements: Projection = {
  name: 'life_movements',
  version: 1,
  handles: Object.keys(LIFE_MOVEMENT_EVENTS),
  tables: [movements],
  apply: (events, tx) => write(tx, movements.rows(lastOfStreams(events))),
};

export interface LifeMovementsAsked extends ListAsked {
  readonly purpose?: LifeMovementPurpose | undefined;
  readonly clientKey?: string | undefined;
  readonly merchant?: string | undefined;
  readonly store?: string | undefined;
  /** A code, or `any`. */
  readonly exception?: string | undefined;
}

const LIST = `
  select movement_no as "movementNo", client_key as "clientKey", merchant, store, business_date as "businessDate",
    moved_at as "movedAt", purpose, amount, bank_account as "bankAccount", exceptions, ${STREAM_COLUMNS},
    opened_position as "openedPosition"
  from read.life_movements
  where ($1::text is null or purpose = $1) and ($2::text is null or client_key = $2) and ($3::text is null or merchant = $3)
    and ($4::text is null or store = $4)
    and ($5::text is null or (cardinality(exceptions) > 0 and ($5 = 'any' or $5 = any(exceptions))))`;

export class LifeMovementQueries {
  constructor(private readonly reader: Reader) {}

  /** @throws InvalidCursor */
  list(asked: LifeMovementsAsked): Promise<Page<LifeMovementDetails>> {
    const { purpose, clientKey, merchant, store, exception } = asked;
    const params = [purpose, clientKey, merchant, store, exception];
    return listStreams<LifeMovementDetails>(this.reader, { projection: lifeMovements, select: LIST, params }, asked);
  }
}
