import { instant } from '#kernel';
import {
  isDone,
  type Backfill,
  type GapKind,
  type PullCursor,
  type PullFailure,
  type PullGap,
  type PullStep,
  type PullStore,
} from './pull-store.js';

const NEVER = instant(0);
const keyOf = ({ shopId, job, kind }: Pick<PullCursor, 'shopId' | 'job' | 'kind'>): string => `${shopId} ${job} ${kind}`;

/** For tests: the same contract as the PostgreSQL store, gone with the process. */
export class MemoryPullStore implements PullStore {
  private readonly byKey = new Map<string, PullCursor>();
  private readonly found = new Map<string, PullGap>();
  private readonly asked: Backfill[] = [];

  place(cursors: Parameters<PullStore['place']>[0]): Promise<void> {
    for (const cursor of cursors) {
      const known = this.byKey.get(keyOf(cursor));
      if (known?.begins === cursor.begins) continue;
      const { items = 0, lastSuccessAt = null } = known ?? {};
      const fresh = { doneTo: cursor.begins, nextTryAt: NEVER, failures: 0, failure: null, leftOutTo: null };
      this.byKey.set(keyOf(cursor), { ...cursor, ...fresh, items, lastSuccessAt });
    }
    return Promise.resolve();
  }

  due(now: Parameters<PullStore['due']>[0]): Promise<readonly PullCursor[]> {
    const due = [...this.byKey.values()].filter((cursor) => cursor.nextTryAt <= now && !isDone(cursor));
    return Promise.resolve(due.sort((a, b) => (a.nextTryAt < b.nextTryAt ? -1 : 1)));
  }

  cursors(shopId: string): Promise<readonly PullCursor[]> {
    return Promise.resolve([...this.byKey.values()].filter((cursor) => cursor.shopId === shopId));
  }

  all(): Promise<readonly PullCursor[]> {
    return Promise.resolve([...this.byKey.values()]);
  }

  advance(cursor: PullCursor, { to, items, at, nextTryAt, leftOutTo }: PullStep): Promise<boolean> {
    const known = this.byKey.get(keyOf(cursor));
    if (known?.doneTo !== cursor.doneTo || known.begins !== cursor.begins) return Promise.resolve(false);
    const moved = { doneTo: to, items: known.items + items, nextTryAt, lastSuccessAt: at, failures: 0, failure: null };
    this.byKey.set(keyOf(cursor), { ...known, ...moved, leftOutTo: leftOutTo ?? known.leftOutTo });
    return Promise.resolve(true);
  }

  failed(cursor: PullCursor, failure: PullFailure, nextTryAt: PullCursor['nextTryAt']): Promise<void> {
    const known = this.byKey.get(keyOf(cursor));
    if (known) this.byKey.set(keyOf(cursor), { ...known, failure, nextTryAt, failures: known.failures + 1 });
    return Promise.resolve();
  }

  rest(cursor: PullCursor, until: PullCursor['nextTryAt']): Promise<void> {
    const known = this.byKey.get(keyOf(cursor));
    if (known) this.byKey.set(keyOf(cursor), { ...known, nextTryAt: until });
    return Promise.resolve();
  }

  addGap(gap: PullGap): Promise<void> {
    const key = `${gap.shopId} ${gap.orderId} ${gap.kind} ${gap.fact}`;
    if (!this.found.has(key)) this.found.set(key, gap);
    return Promise.resolve();
  }

  gaps(shopId?: string): Promise<ReadonlyMap<GapKind, number>> {
    const counted = new Map<GapKind, number>();
    for (const gap of this.found.values()) {
      if (shopId === undefined || gap.shopId === shopId) counted.set(gap.kind, (counted.get(gap.kind) ?? 0) + 1);
    }
    return Promise.resolve(counted);
  }

  addBackfill(backfill: Backfill): Promise<void> {
    if (!this.asked.some(({ id }) => id === backfill.id)) this.asked.unshift(backfill);
    return Promise.resolve();
  }

  backfills(shopId: string): Promise<readonly Backfill[]> {
    return Promise.resolve(this.asked.filter((backfill) => backfill.shopId === shopId));
  }
}
