import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FakeGateway } from '#channels/testing';
import { FAKE_ACCOUNTS, FakeChannels, type ChannelTrouble } from '#fetches/testing';
import { fetchBills } from '../../apps/cli/src/commands/fetch.js';
import { decodeConfig } from '../../apps/server/src/config.js';
import { FETCHES, billOnce, bindFakes, callingFake, dayBefore, fetchesOf, switchOn } from './support/bills.js';
import { eventually } from './support/eventually.js';
import { runLedger, type RunningLedger } from './support/running-ledger.js';
import { APP, MERCHANT, SHOP, openShop } from './support/shop.js';
import {
  alipayBill,
  alipayLine,
  allinpayBill,
  douyinSettleExport,
  wechatBill,
  wechatFunds,
  wechatPayment,
} from './support/statement-files.js';
import { codeOf } from './support/stored.js';

const [YESTERDAY, BEFORE, EARLIER] = [dayBefore(2), dayBefore(3), dayBefore(4)];
const { wechat, alipay, allinpay, life } = FAKE_ACCOUNTS;
const idOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');
const bill = (...numbers: string[]): Buffer => Buffer.from(wechatBill(numbers.map((no) => wechatPayment({ no }))));

describe('bills that are fetched', () => {
  const troubles = new Map<string, ChannelTrouble[]>();
  let fake: FakeChannels;
  let shop: FakeGateway;
  let ledger: RunningLedger;

  beforeAll(async () => {
    fake = await FakeChannels.start({ trouble: (path) => troubles.get(path)?.shift() ?? 'none' });
    shop = await FakeGateway.start({ ...APP, shopId: SHOP });
    const limits = { HEZHANG_STATEMENT_LIMIT_MB: '1' };
    ledger = await runLedger({ ...callingFake(fake), ...limits, HEZHANG_DOUYIN_GATEWAY: shop.url });
    await openShop(ledger.admin);
    await bindFakes(ledger.admin, fake);
  });
  afterAll(async () => {
    await ledger.end();
    await Promise.all([fake.stop(), shop.stop()]);
  });

  const askNow = async (kind: string, account: string, day: string): Promise<string | undefined> => {
    const { status, body } = await ledger.admin.post(`/v1/statement-fetches/${kind}/${account}/${day}/now`, {});
    return status === 202 ? undefined : (body as { code: string }).code;
  };
  /** The bill of a day that was not asked for so far, with something wrong with it. */
  const withTrouble = async (day: string, path: string, ...told: ChannelTrouble[]): Promise<void> => {
    fake.bills.set(`wechat-trades ${day}`, bill(day.slice(-2)));
    troubles.set(path, told);
    expect(await askNow('wechat-trades', wechat.mchid, day)).toBeUndefined();
  };

  it('are asked for only where somebody says so, of accounts of the merchant', async () => {
    const on = (body: object) =>
      ledger.admin.post(FETCHES, { bill: 'wechat-trades', account: wechat.mchid, state: 'on', ...body });
    expect(codeOf(await on({ account: '1900000999' }))).toBe('ACCOUNT_UNKNOWN');
    expect(codeOf(await on({ bill: 'douyin-settle', account: '999' }))).toBe('SHOP_UNKNOWN');
    expect(codeOf(await on({ from: dayBefore(-2) }))).toBe('FETCH_DAY_NOT_OVER');
    expect(codeOf(await on({ from: dayBefore(120) }))).toBe('FETCH_DAY_TOO_OLD');
    expect(codeOf(await on({ state: 'off' }))).toBe('FETCH_NEVER_ON');
    expect(await askNow('wechat-trades', wechat.mchid, YESTERDAY)).toBe('FETCH_NEVER_ON');
    expect(codeOf(await (await ledger.as('reader')).post(FETCHES, {}))).toBe('ROLE_FORBIDDEN');
    expect(await fetchesOf(ledger.admin)).toEqual([]);
    expect(fake.calls).toEqual([]);
  });

  it('of WeChat Pay come with their hash checked, day by day; a day without trade is no gap', async () => {
    const first = bill('01', '02');
    fake.bills.set(`wechat-trades ${EARLIER}`, first);
    fake.bills.set(`wechat-trades ${YESTERDAY}`, bill('02', '03'));
    fake.bills.set(`wechat-funds ${YESTERDAY}`, Buffer.from(wechatFunds(YESTERDAY)));
    await switchOn(ledger.admin, 'wechat-trades', wechat.mchid, EARLIER);
    await switchOn(ledger.admin, 'wechat-funds', wechat.mchid, YESTERDAY);
    const there = await billOnce(ledger.admin, 'wechat-trades', EARLIER, 'fetched');
    expect(there).toMatchObject({ statement: idOf(first), rows: 2, code: null });
    expect(await billOnce(ledger.admin, 'wechat-trades', BEFORE, 'empty')).toMatchObject({ code: null, rows: 0 });
    await billOnce(ledger.admin, 'wechat-trades', YESTERDAY, 'fetched');
    await billOnce(ledger.admin, 'wechat-funds', YESTERDAY, 'fetched');
    const kept = await eventually(() => ledger.admin.data(`/v1/statements/${idOf(first)}`));
    expect(kept).toMatchObject({ format: 'wechat-trades', merchant: MERCHANT, status: 'imported', recorded: 2 });
    // Three sales, one of them in both files, and two movements.
    await eventually(async () => {
      expect(await ledger.admin.data('/v1/statement-rows?channel=wechat&limit=500')).toHaveLength(5);
    });
    expect(fake.refused).toEqual([]);
    expect(await readdir(join(ledger.dataFolder, 'spool'))).toEqual([]);
  });

  it('are asked for again where the gateway is away, answers late, or breaks off', async () => {
    await withTrouble(dayBefore(10), '/v3/bill/tradebill', 'http_500', 'reset', 'garbage');
    await billOnce(ledger.admin, 'wechat-trades', dayBefore(10), 'fetched');
    await withTrouble(dayBefore(11), '/files', 'slow', 'truncated');
    await billOnce(ledger.admin, 'wechat-trades', dayBefore(11), 'fetched');
  });

  it('are asked for by another link where one has ended, or leads to another content', async () => {
    await withTrouble(dayBefore(12), '/files', 'expired', 'wrong_hash');
    const before = fake.count('/v3/bill/tradebill');
    expect(await billOnce(ledger.admin, 'wechat-trades', dayBefore(12), 'fetched')).toMatchObject({ tries: 1 });
    expect(fake.count('/v3/bill/tradebill')).toBe(before + 3);
  });

  it.each<[ChannelTrouble, string, string]>([
    ['huge', '/files', 'FILE_TOO_LARGE'],
    ['redirect', '/files', 'LINK_REDIRECTS'],
    ['elsewhere', '/v3/bill/tradebill', 'LINK_NOT_ALLOWED'],
    ['unsigned', '/v3/bill/tradebill', 'ANSWER_NOT_GENUINE'],
    ['refused', '/v3/bill/tradebill', 'NO_AUTH'],
    ['creating', '/v3/bill/tradebill', 'STATEMENT_CREATING'],
  ])('are not taken where it is %s at %s; asked again they come', async (trouble, path, code) => {
    const day = dayBefore(20);
    await withTrouble(day, path, trouble);
    await eventually(async () => {
      const found = (await fetchesOf(ledger.admin)).find((each) => each.day === day && each.bill === 'wechat-trades');
      expect(found).toMatchObject({ code, tries: 1 });
    });
    expect(await askNow('wechat-trades', wechat.mchid, day)).toBeUndefined();
    await billOnce(ledger.admin, 'wechat-trades', day, 'fetched');
  });

  it('that stay away are an exception, with the way to mend it, until they come', async () => {
    const day = dayBefore(30);
    await withTrouble(day, '/v3/bill/tradebill', 'refused');
    const open = `/v1/exceptions?kind=statement_bill&state=open`;
    const overdue = await eventually(async () => {
      const found = (await ledger.admin.data<Record<string, unknown>[]>(open)).find(
        ({ subject }) => (subject as { day: string }).day === day,
      );
      expect(found).toBeDefined();
      return found;
    });
    expect(overdue).toMatchObject({
      code: 'STATEMENT_OVERDUE',
      merchant: MERCHANT,
      subject: { bill: 'wechat-trades', account: wechat.mchid, day, missingFor: 'NO_AUTH' },
    });
    const { mend } = overdue as { mend: { route: string } };
    expect(mend.route).toBe(`/v1/statement-fetches/wechat-trades/${wechat.mchid}/${day}/now`);
    expect((await ledger.admin.post(mend.route, {})).status).toBe(202);
    await eventually(async () => {
      const left = await ledger.admin.data<{ subject: { day: string } }[]>(open);
      expect(left.filter(({ subject }) => subject.day === day)).toEqual([]);
    });
  });

  it('of Alipay and 通联 come by links that live for a moment', async () => {
    const line = alipayLine({ tradeNo: '2026092022001400000000000901', orderNo: 'T901', service: '0.60' });
    fake.bills.set(`alipay-trades ${YESTERDAY}`, Buffer.from(alipayBill([line], '2026-09-21 10:00:00')));
    fake.bills.set(`allinpay-trades ${YESTERDAY}`, Buffer.from(allinpayBill(allinpay.cusid, YESTERDAY)));
    troubles.set('/files', ['expired']);
    await switchOn(ledger.admin, 'alipay-trades', alipay.account, YESTERDAY);
    await billOnce(ledger.admin, 'alipay-trades', YESTERDAY, 'fetched');
    troubles.set('/files', ['expired', 'expired']);
    await switchOn(ledger.admin, 'allinpay-trades', allinpay.cusid, BEFORE);
    expect(await billOnce(ledger.admin, 'allinpay-trades', YESTERDAY, 'fetched')).toMatchObject({ tries: 1, rows: 1 });
    await billOnce(ledger.admin, 'allinpay-trades', BEFORE, 'empty');
    const { privateKey } = fake.merchant;
    const key = `/v1/merchants/${MERCHANT}/channel-accounts/allinpay/${allinpay.cusid}/call-key`;
    expect((await ledger.admin.post(key, { privateKey, appId: allinpay.appId })).status).toBe(200);
    expect(await askNow('allinpay-trades', allinpay.cusid, YESTERDAY)).toBeUndefined();
    expect(await billOnce(ledger.admin, 'allinpay-trades', YESTERDAY, 'fetched')).toMatchObject({ tries: 1 });
    await eventually(() => {
      expect(fake.count('/cusapi/trxfile/get')).toBeGreaterThanOrEqual(5);
      return Promise.resolve();
    });
    await billOnce(ledger.admin, 'allinpay-trades', YESTERDAY, 'fetched');
    expect(fake.refused).toEqual([]);
  });

  it('of local life are read page by page, and a page that leads nowhere ends it', async () => {
    const row = (id: number): string =>
      JSON.stringify({
        ledger_id: `80${String(id)}`,
        verify_id: `v${String(id)}`,
        certificate_id: `c${String(id)}`,
        order_id: '1000000000000000001',
        verify_time: Math.floor(Date.now() / 1_000) - 3 * 86_400,
        status: 2,
        amount: { original: 12_800, pay: 9_900, total_merchant_platform_service: 500 },
        fund_amount: { goods: 9_400 },
      });
    fake.ledger.set(YESTERDAY, [1, 2, 3, 4, 5].map(row));
    troubles.set('/goodlife/v1/settle/ledger/query/', ['none', 'page_trap']);
    await switchOn(ledger.admin, 'life-ledger', life.clientKey, YESTERDAY);
    await eventually(async () => {
      const [found] = (await fetchesOf(ledger.admin)).filter(
        ({ bill: kind, day }) => kind === 'life-ledger' && day === YESTERDAY,
      );
      expect(found).toMatchObject({ code: 'PAGE_LEADS_NOWHERE' });
    });
    expect(await askNow('life-ledger', life.clientKey, YESTERDAY)).toBeUndefined();
    expect(await billOnce(ledger.admin, 'life-ledger', YESTERDAY, 'fetched')).toMatchObject({ rows: 5, statement: null });
    const notices = await ledger.admin.data<{ channel: string }[]>('/v1/notices?limit=500');
    expect(notices.filter(({ channel }) => channel === 'douyin-life-ledger')).toHaveLength(5);
    expect(fake.count('/oauth/client_token/')).toBe(1);
  });

  it('of a Douyin shop are files made for us, and never beside rows that are pulled', async () => {
    const pull = `/v1/merchants/${MERCHANT}/douyin-shops/${SHOP}/pull`;
    const exported = Buffer.from(douyinSettleExport([{ flowNo: '7420000000000000001' }]));
    shop.files.contents.set(`order.downloadSettleItemToShop ${YESTERDAY}`, exported);
    expect((await ledger.admin.post(pull, { state: 'on' })).status).toBe(200);
    const on = { bill: 'douyin-settle', account: SHOP, state: 'on', from: YESTERDAY };
    expect(codeOf(await ledger.admin.post(FETCHES, on))).toBe('FETCH_SOURCE_IS_API');
    expect((await ledger.admin.post(pull, { state: 'on', bills: 'files' })).status).toBe(200);
    expect((await ledger.admin.get(pull)).body).toMatchObject({ state: 'on', bills: 'files' });
    await switchOn(ledger.admin, 'douyin-settle', SHOP, YESTERDAY);
    const there = await billOnce(ledger.admin, 'douyin-settle', YESTERDAY, 'fetched');
    expect(there).toMatchObject({ statement: idOf(exported), rows: 1, tries: 3 });
    await eventually(async () => {
      const settlements = await ledger.admin.data<unknown[]>('/v1/settlements?kind=douyin');
      expect(settlements).toEqual([expect.objectContaining({ reference: '7420000000000000001', net: 9171 })]);
    });
    expect((await ledger.admin.post(pull, { state: 'on', bills: 'api' })).status).toBe(200);
    expect(await askNow('douyin-settle', SHOP, YESTERDAY)).toBeUndefined();
    await eventually(async () => {
      const found = (await fetchesOf(ledger.admin)).find((each) => each.bill === 'douyin-settle' && each.day === YESTERDAY);
      expect(found).toMatchObject({ code: 'FETCH_SOURCE_IS_API' });
    });
  });

  it('are shown, and asked for, from the shell', async () => {
    const printed: string[] = [];
    const config = decodeConfig({ HEZHANG_DATA: ledger.dataFolder, HEZHANG_ADMIN_KEY: ledger.admin.key ?? '' });
    const run = (...args: string[]): Promise<number> =>
      fetchBills.run({
        config,
        args: [...args, '--url', ledger.url],
        print: (line) => printed.push(line),
        asked: new Promise(() => undefined),
      });
    const before = fake.count('/v3/bill/fundflowbill');
    expect(await run('--merchant', MERCHANT, '--day', EARLIER)).toBe(1);
    expect(printed.join('\n')).toMatch(new RegExp(`${EARLIER} +wechat-funds +${wechat.mchid} +(overdue|empty)`));
    await billOnce(ledger.admin, 'wechat-funds', EARLIER, 'empty');
    expect(fake.count('/v3/bill/fundflowbill')).toBe(before + 1);
    await expect(run()).rejects.toThrow('fetch takes --merchant');
  });

  it('end where they are switched off', async () => {
    const off = { bill: 'wechat-funds', account: wechat.mchid, state: 'off' };
    expect((await ledger.admin.post(FETCHES, off)).body).toMatchObject({ events: ['StatementFetchSet'] });
    expect((await ledger.admin.post(FETCHES, off)).body).toMatchObject({ events: [] });
    expect(await askNow('wechat-funds', wechat.mchid, BEFORE)).toBe('FETCH_OFF');
  });

  it('leave no key and no link behind', async () => {
    const events = await ledger.admin.get('/v1/events?limit=500');
    for (const secret of ['PRIVATE KEY', 'token=', life.clientSecret, allinpay.key]) expect(events.text).not.toContain(secret);
    const setUp = await ledger.admin.get(`/v1/merchants/${MERCHANT}/setup`);
    expect(setUp.text).not.toContain('PRIVATE KEY');
    expect(setUp.text).toContain('"callKey":true');
  });
});
