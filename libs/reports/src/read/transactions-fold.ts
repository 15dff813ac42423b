import type { Position, StoredEvent } from '#event-log';
import type { DestinationEvent, Payee } from '#fees';
import type { Entry, Line } from '#kernel';
import type { PostingDays } from '#periods';
import { LogEvent, entriesOf, standingOf, type LastOfStream } from '#projections';
import type { StatementRowStanding } from '#statements';
import { NO_SUMS, addLine, addSums, feeKindOf } from './entry-sums.js';
import { chargedRowOf, collectedOrderOf, followerOf } from './told-followers.js';
import { referencesOf } from './told-references.js';
import { isTransaction, kindOf, transactionOf } from './told-transactions.js';
import type {
  ChargedRow,
  CollectedOrder,
  DestinationEnd,
  Follower,
  KnownDestination,
  Reference,
  Transaction,
} from './transaction.js';
import type { EntryRow, FeeRow, Known, ReferenceRow, StreamHeading, TransactionVersion } from './transactions.tables.js';

/** What events add to the tables of transactions: what each books and says, and as what its stream's last event left it. */
export class TransactionsFold {
  readonly entries = new Map<string, EntryRow>();
  readonly moves: Known<EntryRow>[] = [];
  readonly fees = new Map<string, Known<FeeRow>>();
  readonly references = new Map<string, ReferenceRow>();
  readonly collectedOrders: Known<CollectedOrder>[] = [];
  readonly versions: TransactionVersion[] = [];
  readonly followerVersions: Known<Follower>[] = [];
  readonly destinations: Known<KnownDestination>[] = [];
  readonly ends: Known<DestinationEnd>[] = [];
  readonly charged: Known<ChargedRow>[] = [];
  private readonly lastVersions = new Map<string, LastOfStream<Transaction>>();
  private readonly lastFollowers = new Map<string, Follower>();

  constructor(
    events: readonly StoredEvent[],
    private readonly postingDays: PostingDays,
  ) {
    for (const event of events) this.take(event);
  }

  get transactions(): LastOfStream<Transaction>[] {
    return [...this.lastVersions.values()];
  }

  get followers(): Follower[] {
    return [...this.lastFollowers.values()];
  }

  private take(event: StoredEvent): void {
    if (event instanceof LogEvent) event.assertKnown();
    this.postingDays.note(event);
    this.post(event);
    for (const reference of referencesOf(event)) this.refer(event, reference);
    this.say(event);
    const kind = kindOf(event.stream);
    if (kind === 'statement-row') this.charge(event);
    if (kind === 'collection') this.collectedOrders.push({ ...collectedOrderOf(event), position: event.position });
    if (kind === 'settlement-destination') this.direct(event.position, event as unknown as DestinationEvent);
  }

  private charge(event: StoredEvent): void {
    const row = chargedRowOf(event, standingOf(event) as StatementRowStanding);
    if (row) this.charged.push({ ...row, position: event.position });
  }

  private refer({ stream, position }: StoredEvent, reference: Reference): void {
    const key = JSON.stringify([reference.value, reference.kind, reference.scope, stream]);
    if (!this.references.has(key)) this.references.set(key, { ...reference, stream, position });
  }

  /** What an event says of its transaction, or of its stream as one that belongs to a transaction. */
  private say(event: StoredEvent): void {
    const { stream, position } = event;
    const follower = followerOf(event);
    if (follower) {
      this.followerVersions.push({ ...follower, position });
      this.lastFollowers.set(stream, follower);
    }
    const standing = isTransaction(stream) ? transactionOf(stream, standingOf(event)) : undefined;
    if (!standing) return;
    this.versions.push({ standing, event });
    this.lastVersions.set(stream, { standing, event, first: this.lastVersions.get(stream)?.first ?? event });
  }

  private post(event: StoredEvent): void {
    const moved = new Map<string, Known<EntryRow>>();
    for (const entry of entriesOf(event)) {
      const heading = { stream: event.stream, businessDate: this.postingDays.dayOf(entry), ...entry.of };
      const key = keyOf(heading);
      let move = moved.get(key);
      if (!move) moved.set(key, (move = { ...heading, position: event.position, ...NO_SUMS }));
      for (const line of entry.lines) this.add(key, move, entry.kind, line);
    }
    for (const [key, move] of moved) {
      this.moves.push(move);
      const row = this.entries.get(key);
      if (row) addSums(row, move);
      else this.entries.set(key, { ...move });
    }
  }

  private add(key: string, move: Known<EntryRow>, entryKind: Entry['kind'], line: Line): void {
    const before = move.fees;
    addLine(move, entryKind, line);
    const kind = feeKindOf(line.account);
    if (kind === undefined) return;
    const { stream, position, businessDate, merchant, store, side, channel, method } = move;
    const feeKey = `${position} ${key} ${kind}`;
    const row = this.fees.get(feeKey) ?? {
      stream,
      position,
      businessDate,
      merchant,
      store,
      side,
      channel,
      method,
      kind,
      amount: 0,
    };
    row.amount += move.fees - before;
    this.fees.set(feeKey, row);
  }

  private direct(position: Position, { type, data }: DestinationEvent): void {
    const { channel, merchantNo: account } = data;
    if (type === 'SettlementDestinationEnded') {
      const { id, to } = data;
      this.ends.push({ channel, account, id, to, position });
      return;
    }
    const { id, from, to = null, payee, cycle, cutOff } = data.destination;
    this.destinations.push({ channel, account, id, from, to, payee: payeeOf(payee), cycle, cutOff, position });
  }
}

/** `bank:<account>` or `douyin:<shop>` */
const payeeOf = (payee: Payee): string => (payee.kind === 'bank_account' ? `bank:${payee.account}` : `douyin:${payee.shopId}`);

const keyOf = ({ stream, businessDate, merchant, store, side, channel, method }: StreamHeading): string =>
  [stream, businessDate, merchant, store, side, channel, method].join('|');
