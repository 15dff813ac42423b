import type { Ledger } from './ledger.js';
import type { MovementOutcome } from './story/account-items.js';
import { DEMO_ACQUIRERS, type Cast } from './story/cast.js';
import type { RequestOutcome } from './story/counter.js';
import type { DisputeOutcome } from './story/disputes.js';
import type { LifeMovementOutcome, VoucherOutcome } from './story/local-life.js';
import type { MiniAppOutcome } from './story/mini-app.js';
import type { PaymentOutcome } from './story/payment-teller.js';

/** What the demo reads of the ledger's answers. */
export interface OrderView {
  readonly orderId: string;
  readonly status: string;
  readonly paid: number;
  readonly refunded: number;
  readonly settledGross: number;
}

/** A row as the ledger lists it, with codes of what a person has to look at. */
type Listed<Row> = Omit<Row, 'exceptions'> & { readonly exceptions: readonly string[] };

export interface ReportView {
  readonly side: string;
  readonly channel: string;
  readonly method: string;
  readonly gross: number;
  readonly subsidies: number;
  readonly refunds: number;
  readonly fees: number;
  readonly net: number;
  readonly settledGross: number;
  readonly outstanding: number;
}

export interface TrialBalanceView {
  readonly rows: readonly { readonly account: string; readonly debit: number; readonly credit: number }[];
  readonly totals: readonly { readonly debit: number; readonly credit: number; readonly difference: number }[];
}

export interface WaterfallView {
  readonly orderId: string;
  /** 分; a total says again what the steps before it come to. */
  readonly steps: readonly {
    readonly step: string;
    readonly amount: number;
    readonly isTotal: boolean;
    readonly after: number;
  }[];
  readonly unexplained: number;
}

export interface NoticeView {
  readonly source: string;
  readonly reason: string | null;
}

/** Money that was put together, or that has no counterpart. 分 */
export interface CaseView {
  readonly caseId: string;
  readonly book: string;
  readonly channel: string;
  readonly status: string;
  readonly statementCount: number;
  readonly statementIn: number;
  readonly statementOut: number;
  /** Of what is not explained. */
  readonly difference: number;
  readonly differences: readonly DifferenceView[];
}

export interface DifferenceView {
  readonly class: string;
  readonly amount: number;
  readonly cause: string;
  readonly explained: boolean;
  readonly proposal: { readonly action: string; readonly amount: number } | null;
}

export interface CaseDetailsView extends CaseView {
  readonly items: readonly { readonly channel: string; readonly refs: Readonly<Record<string, string | undefined>> }[];
}

interface Answer<T> {
  readonly position: string;
  readonly data: T;
  readonly next?: string;
}

const PAGE = 500;
/** Days that the story touches. */
const FIRST_DAY = '2025-11-11';
const LAST_DAY = '2025-12-31';

/** The read models, from the position given on. */
export class Views {
  constructor(
    private readonly ledger: Ledger,
    private readonly cast: Cast,
  ) {}

  orders(minPosition: string): Promise<OrderView[]> {
    return this.all<OrderView>('/v1/orders', minPosition);
  }

  async payments(minPosition: string): Promise<PaymentOutcome[]> {
    return (await this.all<Listed<PaymentOutcome>>('/v1/payments', minPosition)).map(inOneText);
  }

  disputes(minPosition: string): Promise<DisputeOutcome[]> {
    return this.all<DisputeOutcome>('/v1/disputes', minPosition);
  }

  async requests(minPosition: string): Promise<RequestOutcome[]> {
    return (await this.all<Listed<RequestOutcome>>('/v1/payment-requests', minPosition)).map(inOneText);
  }

  movements(minPosition: string): Promise<MovementOutcome[]> {
    return this.all<MovementOutcome>('/v1/settlements', minPosition, { kind: 'douyin_movement' });
  }

  async vouchers(minPosition: string): Promise<VoucherOutcome[]> {
    return (await this.all<Listed<VoucherOutcome>>('/v1/vouchers', minPosition)).map(inOneText);
  }

  lifeMovements(minPosition: string): Promise<LifeMovementOutcome[]> {
    return this.all<LifeMovementOutcome>('/v1/life-movements', minPosition);
  }

  async miniApp(minPosition: string): Promise<MiniAppOutcome[]> {
    return (await this.all<Listed<MiniAppOutcome>>('/v1/miniapp-payments', minPosition)).map(inOneText);
  }

  /** Of the story's merchant, those that went into others left out. */
  async cases(minPosition: string): Promise<CaseView[]> {
    const all = await this.all<CaseView>('/v1/match-cases', minPosition);
    return all.filter(({ status }) => status !== 'absorbed' && status !== 'rejected');
  }

  async caseDetails(caseId: string, minPosition: string): Promise<CaseDetailsView> {
    return (await this.ask<CaseDetailsView>(`/v1/match-cases/${caseId}`, { minPosition })).data;
  }

  async waterfall(orderId: string, minPosition: string): Promise<WaterfallView> {
    return (await this.ask<WaterfallView>(`/v1/orders/${orderId}/waterfall`, { minPosition })).data;
  }

  /** Of the story's merchant, over all its days. */
  async report(minPosition: string): Promise<readonly ReportView[]> {
    const query = { from: FIRST_DAY, to: LAST_DAY, by: 'side,channel,method', merchant: this.cast.merchantId, minPosition };
    return (await this.ask<readonly ReportView[]>('/v1/reports/daily', query)).data;
  }

  /** Of the whole ledger. */
  async trialBalance(minPosition: string): Promise<TrialBalanceView> {
    return (await this.ask<TrialBalanceView>('/v1/trial-balance', { minPosition })).data;
  }

  /** Parked notices of the story's own app and accounts: the last page of them, which is all where the ledger is not old. */
  async parked(): Promise<readonly NoticeView[]> {
    const { data } = await this.ledger.get<{ readonly data: readonly NoticeView[] }>(
      `/v1/notices?status=parked&limit=${String(PAGE)}`,
    );
    const { shop, life, miniApp, accounts } = this.cast;
    const own = [shop.appKey, life.clientKey, `${life.clientKey}/${life.accountId}`, miniApp.appId];
    const senders = new Set([...own, ...DEMO_ACQUIRERS.map((kind) => accounts[kind].accountId)]);
    return data.filter(({ source }) => senders.has(source));
  }

  private async all<Row>(path: string, minPosition: string, more: Readonly<Record<string, string>> = {}): Promise<Row[]> {
    const rows: Row[] = [];
    let page: Answer<readonly Row[]> | undefined;
    do {
      const cursor = page?.next === undefined ? {} : { cursor: page.next };
      const query = { merchant: this.cast.merchantId, limit: String(PAGE), minPosition, ...more, ...cursor };
      page = await this.ask<readonly Row[]>(path, query);
      rows.push(...page.data);
    } while (page.next !== undefined);
    return rows;
  }

  private ask<T>(path: string, query: Readonly<Record<string, string>>): Promise<Answer<T>> {
    return this.ledger.get<Answer<T>>(`${path}?${new URLSearchParams(query).toString()}`);
  }
}

const inOneText = <Row>(row: Listed<Row>): Omit<Row, 'exceptions'> & { readonly exceptions: string } => ({
  ...row,
  exceptions: row.exceptions.join(', '),
});
