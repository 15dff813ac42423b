import type { Position, StoredEvent } from '#event-log';
import type { DestinationEvent, Payee } from '#fees';
import type { Entry } from '#kernel';
import type { PostingDays } from '#periods';
import { LogEvent, entriesOf, standingOf, type LastOfStream } from '#projections';
import type { StatementRowStanding } from '#statements';
import { NO_SUMS, addLine, feeKindOf } from './entry-sums.js';
import { chargedRowOf, followerOf } from './told-followers.js';
import { referencesOf } from './told-references.js';
import { isTransaction, kindOf, transactionOf } from './told-transactions.js';
import type { ChargedRow, DestinationEnd, Follower, KnownDestination, Reference, Transaction } from './transaction.js';
import type { EntryRow, FeeRow, Known, ReferenceRow, StreamHeading, TransactionVersion } from './transactions.tables.js';

/** What events add to the tables of transactions: what each books and says, and as what its stream's last event left it. */
export class TransactionsFold {
  readonly entries = new Map<string, EntryRow>();
  readonly fees = new Map<string, FeeRow>();
  readonly references = new Map<string, ReferenceRow>();
  readonly versions: TransactionVersion[] = [];
  readonly followerVersions: Known<Follower>[] = [];
  readonly destinations: Known<KnownDestination>[] = [];
  readonly ends: Known<DestinationEnd>[] = [];
  private readonly lastVersions = new Map<string, LastOfStream<Transaction>>();
  private readonly lastFollowers = new Map<string, Follower>();
  private readonly lastRows = new Map<string, StoredEvent>();

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

  get charged(): ChargedRow[] {
    return [...this.lastRows.values()].flatMap((event) => chargedRowOf(event, standingOf(event) as StatementRowStanding) ?? []);
  }

  private take(event: StoredEvent): void {
    if (event instanceof LogEvent) event.assertKnown();
    this.postingDays.note(event);
    for (const entry of entriesOf(event)) this.post(event, entry);
    for (const reference of referencesOf(event)) this.refer(event, reference);
    this.say(event);
    const kind = kindOf(event.stream);
    if (kind === 'statement-row') this.lastRows.set(event.stream, event);
    if (kind === 'settlement-destination') this.direct(event.position, event as unknown as DestinationEvent);
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

  private post({ stream, position }: StoredEvent, entry: Entry): void {
    const heading = { stream, position, businessDate: this.postingDays.dayOf(entry), ...entry.of };
    const key = keyOf(heading);
    let row = this.entries.get(key);
    if (!row) this.entries.set(key, (row = { ...heading, ...NO_SUMS }));
    for (const line of entry.lines) {
      const before = row.fees;
      addLine(row, entry.kind, line);
      const kind = feeKindOf(line.account);
      if (kind !== undefined) this.charge({ ...heading, kind }, row.fees - before);
    }
  }

  private charge(heading: Omit<FeeRow, 'amount'>, amount: number): void {
    const key = `${keyOf(heading)} ${heading.kind}`;
    let row = this.fees.get(key);
    if (!row) this.fees.set(key, (row = { ...heading, amount: 0 }));
    row.amount += amount;
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

const keyOf = ({ position, businessDate, merchant, store, side, channel, method }: StreamHeading): string =>
  [position, businessDate, merchant, store, side, channel, method].join('|');
