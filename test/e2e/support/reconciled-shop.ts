import type { Caller } from './caller.js';
import { installMappings, type AcquirerLine } from './acquirer-files.js';
import type { RunningLedger } from './running-ledger.js';
import { MERCHANT, SHOP, TERMINAL, openShop, paymentIdOf, tell, transaction } from './shop.js';

export interface Case {
  readonly caseId: string;
  readonly status: string;
  readonly rule: string | null;
  readonly day: string;
  readonly classes: readonly string[];
  readonly difference: number;
  readonly differences: readonly { readonly class: string; readonly cause: string; readonly explained: boolean }[];
  readonly items: readonly { readonly side: string; readonly id: string; readonly amount: number; readonly refs: object }[];
}
export interface Reconciled {
  readonly position: string;
  readonly accounts: readonly {
    readonly book: string;
    readonly account: string;
    readonly outcomes: object;
    readonly changed: number;
  }[];
}
export type Fields = Readonly<Record<string, unknown>>;

/** A purchase at the terminal on 20 September. */
const bought = (fields: Fields = {}): Fields => transaction({ occurred_at: '2026-09-20T10:00:00+08:00', ...fields });

/** The row that an acquirer has of it. */
export const rowOf = (no: string, told: Fields, over: Partial<AcquirerLine> = {}): AcquirerLine => ({
  no,
  at: '2026-09-20 10:00:00',
  amount: Number(told['amount']),
  terminalNo: TERMINAL.terminalNo,
  batch: String(told['batch_no']),
  trace: String(told['trace_no']),
  ...over,
});

/** A shop whose terminal, acquirer and bank are compared. */
export class ReconciledShop {
  last: Reconciled = { position: '', accounts: [] };

  private constructor(private readonly ledger: RunningLedger) {}

  static async open(ledger: RunningLedger): Promise<ReconciledShop> {
    const { admin } = ledger;
    await openShop(admin);
    await installMappings(ledger.dataFolder);
    const from = '2026-01-01T00:00:00+08:00';
    const steps: [string, object][] = [
      [
        'payment-interfaces',
        { id: 'counter', channel: 'unionpay', merchantNo: TERMINAL.merchantNo, methods: ['card'], validFrom: from },
      ],
      [`douyin-shops/${SHOP}/payment-interfaces`, { interfaceId: 'counter', from }],
      [`douyin-shops/${SHOP}/default-interface`, { interfaceId: 'counter', from }],
      [
        'fee-schedules',
        {
          channel: 'unionpay',
          id: 'f1',
          from,
          refundReturnsFee: 'none',
          lines: [{ product: 'card', cardType: '*', ratePpm: 6_000 }],
        },
      ],
    ];
    for (const [path, body] of steps) {
      const { status, text } = await admin.post(`/v1/merchants/${MERCHANT}/${path}`, body);
      if (status !== 200) throw new Error(`${path}: ${text}`);
    }
    return new ReconciledShop(ledger);
  }

  async sold(fields: Fields = {}): Promise<Fields> {
    const told = bought(fields);
    const { status, text } = await tell(this.ledger.nobody, told);
    if (status !== 200) throw new Error(text);
    return told;
  }

  async reconcile(): Promise<Reconciled> {
    const { status, body, text } = await this.admin.post('/v1/reconciliations', { merchant: MERCHANT });
    if (status !== 200) throw new Error(text);
    this.last = body as Reconciled;
    return this.last;
  }

  /** Cases of a query; all that runs recorded is in. */
  cases(query: string): Promise<Case[]> {
    return this.admin.data<Case[]>(`/v1/match-cases?limit=200&${query}&minPosition=${this.last.position}`);
  }

  details(caseId: string): Promise<Case> {
    return this.admin.data<Case>(`/v1/match-cases/${caseId}?minPosition=${this.last.position}`);
  }

  /** The case that holds the payment of a transaction. */
  async caseOf(told: Fields): Promise<Case> {
    const paymentId = paymentIdOf(told, '20260920');
    const all = await Promise.all(
      (await this.cases('from=2026-09-19&to=2026-09-23')).map(({ caseId }) => this.details(caseId)),
    );
    const found = all.find(({ items }) => items.some(({ refs }) => (refs as { paymentId?: string }).paymentId === paymentId));
    if (!found) throw new Error(`no case holds ${paymentId}`);
    return found;
  }

  /** Status, rule and differences of that case. */
  async standing(told: Fields): Promise<unknown[]> {
    const { differences, rule, status } = await this.caseOf(told);
    return [status, rule, differences.map((one) => `${one.class} ${one.cause}${one.explained ? ' explained' : ''}`).join('; ')];
  }

  private get admin(): Caller {
    return this.ledger.admin;
  }
}
