import { instant, plusMs } from '#kernel';
import type { FakeGatewayOptions } from '../douyin/openapi/testing/fake-gateway.js';
import { detailText } from '../douyin/openapi/testing/gateway-book.js';
import { replayNotice } from '../replay.js';
import { SHOP_ID } from '../testing.js';
import { DAY, FROM, NOON, Stand, ledgerOf, pushed, pushesOf, tell, type Life } from './testing/pull-stand.js';

describe('a shop that is pulled', () => {
  const open: Stand[] = [];
  const stand = async (options: Partial<FakeGatewayOptions> = {}): Promise<Stand> => {
    const opened = await Stand.open(options);
    open.push(opened);
    return opened;
  };
  afterEach(async () => {
    for (const { fake, channels } of open.splice(0)) {
      await fake.stop();
      expect(channels.faults).toEqual([]);
    }
  });
  const LIFE: Life = { orderId: '6900000000000000009', at: NOON - 7_200, end: 'completed', refund: 700 };

  it('calls nobody until it is switched on', async () => {
    const { fake, ...at } = await stand();
    expect(at.channels.faults).toEqual([]);
    const [only] = open;
    await only?.pullFor(3_600_000);
    expect(fake.calls).toEqual([]);
  });

  it('is switched on once, off once, and on again where it was', async () => {
    const at = await stand();
    expect(await at.set('off')).toBe('PULL_NEVER_ON');
    expect(await at.set('on', FROM)).toEqual(['DouyinPullSet']);
    expect(await at.set('on', FROM)).toEqual([]);
    expect(await at.set('on', plusMs(FROM, 1))).toBe('PULL_ON_OTHERWISE');
    await at.pullFor(600_000);
    const place = (await at.store.cursors(SHOP_ID)).find(({ kind }) => kind === 'orders')?.doneTo;
    expect(await at.set('off')).toEqual(['DouyinPullSet']);
    const calls = at.fake.calls.length;
    await at.pullFor(600_000);
    expect(at.fake.calls).toHaveLength(calls);
    expect(await at.set('on')).toEqual(['DouyinPullSet']);
    expect((await at.store.cursors(SHOP_ID)).find(({ kind }) => kind === 'orders')?.doneTo).toBe(place);
  });

  it('leaves rows of bills alone where files tell them, and pulls them once they no longer do', async () => {
    const at = await stand();
    const isOfBills = (method: string): boolean => /getSettleBill|getShopAccount/.test(method);
    expect(await at.set('on', FROM, 'files')).toEqual(['DouyinPullSet']);
    expect(await at.set('on', undefined, 'files')).toEqual([]);
    await at.pullFor(600_000);
    expect(at.fake.count('order.searchList')).toBeGreaterThan(0);
    expect(at.fake.calls.filter(isOfBills)).toEqual([]);
    const asked = { merchantId: 'm1', shopId: SHOP_ID, from: FROM, now: at.time.now() };
    await at.pulls.backfill(asked);
    await at.pullFor(600_000);
    expect(at.fake.calls.filter(isOfBills)).toEqual([]);
    expect(await at.set('off')).toEqual(['DouyinPullSet']);
    expect(await at.set('on')).toEqual(['DouyinPullSet']);
    expect((await at.pulls.settingOf(SHOP_ID))?.bills).toBe('files');
    expect(await at.set('on', undefined, 'api')).toEqual(['DouyinPullSet']);
    await at.pullFor(600_000);
    expect(at.fake.calls.filter(isOfBills)).not.toEqual([]);
  });

  it('tells what no push brought: orders, steps, refunds', async () => {
    const at = await stand();
    const [unknown, half, whole] = ['1', '2', '3'].map((digit) => ({ ...LIFE, orderId: `690000000000000000${digit}` }));
    if (!unknown || !half || !whole) throw new Error('three lives');
    for (const life of [unknown, half, whole]) tell(at.fake, life);
    for (const body of pushesOf(half).slice(0, 2)) await pushed(at.channels, body, at.time.now());
    for (const body of pushesOf(whole)) await pushed(at.channels, body, at.time.now());
    await at.set('on', FROM);
    await at.pullFor(300_000);
    const standing = await at.pulls.standing('m1', SHOP_ID);
    expect([...(standing?.gaps ?? [])].sort()).toEqual([
      ['aftersale', 2],
      ['order', 1],
      ['step', 2],
    ]);
    const { notices } = await at.channels.inbox.list({ limit: 50 });
    const pulled = await Promise.all(
      notices.filter(({ channel }) => channel === 'douyin-pull').map(({ id }) => at.channels.inbox.show(id)),
    );
    expect(
      pulled
        .map((notice) => notice?.externalId)
        .filter((id) => id?.startsWith('gap:'))
        .sort(),
    ).toEqual([
      'gap:afterSale.List:6900000000000000001',
      'gap:afterSale.List:6900000000000000002',
      'gap:order.orderDetail:6900000000000000001',
      'gap:order.orderDetail:6900000000000000002',
    ]);
  });

  it('asks one by one for orders that do not move', async () => {
    const at = await stand();
    const old = { ...LIFE, orderId: '6900000000000000007', at: NOON - 120 * DAY };
    for (const body of pushesOf(old).slice(0, 2)) await pushed(at.channels, body, at.time.now());
    tell(at.fake, { ...old, refund: 0 });
    at.restarted([old.orderId, '6900000000000000404']);
    await at.set('on', FROM);
    await at.pullFor(60_000);
    expect([...(await at.store.gaps())]).toEqual([['stuck', 2]]);
    expect((await ledgerOf(at.channels)).standings.get(old.orderId)).toMatchObject({ status: 'completed' });
  });

  it('takes movements of the shop account as rows that are uploaded, once', async () => {
    const at = await stand();
    const row =
      '{"account_trade_no":"t1","bill_time":"2026-09-20 11:00:00","fund_flow":"1","account_amount":500,"account_bill_desc":"提现"}';
    at.fake.book.accountRows.push({ settleTime: NOON - DAY - 3_600, row });
    await at.set('on', FROM);
    await at.pullFor(DAY * 1_000);
    const { notices } = await at.channels.inbox.list({ limit: 5 });
    expect(notices).toMatchObject([{ channel: 'douyin-account-items', actor: `douyin-pull:${SHOP_ID}` }]);
  });

  it('keeps its place while the other side is away, says so, and goes on where it was', async () => {
    let isAway = false;
    const at = await stand({ trouble: () => (isAway ? 'http_500' : 'none') });
    await at.set('on', FROM);
    await at.pullFor(300_000);
    const orders = async () => (await at.store.cursors(SHOP_ID)).find(({ kind }) => kind === 'orders');
    const place = (await orders())?.doneTo;
    isAway = true;
    await at.pullFor(1_800_000);
    expect(await orders()).toMatchObject({ failure: { code: 'OUTAGE' } });
    expect((await orders())?.doneTo).toBe(place);
    expect((await orders())?.failures).toBeGreaterThan(2);
    tell(at.fake, LIFE);
    const late = [...at.fake.book.orders.values()][0];
    if (late) at.fake.book.add({ ...late, updateTime: Math.floor(at.time.atMs / 1_000) - 900 });
    isAway = false;
    at.restarted();
    await at.pullFor(1_200_000);
    expect(await orders()).toMatchObject({ failure: null, failures: 0 });
    expect((await at.channels.knownFacts(LIFE.orderId)).size).toBeGreaterThan(0);
  });

  it('keeps a detail whose fields can not be read, parked under their names, and does not stop there', async () => {
    const at = await stand();
    const odd = { ...LIFE, orderId: '6900000000000000008' };
    tell(at.fake, LIFE);
    const detail = detailText(odd.orderId, SHOP_ID, {
      create_time: LIFE.at,
      pay_time: LIFE.at,
      pay_amount: '129.90',
      order_status: 2,
    });
    at.fake.book.add({ orderId: odd.orderId, createTime: LIFE.at, updateTime: LIFE.at, detail });
    await at.set('on', FROM);
    await at.pullFor(300_000);
    const { notices } = await at.channels.inbox.list({ status: 'parked', limit: 5 });
    expect(notices).toMatchObject([{ channel: 'douyin-pull', settled: { reason: 'FIELDS_INVALID', detail: 'pay_amount' } }]);
    expect(await replayNotice(at.channels.deps, notices[0]?.id ?? '', at.time.now())).toMatchObject({ status: 'parked' });
    expect((await at.channels.knownFacts(LIFE.orderId)).size).toBeGreaterThan(0);
  });

  it('takes card numbers out of what it keeps', async () => {
    const at = await stand();
    const detail = detailText(LIFE.orderId, SHOP_ID, {
      create_time: LIFE.at,
      order_status: 1,
      buyer_words: 'card 4111111111111111',
    });
    at.fake.book.add({ orderId: LIFE.orderId, createTime: LIFE.at, updateTime: LIFE.at, detail });
    await at.set('on', FROM);
    await at.pullFor(120_000);
    const { notices } = await at.channels.inbox.list({ limit: 5 });
    const kept = await at.channels.inbox.show(notices[0]?.id ?? '');
    expect(kept?.sanitised).toBe(true);
    expect(kept?.raw.toString()).not.toContain('4111111111111111');
  });

  it('is filled back once, says what can not be asked for, and finds no gaps there', async () => {
    const at = await stand();
    const old = { ...LIFE, orderId: '6900000000000000005', at: NOON - 60 * DAY };
    const older = { ...LIFE, orderId: '6900000000000000006', at: NOON - 120 * DAY };
    for (const life of [old, older, LIFE]) tell(at.fake, life);
    const ask = { merchantId: 'm1', shopId: SHOP_ID, from: instant((NOON - 150 * DAY) * 1_000), now: at.time.now() };
    const begun = await at.pulls.backfill(ask);
    expect(begun).toMatchObject({ state: 'running', share: 0 });
    expect(await at.pulls.backfill({ ...ask, now: plusMs(ask.now, 1_000) })).toMatchObject({
      id: 'id' in begun ? begun.id : '',
    });
    expect(await at.pulls.backfill({ ...ask, from: FROM })).toMatchObject({ code: 'BACKFILL_RUNNING' });
    expect(await at.pulls.backfill({ ...ask, to: ask.from })).toMatchObject({ code: 'BACKFILL_TIME_INVALID' });
    expect(await at.pulls.backfill({ ...ask, shopId: '1' })).toMatchObject({ code: 'SHOP_UNKNOWN' });
    let rounds = 0;
    const shares: number[] = [];
    for (let done = false; !done && rounds < 500; rounds += 1) {
      await at.restarted().round(new AbortController().signal);
      const [standing] = (await at.pulls.backfills('m1', SHOP_ID)) ?? [];
      shares.push(standing?.share ?? 0);
      done = standing?.state === 'done';
    }
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    const [standing] = (await at.pulls.backfills('m1', SHOP_ID)) ?? [];
    expect(standing?.notAskable).toContainEqual({ kind: 'orders', from: ask.from, to: plusMs(ask.now, -90 * DAY * 1_000) });
    // Their after-sales lead to orders that search does not reach.
    const { standings } = await ledgerOf(at.channels);
    expect([...standings.keys()].sort()).toEqual([old.orderId, older.orderId, LIFE.orderId].sort());
    expect(await at.store.gaps()).toEqual(new Map());
  });
});
