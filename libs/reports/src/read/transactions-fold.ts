import type { StoredEvent } from '#event-log';
import type { DestinationEvent, Payee } from '#fees';
import type { Entry } from '#kernel';
import type { PostingDays } from '#periods';
import { entriesOf, lastOfStreams, type LastOfStream } from '#projections';
import type { StatementRowStanding } from '#statements';
import { NO_SUMS, addLine, feeKindOf } from './entry-sums.js';
import { chargedRowOf, followerOf } from './told-followers.js';
import { referencesOf } from './told-references.js';
import { kindOf, transactionOf } from './told-transactions.js';
import type { ChargedRow, DestinationEnd, Follower, KnownDestination, Transaction } from './transaction.js';
import type { EntryRow, FeeRow, ReferenceRow, StreamHeading } from './transactions.tables.js';

/** What events add to the tables of transactions. Sums are added up, all else stands as its stream's last event says. */
export class TransactionsFold {
  readonly entries = new Map<string, EntryRow>();
  readonly fees = new Map<string, FeeRow>();
  readonly references = new Map<string, ReferenceRow>();
  readonly transactions: LastOfStream<Transaction>[] = [];
  readonly followers: Follower[] = [];
  readonly charged: ChargedRow[] = [];
  readonly destinations = new Map<string, KnownDestination>();
  readonly ends = new Map<string, DestinationEnd>();

  constructor(
    events: readonly StoredEvent[],
    private readonly postingDays: PostingDays,
  ) {
    for (const event of events) this.take(event);
    for (const last of lastOfStreams<unknown>(events)) this.takeLast(last);
  }

  private take(event: StoredEvent): void {
    this.postingDays.note(event);
    for (const entry of entriesOf(event)) this.post(event.stream, entry);
    for (const reference of referencesOf(event)) {
      const row = { ...reference, stream: event.stream };
      this.references.set(JSON.stringify([row.value, row.kind, row.scope, row.stream]), row);
    }
    if (kindOf(event.stream) === 'settlement-destination') this.direct(event as unknown as DestinationEvent);
  }

  private takeLast({ standing, event, first }: LastOfStream<unknown>): void {
    const transaction = transactionOf(event.stream, standing);
    if (transaction) this.transactions.push({ standing: transaction, event, first });
    const follower = followerOf(event);
    if (follower) this.followers.push(follower);
    const charged =
      kindOf(event.stream) === 'statement-row' ? chargedRowOf(event, standing as StatementRowStanding) : undefined;
    if (charged) this.charged.push(charged);
  }

  private post(stream: string, entry: Entry): void {
    const heading = { stream, businessDate: this.postingDays.dayOf(entry), ...entry.of };
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

  private direct({ type, data }: DestinationEvent): void {
    const { channel, merchantNo: account } = data;
    if (type === 'SettlementDestinationEnded') {
      const { id, to } = data;
      this.ends.set(`${channel} ${account} ${id}`, { channel, account, id, to });
      return;
    }
    const { id, from, to = null, payee, cycle, cutOff } = data.destination;
    const known = { channel, account, id, from, to, payee: payeeOf(payee), cycle, cutOff };
    this.destinations.set(`${channel} ${account} ${id}`, known);
  }
}

/** `bank:<account>` or `douyin:<shop>` */
const payeeOf = (payee: Payee): string => (payee.kind === 'bank_account' ? `bank:${payee.account}` : `douyin:${payee.shopId}`);

const keyOf = ({ stream, businessDate, merchant, store, side, channel, method }: StreamHeading): string =>
  [stream, businessDate, merchant, store, side, channel, method].join('|');
