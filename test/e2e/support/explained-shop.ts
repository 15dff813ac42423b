import { acquirerFile, importFile } from './acquirer-files.js';
import type { Caller } from './caller.js';
import { approve, entryOf, proposed } from './correcting.js';
import { eventually } from './eventually.js';
import { reactedTo } from './reacted.js';
import { ReconciledShop, rowOf } from './reconciled-shop.js';
import { runLedger, type RunningLedger } from './running-ledger.js';
import { SHOP, TERMINAL, message, paymentIdOf, push } from './shop.js';

export const CLEARING = `assets:clearing:unionpay:${TERMINAL.merchantNo}`;
export const ORDER = '6900000000000000001';

export interface ExplainedShop {
  readonly ledger: RunningLedger;
  readonly shop: ReconciledShop;
  readonly auditor: Caller;
  readonly ann: Caller;
  /** Ids of what was sold at the terminal: 100, 200 and 400 yuan; the last one was reversed. */
  readonly payments: string[];
  /** Everything up to it is sealed. */
  readonly head: string;
}

/**
 * A shop with three sales at a terminal, one of which a statement tells otherwise and one was reversed by two persons, and an order of
 * which a part was given back, the rest was settled and paid out.
 */
export async function explainedShop(): Promise<ExplainedShop> {
  const ledger = await runLedger({ HEZHANG_CHECKPOINT_S: '1' });
  const shop = await ReconciledShop.open(ledger);
  const [auditor, ann, bo] = await Promise.all([ledger.as('auditor'), ledger.as('ops'), ledger.as('ops')]);
  const sold = [
    await shop.sold({ amount: 10_000 }),
    await shop.sold({ amount: 20_000, rrn: 'R00000000002' }),
    await shop.sold({ amount: 40_000 }),
  ];
  const payments = sold.map((told) => paymentIdOf(told, '20260920'));
  await push(
    ledger.nobody,
    message(101, { p_id: ORDER, shop_id: Number(SHOP), pay_time: 1_789_950_000, pay_amount: 12_990 }),
    message(206, { p_id: ORDER, shop_id: Number(SHOP), aftersale_id: 71, refund_amount: 3_000, success_time: 1_789_950_120 }),
  );
  const row = { request_no: 'r1', settle_time: '2026-09-22 10:00:00', shop_order_id: ORDER, order_id: ORDER, trade_type: 0 };
  const settled = { ...row, pay_type_desc: '微信', total_income: 9_990, settle_amount: 9_450, platform_service_fee: 540 };
  await ledger.admin.post('/v1/channels/douyin/settle-bill', { shop_id: SHOP, rows: [settled] });
  const moved = {
    account_trade_no: 't2',
    bill_time: '2026-09-22 12:00:00',
    fund_flow: 1,
    account_amount: 6_000,
    account_bill_desc_tag: 11,
  };
  await ledger.admin.post('/v1/channels/douyin/account-items', { shop_id: SHOP, rows: [moved] });
  const rows = [rowOf('1', sold[0] ?? {}, { fee: 60 }), rowOf('2', sold[1] ?? {}, { amount: 19_000 })];
  await importFile(ledger.admin, '20260920.csv', acquirerFile(rows));
  await shop.reconcile();
  const entry = await entryOf(ann, `/v1/payments/${payments[2] ?? ''}`);
  await approve(bo, await proposed(ann, { kind: 'reverse', entry }));
  const head = await reactedTo(ledger);
  await eventually(async () => {
    expect((await auditor.get(`/v1/audit/proofs/inclusion?position=${head}`)).status).toBe(200);
  });
  return { ledger, shop, auditor, ann, payments, head };
}
