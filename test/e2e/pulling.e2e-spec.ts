import { FakeGateway, aftersaleText, detailText } from '#channels/testing';
import { backfill } from '../../apps/cli/src/commands/backfill.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { startServer } from '../../apps/server/src/start.js';
import { eventually } from './support/eventually.js';
import { Caller } from './support/caller.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { APP, MERCHANT, SHOP, message, openShop, push } from './support/shop.js';
import { codeOf } from './support/stored.js';

const PULL = `/v1/merchants/${MERCHANT}/douyin-shops/${SHOP}/pull`;
const BACKFILLS = `/v1/merchants/${MERCHANT}/douyin-shops/${SHOP}/backfills`;
const HOUR_S = 3_600;
const DAY_MS = 86_400_000;
const AT = Math.floor(Date.now() / 1_000) - 3 * HOUR_S;
const ORDERS = Array.from({ length: 6 }, (_, index) => `690000000000000010${String(index)}`);
const FROM = new Date(Date.now() - DAY_MS).toISOString();

interface Line {
  readonly account: string;
  readonly balance: number;
}
interface PullView {
  readonly state: string;
  readonly kinds: readonly { readonly kind: string; readonly lastSuccessAt: string | null; readonly lastError: unknown }[];
  readonly gaps: Readonly<Record<string, number>>;
}

/** What the platform pushes of an order, and what it answers when it is asked. */
const pushes = (orderId: string): string[] => {
  const of = { p_id: orderId, shop_id: SHOP };
  return [
    message(100, { ...of, create_time: AT, order_type: 0 }),
    message(101, { ...of, pay_type: 1, pay_time: AT + 60, pay_amount: 12_990 }),
    message(103, { ...of, complete_time: AT + 600 }),
    message(206, { ...of, aftersale_id: `71${orderId.slice(2)}`, success_time: AT + 900, refund_amount: 990 }),
  ];
};

function tell({ book }: FakeGateway, orderId: string, at = AT): void {
  const times = { create_time: at, pay_time: at + 60, finish_time: at + 600, update_time: at + 600 };
  const detail = detailText(orderId, SHOP, { order_status: 5, order_type: 0, pay_type: 1, pay_amount: 12_990, ...times });
  book.add({ orderId, createTime: at, updateTime: at + 600, detail });
  const aftersaleId = `71${orderId.slice(2)}`;
  const money = { aftersale_status: 12, refund_status: 3, refund_amount: 990, refund_time: at + 900, update_time: at + 900 };
  const row = aftersaleText(orderId, aftersaleId, money);
  book.addAftersale({ aftersaleId, applyTime: at + 700, updateTime: at + 900, row });
}

/** What stands on each account. What was booked on the way there depends on what came first. */
async function balancesOf({ admin }: RunningLedger): Promise<Readonly<Record<string, number>>> {
  const lines = await admin.data<readonly Line[]>('/v1/balances');
  return Object.fromEntries(lines.filter(({ balance }) => balance !== 0).map(({ account, balance }) => [account, balance]));
}

describe('pulling beside pushes', () => {
  let fake: FakeGateway;
  let pushed: RunningLedger;
  let pulling: RunningLedger;
  beforeAll(async () => {
    fake = await FakeGateway.start({ ...APP, shopId: SHOP });
    [pushed, pulling] = await Promise.all([runLedger(), runLedger({ HEZHANG_DOUYIN_GATEWAY: fake.url })]);
    await Promise.all([openShop(pushed.admin), openShop(pulling.admin)]);
  });
  afterAll(async () => {
    await Promise.all([pushed.end(), pulling.end()]);
    await fake.stop();
  });

  const viewed = async (): Promise<PullView> => (await pulling.admin.get(PULL)).body as PullView;

  it('is off until somebody says so, and then needs a shop of the merchant', async () => {
    expect(await viewed()).toMatchObject({ state: 'off', from: null, kinds: [] });
    expect(codeOf(await pulling.admin.post(PULL, { state: 'off' }))).toBe('PULL_NEVER_ON');
    const strange = PULL.replace(SHOP, '999');
    expect(codeOf(await pulling.admin.post(strange, { state: 'on' }))).toBe('SHOP_UNKNOWN');
    expect(codeOf(await pulling.admin.get(strange))).toBe('NOT_FOUND');
    expect(codeOf(await (await pulling.as('reader')).post(PULL, { state: 'on' }))).toBe('ROLE_FORBIDDEN');
    expect(fake.calls).toEqual([]);
  });

  it('finds what no push brought: the same balances, and it says what was missing', async () => {
    for (const [index, orderId] of ORDERS.entries()) {
      tell(fake, orderId);
      const messages = pushes(orderId);
      await push(pushed.nobody, ...messages);
      const arrived = messages.filter((_, number) => (index + number) % 3 === 0 && index !== 1);
      if (arrived.length > 0) await push(pulling.nobody, ...arrived);
    }
    const on = await pulling.admin.post(PULL, { state: 'on', from: FROM });
    expect(on.body).toMatchObject({ events: ['DouyinPullSet'] });
    expect((await pulling.admin.post(PULL, { state: 'on', from: FROM })).body).toMatchObject({ events: [] });
    expect(codeOf(await pulling.admin.post(PULL, { state: 'on', from: '2026-01-01T00:00:00Z' }))).toBe('PULL_ON_OTHERWISE');
    const expected = await eventually(async () => {
      const balances = await balancesOf(pushed);
      expect(balances[`assets:receivable:douyin:${SHOP}`]).toBe(ORDERS.length * (12_990 - 990));
      return balances;
    });
    await eventually(async () => expect(await balancesOf(pulling)).toEqual(expected));
    const { gaps, kinds } = await viewed();
    expect(gaps['order']).toBe(1);
    expect(gaps['step']).toBeGreaterThan(3);
    expect(gaps['aftersale']).toBeGreaterThan(1);
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['orders', 'aftersales', 'settle_bill', 'stuck']));
    expect(kinds.filter(({ lastError }) => lastError !== null)).toEqual([]);
  });

  it('keeps what it found as notices that say so', async () => {
    const notices = await pulling.admin.data<readonly { id: string; channel: string }[]>('/v1/notices?limit=500');
    const pulled = notices.filter(({ channel }) => channel === 'douyin-pull');
    expect(pulled).toHaveLength(2 * ORDERS.length);
    const full = await Promise.all(pulled.map(async ({ id }) => (await pulling.admin.get(`/v1/notices/${id}`)).body));
    const gaps = full.map((notice) => (notice as { externalId: string }).externalId).filter((id) => id.startsWith('gap:'));
    expect(gaps).toContain(`gap:order.orderDetail:${ORDERS[1] ?? ''}`);
  });

  it('shows in the metrics', async () => {
    const { text } = await pulling.nobody.get('/metrics');
    expect(text).toMatch(/hezhang_pull_gaps\{kind="order"\} 1\n/);
    expect(text).toMatch(/hezhang_pull_lag_seconds\{kind="orders"\} \d+/);
    expect(text).toMatch(/hezhang_pull_failures\{kind="orders"\} 0\n/);
  });

  it('fills a shop back, and says what the platform does not answer for', async () => {
    const old = '6900000000000000777';
    tell(fake, old, AT - 40 * 86_400);
    const from = new Date(Date.now() - 100 * DAY_MS).toISOString();
    const begun = await pulling.admin.post(BACKFILLS, { from });
    expect([begun.status, begun.body]).toMatchObject([202, { state: 'running' }]);
    const { id } = begun.body as { id: string };
    const other = { from: new Date(Date.now() - 5 * DAY_MS).toISOString() };
    await eventually(async () => {
      expect((await pulling.admin.get(`${BACKFILLS}/${id}`)).body).toMatchObject({ state: 'done', percent: 100 });
    });
    const [listed] = await pulling.admin.data<readonly unknown[]>(BACKFILLS);
    expect(listed).toMatchObject({
      id,
      notAskable: expect.arrayContaining([expect.objectContaining({ kind: 'orders', from })]) as unknown,
    });
    await eventually(async () => expect(await pulling.admin.data(`/v1/orders/${old}`)).toMatchObject({ refunded: 990 }));
    expect(codeOf(await pulling.admin.post(BACKFILLS, { ...other, to: from }))).toBe('BACKFILL_TIME_INVALID');
    expect(codeOf(await pulling.admin.get(`${BACKFILLS}/bkf_00000000-0000-8000-8000-000000000000`))).toBe('NOT_FOUND');
  });

  const fromTheShell = async (...args: string[]): Promise<[code: number, text: string]> => {
    const config = decodeConfig({ HEZHANG_DATA: pulling.dataFolder });
    const printed: string[] = [];
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      const all = ['--merchant', MERCHANT, '--shop', SHOP, '--url', pulling.url, ...args];
      const code = await backfill.run({
        config,
        args: all,
        print: (line) => printed.push(line),
        asked: new Promise(() => undefined),
      });
      return [code, [...printed, ...written.mock.calls.map(([text]) => String(text))].join('')];
    } finally {
      written.mockRestore();
    }
  };

  it('is filled back from the shell, which shows how it goes', async () => {
    const [code, text] = await fromTheShell('--from', new Date(Date.now() - 30 * DAY_MS).toISOString());
    expect([code, text]).toEqual([0, expect.stringContaining('100 %')]);
    const [refused, says] = await fromTheShell('--from', '2999-01-01T00:00:00Z');
    expect([refused, says]).toEqual([1, expect.stringContaining('BACKFILL_TIME_INVALID')]);
  });

  it('is done by one of several servers, and by another when that one is gone', async () => {
    const settings = { PORT: '0', DATABASE_URL: pulling.databaseUrl, HEZHANG_DATA: pulling.dataFolder, HEZHANG_LOG: 'silent' };
    const gateway = { HEZHANG_DOUYIN_GATEWAY: fake.url };
    const second = await startServer(decodeConfig({ ...settings, ...gateway, ...pulling.log.settings }));
    try {
      const admin = new Caller(second.url, second.adminKey);
      const filled = async (days: number): Promise<number> => {
        const before = fake.count('afterSale.List');
        const { body } = await admin.post(BACKFILLS, { from: new Date(Date.now() - days * DAY_MS).toISOString() });
        await eventually(async () => {
          expect((await admin.get(`${BACKFILLS}/${(body as { id: string }).id}`)).body).toMatchObject({ state: 'done' });
        });
        return fake.count('afterSale.List') - before;
      };
      // A window a day, and perhaps a turn of the pulling that goes on beside it.
      expect(await filled(6)).toBeLessThanOrEqual(8);
      await pulling.stop();
      expect(await filled(7)).toBeGreaterThanOrEqual(7);
    } finally {
      await second.stop();
    }
  });
});
