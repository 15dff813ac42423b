import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import {
  MERCHANT,
  SHOP,
  STORE,
  TERMINAL,
  message,
  naming,
  openShop,
  paymentIdOf,
  push,
  tell,
  transaction,
} from './support/shop.js';

const ORDER = '6900000000000000001';
const SUCCESS = { code: 0, msg: 'success' };
const at = (hour: number): number => Math.floor(Date.parse(`2026-09-21T${String(hour).padStart(2, '0')}:00:00+08:00`) / 1_000);

/** 19-digit ids stand in the text as digits, as the platform writes them. */
const ofOrder = (fields: object): object => ({
  p_id: ORDER,
  s_ids: [ORDER],
  shop_id: Number(SHOP),
  order_type: 0,
  biz: 2,
  ...fields,
});

interface Diff {
  readonly lines: readonly { readonly change: number }[];
}

describe('a day of trade', () => {
  let ledger: RunningLedger;
  let last = '';
  beforeAll(async () => {
    ledger = await runLedger();
    await openShop(ledger.admin);
  });
  afterAll(() => ledger.end());

  const positionOf = (body: unknown): string => (body as { position: string }).position;
  const caughtUp = async (): Promise<string> => {
    const { body } = await ledger.admin.get('/v1/events?limit=1000');
    return positionOf(body);
  };

  it('a Douyin order is created, paid, shipped, completed and partly refunded', async () => {
    const replies = [
      await push(
        ledger.nobody,
        message(100, ofOrder({ create_time: at(9), order_status: 1 })),
        message(101, ofOrder({ order_status: 2, pay_type: 1, pay_time: at(10), pay_amount: 12_990 })),
      ),
      await push(
        ledger.nobody,
        message(102, ofOrder({ update_time: at(11), order_status: 3 })),
        message(103, ofOrder({ complete_time: at(12), order_status: 5 })),
      ),
      await push(
        ledger.nobody,
        message(206, {
          p_id: ORDER,
          s_id: ORDER,
          shop_id: Number(SHOP),
          aftersale_id: '7000000000000000077',
          refund_amount: 3_000,
          success_time: at(13),
        }),
      ),
    ];
    expect(replies.map(({ status, body }) => [status, body])).toEqual(replies.map(() => [200, SUCCESS]));
    last = await caughtUp();
    const { status, body, headers } = await ledger.admin.get(`/v1/orders/${ORDER}?minPosition=${last}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { orderId: ORDER, status: 'partly_refunded', paid: 12_990, refunded: 3_000, merchant: MERCHANT },
    });
    expect(headers.get('etag')).toBe('"4"');
  });

  it('an authorization is captured in part, a purchase is reversed, a refund is instructed and carried out', async () => {
    const authorization = transaction({ kind: 'authorization', amount: 20_000, auth_code: '123456', multi_capture: true });
    const sale = transaction({ amount: 7_000 });
    const undone = transaction({ amount: 900 });
    for (const told of [authorization, sale, undone])
      expect((await tell(ledger.nobody, told)).body).toMatchObject({ status: 'applied' });
    await tell(ledger.nobody, transaction({ kind: 'capture', amount: 5_000, original: naming(authorization) }));
    await tell(
      ledger.nobody,
      transaction({ kind: 'reversal', amount: undefined, original: { kind: 'purchase', ...naming(undone) } }),
    );
    const instructed = await ledger.admin.post(
      `/v1/payments/${paymentIdOf(sale)}/refunds`,
      { amount: 500, reason: '退货' },
      { 'idempotency-key': 'refund-1' },
    );
    expect(instructed.body).toMatchObject({ events: ['RefundInstructed'], revision: 1 });
    const { instructionId } = instructed.body as { instructionId: string };
    const waiting = await ledger.admin.data<unknown[]>(
      `/v1/payments?instructed=true&minPosition=${positionOf(instructed.body)}`,
    );
    expect(waiting).toMatchObject([
      { paymentId: paymentIdOf(sale), instructions: [{ instructionId, type: 'refund', amount: 500 }] },
    ]);
    await tell(
      ledger.nobody,
      transaction({ kind: 'refund', amount: 500, original: naming(sale), instruction_id: instructionId }),
    );
    last = await caughtUp();
    const payments = await ledger.admin.data<
      { paymentId: string; status: string; captured: number; refunded: number; held: number }[]
    >(`/v1/payments?minPosition=${last}`);
    const byId = new Map(payments.map((payment) => [payment.paymentId, payment]));
    expect(byId.get(paymentIdOf(authorization))).toMatchObject({ status: 'partly_captured', captured: 5_000, held: 15_000 });
    expect(byId.get(paymentIdOf(sale))).toMatchObject({ status: 'partly_refunded', refunded: 500, instructions: [] });
    expect(byId.get(paymentIdOf(undone))).toMatchObject({ status: 'reversed', captured: 0 });
  });

  it('settlement rows of Douyin and of the acquirer arrive', async () => {
    const bill = {
      shop_id: SHOP,
      rows: [
        {
          settle_time: at(15),
          request_no: 'r1',
          shop_order_id: ORDER,
          order_id: ORDER,
          trade_type: 0,
          pay_type_desc: '微信',
          settle_amount: 9_171,
          total_income: 9_990,
          total_outcome: -819,
          platform_service_fee: -819,
          platform_coupon: 0,
        },
      ],
    };
    const douyin = await ledger.admin.post('/v1/channels/douyin/settle-bill', bill);
    expect(douyin.body).toMatchObject({ results: [{ row: 1, status: 'applied' }] });
    const row = {
      settlement_no: 's-1',
      channel: 'unionpay',
      method: 'card',
      merchant_no: TERMINAL.merchantNo,
      direction: 'in',
      gross: 5_000,
      fee: 30,
      net: 4_970,
      bank_account: 'icbc-001',
      settled_at: '2026-09-22T10:00:00+08:00',
    };
    const acquirer = await ledger.admin.post('/v1/channels/acquirer/settlements', { rows: [row] });
    expect(acquirer.body).toMatchObject({ results: [{ row: 1, status: 'applied' }] });
    last = positionOf((acquirer.body as { results: unknown[] }).results[0]);
    const settled = await ledger.admin.data<unknown[]>(`/v1/settlements?minPosition=${last}`);
    expect(settled).toHaveLength(2);
  });

  it('the report and the trial balance add up', async () => {
    last = await caughtUp();
    const rows = await ledger.admin.data<Record<string, number>[]>(
      `/v1/reports/daily?from=2026-09-20&to=2026-09-30&minPosition=${last}`,
    );
    expect(rows).toMatchObject([
      {
        side: 'offline',
        channel: 'unionpay',
        method: 'card',
        gross: 12_000,
        refunds: 500,
        settledGross: 5_000,
        fees: 30,
        outstanding: 6_500,
      },
      {
        side: 'online',
        channel: 'douyin',
        method: 'wechat',
        gross: 12_990,
        refunds: 3_000,
        settledGross: 9_990,
        fees: 819,
        outstanding: 0,
      },
    ]);
    const trial = await ledger.admin.data<{ isZero: boolean; rows: { account: string }[] }>(
      `/v1/trial-balance?minPosition=${last}`,
    );
    expect(trial.isZero).toBe(true);
    expect(trial.rows.map(({ account }) => account)).toContain(`assets:clearing:unionpay:${TERMINAL.merchantNo}`);
    const balances = await ledger.admin.data<{ account: string; balance: number }[]>(`/v1/balances?prefix=assets&depth=2`);
    expect(balances).toEqual(expect.arrayContaining([expect.objectContaining({ account: 'assets:bank', balance: 4_970 })]));
  });

  it('any number leads back to the notice that caused it', async () => {
    const account = `assets:clearing:unionpay:${TERMINAL.merchantNo}`;
    const [line] = await ledger.admin.data<{ stream: string; position: string; amount: number }[]>(
      `/v1/balances/${account}/lines?limit=1`,
    );
    expect(line).toMatchObject({ amount: -5_000, stream: 'settlement-acquirer.unionpay.898100012340001.s-1' });
    const feed = await ledger.admin.get('/v1/events?limit=1000');
    const event = (
      feed.body as { data: { position: string; metadata: { notice: { id: string; digest: string } } }[] }
    ).data.find(({ position }) => position === line?.position);
    const notice = await eventually(async () => {
      const { body } = await ledger.admin.get(`/v1/notices/${event?.metadata.notice.id ?? ''}`);
      expect(body).toMatchObject({ channel: 'acquirer', status: 'applied', digest: event?.metadata.notice.digest });
      return body as { raw: string };
    });
    expect(JSON.parse(notice.raw)).toMatchObject({ settlement_no: 's-1' });
  });

  it('what was known when is answered at a position and at a moment', async () => {
    const account = `revenue:offline:${MERCHANT}:${STORE}`;
    const now = await ledger.admin.data<{ balance: number }>(`/v1/balances/${account}`);
    expect(now.balance).toBe(-11_500);
    const lines = await ledger.admin.data<{ position: string; balance: number; recordedAt: string }[]>(
      `/v1/balances/${account}/lines`,
    );
    for (const line of lines.slice(0, 3)) {
      expect(await ledger.admin.data(`/v1/balances/${account}?known=${line.position}`)).toMatchObject({
        balance: line.balance,
        movedAt: line.position,
      });
    }
    const before = await ledger.admin.data<{ balance: number }>(`/v1/balances/${account}?known=2026-01-01T00:00:00Z`);
    expect(before).toMatchObject({ balance: 0, movedAt: null });
    const then = await ledger.admin.data<{ isZero: boolean }>(`/v1/trial-balance?known=${lines.at(-1)?.position ?? ''}`);
    expect(then.isZero).toBe(true);
  });

  it('a balance is answered effective at an accounting day, as known at another or at a moment within it', async () => {
    const path = `/v1/balances/revenue:offline:${MERCHANT}:${STORE}`;
    const effective = (query: string): Promise<{ balance: number }> =>
      ledger.admin.data(`${path}?${query}&minPosition=${last}`);
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    expect((await effective('effective=2026-12-31')).balance).toBe(-11_500);
    expect((await effective(`effective=2026-12-31&known=${today}`)).balance).toBe(-11_500);
    expect((await effective('effective=2026-12-31&known=2020-01-01')).balance).toBe(0);
    expect((await effective('effective=2026-01-01')).balance).toBe(0);
    const [{ recordedAt } = { recordedAt: '' }, before] = await ledger.admin.data<{ recordedAt: string; balance: number }[]>(
      `${path}/lines?limit=2`,
    );
    expect((await effective(`effective=2026-12-31&known=${recordedAt}`)).balance).toBe(-11_500);
    const justBefore = new Date(Date.parse(recordedAt) - 1).toISOString();
    expect((await effective(`effective=2026-12-31&known=${justBefore}`)).balance).toBe(before?.balance);
    for (const [query, status] of [
      ['effective=2026-02-30', 400],
      ['effective=2026-09-21&known=yesterday', 400],
    ] as const) {
      expect((await ledger.admin.get(`${path}?${query}`)).status).toBe(status);
    }
    expect((await ledger.admin.get('/v1/balances/assets:bank:none?effective=2026-09-21')).status).toBe(404);
  });

  it('what lies between two points of time is told line by line', async () => {
    const account = `revenue:offline:${MERCHANT}:${STORE}`;
    const asked = `effective=2026-01-01&toEffective=2026-12-31&minPosition=${last}&limit=2`;
    const first = await ledger.admin.get(`/v1/balances/${account}/diff?${asked}`);
    const { data, next } = first.body as { data: Diff; next: string };
    expect(data).toMatchObject({ from: { balance: 0, movedAt: null }, to: { balance: -11_500 }, difference: -11_500 });
    let [changes, cursor]: [number[], string | undefined] = [data.lines.map(({ change }) => change), next];
    while (cursor !== undefined) {
      const page = (await ledger.admin.get(`/v1/balances/${account}/diff?${asked}&cursor=${cursor}`)).body;
      const { data: more, next: further } = page as { data: Diff; next?: string };
      changes = [...changes, ...more.lines.map(({ change }) => change)];
      cursor = further;
    }
    expect(changes.length).toBeGreaterThan(2);
    expect(changes.reduce((total, change) => total + change, 0)).toBe(-11_500);
    expect((await ledger.admin.get('/v1/balances/assets:bank:none/diff')).status).toBe(404);
    expect((await ledger.admin.get(`/v1/balances/${account}/diff?cursor=WyJ4Il0`)).status).toBe(400);
  });

  it('a rebuild from the log gives the same digests', async () => {
    const names = (await ledger.admin.data<{ name: string }[]>('/v1/projections')).map(({ name }) => name);
    for (const name of names) expect((await ledger.admin.send('POST', `/v1/projections/${name}/rebuild`)).status).toBe(202);
    for (const name of names) expect(await rebuilt(name)).toMatchObject({ status: 'done' });
  });

  const rebuilt = (name: string): Promise<unknown> =>
    eventually(async () => {
      const all =
        await ledger.admin.data<{ name: string; rebuild: { status: string; digest: string; replacedDigest: string } }[]>(
          '/v1/projections',
        );
      const rebuild = all.find((each) => each.name === name)?.rebuild;
      expect(rebuild?.status).not.toBe('running');
      expect(rebuild?.digest).toBe(rebuild?.replacedDigest);
      return rebuild;
    });
});
