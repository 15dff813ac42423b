import { instant, type Instant } from '#kernel';
import type { Inbox, NoticePage, NoticeQuery } from './inbox.js';
import {
  digestOf,
  inBrackets,
  noticeId,
  type FullNotice,
  type KeptNotice,
  type NewNotice,
  type NoticeId,
  type NoticeNumber,
  type Settlement,
} from './notice.js';

/** For tests: the same contract as the PostgreSQL inbox, gone with the process. */
export class MemoryInbox implements Inbox {
  private readonly notices: FullNotice[] = [];
  private readonly byId = new Map<NoticeId, NoticeNumber>();
  private readonly inHand = new Set<NoticeNumber>();

  constructor(private readonly now: () => Instant = () => instant(Date.now())) {}

  keep(notice: NewNotice): Promise<KeptNotice & { readonly known: boolean }> {
    const { evidence, externalId, ...rest } = notice;
    const digest = digestOf(notice.raw);
    const id = noticeId(notice.channel, notice.source, digest);
    const known = this.at(this.byId.get(id));
    this.inHand.add(known?.number ?? this.notices.length + 1);
    if (known) return Promise.resolve({ ...known, known: true });
    const kept: FullNotice = {
      ...rest,
      raw: Buffer.from(notice.raw),
      id,
      number: this.notices.length + 1,
      digest,
      settled: null,
      externalId: externalId ?? null,
      evidence: evidence ? { signature: evidence.signature, body: evidence.body ?? inBrackets(notice.raw) } : null,
    };
    this.notices.push(kept);
    this.byId.set(id, kept.number);
    return Promise.resolve({ ...kept, known: false });
  }

  settle(number: NoticeNumber, settlement: Settlement): Promise<void> {
    this.settleSoon(number, settlement);
    return Promise.resolve();
  }

  settleSoon(number: NoticeNumber, settlement: Settlement): void {
    this.inHand.delete(number);
    const notice = this.at(number);
    if (!notice || notice.settled?.outcome === 'applied') return;
    this.notices[number - 1] = { ...notice, settled: { ...settlement, at: this.now() } };
  }

  release(number: NoticeNumber): void {
    this.inHand.delete(number);
  }

  flush(): Promise<void> {
    return Promise.resolve();
  }

  open(after: NoticeNumber, limit: number): Promise<readonly FullNotice[]> {
    const isOpen = ({ number, settled }: FullNotice): boolean => number > after && settled === null && !this.inHand.has(number);
    return Promise.resolve(this.notices.filter(isOpen).slice(0, limit));
  }

  list({ status, after, limit }: NoticeQuery): Promise<NoticePage> {
    const found = this.notices
      .filter(
        ({ number, settled }) =>
          (after === undefined || number < after) && (!status || (settled?.outcome ?? 'open') === status),
      )
      .sort((a, b) => b.number - a.number);
    const notices = found.slice(0, limit);
    const last = notices.at(-1);
    return Promise.resolve(found.length > limit && last ? { notices, next: last.number } : { notices });
  }

  parked(): Promise<number> {
    return Promise.resolve(this.notices.filter(({ settled }) => settled?.outcome === 'parked').length);
  }

  lastReceived(sources: readonly string[]): Promise<ReadonlyMap<string, Instant>> {
    const known = this.notices.filter(({ source }) => sources.includes(source));
    const inOrder = known.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
    return Promise.resolve(new Map(inOrder.map(({ source, receivedAt }) => [source, receivedAt])));
  }

  show(id: NoticeId): Promise<FullNotice | undefined> {
    return Promise.resolve(this.at(this.byId.get(id)));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private at(number: NoticeNumber | undefined): FullNotice | undefined {
    return number === undefined ? undefined : this.notices[number - 1];
  }
}
