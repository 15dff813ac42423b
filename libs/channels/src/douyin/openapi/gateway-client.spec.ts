import { instant, Outage } from '#kernel';
import { WrittenNumber } from '../../exact-json.js';
import { APP, SHOP_ID } from '../../testing-set-up.js';
import { signOpenApiCall } from '../signatures.js';
import { accountItemRows, settleBillRows } from './bill-pages.js';
import { GatewayRefusal, codeText, readAnswer } from './gateway-answer.js';
import { DouyinGateway, type GatewayShop } from './gateway-client.js';
import { UPDATED_AFTERSALES, UPDATED_ORDERS, listed, type PagedList } from './list-pages.js';
import { paramJson } from './param-json.js';
import { FakeGateway, type FakeGatewayOptions, type Trouble } from './testing/fake-gateway.js';
import { aftersaleText, detailText } from './testing/gateway-book.js';
import { platformTime, type Time } from './time.js';

const SHOP: GatewayShop = { shopId: SHOP_ID, ...APP };
const START = Date.parse('2026-09-21T02:00:00Z') / 1_000;
const ORDER = '6900000000000000001';

/** Sleeping is what moves this clock. */
class FakeTime implements Time {
  readonly slept: number[] = [];
  constructor(private atMs = START * 1_000 + 3_600_000) {}
  nowMs(): number {
    return this.atMs;
  }
  sleep(ms: number): Promise<void> {
    if (ms > 0) this.slept.push(ms);
    this.atMs += Math.max(0, ms);
    return Promise.resolve();
  }
  random(): number {
    return 0.5;
  }
}

describe('the signature of a call', () => {
  it('is that of the published vector, and so is its text', () => {
    const paramJsonText = paramJson({ shop_order_id: ORDER });
    expect(paramJsonText).toBe('{"shop_order_id":"6900000000000000001"}');
    const timestamp = platformTime(instant(START * 1_000));
    expect(timestamp).toBe('2026-09-21 10:00:00');
    const call = { method: 'order.orderDetail', paramJson: paramJsonText, timestamp };
    expect(signOpenApiCall(APP, call, 'hmac-sha256')).toBe('22f685be15114e0283936e1528237ed68b75a3285a3b52830488a498234c3660');
    expect(signOpenApiCall(APP, call, 'md5')).toBe('9bcf8277cc1f02e169948613ffd3ba17');
  });

  it('covers keys in order at every depth, nothing escaped, ids to the digit', () => {
    const params = { size: 1, b: { z: [{ y: 1, x: '<&>' }], a: null }, id: new WrittenNumber(ORDER), none: undefined };
    expect(paramJson(params)).toBe(`{"b":{"a":null,"z":[{"x":"<&>","y":1}]},"id":${ORDER},"size":1}`);
  });
});

describe('an answer', () => {
  const read = (body: string, status = 200): unknown => readAnswer(status, Buffer.from(body));
  it.each([
    ['{"code":10000,"data":{"id":6900000000000000001}}', 'success'],
    ['{"err_no":0,"message":"success","data":{"a":1}}', 'success'],
    ['{"code":0,"msg":"?"}', 'refused'],
    ['{"code":20000,"sub_code":"isp.service-error:10000"}', 'outage'],
    ['{"err_no":20001,"message":"x"}', 'outage'],
    ['{"code":60000}', 'limited'],
    ['{"code":40003,"sub_code":"isv.access-token-expired"}', 'token'],
    ['{"code":40003,"sub_code":"isv.signature-invalid"}', 'refused'],
    ['{"err_no":30001,"message":"x"}', 'refused'],
    ['<html>', 'outage'],
    ['{}', 'outage'],
  ])('%s is %s', (body, status) => {
    expect(read(body)).toMatchObject({ status });
  });

  it('keeps the text of its data to the byte, and tells no words of the platform', () => {
    expect(read('{"code":10000,"data": {"id":6900000000000000001}}')).toMatchObject({
      data: { text: '{"id":6900000000000000001}' },
    });
    expect(JSON.stringify(read('{"code":40003,"msg":"token abc","sub_code":"a b"}'))).not.toContain('abc');
  });
});

describe('the gateway', () => {
  let fake: FakeGateway;
  let time: FakeTime;
  let gateway: DouyinGateway;
  const open = async (options: Partial<FakeGatewayOptions> = {}): Promise<void> => {
    time = new FakeTime();
    fake = await FakeGateway.start({ ...APP, shopId: SHOP_ID, nowMs: () => time.nowMs(), ...options });
    gateway = new DouyinGateway({ baseUrl: fake.url, time });
  };
  afterEach(() => fake.stop());

  const addOrder = (index: number, at = START + index): string => {
    const orderId = `69${String(index).padStart(17, '0')}`;
    const detail = detailText(orderId, SHOP_ID, { update_time: at });
    fake.book.add({ orderId, createTime: at, updateTime: at, detail });
    return orderId;
  };
  const window = (from: number, to: number) => ({ from: instant(from * 1_000), to: instant(to * 1_000) });
  const idsIn = async (list: PagedList, from: number, to: number): Promise<string[]> => {
    const ids: string[] = [];
    for await (const rows of listed(gateway.clientOf(SHOP), list, window(from, to)))
      ids.push(...rows.map((row) => /"(?:order_id|aftersale_id)":(\d+)/.exec(row)?.[1] ?? ''));
    return ids;
  };
  const detail = (): Promise<unknown> => gateway.call(SHOP, 'order.orderDetail', { shop_order_id: ORDER });

  it('gives a token once to all who want one, and another one when it ends in the middle', async () => {
    let ends = false;
    await open({ trouble: () => (ends ? ((ends = false), 'expired') : 'none') });
    addOrder(1);
    const { orderId = '' } = [...fake.book.orders.values()][0] ?? {};
    const ask = (): Promise<unknown> => gateway.call(SHOP, 'order.orderDetail', { shop_order_id: orderId });
    await Promise.all([ask(), ask(), ask()]);
    expect(fake.count('token.create')).toBe(1);
    ends = true;
    await expect(ask()).resolves.toMatchObject({ text: expect.stringContaining(orderId) as unknown });
    expect(fake.count('token.refresh')).toBe(1);
    expect(time.slept).toEqual([]);
  });

  it('renews a token before it ends', async () => {
    await open();
    addOrder(1);
    const ask = (): Promise<unknown> => gateway.call(SHOP, 'order.orderDetail', { shop_order_id: '6900000000000000001' });
    await ask();
    await time.sleep(604_800_000 - 500_000);
    await ask();
    expect([fake.count('token.create'), fake.count('token.refresh')]).toEqual([1, 1]);
  });

  it.each<[Trouble]>([['http_500'], ['reset'], ['outage'], ['limited'], ['garbage']])(
    'is asked again after %s, later each time',
    async (kind) => {
      let left = 3;
      await open({ trouble: (method) => (method === 'order.orderDetail' && left-- > 0 ? kind : 'none') });
      addOrder(1);
      await expect(gateway.call(SHOP, 'order.orderDetail', { shop_order_id: '6900000000000000001' })).resolves.toBeDefined();
      expect(fake.count('order.orderDetail')).toBe(4);
      const pauses = time.slept.filter((ms) => ms >= 200);
      expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    },
  );

  it('is an outage where it stays away, and is not asked for ever', async () => {
    await open({ trouble: () => 'http_500' });
    await expect(detail()).rejects.toThrow(Outage);
    expect(fake.calls.length).toBeLessThanOrEqual(25);
  });

  it('is not asked again after a refusal', async () => {
    await open();
    await expect(detail()).rejects.toThrow(new GatewayRefusal('order.orderDetail', '40004', 'isv.parameter-invalid:11003'));
    expect(fake.count('order.orderDetail')).toBe(1);
  });

  it('refuses what another secret signed', async () => {
    await open();
    const strange = { ...SHOP, appSecret: 'another' };
    await expect(gateway.call(strange, 'order.orderDetail', {})).rejects.toThrow(/isv.signature-invalid/);
  });

  it('is called at the published pace and no faster', async () => {
    await open();
    addOrder(1);
    const paced = new DouyinGateway({
      baseUrl: fake.url,
      time,
      methods: [{ method: 'order.orderDetail', from: instant(0), qps: 10 }],
    });
    const from = time.nowMs();
    for (let call = 0; call < 30; call += 1)
      await paced.call(SHOP, 'order.orderDetail', { shop_order_id: '6900000000000000001' });
    expect(time.nowMs() - from).toBeGreaterThanOrEqual(1_900);
    expect(time.nowMs() - from).toBeLessThanOrEqual(2_100);
  });

  it('finds nothing by milliseconds', async () => {
    await open();
    addOrder(1);
    const params = { update_time_start: START * 1_000, update_time_end: (START + 9) * 1_000, page: 0, size: 100 };
    expect((await gateway.call(SHOP, 'order.searchList', params)).value).toMatchObject({ total: 0 });
    expect(await idsIn(UPDATED_ORDERS, START, START + 9)).toHaveLength(1);
  });

  it('lists every order of a window once, one page or many', async () => {
    await open();
    const ids = Array.from({ length: 250 }, (_, index) => addOrder(index));
    expect((await idsIn(UPDATED_ORDERS, START, START + 249)).sort()).toEqual(ids);
    expect(await idsIn(UPDATED_ORDERS, START + 10, START + 19)).toHaveLength(10);
  });

  it('lists a window that holds more than pages reach, cut by time', async () => {
    await open();
    for (let index = 0; index < 10_050; index += 1) addOrder(index);
    expect(new Set(await idsIn(UPDATED_ORDERS, START, START + 10_049)).size).toBe(10_050);
  });

  it('says so where one second holds more than pages reach', async () => {
    await open();
    for (let index = 0; index < 10_050; index += 1) addOrder(index, START);
    await expect(idsIn(UPDATED_ORDERS, START, START)).rejects.toThrow(/WINDOW_TOO_FULL/);
  });

  it.each([[false], [true]])(
    'loses none that stays while others leave the window (total hidden: %s, then nothing moves)',
    async (hidesTotal) => {
      let pages = 0;
      await open({
        hidesTotal,
        onPage: (book) => {
          if (hidesTotal) return;
          const leaving = [...book.orders.values()].find(({ updateTime }) => updateTime < START + 10_000);
          pages += 1;
          if (leaving) book.add({ ...leaving, updateTime: START + 100_000 + pages });
        },
      });
      const ids = Array.from({ length: 450 }, (_, index) => addOrder(index));
      const found = new Set(await idsIn(UPDATED_ORDERS, START, START + 9_999));
      const left = [...fake.book.orders.values()]
        .filter(({ updateTime }) => updateTime > START + 9_999)
        .map(({ orderId }) => orderId);
      expect(ids.filter((id) => !found.has(id) && !left.includes(id))).toEqual([]);
    },
  );

  it('lists after-sales by their update time, none left out', async () => {
    await open();
    for (let index = 0; index < 120; index += 1) {
      const aftersaleId = `71${String(index).padStart(17, '0')}`;
      const [applyTime, updateTime] = [START, START + index];
      fake.book.addAftersale({ aftersaleId, applyTime, updateTime, row: aftersaleText(ORDER, aftersaleId, { x: 1 }) });
    }
    expect(await idsIn(UPDATED_AFTERSALES, START, START + 200)).toHaveLength(120);
    const { value } = await gateway.call(SHOP, 'afterSale.List', {
      update_start_time: START,
      update_end_time: START + 200,
      page: 0,
      size: 100,
    });
    expect(value).toMatchObject({ total: 60 });
  });

  it('gives bills by index and time together; by index alone the first page comes again', async () => {
    await open();
    for (let index = 0; index < 350; index += 1) {
      const settleTime = START + Math.floor(index / 40);
      const entry = { settleTime, row: `{"request_no":"r${String(index)}"}` };
      fake.book.billRows.push(entry);
      fake.book.accountRows.push(entry);
    }
    const client = gateway.clientOf(SHOP);
    const rows: string[] = [];
    for await (const page of settleBillRows(client, window(START, START + 3_600))) rows.push(...page);
    expect(rows).toEqual(fake.book.billRows.map(({ row }) => row));
    const items: string[] = [];
    for await (const page of accountItemRows(client, window(START, START + 3_600))) items.push(...page);
    expect(items).toHaveLength(350);
    const ask = (start_index: string, start_time: string) =>
      client('order.getSettleBillDetailV3', {
        start_index,
        start_time,
        end_time: platformTime(instant((START + 3_600) * 1_000)),
        size: 100,
      });
    const first = await ask('', platformTime(instant((START - 60) * 1_000)));
    const again = await ask(codeText(first.value['next_start_index']), platformTime(instant((START - 60) * 1_000)));
    expect(again.value['data']).toEqual(first.value['data']);
  });
});
