import type { StoredEvent } from '#event-log';
import { Fault, type Decider, type DomainEvent, type Instant } from '#kernel';
import {
  Table,
  column,
  nullable,
  write,
  type Answer,
  type Freshness,
  type Projection,
  type Reader,
  type Tx,
} from '#projections';
import { channelAccountDecider, type ChannelAccountState } from '../domain/channel-account.js';
import { douyinAppDecider, type DouyinAppState } from '../domain/douyin-app.js';
import { douyinShopDecider, type DouyinShopState } from '../domain/douyin-shop.js';
import { liveRoomDecider, type LiveRoomState } from '../domain/live-room.js';
import { merchantDecider, type MerchantState } from '../domain/merchant.js';
import { paymentInterfacesDecider, type PaymentInterfacesState } from '../domain/payment-interfaces.js';
import type { KeptSecret, SecretRing } from '../domain/rotation.js';
import type { MerchantNoEvent } from '../domain/setup.messages.js';
import { terminalDecider, type TerminalState } from '../domain/terminal.js';
import { SETUP_SCHEMAS, merchantNoDecider } from '../merchants.feature.js';

/** State of a stream by its kind: what each kind's decider folds. */
export interface SetUpStates {
  readonly merchant: MerchantState;
  readonly 'douyin-app': DouyinAppState;
  readonly 'douyin-shop': DouyinShopState;
  readonly 'live-room': LiveRoomState;
  readonly 'merchant-no': MerchantNoEvent['data'];
  readonly terminal: TerminalState;
  readonly 'channel-account': ChannelAccountState;
  readonly 'payment-interfaces': PaymentInterfacesState;
}
export type SetUpKind = keyof SetUpStates;

interface Kind {
  readonly decider: Pick<Decider<unknown, never, DomainEvent>, 'initial' | 'evolve'>;
  readonly secretsOf: (state: never) => SecretRing;
}

const kind = <State, Event extends DomainEvent>(
  decider: Pick<Decider<State, never, Event>, 'initial' | 'evolve'>,
  secretsOf: (state: State) => SecretRing = () => [],
): Kind => ({ decider, secretsOf });

const KINDS: Readonly<Record<SetUpKind, Kind>> = {
  merchant: kind(merchantDecider),
  'douyin-app': kind(douyinAppDecider, ({ secrets }) => secrets),
  'douyin-shop': kind(douyinShopDecider),
  'live-room': kind(liveRoomDecider),
  'merchant-no': kind(merchantNoDecider),
  terminal: kind(terminalDecider, ({ keys }) => keys),
  'channel-account': kind(channelAccountDecider, ({ secrets, callKeys }) => [...secrets, ...callKeys]),
  'payment-interfaces': kind(paymentInterfacesDecider),
};

const { posModels: _ofNoMerchant, ...OF_MERCHANTS } = SETUP_SCHEMAS;

/** A stream of a set-up as its last event left it. */
interface Part {
  readonly stream: string;
  readonly kind: SetUpKind;
  /** Every stream's first event says it. */
  readonly merchant: string;
  readonly state: object;
  /** From when on the oldest of its old secrets no longer verifies. */
  readonly discardFrom: Instant | null;
  readonly revision: number;
}

const parts = new Table<Part>({
  name: 'set_up_parts',
  columns: {
    stream: column('text', ({ stream }) => stream),
    kind: column('text', (part) => part.kind),
    merchant: column('text', ({ merchant }) => merchant),
    state: column('json', ({ state }) => state),
    discard_from: nullable('timestamptz', ({ discardFrom }) => discardFrom),
    revision: column('integer', ({ revision }) => revision),
  },
  key: ['stream'],
  indexes: ['(merchant, stream)', '(discard_from) where discard_from is not null'],
});

/** Everything that was set up for a merchant: a row for each stream, folded as the decider folds it. */
export const setUpParts: Projection = {
  name: 'set_up',
  version: 2,
  handles: Object.values(OF_MERCHANTS).flatMap((schemas) => Object.keys(schemas)),
  tables: [parts],
  apply: async (events, tx) => {
    const byStream = Map.groupBy(events, ({ stream }) => stream);
    const known = await statesOf(tx, [...byStream.keys()]);
    const folded = [...byStream].map(([stream, added]) => partOf(stream, added, known.get(stream)));
    await write(tx, parts.rows(folded));
  },
};

type Known = Pick<Part, 'stream' | 'merchant' | 'state'>;

async function statesOf(tx: Tx, streams: readonly string[]): Promise<Map<string, Known>> {
  const sql = 'select stream, merchant, state from set_up_parts where stream = any($1)';
  const rows = await tx.query<Known & Record<string, unknown>>(sql, [streams]);
  return new Map(rows.map((row) => [row.stream, row]));
}

function partOf(stream: string, added: readonly StoredEvent[], known: Known | undefined): Part {
  const name = stream.slice(0, stream.indexOf('.')) as SetUpKind;
  const { decider, secretsOf } = KINDS[name];
  const merchant = known?.merchant ?? (added[0]?.data as { readonly merchantId?: string }).merchantId;
  if (merchant === undefined) throw new Fault(`${stream} begins without a merchant`);
  const state = added.reduce<unknown>(
    (before, { type, data }) => decider.evolve(before, { type, data }),
    known?.state ?? decider.initial,
  );
  const ends = secretsOf(state as never).flatMap(({ until }) => (until === undefined ? [] : [until]));
  const discardFrom = ends.sort()[0] ?? null;
  return { stream, kind: name, merchant, state: state as object, discardFrom, revision: added.at(-1)?.revision ?? 0 };
}

/** A part of a set-up, with the ETag of its stream. */
export type SetUpPart = {
  readonly [K in SetUpKind]: { readonly kind: K; readonly state: SetUpStates[K]; readonly revision: number };
}[SetUpKind];

/** A secret that no longer verifies and is not destroyed yet. */
export interface OldSecret {
  readonly part: SetUpPart;
  readonly kept: Required<KeptSecret>;
}

const OF_MERCHANT = 'select kind, state, revision from read.set_up_parts where merchant = $1 order by stream';
const MERCHANTS = `select kind, state, revision from read.set_up_parts where kind = 'merchant' order by stream`;
const TO_DISCARD = `
  select kind, state, revision from read.set_up_parts
  where discard_from <= $1 order by discard_from, stream limit $2`;

export class SetUpQueries {
  constructor(private readonly reader: Reader) {}

  /** All streams of one merchant; none where it is unknown. */
  ofMerchant(merchantId: string, { minPosition }: Freshness = {}): Promise<Answer<SetUpPart[]>> {
    return this.reader.rows<SetUpPart>({ projection: setUpParts, sql: OF_MERCHANT, params: [merchantId], minPosition });
  }

  merchants({ minPosition }: Freshness = {}): Promise<Answer<SetUpPart[]>> {
    return this.reader.rows<SetUpPart>({ projection: setUpParts, sql: MERCHANTS, minPosition });
  }

  /** Those whose overlap ended first come first. */
  async oldSecrets(now: Instant, { limit, minPosition }: Freshness & { readonly limit: number }): Promise<Answer<OldSecret[]>> {
    const question = { projection: setUpParts, sql: TO_DISCARD, params: [now, limit], minPosition };
    const { position, data } = await this.reader.rows<SetUpPart>(question);
    return { position, data: data.flatMap((part) => oldIn(part, now)) };
  }
}

const oldIn = (part: SetUpPart, now: Instant): OldSecret[] =>
  KINDS[part.kind]
    .secretsOf(part.state as never)
    .flatMap(({ secret, until }) => (until !== undefined && until <= now ? [{ part, kept: { secret, until } }] : []));
