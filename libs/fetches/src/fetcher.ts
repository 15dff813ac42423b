import { REAL_TIME, type Time } from '#channels';
import { deterministicId } from '#event-log';
import { instant, isRejection, plusMs, type BusinessDate, type Instant } from '#kernel';
import { isOutage } from '#postgres';
import { Breaker } from './breaker.js';
import { BILL_TERMS, type GatewayName, type PauseKind } from './domain/bills.data.js';
import type { FetchDeps } from './fetch-deps.js';
import { noteMissing } from './noting.js';
import { emptyAt, lastAvailable, pauseMs } from './schedule.js';
import { FetchRefusal, type Found } from './sources/source.js';
import type { Schedule, TryOutcome, WantedBill } from './store/fetch-store.js';

export interface FetcherOptions {
  readonly time?: Time;
  /** Hears of tries that failed because we are wrong, and of places that can not be reached. */
  readonly onFailure?: (error: unknown) => void;
}

const LOOK_EVERY_MS = 1_000;
const DUE_AT_ONCE = 200;

/** Fetches bills that are due, and tells which of them are missing. A day is done only when all of its bill is durable. */
export class Fetcher {
  private readonly time: Time;
  private readonly onFailure: (error: unknown) => void;
  private readonly breaker = new Breaker();
  private readonly wantedTo = new Map<string, BusinessDate>();

  constructor(
    private readonly deps: FetchDeps,
    { time = REAL_TIME, onFailure = () => undefined }: FetcherOptions = {},
  ) {
    this.time = time;
    this.onFailure = onFailure;
  }

  /** Until the signal aborts. To be run by one owner; a second one would only do the same work again. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const tried = await this.round(signal).catch((error: unknown) => {
        this.onFailure(error);
        return 0;
      });
      if (tried === 0) await this.time.sleep(LOOK_EVERY_MS, signal);
    }
  }

  /** One try of everything that is due; answers how many were tried. Gateways go beside each other. @throws Outage of the places */
  async round(signal: AbortSignal): Promise<number> {
    const { store } = this.deps;
    const now = this.now();
    const on = (await store.schedules()).filter(({ state }) => state === 'on');
    for (const schedule of on) await this.wantDays(schedule, now);
    const due = await store.due(now, DUE_AT_ONCE);
    const gateways = [...Map.groupBy(due, ({ bill }) => BILL_TERMS[bill].gateway)];
    await Promise.all(gateways.map(([gateway, bills]) => this.ofGateway(gateway, bills, signal)));
    await noteMissing(this.deps, on, this.now());
    return due.length;
  }

  /** Asked for once a day, and when a schedule is another. */
  private async wantDays(schedule: Schedule, now: Instant): Promise<void> {
    const { bill, account, from } = schedule;
    const [key, to] = [`${bill} ${account} ${from}`, lastAvailable(bill, now)];
    if (this.wantedTo.get(key) === to) return;
    await this.deps.store.want(schedule, to);
    this.wantedTo.set(key, to);
  }

  private async ofGateway(gateway: GatewayName, bills: readonly WantedBill[], signal: AbortSignal): Promise<void> {
    for (const bill of bills) {
      if (signal.aborted) return;
      const outcome = await this.outcomeOf(gateway, bill, signal);
      if (outcome) await this.deps.store.tried(bill, outcome, this.now());
    }
  }

  /** Undefined where it was broken off: another owner begins anew. */
  private async outcomeOf(gateway: GatewayName, bill: WantedBill, signal: AbortSignal): Promise<TryOutcome | undefined> {
    const openUntil = this.breaker.openUntil(gateway, this.now());
    if (openUntil) return { state: 'due', code: 'OUTAGE', ticket: bill.ticket, nextTryAt: openUntil };
    try {
      const found = await this.deps.sources[bill.bill](bill, signal);
      this.breaker.answered(gateway);
      return await this.taken(bill, found);
    } catch (error) {
      return signal.aborted ? undefined : this.failed(gateway, bill, error);
    }
  }

  private failed(gateway: GatewayName, bill: WantedBill, error: unknown): TryOutcome {
    if (error instanceof FetchRefusal) return this.later(bill, error.code, 'refused');
    if (isOutage(error)) {
      const nextTryAt = this.breaker.failed(gateway, this.now(), this.time.random());
      return { state: 'due', code: 'OUTAGE', ticket: bill.ticket, nextTryAt };
    }
    this.onFailure(error);
    return this.later(bill, 'FAULT', 'refused');
  }

  private async taken(bill: WantedBill, found: Found): Promise<TryOutcome> {
    switch (found.status) {
      case 'file':
        return this.imported(bill, found);
      case 'rows':
        return { state: 'fetched', statement: null, rows: found.rows };
      case 'empty':
        return this.now() < emptyAt(bill.bill, bill.day) ? this.later(bill, 'NOT_THERE_YET', 'absent') : { state: 'empty' };
      case 'absent':
        return this.later(bill, found.code, 'absent');
      case 'making':
        return this.later({ ...bill, ticket: found.ticket }, found.code, 'making');
    }
  }

  private async imported(
    bill: WantedBill,
    { file, account }: Extract<Found, { readonly status: 'file' }>,
  ): Promise<TryOutcome> {
    const { importFile, discard } = this.deps;
    try {
      const actor = `statement-fetch:${bill.account}`;
      const correlationId = deterministicId('statement-fetch', bill.bill, bill.account, bill.day);
      const fetched = { file, name: nameOf(bill), merchant: bill.merchantId, ...(account !== undefined && { account }) };
      const imported = await importFile(fetched, { actor, correlationId });
      if (isRejection(imported)) return this.later({ ...bill, ticket: null }, imported.code, 'refused');
      return { state: 'fetched', statement: file.sha256, rows: imported.rows };
    } finally {
      await discard(file);
    }
  }

  private later({ tries, ticket }: WantedBill, code: string, kind: PauseKind): TryOutcome {
    const nextTryAt = plusMs(this.now(), pauseMs(kind, tries, this.time.random()));
    return { state: 'due', code, ticket, nextTryAt };
  }

  private now(): Instant {
    return instant(this.time.nowMs());
  }
}

/** Some files say nowhere but in their name whose they are. */
const nameOf = ({ bill, account, day }: WantedBill): string => `${account}_${bill}_${day}`;
